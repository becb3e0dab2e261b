# SPDX-License-Identifier: MIT
"""tests/dialogue/*.txt -> sessions: every command in every state, played whole or spoiled over a real socket.

A file names a service, the states with the lines that lead to each from another, and a table: a row for each command, a
column for each state, and in a cell the status of the reply and the state it leads to. A status alone: there is no
transition. "-": the line is no command there (text after DATA), and no reply comes."""

import re
import socket
from dataclasses import dataclass
from pathlib import Path

PATIENCE_S = 20
DIRECTORY = Path(__file__).resolve().parents[1] / "dialogue"
SMTP_END = re.compile(rb"^(\d{3}) [^\n]*\n", re.MULTILINE)
IMAP_END = re.compile(rb"^(?:\w+ (OK|NO|BAD)|(\+)|\* (BAD))[ \r][^\n]*\n", re.MULTILINE)
POP3_FIRST = re.compile(rb"(\+OK|-ERR|\+)[^\n]*\n")
POP3_LISTS = re.compile(rb"(CAPA|LIST|UIDL|RETR \d+|TOP \d+ \d+)\r\n", re.IGNORECASE)

# What leads into TLS; then the session is as if just greeted.
STARTS = {"smtp": ["EHLO me", "STARTTLS"], "submission": ["EHLO me", "STARTTLS"], "lmtp": ["LHLO me", "STARTTLS"],
          "pop3": ["STLS"], "imap": ["STARTTLS"]}


@dataclass
class Cell:
    """One command in one state."""

    state: str
    lines: list  # that lead to the state, and those of the row
    expected: str

    is_alone: bool  # the row is one line: it is taken up in the state

    @property
    def title(self):
        return f"{self.state}: {self.lines[-1]}"

    @property
    def is_cut(self):
        """What comes last has no line end."""
        return self.lines[-1].endswith("\\")


class DialogueFile:
    """One file; `rows` are [command, {state: cell}] in its order."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.service, self.ways, self.rows, self.columns = path.stem, {}, [], []
        for line in path.read_text().splitlines():
            if line.startswith("service "):
                self.service = line.split()[1]
            elif line.startswith("state "):
                self.read_state(line)
            elif line.startswith("|"):
                self.read_row([cell.strip() for cell in line.strip().strip("|").split("|")])

    def read_state(self, line):
        """state NAME [from OTHER by LINE [/ LINE]…]"""
        found = re.fullmatch(r"state (\S+)(?: from (\S+) by (.*))?", line)
        name, other, lines = found.groups()
        self.ways[name] = (self.ways[other] + lines.split(" / ")) if other else []

    def read_row(self, cells):
        if not self.columns:
            self.columns = cells[1:]
        elif not set(cells[0]) <= {"-"}:
            expected = cells[1:] + ["?"] * (len(self.columns) + 1 - len(cells))
            self.rows.append((cells[0], dict(zip(self.columns, expected))))

    def cells(self):
        return [Cell(state, self.ways[state] + command.split(" / "), expected, not re.search(r" / |\\r|^!$", command))
                for command, row in self.rows for state, expected in row.items()]

    def write(self, observed):
        """The file anew, with what {(command's index, state): cell} says."""
        rows = [["command", *self.columns]] + [[command, *(observed.get((n, s), row.get(s, "?")) for s in self.columns)]
                                               for n, (command, row) in enumerate(self.rows)]
        widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
        rows.insert(1, ["-" * width for width in widths])
        table = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
        head = [line for line in self.path.read_text().splitlines() if not line.startswith("|")]
        self.path.write_text("\n".join(head).rstrip("\n") + "\n\n" + "\n".join(table) + "\n")


class Player:
    """One session: the lines of a cell as octets, and what comes back."""

    def __init__(self, file, ports, user, number, tls=None):
        self.file, self.user, self.number, self.tls = file, user, number, tls
        self.protocol = file.service.rstrip("s").replace("submission", "smtp").replace("lmtp", "smtp")
        self.socket = socket.create_connection(("127.0.0.1", ports[file.service]), timeout=PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.ends = self.socket.getsockname()[1], ports[file.service]
        self.tag, self.heard = 0, b""
        self.line(re.compile(rb"[^\n]*\n"))
        if tls:
            self.say_all(STARTS[file.service])
            self.socket = tls.wrap_socket(self.socket, server_hostname="mail.lab.example")

    def flights(self, line):
        """The octets of a line, cut where the client waits ("~" in the file)."""
        text = line.replace("{user}", self.user).replace("{n}", str(self.number))
        if self.protocol == "imap" and not text.startswith("!"):
            self.tag += 1
            text = f"a{self.tag} {text}"
        text = text.removeprefix("!")
        text = text[:-1] if text.endswith("\\") else text + "\r\n"
        return [piece.replace("\\r", "\r").replace("\\n", "\n").encode() for piece in text.split("~")]

    def line(self, pattern):
        """What came up to and with the first match, and the match."""
        while True:
            found = pattern.search(self.heard)
            if found:
                text, self.heard = self.heard[:found.end()], self.heard[found.end():]
                return text, found
            piece = self.socket.recv(65536)
            if not piece:
                raise ConnectionError(f"the server ended the connection: {self.heard!r}")
            self.heard += piece

    def reply(self, sent):
        """The status of the reply to some octets, all of it read."""
        if self.protocol == "smtp":
            return self.line(SMTP_END)[1][1].decode()
        if self.protocol == "imap":
            found = self.line(IMAP_END)[1]
            return next(word for word in found.groups() if word).decode()
        status = self.line(POP3_FIRST)[1][1].decode()
        if status == "+OK" and POP3_LISTS.fullmatch(sent):
            self.line(re.compile(rb"^\.\r\n", re.MULTILINE))
        return status

    def say(self, line, is_answered=True):
        """One line, its literals when they are asked for; the status of the reply, or None."""
        status = None
        for flight in self.flights(line):
            if status not in (None, "+"):
                break  # the literal was refused
            self.socket.sendall(flight)
            status = self.reply(flight) if is_answered else None
        return status

    def say_all(self, lines):
        for line in lines:
            self.say(line)

    def end(self):
        """The client has said all; what still comes is read to the end."""
        try:
            if not self.tls:
                self.socket.shutdown(socket.SHUT_WR)
                while self.socket.recv(65536):
                    pass
        except OSError:
            pass
        self.socket.close()


def whole(player, cell):
    """Line by line; the status of the last reply."""
    player.say_all(cell.lines[:-1])
    status = player.say(cell.lines[-1], cell.expected != "-")
    player.end()
    return status


def pipelined(player, cell):
    """Everything in one segment."""
    player.socket.sendall(b"".join(flight for line in cell.lines for flight in player.flights(line)))
    player.end()


def without_waiting(player, cell):
    """The client is gone before the last reply."""
    player.say_all(cell.lines[:-1])
    player.socket.sendall(player.flights(cell.lines[-1])[0])
    player.socket.close()


def half_way(player, cell):
    """The client is gone in the middle of the last line."""
    player.say_all(cell.lines[:-1])
    octets = b"".join(player.flights(cell.lines[-1]))
    player.socket.sendall(octets[:len(octets) // 2])
    player.socket.close()


MODES = {"whole": whole, "pipelined": pipelined, "without waiting": without_waiting, "half a line": half_way, "in TLS": whole}


def observed(status, records):
    """A cell, as the client and the server's log saw it: status and, if there was a transition, its end."""
    last = max((r["n"] for r in records if r["type"] == "command"), default=None)
    if status is None:
        return "-"
    at = max(i for i, r in enumerate(records) if r["type"] == "command" and r["n"] == last)
    steps = [r["to"] for r in records[at:] if r["type"] == "transition" and r["status"] == status]
    return f"{status} {steps[-1]}" if steps else status


def state_of_last(records):
    return [r["state"] for r in records if r["type"] == "command"][-1]
