#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real clients read, change and mirror mailboxes of `maillab serve` by IMAP and POP3; what counts is what then lies in
the mailbox's files and on the client's side. A client that is not installed is a skip with its name."""

import imaplib
import poplib
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.interop import (PASSWORD, client, maildir_files, output, read_maildir, run, run_on_terminal,
                             show_all, subject_of)
from support.servers import PATIENCE_S
from support.tap import Tap

CLIENTS = []
PARTS = ("new", "cur", "tmp")
LOCAL = "From: me@lab.example\nTo: me@lab.example\nSubject: made here\n\nWritten without a network.\n"


# ---- mirrors: both sides are equal in the end -------------------------------------------------------------

def mirror(box, near, synchronize):
    """What any program that keeps a mailbox and a Maildir the same must bring about."""
    before = box.mails()
    done = synchronize()
    yield "every mail comes here, whole and with its flags", len(before) == 3 and read_maildir(near) == before, output(done)
    names = {subject_of(f.read_bytes()): f for f in maildir_files(near)}
    flagged, deleted = list(names)[:2]
    names[flagged].rename(near / "cur" / (names[flagged].name.partition(":")[0] + ":2,FS"))
    names[deleted].unlink()
    Path(near, "new", "1700000000.made.here").write_text(LOCAL)
    box.deliver("came meanwhile")
    done = synchronize()
    there, here = box.mails(), read_maildir(near)
    yield "what is new there is here, and what is new here is there", {"came meanwhile", "made here"} <= set(there), output(done)
    yield "a flag set here is set there", there[flagged][0] == "FS", there[flagged][0]
    yield "what is deleted here is gone there", deleted not in there, sorted(there)
    yield "both sides are equal", here == there, f"{here}\n{there}"
    done = synchronize()
    yield "and stay so", box.mails() == there and read_maildir(near) == here, output(done)


@client(CLIENTS, "mbsync", "mbsync", "mbsync", "--version")
def mbsync(box):
    near = box.home / "near"
    near.mkdir()
    rc = box.file("rc", f"""IMAPStore there
Host 127.0.0.1
Port {box.port("imap")}
User {box.user}
Pass {PASSWORD}
SSLType None
AuthMechs LOGIN

MaildirStore here
Path {near}/
Inbox {near}/INBOX
SubFolders Verbatim

Channel all
Far :there:
Near :here:
Patterns *
Create Both
Expunge Both
SyncState *
""")
    yield from mirror(box, near / "INBOX", lambda: run("mbsync", "-c", rc, "-a", home=box.home))
    for part in PARTS:
        (near / "Lectures" / part).mkdir(parents=True)
    Path(near, "Lectures", "new", "1700000001.made.here").write_text(LOCAL)
    done = run("mbsync", "-c", rc, "-a", home=box.home)
    yield "a folder made here is there, with its mail", box.subjects("Lectures") == ["made here"], output(done)
    yield "and every folder there is here", sorted(d.name for d in near.iterdir() if d.is_dir()) == box.folders(), box.folders()


@client(CLIENTS, "offlineimap", "offlineimap3", "offlineimap", "--version")
def offlineimap(box):
    rc = box.file("rc", f"""[general]
accounts = lab
metadata = {box.home}/metadata
[Account lab]
localrepository = here
remoterepository = there
[Repository here]
type = Maildir
localfolders = {box.home}/near
[Repository there]
type = IMAP
remotehost = 127.0.0.1
remoteport = {box.port("imap")}
remoteuser = {box.user}
remotepass = {PASSWORD}
ssl = no
starttls = no
""")
    near = box.home / "near" / "INBOX"
    yield from mirror(box, near, lambda: run("offlineimap", "-o", "-u", "basic", "-c", rc, home=box.home))


# ---- collectors: the mail is here, and no longer there ----------------------------------------------------

def collected(box, directory, done):
    """What a program that fetches and deletes leaves; `directory` has one file for each mail."""
    got = {subject_of(f.read_bytes()): f.read_bytes().replace(b"\r\n", b"\n") for f in directory.iterdir()}
    return got, f"{sorted(map(str, got))}\n{output(done)}"


def collects(box, how, fetch):
    directory = box.home / f"got-{how}"
    directory.mkdir()
    box.deliver(f"for {how}", ".a dot in front\r\n\r\nend without an empty line")
    before = box.mails()
    got, detail = collected(box, directory, fetch(directory))
    same = set(got) == set(before) and all(got[s].rstrip().endswith(before[s][1].partition(b"\n\n")[2].rstrip()) for s in got)
    yield f"every mail comes by {how}, its text whole", same and bool(before), detail
    yield f"and {how} leaves none behind", box.subjects() == [], box.subjects()


def program_that_files(box, directory):
    """A delivery program: each mail that it is given becomes a file."""
    return box.file(f"file-{directory.name}", f'#!/bin/sh\nexec cat > "$(mktemp {directory}/XXXXXX)"\n', 0o700)


@client(CLIENTS, "getmail", "getmail6", "getmail", "--version")
def getmail(box):
    for how, service, kind in (("POP3", "pop3", "SimplePOP3Retriever"), ("IMAP", "imap", "SimpleIMAPRetriever")):
        def fetch(directory, service=service, kind=kind):
            box.file(f"rc-{service}", f"""[retriever]
type = {kind}
server = 127.0.0.1
port = {box.port(service)}
username = {box.user}
password = {PASSWORD}
[destination]
type = MDA_external
path = {program_that_files(box, directory)}
allow_root_commands = true
[options]
delete = true
delivered_to = false
received = false
""")
            return run("getmail", "--getmaildir", box.home, "--rcfile", f"rc-{service}", home=box.home)
        yield from collects(box, how, fetch)


@client(CLIENTS, "fetchmail", "fetchmail", "fetchmail", "--version")
def fetchmail(box):
    for how, service, protocol in (("IMAP", "imap", "imap"), ("POP3", "pop3", "pop3"), ("APOP", "pop3", "apop")):
        def fetch(directory, service=service, protocol=protocol):
            rc = box.file(f"rc-{protocol}", f'poll 127.0.0.1 port {box.port(service)} proto {protocol} user "{box.user}" pass "{PASSWORD}" '
                          f"fetchall nokeep sslproto '' mda \"{program_that_files(box, directory)}\"\n")
            return run("fetchmail", "-v", "-N", "-f", rc, "--pidfile", box.home / "pid", home=box.home)
        yield from collects(box, how, fetch)
    log = [r for r in box.records("command", verb="APOP")]
    yield "APOP is what it logged in with", len(log) == 1, log


# ---- readers ----------------------------------------------------------------------------------------------

@client(CLIENTS, "mutt", "mutt by IMAP", "mutt", "-v")
def mutt(box):
    rc = box.file("rc", f"""set imap_user={box.user} imap_pass={PASSWORD} folder=imap://127.0.0.1:{box.port("imap")}/
set ssl_starttls=no ssl_force_tls=no sort=mailbox-order wait_key=no confirmappend=no delete=yes quit=yes
set mark_old=no resolve=no
""")
    first, _, third = (subject for subject, _ in by_arrival(box))
    keys = "<first-entry><flag-message><next-entry><delete-message><last-entry><copy-message>=Archive<enter><sync-mailbox><quit>"
    drawn = run_on_terminal("mutt", "-F", rc, "-f", f"imap://127.0.0.1:{box.port('imap')}/INBOX", "-e", f"push '{keys}'", home=box.home)
    mails = box.mails()
    yield "shows what is there in the end", first[:16] in drawn and third[:16] in drawn, drawn
    yield "a mail flagged is flagged", "F" in mails[first][0], mails[first]
    yield "a mail deleted is gone", sorted(mails) == sorted([first, third]), sorted(mails)
    yield "a mail copied is in both folders", box.subjects("Archive") == [third], box.subjects("Archive")
    yield "with the same text", box.mails("Archive").get(third, ("", b""))[1] == mails[third][1], None


def by_arrival(box):
    """[(subject, text)] in the order of IMAP's numbers."""
    files = sorted(maildir_files(box.folder()), key=lambda f: [int(n) for n in re.findall(r"\d+", f.name)])
    return [(subject_of(f.read_bytes()), f.read_bytes()) for f in files]


def body(text):
    return text.replace(b"\r\n", b"\n").partition(b"\n\n")[2].strip()


@client(CLIENTS, "s-nail", "s-nail", "s-nail", "--version")
def s_nail(box):
    (first, text), (second, _), _ = by_arrival(box)
    for service in ("imap", "pop3"):
        url = f"{service}://{box.user}:{PASSWORD}@127.0.0.1:{box.port(service)}" + ("/INBOX" if service == "imap" else "")
        done = run("s-nail", "-:/", "-S", "v15-compat=y", "-S", "noheader", "-R", "-f", url, home=box.home, stdin="headers\nprint 1\nexit\n")
        yield f"shows the subjects by {service.upper()}", second[:16] in output(done), output(done)
        yield f"and prints a mail by {service.upper()}", body(text).splitlines()[0].decode() in output(done), output(done)
    url = f"imap://{box.user}:{PASSWORD}@127.0.0.1:{box.port('imap')}/INBOX"
    done = run("s-nail", "-:/", "-S", "v15-compat=y", "-f", url, home=box.home, stdin="delete 2\nquit\n")
    yield "what it deletes is gone", second not in box.mails() and first in box.mails(), output(done)


@client(CLIENTS, "mail.mailutils", "mailutils", "mail.mailutils", "--version")
def mailutils(box):
    (first, text), (second, _), _ = by_arrival(box)
    for service in ("imap", "pop"):
        port = box.port("imap" if service == "imap" else "pop3")
        url = f"{service}://{box.user}:{PASSWORD}@127.0.0.1:{port}" + ("/INBOX;auth=login" if service == "imap" else "")
        done = run("mail.mailutils", "-f", url, home=box.home, stdin="h\nprint 1\nx\n")
        shown = output(done)
        yield f"shows the subjects by {service.upper()}", second[:16] in shown, shown
        yield f"and prints a mail by {service.upper()}", body(text).splitlines()[0].decode() in shown, shown
    url = f"imap://{box.user}:{PASSWORD}@127.0.0.1:{box.port('imap')}/INBOX;auth=login"
    done = run("mail.mailutils", "-f", url, home=box.home, stdin="delete 2\nquit\n")
    yield "what it deletes is gone", second not in box.mails() and first in box.mails(), output(done)


@client(CLIENTS, "curl", "curl", "curl", "--version")
def curl(box):
    (first, text), _, (third, _) = by_arrival(box)
    who, imap = ["-sS", "--max-time", "30", "-u", f"{box.user}:{PASSWORD}"], f"imap://127.0.0.1:{box.port('imap')}"
    pop3 = f"pop3://127.0.0.1:{box.port('pop3')}"
    done = run("curl", *who, f"{imap}/INBOX;UID=1", home=box.home)
    yield "fetches a mail by IMAP to the octet", done.stdout.replace(b"\r\n", b"\n") == text, output(done)
    done = run("curl", *who, f"{pop3}/1", home=box.home)
    yield "and by POP3", done.stdout.replace(b"\r\n", b"\n") == text, output(done)
    done = run("curl", *who, "-k", f"pop3s://127.0.0.1:{box.port('pop3s')}/1", home=box.home)
    yield "and by POP3 in TLS", done.stdout.replace(b"\r\n", b"\n") == text, output(done)
    done = run("curl", *who, "--cacert", box.servers.certificate, "--ssl-reqd", f"{imap}/INBOX;UID=1", home=box.home,
               env={"CURL_HOME": str(box.home)})
    yield "and by IMAP after STARTTLS", done.stdout.replace(b"\r\n", b"\n") == text, output(done)
    box.file("up.eml", LOCAL.replace("\n", "\r\n"))
    done = run("curl", *who, "-T", "up.eml", f"{imap}/Drafts", home=box.home)
    yield "uploads a mail", box.mails("Drafts").get("made here", ("", b""))[1] == LOCAL.encode(), output(done)
    done = run("curl", *who, f"{imap}/INBOX?SUBJECT%20%22{third.split()[0]}%22", home=box.home)
    yield "searches", re.search(r"\* SEARCH (.* )?3\b", output(done)), output(done)
    done = run("curl", *who, "-X", "STORE 1 +FLAGS (\\Deleted \\Flagged)", f"{imap}/INBOX", home=box.home)
    yield "sets flags", box.mails()[first][0] == "FST", output(done)


# ---- what comes with Python -------------------------------------------------------------------------------

@client(CLIENTS, "python3", "Python's imaplib", "python3", "--version")
def python_imaplib(box):
    (first, text), (second, _), (third, _) = by_arrival(box)
    session = imaplib.IMAP4("127.0.0.1", box.port("imap"), timeout=PATIENCE_S)
    session.starttls(ssl_context=box.servers.tls())
    session.authenticate("PLAIN", lambda _: f"\0{box.user}\0{PASSWORD}".encode())
    session.select("INBOX")
    got = session.uid("FETCH", "1", "(BODY.PEEK[])")[1][0][1]
    yield "fetches a mail to the octet", got.replace(b"\r\n", b"\n") == text, got
    session.create("Täst".encode("utf-7").replace(b"+", b"&").decode())
    session.append("Drafts", "(\\Draft)", imaplib.Time2Internaldate(1_700_000_000), LOCAL.replace("\n", "\r\n").encode())
    session.copy("2", "Archive")
    session.store("2", "+FLAGS", "(\\Deleted)")
    session.store("3", "+FLAGS", "(\\Answered)")
    session.expunge()
    session.close()
    counted = session.status("Archive", "(MESSAGES)")[1][0]
    session.logout()
    yield "appends, with flags", box.mails("Drafts").get("made here") == ("D", LOCAL.encode()), box.mails("Drafts")
    yield "copies", box.subjects("Archive") == [second] and b"MESSAGES 1" in counted, counted
    yield "expunges, and keeps the other", box.subjects() == sorted([first, third]), box.subjects()
    yield "sets flags", "R" in box.mails()[third][0], box.mails()[third]
    yield "makes a folder whose name is no ASCII", any(name.startswith("T&") for name in box.folders()), box.folders()


@client(CLIENTS, "python3", "Python's poplib", "python3", "--version")
def python_poplib(box):
    (_, text), (second, _), _ = by_arrival(box)
    session = poplib.POP3("127.0.0.1", box.port("pop3"), timeout=PATIENCE_S)
    session.stls(context=box.servers.tls())
    session.user(box.user)
    session.pass_(PASSWORD)
    got = b"\n".join(session.retr(1)[1]) + b"\n"
    yield "retrieves a mail to the octet", got == text, got
    top = session.top(1, 1)[1]
    yield "and the top of one", top[:len(text.partition(b"\n\n")[0].splitlines())] == text.partition(b"\n\n")[0].splitlines(), top
    yield "identifiers are each their own", len(set(session.uidl()[1])) == 3, None
    session.dele(2)
    yield "what is marked is there until QUIT", second in box.mails(), box.subjects()
    session.quit()
    yield "and then gone", second not in box.mails() and len(box.mails()) == 2, box.subjects()


def main():
    with Tap() as tap:
        show_all(tap, CLIENTS)


if __name__ == "__main__":
    main()
