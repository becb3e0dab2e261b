"""The clients that read mail (POP3, IMAP), and how each is driven.

Like clients.py: every function leaves in network.commands, in words, what it ran."""

import imaplib
import os
import poplib
import ssl
import time

from .clients import Typist, run
from .network import wait_until


def home(host):
    """A directory for the client's configuration; it is not kept."""
    directory = host.network.scratch / f"home-{host.name}"
    directory.mkdir(exist_ok=True)
    return directory


def configured(host, name, text):
    """Writes a client's configuration file, and notes what is in it."""
    file = home(host) / name
    file.write_text(text)
    file.chmod(0o600)
    host.network.commands.append(f"{name}: " + "; ".join(text.strip().splitlines()))
    return file


class NotedPop3:
    """Mixed into poplib's classes: notes each line sent."""

    def _putline(self, line):
        self.commands.append("sent: " + line.decode())
        super()._putline(line)


class NotedImap:
    """Mixed into imaplib's classes: notes all that is sent."""

    def send(self, data):
        text = data.decode(errors="replace")
        self.commands.append("sent: " + (text.replace("\r\n", "\\r\\n") if len(data) < 300
                                         else f"a literal of {len(data)} octets"))
        super().send(data)


class Pop3(NotedPop3, poplib.POP3):
    """poplib.POP3 that notes what it sends."""


class Imap(NotedImap, imaplib.IMAP4):
    """imaplib.IMAP4 that notes what it sends."""


class ImapOverTls(NotedImap, imaplib.IMAP4_SSL):
    """imaplib.IMAP4_SSL that notes what it sends."""


def python(host, kind, server, *arguments, **options):
    """A connection of Python's poplib or imaplib, made on this host."""
    kind.commands = host.network.commands
    host.network.commands.append(f"Python: {kind.__mro__[2].__name__}({server!r})")
    with host.sockets_here():
        return kind(server, *arguments, timeout=20, **options)


def tls_context(keylog, version=None, ciphers=None):
    """Python's settings for TLS: no check of our self-signed certificate; keys are logged."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.keylog_filename = str(keylog)
    if version:
        context.minimum_version = context.maximum_version = version
    if ciphers:
        context.set_ciphers(ciphers)
    return context


def tls_facts(connection, port, order=0):
    """What was agreed on, as Python's ssl tells it."""
    return {"stream": {"server_port": port, "order": order}, "version": connection.version(),
            "cipher": connection.cipher()[0], "keylog": "keylog.txt"}


def ended(server, count):
    """Waits until the server has logged the end of that many sessions."""
    wait_until(lambda: sum(server.read_log().count(word) for word in
                           ("Disconnected", "LOGOUT", "Logged out", "Connection closed")) >= count,
               15, "the sessions do not end: " + server.read_log())


def refused(method, *arguments):
    """Calls a method of poplib or imaplib that the server must refuse.

    poplib raises an error then; imaplib raises one for BAD and returns NO."""
    try:
        answer = method(*arguments)
    except (poplib.error_proto, imaplib.IMAP4.error):
        return
    if answer[0] != "NO":
        raise RuntimeError(f"the server did not refuse {method.__name__} {arguments}")


def fetchmail(host, poll, *arguments, expect=(0,)):
    """fetchmail, which hands each mail to a program that just reads it.

    poll: what follows the word poll in its configuration."""
    rc = configured(host, "fetchmailrc", f"poll {poll} sslproto '' mda '/bin/cat >/dev/null'\n")
    return run(host, ["fetchmail", "--fetchmailrc", rc.name, "--nosyslog", "--verbose", *arguments],
               home(host), expect)


def mpop(host, settings, expect=(0,)):
    """mpop, which fetches all mails into a file. settings: {word: value} of its account."""
    lines = {"delivery": "mbox mpop.mbox", "uidls_file": "uidls", "keep": "on", **settings}
    rc = configured(host, "mpoprc", "account default\n"
                    + "".join(f"{word} {value}\n".replace(" \n", "\n") for word, value in lines.items()))
    for left in ("mpop.mbox", "uidls"):
        (home(host) / left).unlink(missing_ok=True)
    return run(host, ["mpop", f"--file={rc.name}", "--debug"], home(host), expect)


def curl(host, url, *arguments, directory=None, expect=(0,), env=None):
    """curl reads mail from a pop3:// or imap:// address."""
    return run(host, ["curl", "-sS", *arguments, url], directory or home(host), expect, env=env or {})


def gsasl(host, server, protocol, mechanism, user, password, port=None, expect=(0,)):
    """gsasl logs in by SASL, and that is all it does."""
    return run(host, ["gsasl", f"--{protocol}", f"--connect={server}" + (f":{port}" if port else ""),
                      f"--mechanism={mechanism}", f"--authentication-id={user}",
                      f"--password={password}", "--hostname=mail.ksit.example", "--service=" + protocol,
                      "--quality-of-protection=qop-auth", "--no-starttls", "--no-cb", "--quiet"],
               home(host), expect, input=b"")


def mbsync(host, settings, expect=(0,)):
    """mbsync copies mailboxes both ways; settings are the lines of its IMAPAccount."""
    (home(host) / "Mail").mkdir(exist_ok=True)
    configured(host, "mbsyncrc", "IMAPAccount lab\n" + settings + """

IMAPStore far
Account lab

MaildirStore near
Path Mail/
Inbox Mail/INBOX
SubFolders Verbatim

Channel all
Far :far:
Near :near:
Patterns *
Create Both
Expunge Both
SyncState *
""")
    return run(host, ["mbsync", "-c", "mbsyncrc", "-a", "-V"], home(host), expect)


class Mutt(Typist):
    """mutt on a terminal; keys are typed one after the other."""

    def __init__(self, host, url, *settings):
        directory = home(host)
        (directory / "Mail").mkdir(exist_ok=True)
        configured(host, "muttrc", "\n".join([
            "set ssl_starttls=no", "set ssl_force_tls=no", "set timeout=5", "set mail_check=5",
            "set sleep_time=0", "set wait_key=no", "unset mark_old", "set quit=yes", *settings]) + "\n")
        super().__init__(host, ["env", f"HOME={directory}", "TERM=xterm", "LINES=24", "COLUMNS=100",
                                "mutt", "-n", "-F", directory / "muttrc", "-f", url])

    def keys(self, keys, pause=0.4):
        """Presses keys, and gives mutt time to do what they ask for."""
        time.sleep(pause)
        self.read()
        os.write(self.master, keys.encode())
        self.note("keys: " + repr(keys)[1:-1])
        time.sleep(pause)
        self.read()

    def quit(self):
        self.keys("q")
        end = time.monotonic() + 10
        while self.process.poll() is None and time.monotonic() < end:
            self.read()
            time.sleep(0.05)
        if self.process.poll() is None:
            raise RuntimeError(f"mutt does not end: {self.seen[-2000:]!r}")
        os.close(self.master)
