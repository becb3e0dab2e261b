#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Other mail systems beside `maillab serve`: Postfix relays into it and the lab's queue into Postfix; mutt and Dovecot
work on the same Maildir. Everything is on the loopback. What is not installed, or needs root, is a skip with its name."""

import imaplib
import os
import re
import smtplib
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.interop import PASSWORD, Box, maildir_files, output, run, run_on_terminal, subject_of, which
from support.interop_systems import Dovecot, Postfix, why_not
from support.servers import PATIENCE_S, Servers, wait_until
from support.tap import Tap

TEXT = ".a dot\r\n..two\r\n\r\nGrüße, " + "long " * 180 + "\r\nthe end\r\n"
MAIL = f"From: alice@a.example\r\nTo: bob@b.example\r\nSubject: {{}}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{TEXT}"


def body(octets):
    return octets.replace(b"\r\n", b"\n").partition(b"\n\n")[2]


BODY = TEXT.replace("\r\n", "\n").encode()


# ---- Postfix ----------------------------------------------------------------------------------------------

def postfix_to_us(tap):
    with Servers() as servers, Postfix({"lab.example": servers.ports["smtp"]}) as postfix, tempfile.TemporaryDirectory() as home:
        box = Box(servers, "bob", home)
        with smtplib.SMTP("127.0.0.1", postfix.port, timeout=PATIENCE_S) as session:
            session.sendmail("alice@a.example", ["bob@lab.example", "alice@lab.example"], MAIL.format("relayed").encode(), ["BODY=8BITMIME"])
        came = wait_until(lambda: "relayed" in box.mails() and "relayed" in Box(servers, "alice", home).mails())
        tap.ok(came, "Postfix relays a mail into both mailboxes", postfix.log_text())
        text = box.mails().get("relayed", ("", b""))[1]
        tap.equal(body(text), BODY, "its text is whole")
        tap.ok(re.search(rb"^Received: from mail\.b\.example .*\n(\s.*\n)*Received: ", text, re.MULTILINE), "each server put its line on top", text)
        log = servers.wait_for_sessions(1)
        verbs = [r["verb"] for r in log if r["type"] == "command"]
        tap.ok("BDAT" in verbs or "DATA" in verbs, "the log has the session", verbs)
        with smtplib.SMTP("127.0.0.1", postfix.port, timeout=PATIENCE_S) as session:
            session.sendmail("carol@b.example", ["nobody@lab.example"], MAIL.format("lost").encode())
        tap.ok(wait_until(lambda: postfix.mails("carol")), "what we refuse comes back through Postfix", postfix.log_text())
        report = b"".join(postfix.mails("carol"))
        tap.ok(b"Status: 5.1.1" in report and b"there is no mailbox" in report, "with our code and our sentence", report)
        tap.ok(wait_until(lambda: not postfix.waiting()), "nothing waits in its queue", postfix.waiting())
        tap.equal(servers.stop(), 0, "the servers end cleanly")
        tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")


def greylisted(tap):
    """Postfix takes a 4yz as it is meant: it waits, and comes again."""
    settings = "minimal_backoff_time = 2s\nqueue_run_delay = 2s\nmaximal_backoff_time = 4s\n"
    with Servers("--fault", "greylist") as servers, Postfix({"lab.example": servers.ports["smtp"]}, settings) as postfix, \
            tempfile.TemporaryDirectory() as home:
        box = Box(servers, "bob", home)
        with smtplib.SMTP("127.0.0.1", postfix.port, timeout=PATIENCE_S) as session:
            session.sendmail("alice@a.example", ["bob@lab.example"], MAIL.format("patience").encode(), ["BODY=8BITMIME"])
        tap.ok(wait_until(lambda: "patience" in box.mails(), 3 * PATIENCE_S), "greylisted, Postfix comes again and delivers", postfix.log_text())
        tap.ok("status=deferred" in postfix.log_text(), "after it was told to wait", postfix.log_text())


def us_to_postfix(tap):
    carry = os.environ.get("MAILLAB_CARRY")
    if not carry:
        tap.skip("the lab's queue into Postfix", "MAILLAB_CARRY does not name the program that was built for this")
        return
    with Postfix() as postfix, tempfile.TemporaryDirectory() as queue:
        done = subprocess.run([carry, queue, str(postfix.port), "carol@b.example", "bob@b.example", "carol@b.example", "nobody@b.example"],
                              input=MAIL.format("carried").encode(), capture_output=True, check=False, timeout=120)
        told = done.stdout.decode()
        tap.ok(wait_until(lambda: postfix.mails("bob") and postfix.mails("carol")), "the lab's courier brings a mail to two at Postfix",
               told + postfix.log_text())
        tap.equal([body(m) for m in postfix.mails("bob")], [BODY], "once, its text whole")
        tap.ok("<bob@b.example> is delivered" in told, "and says so", told)
        tap.ok("<nobody@b.example>" in told and "550" in told, "what Postfix refuses is given up, with its words", told)
        tap.equal((done.returncode, list(Path(queue).iterdir())), (0, []), "nothing waits in the queue")


# ---- the Maildir ------------------------------------------------------------------------------------------

def session_of(port, user="bob"):
    session = imaplib.IMAP4("127.0.0.1", port, timeout=PATIENCE_S)
    session.login(user, PASSWORD)
    session.select("INBOX")
    return session


def seen_by(session):
    """{subject: (UID, flags, size, text)} as a server tells it."""
    found = {}
    for number in session.search(None, "ALL")[1][0].split():
        items = session.fetch(number, "(UID FLAGS RFC822.SIZE BODY.PEEK[])")[1]
        (place, (head, text)), = [(n, item) for n, item in enumerate(items) if isinstance(item, tuple)]  # others are news
        told = (head + (items[place + 1] if place + 1 < len(items) else b"")).decode()
        flags = sorted(set(re.search(r"FLAGS \(([^)]*)\)", told)[1].split()) - {"\\Recent"})
        found[subject_of(text)] = (flags, int(re.search(r"RFC822.SIZE (\d+)", told)[1]), text)
    return found


def dovecot_beside_us(tap):
    with Servers() as servers, tempfile.TemporaryDirectory() as home:
        box = Box(servers, "bob", home)
        box.deliver("for both", TEXT.encode().decode("ascii", "replace").replace("�", "?"))
        ours = session_of(servers.ports["imap"])
        with Dovecot(box.directory) as dovecot:
            theirs = session_of(dovecot.ports["imap"])
            mine, yours = seen_by(ours), seen_by(theirs)
            tap.equal(yours, mine, "Dovecot reads our Maildir: the same mails, flags and sizes, to the octet")
            folders = [sorted(re.findall(r'"?([A-Z][\w]+)"?$', line.decode())[0] for line in s.list()[1]) for s in (theirs, ours)]
            tap.equal(folders[0], folders[1], "and the same folders")
            theirs.store("1", "+FLAGS", "(\\Flagged Homework)")
            theirs.append("INBOX", "(\\Answered)", None, b"From: x@b.example\r\nSubject: by Dovecot\r\n\r\n.text\r\n")
            theirs.copy("2", "Archive")
            theirs.store("2", "+FLAGS", "(\\Deleted)")
            theirs.expunge()
            theirs.logout()
        ours.noop()
        again = seen_by(ours)
        ours.logout()
        first = next(s for s, (flags, _, _) in again.items() if "\\Flagged" in flags)
        tap.ok("Homework" in again[first][0], "a flag and a keyword that Dovecot sets are ours", again[first][0])
        tap.equal(again.get("by Dovecot", [None])[0], ["\\Answered"], "a mail that Dovecot files is ours too")
        tap.equal(len(again), len(mine), "what it expunged is gone")
        tap.equal(len(box.mails("Archive")), 1, "what it copied is in the other folder")
        tap.equal(servers.stop(), 0, "the servers end cleanly")
        tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")


def mutt_beside_us(tap):
    with Servers() as servers, tempfile.TemporaryDirectory() as home:
        box = Box(servers, "bob", home)
        first, _, third = (subject_of(f.read_bytes()) for f in by_arrival(box))
        ours = session_of(servers.ports["imap"])
        rc = box.file("rc", f"set folder={home} sort=date-sent resolve=no delete=yes quit=yes wait_key=no confirmappend=no move=no mark_old=no\n")
        keys = "<first-entry><flag-message><next-entry><delete-message><sync-mailbox><quit>"
        drawn = run_on_terminal("mutt", "-F", rc, "-m", "Maildir", "-f", box.directory, "-e", f"push '{keys}'", home=home)
        ours.noop()
        mails = seen_by(ours)
        ours.logout()
        tap.equal(sorted(mails), sorted([first, third]), "mutt reads our Maildir, and what it deletes is gone for us")
        tap.ok("\\Flagged" in mails.get(first, [[]])[0], "what it flags is flagged for us", drawn)
        tap.equal(servers.stop(), 0, "the servers end cleanly")


def by_arrival(box):
    """The files in the order in which mutt shows them: by name."""
    return sorted(maildir_files(box.folder()), key=lambda f: [int(n) for n in re.findall(r"\d+", f.name)])


def version(*command):
    with tempfile.TemporaryDirectory() as home:
        return output(run(*command, home=home)).splitlines()[0]


def main():
    parts = [("Postfix relays into us", ["postfix"], postfix_to_us, ["postconf", "-d", "-h", "mail_version"]),
             ("Postfix and greylisting", ["postfix"], greylisted, None),
             ("the lab's queue into Postfix", ["postfix"], us_to_postfix, None),
             ("Dovecot reads our Maildir", ["dovecot"], dovecot_beside_us, ["dovecot", "--version"])]
    with Tap() as tap:
        for title, programs, part, told_by in parts:
            why = why_not(*programs)
            if why:
                tap.skip(title, why)
                continue
            if told_by:
                print(f"# {programs[0]}: {version(*told_by)}", flush=True)
            part(tap)
        if which("mutt") is None:
            tap.skip("mutt reads our Maildir", "mutt is not installed")
        else:
            mutt_beside_us(tap)


if __name__ == "__main__":
    main()
