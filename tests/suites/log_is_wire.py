#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The servers' log and the analyzed capture of the same sessions tell the same transitions: SMTP, submission, LMTP,
POP3 and IMAP, plain and in TLS (with the key log), allowed commands and refused ones, whole and aborted."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.agreement import analyze, by_ends, difference
from support.loopback import Loopback
from support.servers import Servers, transitions
from support.tap import Tap

# Each is a list of what the client says and the pattern it then waits for; TLS is a word of its own.
LINE = r"^[^\n]*\n"
CODE = r"^\d{3} [^\n]*\n"
TEXT = "From: a@b.example\r\nSubject: dots\r\n\r\n..stuffed\r\nlast line\r\n.\r\n"
TLS = "TLS"
PLAIN_BOB = "AGJvYgBodW5ncnk="


def tagged(tag):
    return rf"^{tag} [^\n]*\n"


DIALOGUES = {
    "smtp: a mail, with detours": ("smtp", [
        ("", CODE), ("MAIL FROM:<a@b.example>\r\n", CODE), ("NOOP\r\n", CODE), ("EHLO me\r\n", CODE), ("RCPT TO:<bob@lab.example>\r\n", CODE),
        ("DATA\r\n", CODE), ("MAIL FROM:<a@b.example>\r\n", CODE), ("MAIL FROM:<a@b.example>\r\n", CODE),
        ("RCPT TO:<nobody@lab.example>\r\n", CODE), ("RCPT TO:<bob@elsewhere.example>\r\n", CODE), ("DATA\r\n", CODE),
        ("RCPT TO:<bob@lab.example>\r\n", CODE), ("RCPT TO:<alice@lab.example>\r\n", CODE), ("VRFY bob\r\n", CODE),
        ("DATA\r\n", CODE), (TEXT, CODE), ("RSET\r\n", CODE), ("FROB\r\n", CODE), ("HELP\r\n", CODE), ("EXPN x\r\n", CODE),
        ("HELO again\r\n", CODE), ("QUIT\r\n", CODE)]),
    "smtp: pipelined": ("smtp", [
        ("", CODE), ("EHLO me\r\n", CODE),
        ("MAIL FROM:<a@b.example>\r\nRCPT TO:<bob@lab.example>\r\nRCPT TO:<x@lab.example>\r\nDATA\r\n", r"^354[^\n]*\n"),
        (TEXT + "QUIT\r\n", r"^221[^\n]*\n")]),
    "smtp: chunks": ("smtp", [
        ("", CODE), ("EHLO me\r\n", CODE), ("MAIL FROM:<a@b.example>\r\n", CODE), ("RCPT TO:<bob@lab.example>\r\n", CODE),
        ("BDAT 16\r\nSubject: x\r\n\r\nab", CODE), ("BDAT 4 LAST\r\ncd\r\n", CODE), ("BDAT 2 LAST\r\n\r\n", CODE), ("QUIT\r\n", CODE)]),
    "smtp: typed with bare LF": ("smtp", [
        ("", CODE), ("HELO me\n", CODE), ("MAIL FROM: a@b.example\n", CODE), ("RCPT TO: bob@lab.example\n", CODE), ("DATA\n", CODE),
        ("Subject: x\n\nhello\n.\n", CODE), ("QUIT\n", CODE)]),
    "smtp: logins": ("submission", [
        ("", CODE), ("EHLO me\r\n", CODE), ("MAIL FROM:<a@lab.example>\r\n", CODE), (f"AUTH PLAIN {PLAIN_BOB[:-4]}AAAA\r\n", CODE),
        ("AUTH LOGIN\r\n", CODE), ("*\r\n", CODE), ("AUTH NONE\r\n", CODE), ("AUTH LOGIN\r\n", CODE), ("Ym9i\r\n", CODE),
        ("aHVuZ3J5\r\n", CODE), (f"AUTH PLAIN {PLAIN_BOB}\r\n", CODE), ("MAIL FROM:<bob@lab.example>\r\n", CODE), ("RSET\r\n", CODE), ("QUIT\r\n", CODE)]),
    "smtp: STARTTLS": ("smtp", [
        ("", CODE), ("STARTTLS\r\n", CODE), ("EHLO me\r\n", CODE), ("STARTTLS\r\n", CODE), TLS, ("MAIL FROM:<a@b.example>\r\n", CODE),
        ("EHLO me\r\n", CODE), ("STARTTLS\r\n", CODE), ("AUTH PLAIN " + PLAIN_BOB + "\r\n", CODE), ("QUIT\r\n", CODE)]),
    "smtp: in TLS from the start": ("submissions", [
        TLS, ("", CODE), ("EHLO me\r\n", CODE), (f"AUTH PLAIN {PLAIN_BOB}\r\n", CODE), ("MAIL FROM:<bob@lab.example>\r\n", CODE),
        ("RCPT TO:<alice@lab.example>\r\n", CODE), ("DATA\r\n", CODE), (TEXT, CODE), ("QUIT\r\n", CODE)]),
    "smtp: aborted in the text": ("smtp", [
        ("", CODE), ("EHLO me\r\n", CODE), ("MAIL FROM:<a@b.example>\r\n", CODE), ("RCPT TO:<bob@lab.example>\r\n", CODE), ("DATA\r\n", CODE),
        ("Subject: half", None)]),
    "lmtp: two recipients": ("lmtp", [
        ("", CODE), ("EHLO me\r\n", CODE), ("LHLO me\r\n", CODE), ("MAIL FROM:<>\r\n", CODE), ("RCPT TO:<bob@lab.example>\r\n", CODE),
        ("RCPT TO:<x@lab.example>\r\n", CODE), ("RCPT TO:<alice@lab.example>\r\n", CODE), ("DATA\r\n", CODE),
        (TEXT, r"^\d{3} [^\n]*\n\d{3} [^\n]*\n"), ("QUIT\r\n", CODE)]),
    "pop3: everything": ("pop3", [
        ("", LINE), ("STAT\r\n", LINE), ("CAPA\r\n", r"^\.\r\n"), ("USER bob\r\n", LINE), ("PASS thirsty\r\n", LINE), ("PASS hungry\r\n", LINE),
        ("USER bob\r\n", LINE), ("PASS hungry\r\n", LINE), ("STAT\r\n", LINE), ("LIST\r\n", r"^\.\r\n"), ("LIST 1\r\n", LINE),
        ("UIDL\r\n", r"^\.\r\n"), ("UIDL 1\r\n", LINE), ("RETR 1\r\n", r"^\.\r\n"), ("TOP 1 2\r\n", r"^\.\r\n"), ("RETR 999\r\n", LINE),
        ("DELE 1\r\n", LINE), ("RETR 1\r\n", LINE), ("RSET\r\n", LINE), ("NOOP\r\n", LINE), ("FROB\r\n", LINE), ("QUIT\r\n", LINE)]),
    "pop3: logins": ("pop3", [
        ("", LINE), ("AUTH PLAIN\r\n", LINE), ("*\r\n", LINE), ("AUTH PLAIN\r\n", LINE), (PLAIN_BOB + "\r\n", LINE), ("STLS\r\n", LINE), ("QUIT\r\n", LINE)]),
    "pop3: STLS": ("pop3", [
        ("", LINE), ("STLS\r\n", LINE), TLS, ("USER alice\r\n", LINE), ("PASS wonderland\r\n", LINE), ("DELE 1\r\n", LINE), ("QUIT\r\n", LINE)]),
    "pop3: left without QUIT": ("pop3s", [TLS, ("", LINE), ("USER bob\r\n", LINE), ("PASS hungry\r\n", LINE), ("DELE 1\r\n", LINE)]),
    "imap: everything": ("imap", [
        ("", LINE), ("a1 SELECT INBOX\r\n", tagged("a1")), ("a2 CAPABILITY\r\n", tagged("a2")), ("a3 LOGIN bob thirsty\r\n", tagged("a3")),
        ("a4 LOGIN bob hungry\r\n", tagged("a4")), ("a5 FETCH 1 FLAGS\r\n", tagged("a5")), ('a6 LIST "" "*"\r\n', tagged("a6")),
        ("a7 SELECT nowhere\r\n", tagged("a7")), ("a8 SELECT INBOX\r\n", tagged("a8")), ("a9 FETCH 1:* (UID FLAGS RFC822.SIZE)\r\n", tagged("a9")),
        ("b1 FETCH 1 BODY[]\r\n", tagged("b1")), ("b2 UID SEARCH ALL\r\n", tagged("b2")), ("b3 STORE 1 +FLAGS (\\Flagged)\r\n", tagged("b3")),
        ("b4 APPEND INBOX {24}\r\n", r"^\+ [^\n]*\n"), ("Subject: appended\r\n\r\nxyz\r\n", tagged("b4")), ("b5 IDLE\r\n", r"^\+ [^\n]*\n"),
        ("DONE\r\n", tagged("b5")), ("b6 FROB\r\n", tagged("b6")), ("b7 FETCH\r\n", tagged("b7")), ("b8 CLOSE\r\n", tagged("b8")),
        ("b9 EXAMINE INBOX\r\n", tagged("b9")), ("c1 SELECT nowhere\r\n", tagged("c1")), ("c2 LOGOUT\r\n", tagged("c2"))]),
    "imap: logins": ("imap", [
        ("", LINE), ("a AUTHENTICATE PLAIN\r\n", r"^\+[^\n]*\n"), ("*\r\n", tagged("a")), ("b AUTHENTICATE PLAIN\r\n", r"^\+[^\n]*\n"),
        (PLAIN_BOB + "\r\n", tagged("b")), ("c NOOP\r\n", tagged("c")), ("d LOGOUT\r\n", tagged("d"))]),
    "imap: STARTTLS": ("imap", [
        ("", LINE), ("a STARTTLS\r\n", tagged("a")), TLS, (f"b AUTHENTICATE PLAIN {PLAIN_BOB}\r\n", tagged("b")), ("c SELECT INBOX\r\n", tagged("c")),
        ("d FETCH 1 (BODY.PEEK[HEADER] FLAGS)\r\n", tagged("d")), ("e LOGOUT\r\n", tagged("e"))]),
    "imap: pipelined in TLS": ("imaps", [
        TLS, ("", LINE), ("a LOGIN bob hungry\r\nb SELECT INBOX\r\nc FETCH 1 FLAGS\r\nd LOGOUT\r\n", tagged("d"))]),
}


def talk(servers, service, steps):
    with servers.dial(service) as line:
        for step in steps:
            if step == TLS:
                line.start_tls(servers.tls())
                continue
            line.say(step[0])
            if step[1]:
                line.hear(step[1])


def compare(tap, title, log, wire):
    found = difference(log, wire)
    tap.ok(found is None, f"{title}: the log tells what the wire shows, record by record", found)
    tap.ok(len(transitions(log)) > 1, f"{title}: there are transitions", transitions(log))
    tap.equal([(r["version"], r["cipher"]) for r in log if r["type"] == "tls"],
              [(r["version"], r["cipher"]) for r in wire if r["type"] == "tls" and r["decrypted"]], f"{title}: the same TLS, if any")


def main():
    with Tap() as tap, tempfile.TemporaryDirectory() as directory:
        file, keys = Path(directory, "loopback.pcap"), Path(directory, "keys.txt")
        try:
            capture = Loopback(file)
        except OSError as why:
            tap.skip("the log and the wire", f"the loopback cannot be captured here: {why}")
            return
        with Servers(env={"SSLKEYLOGFILE": str(keys)}) as servers:
            titles = list(DIALOGUES)
            for number, title in enumerate(titles):
                talk(servers, *DIALOGUES[title])
                servers.wait_for_sessions(number + 1)
            tap.equal(capture.stop(), 0, "no packet was lost")
            log = by_ends(servers.records())
            ports = dict(zip(log, titles))
            tap.equal(servers.stop(), 0, "the servers end cleanly")
            tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")
        done = analyze(servers.ports, keys, file)
        tap.equal((done.status, done.errors), (0, ""), "the capture is analyzed")
        wire = by_ends([r for r in done.records if "stream" in r])
        for port, title in ports.items():
            compare(tap, title, log[port], wire.get(port, []))


if __name__ == "__main__":
    main()
