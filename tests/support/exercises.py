# SPDX-License-Identifier: MIT
"""`maillab exercise` with a progress file of its own, and the dialogues that solve live exercises."""

import base64
import hashlib
import hmac
import os
import re
import socket
import ssl
import subprocess
import tempfile
import threading
from pathlib import Path

from support.processes import wait_or_kill
from support.records import ROOT, program

EXERCISES = ROOT / "exercises"
PATIENCE_S = 60


class Student:
    """One student: a directory with her progress, and a seed (or none)."""

    def __init__(self, seed=None, directory=None):
        self.own = tempfile.TemporaryDirectory(prefix="maillab-exercise-")
        self.state = Path(self.own.name)
        self.seed = ["--seed", seed] if seed else []
        self.directory = ["--directory", str(directory)] if directory else []
        self.env = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "100", "TERM": "dumb", "XDG_STATE_HOME": self.own.name}

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.own.cleanup()

    def command(self, *words):
        options = ["--state-directory", str(self.state), "--color", "never", *self.seed, *self.directory]
        return [program(), "exercise", *options, *map(str, words)]

    def run(self, *words, env=None, stdin=subprocess.DEVNULL):
        """(status, output, errors)"""
        done = subprocess.run(self.command(*words), env={**self.env, **(env or {})}, stdin=stdin, capture_output=True,
                              timeout=PATIENCE_S * 4)
        return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")

    def start(self, number, *words):
        return Start(self, number, *words)

    @property
    def progress(self):
        path = self.state / "progress.ini"
        return path.read_text() if path.exists() else ""


class Start:
    """`exercise start N` while it runs: its ports, and what it has printed."""

    def __init__(self, student, number, *words):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen(student.command("start", number, "--timeout", PATIENCE_S, *words), env=student.env,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.errors)
        self.lines, self.ports = [], {}
        for line in self.process.stdout:
            self.take(line)
            if line.startswith((b"Ready.", b"Listening.")):
                break
        self.reader = threading.Thread(target=self.read_rest, daemon=True)
        self.reader.start()

    def take(self, line):
        text = line.decode(errors="replace").rstrip("\n")
        self.lines.append(text)
        found = re.search(r"127\.0\.0\.1[: ](\d+) +\((\w+)[;)]", text)
        if found:
            self.ports[found[2]] = int(found[1])

    def read_rest(self):
        for line in self.process.stdout:
            self.take(line)

    def wait(self):
        """The exit status, once it has ended by itself (or its time is up)."""
        status = wait_or_kill(self.process, PATIENCE_S * 2)
        self.reader.join()
        return status

    def stop(self):
        """Breaks it off; the exit status."""
        self.process.terminate()
        return self.wait()

    @property
    def text(self):
        return "\n".join(self.lines)

    def complaints(self):
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace")


# ---- clients ----------------------------------------------------------------------------------------------

class SocketPeer:
    """A client as plain as nc."""

    def __init__(self, port, is_tls=False):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S)
        self.heard, self.last, self.greeting = b"", "", None
        if is_tls:
            self.tls()

    def tls(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        self.socket = context.wrap_socket(self.socket)

    def send(self, octets):
        self.socket.sendall(octets)

    def send_line(self, line):
        self.send(line.encode() + b"\r\n")

    def piece(self):
        return self.socket.recv(65536)

    def line(self):
        while b"\n" not in self.heard:
            piece = self.piece()
            if not piece:
                return None
            self.heard += piece
        line, self.heard = self.heard.split(b"\n", 1)
        self.last = line.decode(errors="replace").rstrip("\r")
        self.greeting = self.greeting or self.last
        return self.last

    def expect(self, text):
        """Reads lines until one begins so; three digits: until the last line of such a reply."""
        is_code = len(text) == 3 and text.isdigit()
        while True:
            line = self.line()
            if line is None:
                raise EOFError(f"the server closed the connection before \"{text}\"; last: {self.last}")
            if line.startswith(text) and not (is_code and line[3:4] == "-"):
                return

    def close(self):
        self.socket.close()


class ProgramPeer(SocketPeer):
    """nc or telnet, typed to line by line."""

    def __init__(self, words, port):
        self.process = subprocess.Popen([*words, "127.0.0.1", str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL)
        self.heard, self.last, self.greeting = b"", "", None

    def send_line(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()

    def piece(self):
        return self.process.stdout.read1(65536)

    def close(self):
        self.process.kill()
        self.process.communicate()


def answer(call, peer):
    """What a client says to the last challenge, or to the greeting."""
    mechanism, user, password = call.split(" ", 2)
    if mechanism == "apop":
        stamp = re.search(r"<.*>", peer.greeting)[0]
        return f"APOP {user} {hashlib.md5((stamp + password).encode()).hexdigest()}"
    challenge = base64.b64decode(peer.last.split(" ")[-1])
    if mechanism == "cram-md5":
        digest = hmac.new(password.encode(), challenge, "md5").hexdigest()
        return base64.b64encode(f"{user} {digest}".encode()).decode()
    said = dict(re.findall(r'(\w+)="([^"]*)"', challenge.decode()))
    realm, nonce, own, uri = said.get("realm", ""), said["nonce"], "b3duIG5vbmNl", "smtp/lab.example"
    secret = hashlib.md5(f"{user}:{realm}:{password}".encode()).digest()
    first = hashlib.md5(secret + f":{nonce}:{own}".encode()).hexdigest()
    second = hashlib.md5(f"AUTHENTICATE:{uri}".encode()).hexdigest()
    response = hashlib.md5(f"{first}:{nonce}:00000001:{own}:auth:{second}".encode()).hexdigest()
    text = (f'charset=utf-8,username="{user}",realm="{realm}",nonce="{nonce}",nc=00000001,cnonce="{own}",'
            f'digest-uri="{uri}",response={response},qop=auth')
    return base64.b64encode(text.encode()).decode()


ESCAPES = {"0": b"\0", "r": b"\r", "n": b"\n", "t": b"\t", "\\": b"\\"}


def unescape(text):
    """The octets of an R: line."""
    out, rest = b"", text
    while rest:
        plain, backslash, rest = rest.partition("\\")
        out += plain.encode() + (b"" if rest else backslash.encode())
        found = re.match(r"x([0-9A-Fa-f]{2})", rest)
        if rest and found:
            out, rest = out + bytes([int(found[1], 16)]), rest[3:]
        elif rest:
            out, rest = out + ESCAPES.get(rest[0], rest[0].encode()), rest[1:]
    return out


def is_plain(dialogue):
    """Could a person type it into nc or telnet?"""
    return not re.search(r"^(R\d*:|tls|answer|close)", dialogue, re.MULTILINE)


def play(dialogue, ports, first, dial):
    """Plays it; `dial(service)` connects."""
    peers = {}
    number = 0
    for line in dialogue.splitlines():
        said = re.match(r"([CSR])(\d*): ?(.*)", line)
        words = line.split(" ")
        if not line or line.startswith("#"):
            continue
        if words[0] == "connect":
            number = len(peers) + 1
            peers[number] = dial(words[-1])
            continue
        number = int(said[2]) if said and said[2] else int(words[1]) if words[0] == "use" else number or 1
        if number not in peers:
            peers[number] = dial(first)
        peer = peers[number]
        if said and said[1] == "C":
            peer.send_line(said[3])
        elif said and said[1] == "R":
            peer.send(unescape(said[3]))
        elif said:
            peer.expect(said[3])
        elif words[0] == "tls":
            peer.tls()
        elif words[0] == "close":
            peer.close()
        elif words[0] == "answer":
            peer.send_line(answer(line.split(" ", 1)[1], peer))
    for peer in peers.values():
        peer.close()
