"""The truth of mail that was retrieved: for each message or part, what the mailbox held.

    bob = Retrieved(truth, "imap", order=0, mails=truth.mailbox(dovecot, "bob"))
    bob.fetch(1, "2", uid=1)

The digests are made from the files of the server's mailbox, never from the capture."""

from . import maildir
from .sections import section, top
from .truth import sha256

PORTS = {"pop3": 110, "imap": 143}


class Retrieved:
    """What one connection retrieves.

    order: it is the n-th connection of the capture to this port of the server, from 0.
    mails: [(where it is kept under truth/, its octets, its parts)], in the server's numbering."""

    def __init__(self, truth, protocol, order, mails, port=None, folder="INBOX"):
        self.truth = truth
        self.protocol = protocol
        self.stream = {"server_port": port or PORTS[protocol], "order": order}
        self.mails = mails
        self.folder = folder

    def note(self, number, data, derived_from, mail=None, **more):
        stored_as, _, parts = mail or self.mails[number - 1]
        entry = {
            "stream": self.stream, "protocol": self.protocol, "carried_by": "FETCH",
            "mailbox": self.folder, "number": number, "uid": None, "section": None, "range": None,
            **more,
            "sha256": sha256(data), "octets": len(data), "stored_as": stored_as,
            "derived_from": derived_from,
        }
        if not entry["section"] and not entry["range"] and entry["carried_by"] != "TOP":
            entry["parts"] = [{"filename": name, "sha256": sha256(part), "octets": len(part)}
                              for name, part in parts]
        self.truth.retrieved.append(entry)
        self.truth.carried.append((self.protocol, data))

    def retr(self, number):
        """POP3: the whole mail."""
        self.note(number, self.mails[number - 1][1], "the file in the mailbox, with CRLF line ends",
                  carried_by="RETR")

    def top(self, number, lines):
        """POP3: the header and some lines."""
        self.note(number, top(self.mails[number - 1][1], lines),
                  f"header and {lines} lines of the body of the file in the mailbox, with CRLF line ends",
                  carried_by="TOP", lines=lines)

    def binary(self, number, name, data):
        """IMAP: a part decoded by the server (BINARY, RFC 3516); data is the file in it."""
        self.truth.retrieved.append({
            "stream": self.stream, "protocol": "imap", "carried_by": "FETCH", "mailbox": self.folder,
            "number": number, "uid": None, "section": name, "range": None, "binary": True,
            "sha256": sha256(data), "octets": len(data), "stored_as": self.mails[number - 1][0],
            "derived_from": "the file that was attached"})
        self.truth.carried.append(("imap", data))

    def nothing(self, number, name, first=None, count=None):
        """IMAP: a part that is not there, or a slice behind the end."""
        self.note(number, b"", "there is nothing", section=name or None,
                  range=None if first is None else [first, count])

    def append(self, mail, file, uid=None, literal="synchronising"):
        """IMAP: a mail that the client stored. file: where the server has put it."""
        if maildir.as_sent(file) != mail.text:
            raise RuntimeError("the appended mail is not the one that was sent")
        (self.truth.directory / "mailbox").mkdir(exist_ok=True)
        name = f"mailbox/appended-{len(self.truth.appended) + 1}.eml"
        (self.truth.directory / name).write_bytes(file.read_bytes())
        self.truth.appended.append({
            "stream": self.stream, "protocol": "imap", "carried_by": "APPEND", "mailbox": self.folder,
            "uid": uid, "literal": literal, "sha256": sha256(mail.text), "octets": len(mail.text),
            "stored_as": name, "derived_from": "the message as the client had it, and the file in the mailbox",
            "parts": [{"filename": filename, "sha256": sha256(part), "octets": len(part)}
                      for filename, part in mail.parts]})

    def fetch(self, number, name="", uid=None, first=None, count=None, mail=None):
        """IMAP: a section, or a slice of one (`count` octets from octet `first` on).

        number is the sequence number at that moment; mail says which mail that is, if
        the numbering has changed since the beginning."""
        text = (mail or self.mails[number - 1])[1]
        data = section(text, name)
        origin = "the file in the mailbox, with CRLF line ends"
        if name:
            origin = f"section {name} cut by recorder/sections.py out of " + origin
        span = None
        if first is not None:
            data = data[first:first + count]
            span = [first, count]
            origin += f"; of that {count} octets from octet {first} on"
        self.note(number, data, origin, mail, uid=uid, section=name or None, range=span)
