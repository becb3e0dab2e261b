"""The mail clients, and how each is driven.

Every function leaves in network.commands, in words, what it ran."""

import os
import pty
import shlex
import smtplib
import socket
import subprocess
import time


def run(host, argv, directory, expect=(0,), **options):
    """Runs a client program to its end, in the directory that has its files."""
    argv = [str(a) for a in argv]
    extra = options.pop("env", {})
    shown = [f"{name}={value}" for name, value in extra.items()] + [shlex.join(argv)]
    host.network.commands.append(" ".join(shown))
    if "input" not in options:
        options.setdefault("stdin", subprocess.DEVNULL)
    done = subprocess.run(host.inside(argv), cwd=directory,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=90,
                          env={**os.environ, "LC_ALL": "C.UTF-8", "HOME": str(directory), **extra},
                          **options)
    if done.returncode not in expect:
        raise RuntimeError(f"{shlex.join(argv)}: status {done.returncode}\n"
                           + done.stdout.decode(errors="replace"))
    return done.stdout


def swaks(host, server, directory, file, *arguments, expect=(0,)):
    """swaks sends a file as a mail. It adds a line end to what it is given, so
    it is given the file without the last one."""
    out = run(host, ["swaks", "--server", server, "--helo", f"{host.name}.ksit.example", *arguments,
                     "--data", "-"], directory, expect,
              input=(directory / file).read_bytes().removesuffix(b"\r\n"))
    host.network.commands[-1] += f" < {file} (without its last line end)"
    return out


def curl(host, server, directory, sender, recipients, file, *arguments, expect=(0,)):
    """curl sends a file as a mail. The path in the URL is the name it gives in EHLO."""
    to = [x for recipient in recipients for x in ("--mail-rcpt", recipient)]
    return run(host, ["curl", "-sS", f"smtp://{server}/{host.name}.ksit.example", "--mail-from", sender,
                      *to, "--upload-file", file, *arguments], directory, expect)


def msmtp(host, server, directory, sender, recipients, file, *arguments, domain="ksit.example"):
    """msmtp, configured by its command line alone."""
    with open(directory / file, "rb") as text:
        out = run(host, ["msmtp", "--file=/dev/null", f"--host={server}",
                         f"--domain={host.name}.{domain}", f"--from={sender}", *arguments,
                         "--", *recipients], directory, stdin=text)
    host.network.commands[-1] += f" < {file}"
    return out


class Typist:
    """Someone at a keyboard: types whole lines into a program on a terminal, with
    short pauses, waiting for the program's answer now and then."""

    def __init__(self, host, argv):
        self.host = host
        self.seen = b""
        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(host.inside(argv), stdin=slave, stdout=slave, stderr=slave,
                                        env={**os.environ, "TERM": "dumb"}, start_new_session=True)
        os.close(slave)
        os.set_blocking(self.master, False)
        self.pause = 0.12
        self.note(shlex.join(map(str, argv)) + " on a terminal")

    def note(self, text):
        self.host.network.commands.append(text)

    def wait_for(self, text, seconds=10):
        """Reads what the program prints until this text has come."""
        start = len(self.seen) if not hasattr(self, "mark") else self.mark
        end = time.monotonic() + seconds
        while text.encode() not in self.seen[start:]:
            self.read()
            if time.monotonic() > end:
                raise RuntimeError(f"waited for {text!r} but saw {self.seen!r}")
            time.sleep(0.01)

    def read(self):
        """Takes what the program has printed until now."""
        try:
            self.seen += os.read(self.master, 65536)
        except BlockingIOError:
            pass
        except OSError:         # the program has ended and closed the terminal
            pass

    def type(self, line, then=None):
        """Types a line and Enter; then waits for the start of the answer, if told."""
        time.sleep(self.pause)
        self.pause = 0.1 + (self.pause * 7919 % 0.2)    # 0.1 to 0.3 s, the same in each run
        self.read()
        self.mark = len(self.seen)
        os.write(self.master, line.encode() + b"\n")
        self.note("typed: " + line)
        if then:
            # The terminal echoes the line first; the answer comes on a line of its own.
            self.wait_for("\n" + then)

    def leave(self):
        """Waits until the program has ended (Ctrl-D helps it, if it wants to go on
        reading the keyboard); returns all that stood on the terminal."""
        try:
            self.process.wait(0.5)
        except subprocess.TimeoutExpired:
            os.write(self.master, b"\x04")
            self.process.wait(10)
        self.read()
        os.close(self.master)
        return self.seen.replace(b"\r\n", b"\n").decode(errors="replace")


def python_smtp(host, server, port=25, kind=smtplib.SMTP):
    """A connection of Python's smtplib, made on this host."""
    name = f"{host.name}.ksit.example"
    host.network.commands.append(f"Python: {kind.__name__}({server!r}, {port}, local_hostname={name!r})")
    with host.sockets_here():
        return kind(server, port, local_hostname=name, timeout=20)


class LineClient:
    """A bare client in Python: sends octets, reads whole replies. For what no program offers."""

    def __init__(self, host, server, port=25):
        self.host = host
        with host.sockets_here():
            self.socket = socket.create_connection((server, port), timeout=20)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")
        host.network.commands.append(f"Python: socket.create_connection(({server!r}, {port}))")

    def reply(self):
        """Reads one reply, all its lines."""
        lines = [self.file.readline()]
        while lines[-1][3:4] == b"-":
            lines.append(self.file.readline())
        return b"".join(lines).decode()

    def send(self, data, shown=None):
        self.host.network.commands.append(
            "sent: " + (shown or data.decode("ascii").replace("\r\n", "\\r\\n")))
        self.socket.sendall(data)

    def ask(self, line):
        """Sends a command line, reads its reply."""
        self.send(line.encode() + b"\r\n")
        return self.reply()

    def close(self):
        self.file.close()
        self.socket.close()
