# SPDX-License-Identifier: MIT
"""Real mail programs against `maillab serve`: which of them this machine has, how each is run without a person, and
what then lies in the mailbox, read from its files and not through the servers."""

import os
import pty
import re
import select
import shutil
import smtplib
import subprocess
import tempfile
import time
from dataclasses import dataclass
from email.header import decode_header, make_header
from pathlib import Path

from .servers import PATIENCE_S, Servers

PASSWORD = "hungry"
DOMAIN = "lab.example"
RUN_S = 60
SYSTEM_PATH = "/usr/sbin:/sbin"  # where Debian keeps servers, and a user's PATH does not look


@dataclass
class Client:
    """A program, how it tells its version, and what is shown with it: a generator of (claim, holds, detail), where
    `holds` may be None for what cannot be shown here."""

    program: str
    title: str
    version: list
    show: object

    @property
    def user(self):
        return re.sub(r"\W+", "-", self.title.lower())


def client(registry, program, title, *version):
    """Decorates what is shown with a program; registers it."""
    def register(show):
        registry.append(Client(program, title, list(version), show))
        return show
    return register


def which(program):
    return shutil.which(program, path=os.environ.get("PATH", os.defpath) + ":" + SYSTEM_PATH)


def run(*arguments, home, stdin="", env=None, timeout=RUN_S):
    """A program that finds nothing of this machine's user; what it printed, and how it ended."""
    environment = {"HOME": str(home), "PATH": os.environ.get("PATH", os.defpath) + ":" + SYSTEM_PATH,
                   "LC_ALL": "C.UTF-8", "TMPDIR": str(home), **(env or {})}
    try:
        return subprocess.run([str(a) for a in arguments], input=stdin.encode(), env=environment, cwd=home, timeout=timeout,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    except subprocess.TimeoutExpired as late:
        return subprocess.CompletedProcess(late.cmd, -1, (late.stdout or b"") + b"\n(did not end)")


def run_on_terminal(*arguments, home, timeout=RUN_S):
    """A program that wants a terminal; what it drew."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(home)
        os.execve(which(arguments[0]), [str(a) for a in arguments],
                  {"HOME": str(home), "PATH": os.environ["PATH"], "TERM": "xterm", "LC_ALL": "C.UTF-8", "COLUMNS": "100", "LINES": "30"})
    drawn, end = b"", time.monotonic() + timeout
    while time.monotonic() < end and select.select([terminal], [], [], max(0, end - time.monotonic()))[0]:
        try:
            drawn += os.read(terminal, 65536)
        except OSError:  # the other end is closed
            break
    else:
        os.kill(child, 9)
    os.close(terminal)
    os.waitpid(child, 0)
    return drawn.decode(errors="replace")


def output(done):
    return done.stdout.decode(errors="replace")


# ---- a mailbox, as its files tell it ----------------------------------------------------------------------

def maildir_files(directory):
    return sorted(f for part in ("new", "cur") for f in Path(directory, part).glob("*") if f.is_file())


def subject_of(octets):
    """As a person reads it."""
    found = re.search(rb"^Subject: *([^\r\n]*)", octets, re.MULTILINE | re.IGNORECASE)
    return str(make_header(decode_header(found[1].decode(errors="replace")))) if found else None


def flags_of(file):
    """The letters of flags that every program knows; Recent and keywords are left out."""
    return "".join(sorted(set(file.name.rpartition(":2,")[2]) & set("DFRST"))) if ":2," in file.name else ""


def read_maildir(directory):
    """{subject: (flags, text)}; the header that mbsync may leave in what it uploads is left out."""
    found = {}
    for file in maildir_files(directory):
        octets = re.sub(rb"^X-(TUID|OfflineIMAP)[^\n]*\n", b"", file.read_bytes(), flags=re.MULTILINE)
        found[subject_of(octets)] = (flags_of(file), octets.replace(b"\r\n", b"\n"))
    return found


class Box:
    """One user of the servers, and where the mail is."""

    def __init__(self, servers, user, home):
        self.servers, self.user, self.home = servers, user, Path(home)
        self.address = f"{user}@{DOMAIN}"
        self.directory = servers.state / "maillab" / "mail" / user

    def port(self, service):
        return self.servers.ports[service]

    def folder(self, name="INBOX"):
        return self.directory if name == "INBOX" else self.directory / ("." + name.replace("/", "."))

    def mails(self, folder="INBOX"):
        return read_maildir(self.folder(folder))

    def subjects(self, folder="INBOX"):
        return sorted(self.mails(folder))

    def folders(self):
        return sorted(["INBOX", *(d.name[1:] for d in self.directory.glob(".*") if d.is_dir())])

    def deliver(self, subject, text="Hello.\r\n"):
        """A mail from outside."""
        with smtplib.SMTP("127.0.0.1", self.port("smtp"), timeout=PATIENCE_S) as session:
            session.sendmail("outside@b.example", [self.address], f"From: outside@b.example\r\nSubject: {subject}\r\n\r\n{text}")

    def records(self, kind, **members):
        """What the servers' log says of the sessions so far."""
        return [r for r in self.servers.records() if r["type"] == kind and all(r.get(k) == v for k, v in members.items())]

    def logged_in_by(self, mechanism):
        """How often this user logged in by a mechanism, as the log of finished steps says."""
        return len([r for r in self.records("sasl", mechanism=mechanism, result="ok")])

    def file(self, name, text, mode=0o600):
        path = self.home / name
        path.write_text(text)
        path.chmod(mode)
        return path


# ---- running them all -------------------------------------------------------------------------------------

def version_of(one):
    if not one.version:
        return ""
    with tempfile.TemporaryDirectory() as home:
        lines = output(run(*one.version, home=home, timeout=20)).strip().splitlines()
    return next((line.strip() for line in lines if re.search(r"\d", line)), "")


def show(tap, one, servers):
    with tempfile.TemporaryDirectory(prefix="maillab-") as home:
        try:
            for claim, holds, detail in one.show(Box(servers, one.user, home)):
                if holds is None:
                    tap.skip(f"{one.title}: {claim}", detail)
                else:
                    tap.ok(holds, f"{one.title}: {claim}", detail)
        except (OSError, ValueError, KeyError, smtplib.SMTPException) as why:
            tap.ok(False, f"{one.title}: runs to its end", repr(why))


def show_all(tap, registry):
    """Every client that this machine has, each with a user of its own; the others are skipped by their name."""
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        users = Path(directory, "users.txt")
        users.write_text("".join(f"{one.user}:{PASSWORD}\n" for one in registry))
        with Servers("--users", str(users)) as servers:
            for one in registry:
                if which(one.program) is None:
                    tap.skip(one.title, f"{one.program} is not installed")
                    continue
                print(f"# {one.title}: {version_of(one)}", flush=True)
                show(tap, one, servers)
            tap.equal(servers.stop(), 0, "the servers end cleanly")
            tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")
