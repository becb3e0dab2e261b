# SPDX-License-Identifier: MIT
"""Starts `maillab serve` on free ports with a state of its own, talks to it, and reads its log."""

import json
import os
import re
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from pathlib import Path

from support.processes import stop
from support.records import program

SERVICES = ["smtp", "submission", "lmtp", "pop3", "imap", "submissions", "pop3s", "imaps"]
# As the screen calls them, in the same order.
WORDS = ["SMTP", "submission", "LMTP", "POP3", "IMAP", "submission in TLS", "POP3 in TLS", "IMAP in TLS"]
SANITIZERS = ("AddressSanitizer", "LeakSanitizer", "runtime error:")
PATIENCE_S = 20


class Servers:
    """`with Servers("--strict") as servers:` runs them; `state` is a directory to be used again."""

    def __init__(self, *options, state=None, env=None, ports=None, own_ports=False):
        self.own = None if state else tempfile.TemporaryDirectory(prefix="maillab-")
        self.state = Path(state or self.own.name)
        self.directory = tempfile.TemporaryDirectory(prefix="maillab-")
        self.log = Path(self.directory.name, "log.json")
        self.screen_file = Path(self.directory.name, "screen.txt")
        self.errors_file = Path(self.directory.name, "errors.txt")
        self.ports = dict(ports or {})
        free = [] if own_ports else [word for name in SERVICES for word in ("--port", f"{name}=0")]
        self.arguments = [program(), "serve", "--color", "never", "--log-json", str(self.log), *free, *options]
        self.env = {**os.environ, "XDG_STATE_HOME": str(self.state), "LC_ALL": "C.UTF-8", "COLUMNS": "120",
                    "TERM": "dumb", **(env or {})}
        self.process = None

    def __enter__(self):
        with self.screen_file.open("wb") as screen, self.errors_file.open("wb") as errors:
            self.process = subprocess.Popen(self.arguments, stdout=screen, stderr=errors, env=self.env)
        wait_until(lambda: "The log follows" in self.screen() or self.process.poll() is not None)
        if self.process.poll() is not None:
            raise RuntimeError(f"the servers ended with {self.process.returncode}: {self.errors()}")
        for name, word in zip(SERVICES, WORDS):
            found = re.search(rf"^  {re.escape(word)} +(\d+) ", self.screen(), re.MULTILINE)
            if found:
                self.ports[name] = int(found[1])
        return self

    def __exit__(self, kind, value, trace):
        self.stop()
        self.directory.cleanup()
        if self.own:
            self.own.cleanup()

    def stop(self, number=signal.SIGTERM):
        """Ends them and returns the exit status."""
        return stop(self.process, number)

    def screen(self):
        return self.screen_file.read_text(errors="replace") if self.screen_file.exists() else ""

    def errors(self):
        return self.errors_file.read_text(errors="replace")

    def complaints_of_sanitizers(self):
        return [line for line in self.errors().splitlines() if any(word in line for word in SANITIZERS)]

    def records(self, session=None):
        """What the log holds; of one session if it is named."""
        lines = self.log.read_text().splitlines(keepends=True) if self.log.exists() else []
        found = [json.loads(line) for line in lines if line.endswith("}\n")]
        return [r for r in found if session in (None, r["session"])]

    def sessions_over(self):
        return [r["session"] for r in self.records() if r["type"] == "session-end"]

    def wait_for_sessions(self, count):
        """Until so many sessions are in the log, whole."""
        wait_until(lambda: len(self.sessions_over()) >= count)
        return self.records()

    @property
    def certificate(self):
        return self.state / "maillab" / "certificate.pem"

    def tls(self):
        """A context that trusts the certificate and nothing else."""
        return ssl.create_default_context(cafile=str(self.certificate))

    def dial(self, service):
        return Line(socket.create_connection(("127.0.0.1", self.ports[service]), timeout=PATIENCE_S))


class Line:
    """A client as plain as nc."""

    def __init__(self, connection):
        self.socket = connection
        self.heard = b""

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.socket.close()

    def say(self, text):
        self.socket.sendall(text.encode() if isinstance(text, str) else text)

    def hear(self, until):
        """All octets up to and with the first match of the pattern; what came if the other side ended."""
        pattern = re.compile(until.encode(), re.MULTILINE | re.DOTALL)
        while True:
            found = pattern.search(self.heard)
            if found:
                text, self.heard = self.heard[: found.end()], self.heard[found.end():]
                return text.decode(errors="replace")
            piece = self.socket.recv(65536)
            if not piece:
                text, self.heard = self.heard, b""
                return text.decode(errors="replace")
            self.heard += piece

    def ask(self, text, until=r"^\d{3} [^\n]*\n"):
        self.say(text)
        return self.hear(until)

    def rest(self):
        """Everything up to the end of the connection."""
        return self.hear(r"(?!)")

    def start_tls(self, context):
        self.socket = context.wrap_socket(self.socket, server_hostname="mail.lab.example")


def wait_until(is_so, patience_s=PATIENCE_S):
    end = time.monotonic() + patience_s
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def transitions(records):
    """[(from, command, status, to)]"""
    return [(r["from"], r["command"], r["status"], r["to"]) for r in records if r["type"] == "transition"]
