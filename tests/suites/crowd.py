#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""100 TLS handshakes that stall half-way and 1000 clients that say nothing: a student who comes then is served while all of
them are still connected. What counts is the order of events, not the time they take."""

import resource
import smtplib
import socket
import ssl
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.servers import PATIENCE_S, Servers, wait_until
from support.tap import Tap

IDLE, STALLED = 1000, 100
DESCRIPTORS = IDLE + STALLED + 200  # of each side
ATTEMPTS = 3  # the servers end a stalled handshake after ten seconds: on a machine that slow, once more
PLAIN = ["smtp", "submission", "lmtp", "pop3", "imap"]
IN_TLS = ["submissions", "pop3s", "imaps"]
MAIL = "From: student@b.example\r\nTo: bob@lab.example\r\nSubject: served\r\n\r\nHello.\r\n"


def client_hello():
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    try:
        ssl.create_default_context().wrap_bio(incoming, outgoing, server_hostname="mail.lab.example").do_handshake()
    except ssl.SSLWantReadError:
        pass
    return outgoing.read()


def is_connected(line):
    """Whether the server has not ended this connection; what it said is left where it is."""
    line.socket.setblocking(False)
    try:
        return line.socket.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def is_ended(line):
    """Waits until the server ends this connection."""
    line.socket.settimeout(3 * PATIENCE_S)
    try:
        line.rest()
    except ConnectionError:
        return True
    except TimeoutError:
        return False
    return True


def connect(servers, services, count):
    return [servers.dial(services[n % len(services)]) for n in range(count)]


def serve_student(servers):
    """One session of each kind, plain and in TLS; what the student saw of it."""
    with smtplib.SMTP("127.0.0.1", servers.ports["smtp"], timeout=PATIENCE_S) as session:
        session.starttls(context=servers.tls())
        session.sendmail("student@b.example", ["bob@lab.example"], MAIL)
    with servers.dial("pop3s") as line:
        line.start_tls(servers.tls())
        greeting = line.hear(r"\n")
        line.ask("USER bob\r\n", r"\n")
        login = line.ask("PASS hungry\r\n", r"\n")
        count = line.ask("STAT\r\n", r"\n")
        line.ask("QUIT\r\n", r"\n")
    with servers.dial("imap") as line:
        line.hear(r"\n")
        answer = line.ask('a LOGIN bob hungry\r\nb STATUS INBOX (MESSAGES)\r\n', r"^b [^\n]*\n")
        line.ask("c LOGOUT\r\n", r"^c [^\n]*\n")
    return greeting, login, count, answer


def is_served(told):
    greeting, login, count, answer = told
    return greeting.startswith("+OK") and login.startswith("+OK") and count.startswith("+OK 4 ") and "(MESSAGES 4)" in answer


def with_stalled(servers, idle, half):
    """One attempt: (what the student saw, idle clients that are still there, stalled handshakes that are)."""
    stalled = connect(servers, IN_TLS, STALLED)
    for line in stalled:
        line.say(half)
    told = serve_student(servers)
    left = [sum(map(is_connected, lines)) for lines in (idle, stalled)]
    return told, left, stalled


def crowd(tap):
    with Servers() as servers:
        idle = connect(servers, PLAIN, IDLE)
        greeted = wait_until(lambda: len([r for r in servers.records() if r["type"] == "session"]) >= IDLE, 3 * PATIENCE_S)
        tap.ok(greeted, f"{IDLE} clients are let in", len(servers.records()))
        half = client_hello()
        half = half[:len(half) // 2]
        for _ in range(ATTEMPTS):
            told, left, stalled = with_stalled(servers, idle, half)
            if left == [IDLE, STALLED] or not is_served(told):
                break
            for line in stalled:
                line.socket.close()
            idle = [line for line in idle if is_connected(line)]
        tap.ok(is_served(told), "a student is served: a mail after STARTTLS, POP3 in TLS, IMAP", told)
        tap.equal(left, [IDLE, STALLED], "while every idle client and every stalled handshake is still connected")
        tap.equal(sum(map(is_ended, stalled)), STALLED, "then the servers end the handshakes that stalled")
        tap.equal(sum(map(is_connected, idle)), IDLE, "and leave the idle clients alone")
        for line in idle + stalled:
            line.socket.close()
        tap.equal(servers.stop(), 0, "the servers end cleanly")
        tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")


def main():
    with Tap() as tap:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if hard != resource.RLIM_INFINITY and hard < DESCRIPTORS:
            tap.skip("a crowd", f"only {hard} files may be open here")
            return
        if soft != resource.RLIM_INFINITY and soft < DESCRIPTORS:
            resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS, hard))
        crowd(tap)


if __name__ == "__main__":
    main()
