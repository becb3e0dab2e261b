"""Keeps, beside each capture, what really happened: traces/truth/NAME/.

Nothing here reads the capture but to take its checksum: the truth comes from
what the client was given to send, from the mailbox and from the server's log."""

import hashlib
import json
import platform
import re
import shutil

from . import maildir, packages

# The start of a literal that holds a mail or a part of one.
LITERAL = rb"(?:(?:BODY|BINARY)\[[^\]]*\](?:<\d+>)?|RFC822(?:\.HEADER|\.TEXT)?) ~?\{\d+\}\r\n"
ADDED_BY_DELIVERY = (b"Return-Path:", b"X-Original-To:", b"Delivered-To:")


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Truth:
    """Collects the truth of one recording."""

    def __init__(self, trace, directory):
        self.trace = trace
        self.directory = directory
        self.messages = []
        self.retrieved = []     # what recorder/retrieval.py wrote down
        self.appended = []
        self.carried = []       # and the octets of it: [(protocol, octets)]
        self.packages = ["tcpdump", "postfix"]
        self.versions = {}      # of packages that are not in this system
        self.extra = {}
        if directory.exists():
            shutil.rmtree(directory)
        (directory / "sent").mkdir(parents=True)

    @property
    def sent(self):
        """The directory with the messages and files as the client had them."""
        return self.directory / "sent"

    def to_send(self, name, mail):
        """Writes a message under sent/, and the files attached to it; returns the file's name."""
        (self.sent / name).write_bytes(mail.text)
        for filename, data in mail.files.items():
            (self.sent / filename).write_bytes(data)
        return name

    def log(self, *servers):
        """Keeps the servers' logs, complete: server.log, or server-HOST.log if several."""
        for server in servers:
            name = "server.log" if len(servers) == 1 else f"server-{server.host.name}.log"
            (self.directory / name).write_text(server.read_log(), errors="surrogateescape")
            self.extra.setdefault("logs", []).append(name)

    def login(self, mechanism, user, password, result, port, order=0):
        """Writes down an attempt to log in, on the n-th connection to this port (from 0).

        result: "ok", "refused" or "cancelled"."""
        self.extra.setdefault("logins", []).append({
            "stream": {"server_port": port, "order": order}, "mechanism": mechanism, "user": user,
            "password": password, "result": result})

    def rawlog(self, server):
        """Keeps what the server itself noted of each session after the login, and checks that
        all that was retrieved is in there, and no more literals than that."""
        logs = server.rawlogs()
        (self.directory / "rawlog").mkdir(exist_ok=True)
        for name, data in logs:
            (self.directory / "rawlog" / name).write_bytes(data)
        answers = b"".join(data for name, data in logs if name.endswith(".out"))
        for protocol, data in self.carried:
            if on_the_wire(protocol, data) not in answers:
                raise RuntimeError(f"the server did not send these octets: {data[:200]!r}")
        literals = len(re.findall(LITERAL, answers))
        if literals != sum(protocol == "imap" for protocol, _ in self.carried):
            raise RuntimeError(f"the server sent {literals} literals with mail, not {len(self.carried)}")

    def mailbox(self, server, user, parts=(), folder="INBOX"):
        """Keeps the mails of a mailbox as they lie there: [(name, text with CRLF, parts)].

        parts: of each mail the list of its parts, as in Mail.parts."""
        (self.directory / "mailbox").mkdir(exist_ok=True)
        mails = []
        for number, file in enumerate(server.stored(user), 1):
            name = f"mailbox/{user}-{folder}-{number}.eml"
            (self.directory / name).write_bytes(file.read_bytes())
            mails.append((name, maildir.as_sent(file), parts[number - 1] if parts else ()))
        return mails

    def text(self, name, text):
        """Keeps another text, such as what stood on the typist's terminal."""
        (self.directory / name).write_text(text)

    def message(self, mail, sender, to, refused_to=(), verdict="accepted", server=None,
                carried_by="DATA", derived_from=None, wire=None, transport="smtp",
                queue_id=None, stored_differs=None):
        """Writes down one message transaction.

        mail: what the client sent. wire: the text as it crossed, if that is not mail.text.
        server: where it was stored; the copies in the mailboxes are kept, and must be what was
        sent, but for the header lines that the server added. stored_differs: why they are not."""
        text = mail.text if wire is None else wire
        stored = self.store(server, to, text) if verdict == "accepted" and server else []
        origin = derived_from or "the message as the client had it"
        if stored and not stored_differs:
            if not all(same for _, same in stored):
                raise RuntimeError("the stored mail is not what was sent")
            origin += "; each stored mail without the header lines that the server added is the same"
        entry = {
            "transport": transport,
            "carried_by": carried_by,
            "envelope": {"from": sender, "to": list(to), "refused_to": list(refused_to)},
            "message_id": mail.message_id or None,
            "queue_id": queue_id or (server.queue_id(mail.message_id)
                                     if verdict == "accepted" and hasattr(server, "queue_id") else None),
            "verdict": verdict,
            "sha256_wire": sha256(text),
            "octets": len(text),
            "derived_from": origin,
            "stored_as": [name for name, _ in stored],
            "parts": [{"filename": name, "sha256": sha256(data), "octets": len(data)}
                      for name, data in mail.parts],
        }
        if stored_differs:
            entry["note"] = stored_differs
        self.messages.append(entry)

    def store(self, server, recipients, text):
        """Moves this mail out of each recipient's mailbox: [(name under truth, same text?)].

        If no mail there has the same text, the oldest is taken for it."""
        (self.directory / "mail").mkdir(exist_ok=True)
        kept = []
        for recipient in recipients:
            files = server.stored(recipient)
            if not files:
                raise RuntimeError(f"no mail in the mailbox of {recipient}")
            same = [file for file in files if without_added_headers(file.read_bytes()) == text]
            file = (same or files)[0]
            name = self.free_name(recipient)
            (self.directory / name).write_bytes(file.read_bytes())
            file.unlink()
            kept.append((name, bool(same)))
        return kept

    def free_name(self, recipient):
        """mail/RECIPIENT-1.eml, -2 and so on; what is not ASCII becomes _."""
        plain = re.sub(r"[^\w.@-]+", "_", recipient, flags=re.ASCII)
        number = len(list((self.directory / "mail").glob(f"{plain}-*"))) + 1
        return f"mail/{plain}-{number}.eml"

    def write(self, pcap, packets, commands, note):
        """Writes facts.json."""
        for place in self.directory.iterdir():
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()       # git would not keep it either
        versions = {**{name: packages.version(name) for name in self.packages}, **self.versions}
        if any(command.startswith("Python") for command in commands):
            versions["python"] = platform.python_version()
        facts = {
            "trace": pcap.name,
            "sha256": sha256(pcap.read_bytes()),
            "packets": packets,
            "note": note,
            "software": {"system": packages.system(),
                         **{name: version for name, version in versions.items() if version}},
            "commands": commands,
            **self.extra,
            "messages": self.messages,
            **({"appended": self.appended} if self.appended else {}),
            **({"retrieved": self.retrieved} if self.retrieved else {}),
        }
        (self.directory / "facts.json").write_text(
            json.dumps(facts, indent=1, ensure_ascii=False) + "\n")


def on_the_wire(protocol, data):
    """The octets of a mail as POP3 or IMAP carry them: dots stuffed, or a literal."""
    if protocol == "imap":
        return b"{%d}\r\n" % len(data) + data if data else b""
    stuffed = b"".join(b"." + line if line.startswith(b".") else line
                       for line in data.splitlines(keepends=True))
    return stuffed + b".\r\n"


def without_added_headers(data):
    """A stored mail as it came over the wire: without what this server put on top
    (Return-Path and so on, and one Received), line ends CRLF again."""
    lines = data.split(b"\n")
    received = 0
    while lines and (lines[0].startswith(ADDED_BY_DELIVERY)
                     or lines[0].startswith(b"Received:") and not received):
        received += lines.pop(0).startswith(b"Received:")
        while lines[0][:1] in (b" ", b"\t"):
            lines.pop(0)
    return b"\r\n".join(lines)
