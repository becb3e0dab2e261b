#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maillab serve --scenario`: a mail travels between the lab's systems, comes back if nobody takes it, and never leaves."""

import imaplib
import poplib
import re
import smtplib
import socket
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.servers import PATIENCE_S, Servers, wait_until
from support.tap import Tap

A, B = "127.0.0.1", "127.0.0.2"
MAIL = "From: alice@a.example\r\nTo: bob@b.example\r\nSubject: {}\r\n\r\nHello Bob.\r\n"


def ports(servers, domain):
    """The services of a system, as the screen names them."""
    found = re.search(rf"^  {re.escape(domain)} .*\n +(.*)$", servers.screen(), re.MULTILINE)
    return {name: int(port) for name, port in re.findall(r"(\w+) (\d+)", found[1].split(";")[0])} if found else {}


def submit(servers, to, subject, login=("alice", "wonderland"), service="submission", sender="alice@a.example"):
    """None, or the code with which the recipient (or the sender) was refused."""
    with smtplib.SMTP(A, ports(servers, "a.example")[service], timeout=PATIENCE_S) as client:
        if login:
            client.login(*login)
        try:
            client.sendmail(sender, [to], MAIL.format(subject))
        except smtplib.SMTPRecipientsRefused as refused:
            return refused.recipients[to][0]
        except smtplib.SMTPSenderRefused as refused:
            return refused.smtp_code
    return None


def mails(servers, domain, address, user, password):
    """All mails of an INBOX, by IMAP."""
    client = imaplib.IMAP4(address, ports(servers, domain)["imap"], timeout=PATIENCE_S)
    client.login(user, password)
    count = int(client.select("INBOX", readonly=True)[1][0])
    texts = [client.fetch(str(n + 1), "(BODY.PEEK[])")[1][0][1].decode() for n in range(count)]
    client.logout()
    return texts


def of_bob(servers):
    return mails(servers, "b.example", B, "bob", "hungry")


def of_alice(servers):
    return mails(servers, "a.example", A, "alice", "wonderland")


def with_subject(texts, subject):
    return [text for text in texts if f"Subject: {subject}\r\n" in text]


def travels(tap, servers):
    tap.equal(submit(servers, "bob@b.example", "travels"), None, "a's submission takes a mail for b")
    tap.ok(wait_until(lambda: with_subject(of_bob(servers), "travels")), "it is in b's mailbox within seconds, by IMAP")
    (text,) = with_subject(of_bob(servers), "travels")
    received = re.findall(r"^Received:.*?\bby (\S+)", text, re.MULTILINE | re.DOTALL)
    tap.equal(received, ["mail.b.example", "mail.a.example"], "with a Received line of each server, the last on top")
    tap.ok(text.startswith("Return-Path: <alice@a.example>\r\n") and text.count("Return-Path:") == 1,
           "and its sender as Return-Path, once", text)
    client = poplib.POP3(B, ports(servers, "b.example")["pop3"], timeout=PATIENCE_S)
    client.user("bob")
    client.pass_("hungry")
    last = b"\r\n".join(client.retr(client.stat()[0])[1]).decode()
    client.quit()
    tap.ok("Subject: travels" in last, "POP3 gives it out too", last)
    tap.ok(not with_subject(of_alice(servers), "travels"), "it is nowhere else")


def comes_back(tap, servers):
    tap.equal(submit(servers, "nobody@b.example", "lost"), None, "a mail for nobody at b is taken")
    tap.ok(wait_until(lambda: "Final-Recipient: rfc822; nobody@b.example" in "".join(of_alice(servers))),
           "and a report is in its sender's mailbox")
    (report,) = [text for text in of_alice(servers) if "Final-Recipient" in text]
    tap.ok("Action: failed" in report and "Status: 5.1.1" in report and "multipart/report" in report,
           "which says what b has said", report)


def stays_in_the_lab(tap, servers):
    tap.equal(submit(servers, "x@elsewhere.example", "away"), 550, "another domain is refused")
    tap.equal(submit(servers, "x@b.example.elsewhere.example", "away"), 550, "and one that begins like the lab's")
    tap.equal(submit(servers, "bob@b.example", "relay", login=None, service="smtp"), 550,
              "who has not logged in gets nothing relayed")
    tap.ok(submit(servers, "bob@b.example", "anonymous", login=None) in (530, 550), "not at the submission port either")
    tap.ok(not with_subject(of_bob(servers), "relay") and not with_subject(of_bob(servers), "anonymous"),
           "nothing of it arrived")


def log_of_the_journey(tap, servers):
    log = servers.records()
    numbers = [r["session"] for r in log if r["type"] == "session"]
    tap.equal(sorted(set(numbers)), sorted(numbers), "sessions of both systems have numbers of their own")
    screen = servers.screen()
    for what in ("a:alice", "b:smtp", "b:bob", "Queue of a.example: the mail for <bob@b.example> is delivered",
                 "a report goes to <alice@a.example>"):
        tap.ok(what in screen, f"the log shows {what}", screen[-3000:])


def scenario_four(tap):
    with Servers("--scenario", "4") as servers:
        travels(tap, servers)
        comes_back(tap, servers)
        stays_in_the_lab(tap, servers)
        log_of_the_journey(tap, servers)
        tap.equal(servers.stop(), 0, "SIGTERM ends both systems with status 0")
        tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")


def lies(servers, domain, user, subject):
    """Whether a mail is among the files of a mailbox: how an agent on the server reads it."""
    found = re.search(rf"^  {re.escape(domain)} \(.*\), in (.*)$", servers.screen(), re.MULTILINE)
    files = Path(found[1], "mail", user).glob("new/*")
    return any(f"Subject: {subject}\n" in file.read_text() for file in files)


def scenario_one(tap):
    with Servers("--scenario", "1") as servers:
        offered = ports(servers, "a.example")
        tap.equal((sorted(offered), ports(servers, "b.example")), (["lmtp"], {}), "scenario 1: one system, no SMTP")
        with smtplib.LMTP(A, offered["lmtp"]) as client:
            client.sendmail("alice@a.example", ["bob@a.example"], MAIL.format("local"))
        tap.ok(lies(servers, "a.example", "bob", "local"), "the mail is among Bob's files")
        tap.equal(servers.stop(), 0, "and it ends cleanly")


def scenarios_between(tap):
    for number in ("2", "3"):
        with Servers("--scenario", number) as servers:
            for domain in ("a.example", "b.example"):
                tap.equal(sorted(ports(servers, domain)), ["smtp", "submission"], f"scenario {number}: {domain}")
            submit(servers, "bob@b.example", "one hop")
            tap.ok(wait_until(lambda: lies(servers, "b.example", "bob", "one hop")), "the mail is among Bob's files")
            tap.equal(servers.stop(), 0, "and it ends cleanly")


def stays_on_disk(tap):
    """What has arrived outlives the program; the queue is empty then."""
    with tempfile.TemporaryDirectory() as state:
        with Servers("--scenario", "4", state=state) as servers:
            queue = Path(state, "maillab", "scenario-4", "a.example", "queue")
            tap.ok(queue.is_dir(), "the queue is a directory on disk")
            submit(servers, "bob@b.example", "first")
            tap.ok(wait_until(lambda: with_subject(of_bob(servers), "first")), "it carries mail")
            tap.ok(wait_until(lambda: not list(queue.iterdir())), "and is empty then", list(queue.iterdir()))
        with Servers("--scenario", "4", state=state) as servers:
            tap.equal(len(with_subject(of_bob(servers), "first")), 1, "mail outlives the program, and is not sent twice")
        with Servers("--scenario", "4", "--reset", state=state) as servers:
            tap.equal(with_subject(of_bob(servers), "first"), [], "--reset begins again")


def is_tried_again(tap):
    """What b refuses for now waits in a's queue, over an end of the program too."""
    with tempfile.TemporaryDirectory() as state:
        queue = Path(state, "maillab", "scenario-4", "a.example", "queue")
        with Servers("--scenario", "4", "--fault", "greylist", state=state) as servers:
            tap.equal(submit(servers, "bob@b.example", "patience"), None, "who has logged in is not greylisted")
            tap.ok(wait_until(lambda: "<bob@b.example> has to wait" in servers.screen()), "b says: later", servers.screen())
            tap.ok(list(queue.iterdir()), "the mail is in the queue")
            tap.ok(wait_until(lambda: with_subject(of_bob(servers), "patience")), "the next attempt delivers it")
            submit(servers, "bob@b.example", "after the end", sender="alice+2@a.example")
            wait_until(lambda: servers.screen().count("<bob@b.example> has to wait") == 2)
        tap.ok(list(queue.iterdir()), "a mail still waits when the program ends")
        with Servers("--scenario", "4", state=state) as servers:
            tap.ok(wait_until(lambda: with_subject(of_bob(servers), "after the end")), "and is delivered after the next start")
            tap.equal(len(with_subject(of_bob(servers), "patience")), 1, "nothing is delivered twice")


MX, C_IN = 15, 1


def ask_for_mx(port, domain):
    """The octets of the answer to one question (RFC 1035 §4.1)."""
    name = b"".join(bytes([len(label)]) + label.encode() for label in domain.split(".")) + b"\0"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(PATIENCE_S)
        asking.sendto(b"\x12\x34\1\0\0\1\0\0\0\0\0\0" + name + bytes([0, MX, 0, C_IN]), (A, port))
        return asking.recv(512)


def asks_dns(tap):
    """The queue asks the lab's DNS; it goes when the servers go."""
    with Servers("--scenario", "4") as servers:
        named = re.search(r"dig @127\.0\.0\.1 -p (\d+) b\.example MX", servers.screen())
        if not named:
            tap.skip("the lab's DNS", "maillab-dns was not built: it needs ldns")
            return
        answer = ask_for_mx(int(named[1]), "b.example")
        tap.ok(answer[3] & 15 == 0 and answer[6:8] == b"\0\1" and b"\4mail" in answer and answer.endswith(bytes([127, 0, 0, 2])),
               "the lab's DNS has an MX for b.example, and its address", answer.hex())
        tap.equal(ask_for_mx(int(named[1]), "elsewhere.example")[3] & 15, 3, "and knows no other domain")
        submit(servers, "bob@b.example", "by DNS")
        tap.ok(wait_until(lambda: with_subject(of_bob(servers), "by DNS")), "a mail arrives")
        tap.ok("DNS: the MX of b.example is mail.b.example, which is 127.0.0.2" in servers.screen(), "by way of DNS, as the log tells",
               servers.screen()[-2000:])
        tap.equal(servers.stop(), 0, "it ends cleanly")
        tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")
        try:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as gone:
                gone.bind((A, int(named[1])))
            tap.ok(True, "and so does the DNS")
        except OSError as why:
            tap.ok(False, "and so does the DNS", why)


def screens(tap):
    for number in "1234":
        with Servers("--scenario", number) as servers:
            screen = servers.screen()
            tap.ok(len(screen.splitlines()) <= 24, f"scenario {number} has one screen", screen)
            tap.ok("Type in another terminal" in screen, "that says what to type", screen)


def refusals(tap):
    cases = {
        "no such scenario": (["--scenario", "5"], "1, 2, 3 or 4"),
        "another address": (["--scenario", "4", "--listen", "0.0.0.0"], "--listen"),
        "another domain": (["--scenario", "4", "--domain", "x.example"], "--domain"),
        "other users": (["--scenario", "4", "--users", "class.txt"], "--users"),
        "no disk": (["--scenario", "4", "--ephemeral"], "--ephemeral"),
    }
    for what, (options, word) in cases.items():
        done = records.run("serve", *options)
        lines = done.errors.strip().splitlines()
        tap.ok(done.status == 2 and len(lines) == 1 and word in lines[0], f"{what}: one sentence and status 2",
               f"{done.status}: {done.errors}")


def main():
    with Tap() as tap:
        try:
            socket.create_server((B, 0)).close()
        except OSError:
            tap.skip("scenarios", f"{B} is no address of this machine")
            return
        for part in (scenario_four, scenario_one, scenarios_between, stays_on_disk, is_tried_again, asks_dns, screens, refusals):
            part(tap)


if __name__ == "__main__":
    main()
