"""The scenarios of IMAP with other clients and other servers, and the table of them at the end."""

import re
import time

from . import maildir, messages
from .clients import run
from .courier import Courier
from .cyrus import Cyrus
from .dovecot import COMPRESS
from .imap_scenarios import BOB, MUTT_FIELDS, USERS, part_of, seen_and_new, with_dovecot
from .network import wait_until
from .readers import Imap, Mutt, ended, fetchmail, home, mbsync, python
from .retrieval import Retrieved
from .stage import SERVER


def two_clients(stage):
    """Two clients on one mailbox: what one does, the other is told at its next command."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new())
    phone = stage.network.host("phone", "10.0.1.11/24")
    note = messages.plain(51, BOB, BOB, "From the phone", "A note to myself.")
    truth.to_send("note.eml", note)
    with stage.capture():
        one, two = python(laptop, Imap, SERVER), python(phone, Imap, SERVER)
        for imap in (one, two):
            imap.login("bob", "hungry")
        one.select("INBOX")
        two.select("INBOX")
        one.fetch("1:*", "(UID FLAGS)")
        two.store("3", "+FLAGS", r"(\Flagged)")
        one.noop()                                  # is told the new flags
        two.store("1,4", "+FLAGS", r"(\Deleted)")
        two.expunge()
        one.fetch("4", "(UID BODY.PEEK[])")         # still counts as before, but it is gone: NIL
        one.noop()                                  # is told of both
        one.fetch("1:*", "(UID)")
        two.append("INBOX", None, None, note.text)
        one.noop()                                  # is told EXISTS
        one.fetch("4", "(UID BODY.PEEK[])")
        two.logout()
        one.logout()
        ended(dovecot, 2)
    first = Retrieved(truth, "imap", 0, mails)
    new = dovecot.stored("bob")[-1]
    Retrieved(truth, "imap", 1, mails).append(note, new, 6)
    first.fetch(4, uid=6, mail=(truth.appended[0]["stored_as"], note.text, note.parts))
    truth.extra["expunged"] = [{"stream": {"server_port": 143, "order": 1}, "uid": uid} for uid in (1, 4)]
    truth.rawlog(dovecot)
    truth.log(dovecot)


def mailutils_segments(stage):
    """GNU mail writes each word of a command into a segment of its own."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new()[:3])
    truth.packages.append("mailutils")
    # The server acknowledges at once, or Nagle's algorithm would put the words together again.
    dovecot.host.run(["ip", "route", "change", "10.0.1.0/24", "dev", "eth0", "src", SERVER, "quickack", "1"])
    with stage.capture():
        run(laptop, ["mail.mailutils", "-N", "-f", f"imap://bob:hungry@{SERVER}/INBOX;auth=login"],
            home(laptop), input=b"h\nprint 1\nprint 3\nx\n")
        stage.network.commands[-1] += " (typed: h, print 1, print 3, x)"
        ended(dovecot, 1)
    bob = Retrieved(truth, "imap", 0, mails)
    for number in (1, 2, 3, 1, 2, 3):               # it lists the mailbox twice
        bob.fetch(number, "HEADER", uid=number)
    bob.fetch(1)
    bob.fetch(3)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def mbsync_compress(stage):
    """mbsync copies a mailbox both ways, under COMPRESS=DEFLATE."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new(), settings=COMPRESS)
    truth.packages.append("isync")
    note = messages.plain(52, BOB, BOB, "Written offline", "mbsync brings this to the server.")
    truth.to_send("note.eml", note)
    local = home(laptop) / "Mail/INBOX"
    for name in ("cur", "new", "tmp"):
        (local / name).mkdir(parents=True)
    (local / "cur/1787547600.M1P1.laptop:2,S").write_bytes(note.text.replace(b"\r\n", b"\n"))
    with stage.capture():
        mbsync(laptop, f"Host {SERVER}\nPort 143\nUser bob\nPass hungry\nSSLType None\nAuthMechs LOGIN")
        ended(dovecot, 1)
    bob = Retrieved(truth, "imap", 0, mails)
    for number, (_, text, _) in enumerate(mails, 1):
        bob.fetch(number, uid=number)
        if not any(without_tuid(maildir.as_sent(file)) == text for file in maildir.stored(local)):
            raise RuntimeError(f"mail {number} did not arrive at mbsync as it is")
    new = dovecot.stored("bob")[-1]
    bob.append(messages.Mail(maildir.as_sent(new), note.parts), new, 6, "non-synchronising")
    truth.log(dovecot)


def without_tuid(text):
    """A mail without the header line that mbsync adds to what it stores, on either side."""
    return re.sub(rb"(?m)^X-TUID: .*\r\n", b"", text)


def courier(stage):
    """mutt at Courier: it lists the mails, shows one, deletes one."""
    truth = stage.truth
    laptop, mail = stage.laptop_and_server()
    server = Courier(mail, USERS, ["imap"]).start()
    server.seed("bob", seen_and_new()[:4])
    truth.packages, truth.versions = ["tcpdump", "mutt"], server.versions
    truth.extra["secrets"] = USERS
    mails = truth.mailbox(server, "bob", [m.parts for m in messages.inbox()[:4]])
    with stage.capture():
        mutt = Mutt(laptop, f"imap://bob:hungry@{SERVER}/INBOX", "set delete=yes")
        wait_until(lambda: mutt.read() or b"Lunch" in mutt.seen, 15, "mutt does not show the mailbox")
        mutt.keys("4\r", 1)
        mutt.keys("\r", 1)
        mutt.keys("i", 1)
        mutt.keys("1\r", 0.5)
        mutt.keys("d", 0.5)
        mutt.quit()
        time.sleep(0.5)
    bob = Retrieved(truth, "imap", 0, mails)
    for number in (1, 2, 3, 4):
        bob.fetch(number, MUTT_FIELDS, uid=number)
    bob.fetch(4, uid=4)
    truth.extra["expunged"] = [{"stream": bob.stream, "uid": 1}]
    truth.log(server)


def with_cyrus(stage, mails):
    """A laptop, and Cyrus with these mails for bob: (laptop, server, bob's mailbox)."""
    laptop, mail = stage.laptop_and_server()
    cyrus = Cyrus(mail, USERS).start()
    cyrus.seed("bob", mails)
    stage.truth.packages, stage.truth.versions = ["tcpdump"], cyrus.versions
    stage.truth.extra["secrets"] = USERS
    return laptop, cyrus, stage.truth.mailbox(cyrus, "bob", [part_of(mail) for mail in mails])


def resync(stage):
    """Cyrus: CONDSTORE and QRESYNC. What has changed since a client was there last?"""
    truth = stage.truth
    laptop, cyrus, mails = with_cyrus(stage, seen_and_new())
    with stage.capture():
        imap = python(laptop, Imap, SERVER)
        imap.login("bob", "hungry")
        imap.xatom("ID", '("name" "lecture" "version" "18")')
        imap.select('"INBOX" (CONDSTORE)')
        _, answer = imap.fetch("1:*", "(UID FLAGS MODSEQ)")
        validity = imap.response("UIDVALIDITY")[1][0].decode()
        modseq = max(int(number) for number in re.findall(rb"MODSEQ \((\d+)\)", b" ".join(answer)))
        imap.store("1", f"(UNCHANGEDSINCE {modseq}) +FLAGS", r"(\Flagged)")
        imap.store("1,3", f"(UNCHANGEDSINCE {modseq}) +FLAGS", "($Work)")     # 1 has changed since
        imap.fetch("1:*", f"(FLAGS) (CHANGEDSINCE {modseq})")
        imap.unselect()
        imap.enable("QRESYNC")
        imap.select("INBOX")
        imap.uid("STORE", "2,4", "+FLAGS.SILENT", r"(\Deleted)")
        imap.uid("EXPUNGE", "2")                                            # VANISHED, not EXPUNGE
        imap.expunge()
        imap.fetch("2", "(UID BODY.PEEK[])")
        imap.unselect()
        imap.select(f'"INBOX" (QRESYNC ({validity} {modseq} 1:5))')
        imap.uid("FETCH", "1:*", f"(FLAGS) (CHANGEDSINCE {modseq} VANISHED)")
        imap.create('"Old mail" (USE (\\Archive))')
        imap.logout()
    bob = Retrieved(truth, "imap", 0, mails)
    bob.fetch(2, uid=3, mail=mails[2])
    truth.extra["expunged"] = [{"stream": bob.stream, "uid": uid} for uid in (2, 4)]
    truth.log(cyrus)


def pop3_at_cyrus(stage):
    """Cyrus: APOP by fetchmail, which keeps the mails."""
    truth = stage.truth
    laptop, cyrus, mails = with_cyrus(stage, messages.inbox()[2:])
    truth.packages.append("fetchmail")
    with stage.capture():
        fetchmail(laptop, f"{SERVER} proto apop user bob pass hungry fetchall keep")
    bob = Retrieved(truth, "pop3", 0, mails)
    for number in (1, 2, 3):
        bob.retr(number)
    truth.login("APOP", "bob", "hungry", "ok", 110)
    truth.log(cyrus)


ROWS = (
    ("IMAP-two-clients.pcap", two_clients,
     "two clients on one mailbox, and what each is told"),
    ("IMAP-mailutils-segments.pcap", mailutils_segments,
     "GNU mail, which sends each word in a segment of its own"),
    ("IMAP-mbsync-compress.pcap", mbsync_compress,
     "mbsync copies both ways under COMPRESS=DEFLATE"),
    ("IMAP-courier.pcap", courier,
     "mutt at Courier"),
    ("IMAP-cyrus-qresync.pcap", resync,
     "CONDSTORE and QRESYNC, ID, VANISHED, CREATE with USE; Cyrus"),
    ("POP3-cyrus-apop.pcap", pop3_at_cyrus,
     "APOP, three mails are fetched and kept; Cyrus"),
)
