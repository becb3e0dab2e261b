"""The scenarios of IMAP: one function each, and the table of them at the end."""

import time

from . import messages
from .clients import LineClient, Typist, swaks
from .dovecot import Dovecot
from .network import wait_until
from .readers import Imap, Mutt, curl, ended, python, refused
from .retrieval import Retrieved
from .stage import SERVER

USERS = {"alice": "wonderland", "bob": "hungry"}
BOB = "bob@ksit.example"
# What mutt asks of each mail to list it.
MUTT_FIELDS = ("HEADER.FIELDS (DATE FROM SENDER SUBJECT TO CC MESSAGE-ID REFERENCES CONTENT-TYPE "
               "CONTENT-DESCRIPTION IN-REPLY-TO REPLY-TO LINES LIST-POST X-LABEL)")


def with_dovecot(stage, mails, mechanisms="plain login", protocols=("imap",), **options):
    """A laptop, and Dovecot with these mails for bob: (laptop, server, bob's mailbox)."""
    laptop, mail = stage.laptop_and_server()
    dovecot = Dovecot(mail, USERS, list(protocols), mechanisms, **options).start()
    dovecot.seed("bob", mails)
    stage.truth.packages = ["tcpdump", "dovecot-core", "dovecot-imapd"]
    stage.truth.extra["secrets"] = USERS
    return laptop, dovecot, stage.truth.mailbox(dovecot, "bob", [part_of(mail) for mail in mails])


def part_of(mail):
    """The parts of a mail that may come with flags."""
    return (mail[0] if isinstance(mail, tuple) else mail).parts


def seen_and_new():
    """The mails of the mailbox, some of them seen, flagged or answered."""
    box = messages.inbox()
    return [(box[0], "S"), (box[1], "FS"), (box[2], "RS"), box[3], box[4]]


def retrieval(stage):
    """Python's imaplib: LOGIN, LIST, SELECT, FETCH of envelopes and of two mails, LOGOUT."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new()[:4])
    dovecot.seed("bob", [], "Lectures")
    dovecot.seed("bob", [], "Lectures/Networks")
    with stage.capture():
        imap = python(laptop, Imap, SERVER)
        imap.login("bob", "hungry")
        imap.list('""', "*")
        imap.select("INBOX")
        imap.fetch("1:*", "(FLAGS INTERNALDATE RFC822.SIZE)")
        imap.fetch("3:4", "(UID ENVELOPE)")
        imap.fetch("3", "(BODY[])")
        imap.fetch("2", "(BODY[])")
        imap.close()
        imap.logout()
        ended(dovecot, 1)
    bob = Retrieved(truth, "imap", 0, mails)
    bob.fetch(3)
    bob.fetch(2)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def search(stage):
    """SEARCH in many ways, typed into nc, one of them with a literal in UTF-8."""
    truth = stage.truth
    laptop, dovecot, _ = with_dovecot(stage, seen_and_new())
    truth.packages.append("netcat-openbsd")
    lines = ["login bob hungry", "select inbox", "search all", "search unseen",
             'search from "carol" subject picture', "search since 24-Aug-2026 not flagged",
             "search sentbefore 1-jan-2020", 'search or from alice text "keys of the lab"',
             "search (1:3 seen) answered", "uid search larger 10000 smaller 20000",
             "search header Message-ID lecture18.21 undeleted",
             "search return (min max count) unseen", "search 2,4:* keyword $Forwarded"]
    with stage.capture():
        typist = Typist(laptop, ["nc.openbsd", "-C", SERVER, "143"])
        typist.wait_for("* OK")
        for number, line in enumerate(lines, 1):
            typist.type(f"a{number} {line}", then=f"a{number} OK")
        typist.type("a20 search charset utf-8 subject {10}", then="+")
        typist.type("Übersicht", then="a20 OK")
        typist.type("a21 search colour blue", then="a21 BAD")
        typist.type("a22 search charset klingon subject x", then="a22 NO")
        typist.type("a23 logout", then="a23 OK")
        truth.text("terminal.txt", typist.leave())
        ended(dovecot, 1)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def partial_fetch(stage):
    """Parts of mails: BODYSTRUCTURE, sections, slices, one part decoded by the server."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new())
    picture = messages.inbox()[1].parts[2][1]
    bob = Retrieved(truth, "imap", 0, mails)
    fields = "HEADER.FIELDS (SUBJECT FROM)"
    with stage.capture():
        imap = python(laptop, Imap, SERVER)
        imap.login("bob", "hungry")
        imap.select("INBOX", readonly=True)
        imap.fetch("2", "(BODYSTRUCTURE)")
        imap.fetch("4", "(BODY BODYSTRUCTURE)")
        imap.fetch("2", "(BODY[2])")
        bob.fetch(2, "2")
        imap.fetch("2", "(BODY[]<0.1024>)")
        bob.fetch(2, "", first=0, count=1024)
        imap.fetch("2", "(BODY.PEEK[]<17000.1024>)")        # runs past the end
        bob.fetch(2, "", first=17000, count=1024)
        imap.fetch("1:3", f"(UID BODY.PEEK[{fields}])")
        for number in (1, 2, 3):
            bob.fetch(number, fields, uid=number)
        imap.fetch("2", "(BODY.PEEK[1.MIME] BODY.PEEK[1.1.MIME] BODY.PEEK[1.1])")
        for name in ("1.MIME", "1.1.MIME", "1.1"):
            bob.fetch(2, name)
        imap.fetch("4", "(BODY[2.HEADER] BODY[2.TEXT] BODY[2.1] BODY[1])")
        for name in ("2.HEADER", "2.TEXT", "2.1", "1"):
            bob.fetch(4, name)
        imap.uid("FETCH", "2", "(BODY.PEEK[3.MIME] BODY.PEEK[3]<0.64>)")
        bob.fetch(2, "3.MIME", uid=2)
        bob.fetch(2, "3", uid=2, first=0, count=64)
        imap.fetch("1", "(BODY[HEADER.FIELDS.NOT (DATE TO)] RFC822.SIZE RFC822.HEADER RFC822.TEXT)")
        bob.fetch(1, "HEADER.FIELDS.NOT (DATE TO)")
        bob.fetch(1, "HEADER")
        bob.fetch(1, "TEXT")
        imap.fetch("2", "(BINARY.SIZE[2] BINARY.PEEK[2])")
        bob.binary(2, "2", picture)
        imap.fetch("1", "(BODY.PEEK[7] BODY.PEEK[]<99999.10>)")     # neither is there
        bob.nothing(1, "7")
        bob.nothing(1, "", 99999, 10)
        imap.logout()
        ended(dovecot, 1)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def store_expunge(stage):
    """Flags, EXPUNGE in the middle, then FETCH by sequence number and by UID."""
    truth = stage.truth
    box = [*seen_and_new(),
           *(messages.plain(30 + n, "alice@ksit.example", BOB, f"Reminder {n}", f"Number {n} of three.")
             for n in (1, 2, 3))]
    laptop, dovecot, mails = with_dovecot(stage, box)
    bob = Retrieved(truth, "imap", 0, mails)
    with stage.capture():
        imap = python(laptop, Imap, SERVER)
        imap.login("bob", "hungry")
        imap.select("INBOX")
        imap.fetch("1:*", "(UID FLAGS)")
        imap.store("2", "+FLAGS", r"(\Deleted)")
        imap.store("1", "FLAGS.SILENT", r"(\Flagged \Seen)")
        imap.store("3", "+FLAGS", "($Work)")
        imap.uid("STORE", "5,6", "-FLAGS", r"(\Seen)")
        imap.store("4,6", "+FLAGS", r"(\Deleted)")
        imap.expunge()
        imap.fetch("2", "(UID FLAGS BODY.PEEK[])")          # the third mail is the second now
        bob.fetch(2, "", uid=3, mail=mails[2])
        imap.fetch("3", "(BODY.PEEK[])")                    # and the fifth the third
        bob.fetch(3, "", uid=None, mail=mails[4])
        imap.uid("FETCH", "4", "(FLAGS)")                   # is gone: OK, but nothing comes
        imap.uid("FETCH", "7:8", "(BODY.PEEK[HEADER])")
        bob.fetch(4, "HEADER", uid=7, mail=mails[6])
        bob.fetch(5, "HEADER", uid=8, mail=mails[7])
        imap.store("1,4", "+FLAGS", r"(\Deleted)")
        imap.uid("EXPUNGE", "7")                            # only that one, mail 1 stays
        imap.fetch("1:*", "(UID FLAGS)")
        imap.close()                                        # now mail 1 goes, without a word
        imap.select("INBOX", readonly=True)
        imap.fetch("1:*", "(UID)")
        imap.store("1", "+FLAGS", r"(\Seen)")               # answered OK, but nothing is stored
        refused(imap.fetch, "9", "(UID)")
        imap.logout()
        ended(dovecot, 1)
    truth.extra["expunged"] = [{"stream": bob.stream, "uid": uid} for uid in (2, 4, 6, 7, 1)]
    truth.rawlog(dovecot)
    truth.log(dovecot)


def folders(stage):
    """Folders made, renamed, subscribed, listed and deleted; mails copied and moved."""
    truth = stage.truth
    special = r"""
namespace inbox {
  mailbox Sent {
    special_use = \Sent
    auto = subscribe
  }
  mailbox Trash {
    special_use = \Trash
  }
}
"""
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new(), settings=special)
    with stage.capture():
        imap = python(laptop, Imap, SERVER)
        imap.login("bob", "hungry")
        imap.namespace()
        imap.list('""', '""')
        imap.create("Lectures/Networks")
        imap.create("Lectures/Draft")
        imap.create('"Entw&APw-rfe"')
        refused(imap.create, "Lectures/Draft")
        imap.list('""', "*")
        imap.list('""', "%")
        imap.xatom("LIST", '(SPECIAL-USE)', '""', "*")
        imap.xatom("LIST", '""', "(INBOX Lectures/%)", "RETURN", "(CHILDREN STATUS (MESSAGES UNSEEN))")
        imap.rename("Lectures/Draft", '"Lectures/Electronic Mail"')
        imap.subscribe('"Lectures/Electronic Mail"')
        imap.lsub('""', "*")
        imap.status("INBOX", "(MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN)")
        imap.select("INBOX")
        imap.copy("1:2", '"Lectures/Electronic Mail"')
        imap.uid("COPY", "5", "Lectures/Networks")
        refused(imap.copy, "1", "Nowhere")
        imap.xatom("MOVE", "3", '"Lectures/Electronic Mail"')
        imap.uid("MOVE", "4", "Lectures/Networks")
        imap.status('"Lectures/Electronic Mail"', "(MESSAGES UIDNEXT)")
        imap.unselect()
        imap.select('"Lectures/Electronic Mail"')
        imap.fetch("3", "(UID FLAGS BODY.PEEK[])")
        imap.close()
        imap.unsubscribe('"Lectures/Electronic Mail"')
        imap.delete('"Entw&APw-rfe"')
        refused(imap.delete, "INBOX")
        refused(imap.select, "Lectures/Draft")
        imap.list('"Lectures/"', "*")
        imap.logout()
        ended(dovecot, 1)
    Retrieved(truth, "imap", 0, mails, folder="Lectures/Electronic Mail").fetch(3, uid=3, mail=mails[2])
    truth.rawlog(dovecot)
    truth.log(dovecot)


def append_literals(stage):
    """APPEND: with a synchronising literal, without waiting (LITERAL+), two mails in one command."""
    truth = stage.truth
    box = messages.inbox()
    notes = [messages.plain(40 + n, BOB, BOB, f"Note {n}", text) for n, text in
             enumerate(("The server was asked first.", "a1 LOGOUT", "First of two in one command.",
                        "Second of two in one command."), 1)]
    laptop, dovecot, _ = with_dovecot(stage, [])
    truth.packages.append("curl")
    file = truth.to_send("message.eml", box[1])
    for number, note in enumerate(notes, 1):
        truth.to_send(f"note-{number}.eml", note)
    with stage.capture():
        curl(laptop, f"imap://{SERVER}/INBOX", "--user", "bob:hungry", "--upload-file", file,
             directory=truth.sent)
        imap = python(laptop, Imap, SERVER)
        imap.login("bob", "hungry")
        imap.create("Notes")
        imap.append("Notes", r"(\Seen $Lecture)", '"24-Aug-2026 10:41:00 +0530"', notes[0].text)
        refused(imap.append, "Nowhere", None, None, notes[0].text)
        imap.logout()
        bare = LineClient(laptop, SERVER, 143)
        bare.file.readline()
        bare.send(b"a1 LOGIN {3}\r\n")
        bare.file.readline()
        bare.send(b"bob {6}\r\n")
        bare.file.readline()
        bare.send(b"hungry\r\n")
        until_tagged(bare, b"a1 ")
        text = notes[1].text
        bare.send(b"a2 APPEND Notes (\\Draft) {%d+}\r\n" % len(text) + text + b"\r\n",
                  f"a2 APPEND Notes (\\Draft) {{{len(text)}+}}, the octets of note-2.eml and CRLF, all at once")
        until_tagged(bare, b"a2 ")
        bare.send(b"a3 APPEND Notes {%d+}\r\n%s (\\Flagged) {%d+}\r\n%s\r\na4 STATUS {5+}\r\nNotes (MESSAGES)\r\n"
                  % (len(notes[2].text), notes[2].text, len(notes[3].text), notes[3].text),
                  "a3 APPEND of note-3.eml and note-4.eml and a4 STATUS, all at once")
        until_tagged(bare, b"a4 ")
        bare.ask("a5 LOGOUT")
        until_tagged(bare, b"a5 ")
        bare.close()
        ended(dovecot, 3)
    Retrieved(truth, "imap", 0, []).append(box[1], dovecot.stored("bob")[0], 1)
    in_notes = {file.read_bytes().replace(b"\n", b"\r\n"): file for file in dovecot.stored("bob/.Notes")}
    for number, (note, literal) in enumerate(zip(notes, ("synchronising", *["non-synchronising"] * 3)), 1):
        Retrieved(truth, "imap", 1 if number == 1 else 2, [], folder="Notes").append(
            note, in_notes[note.text], number, literal)
    truth.rawlog(dovecot)
    truth.log(dovecot)


def until_tagged(client, tag):
    """Reads lines until the one with this tag has come."""
    line = b"-"
    while line and not line.startswith(tag):
        line = client.file.readline()


def idle(stage):
    """mutt idles; a mail comes by LMTP, and the server tells mutt at once."""
    truth = stage.truth
    laptop, dovecot, mails = with_dovecot(stage, seen_and_new()[:2], protocols=("imap", "lmtp"))
    front = stage.network.host("front", "10.0.1.20/24")
    truth.packages += ["dovecot-lmtpd", "mutt", "swaks"]
    mail = messages.plain(50, "alice@ksit.example", BOB, "Now", "This came while you were waiting.")
    file = truth.to_send("message.eml", mail)
    with stage.capture():
        mutt = Mutt(laptop, f"imap://bob:hungry@{SERVER}/INBOX", "set imap_idle=yes",
                    "set imap_keepalive=300")
        wait_until(lambda: mutt.read() or b"Lunch" in mutt.seen, 15, "mutt does not show the mailbox")
        time.sleep(1)
        swaks(front, f"{SERVER}:24", truth.sent, file, "--protocol", "LMTP", "--from",
              "alice@ksit.example", "--to", BOB)
        wait_until(lambda: mutt.read() or b"Now" in mutt.seen, 15, "mutt does not show the new mail")
        mutt.keys("3\r", 0.5)
        mutt.keys("\r", 1)
        mutt.keys("i", 0.5)
        mutt.quit()
        ended(dovecot, 2)
    bob = Retrieved(truth, "imap", 0, mails)
    for number in (1, 2):
        bob.fetch(number, MUTT_FIELDS, uid=number)
    new = truth.mailbox(dovecot, "bob", [None, None, mail.parts])[2]
    bob.fetch(3, MUTT_FIELDS, uid=3, mail=new)
    bob.fetch(3, "", uid=3, mail=new)
    truth.rawlog(dovecot)
    truth.message(mail, "alice@ksit.example", [BOB], server=dovecot, transport="lmtp")
    truth.log(dovecot)


ROWS = (
    ("Ch02-IMAP-retrieval.pcap", retrieval,
     "LOGIN, LIST, SELECT, FETCH of envelopes and of two mails, LOGOUT"),
    ("IMAP-search.pcap", search,
     "SEARCH in many ways, typed; one with a literal"),
    ("IMAP-partial-fetch.pcap", partial_fetch,
     "BODYSTRUCTURE, parts and slices of mails"),
    ("IMAP-store-expunge.pcap", store_expunge,
     "flags, EXPUNGE in the middle, FETCH by number and by UID"),
    ("IMAP-folders.pcap", folders,
     "CREATE, RENAME, DELETE, SUBSCRIBE, LIST, LSUB, COPY, MOVE, STATUS, NAMESPACE"),
    ("IMAP-append-literals.pcap", append_literals,
     "APPEND with synchronising literals and LITERAL+, two mails in one command"),
    ("IMAP-idle.pcap", idle,
     "IDLE while a mail comes by LMTP"),
)
