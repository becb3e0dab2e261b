# SPDX-License-Identifier: MIT
"""A Postfix and a Dovecot of one's own: every file in a directory that goes with them, only on the loopback, on free
ports. Both want root."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from .interop import PASSWORD, which
from .processes import stop
from .servers import PATIENCE_S, wait_until


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as chosen:
        return chosen.getsockname()[1]


def answers(port, word):
    """Whether a server greets at a port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as line:
            return line.recv(4096).startswith(word)
    except OSError:
        return False


def why_not(*programs):
    """None, or why these programs cannot be started here."""
    if os.geteuid() != 0:
        return "starting it needs root"
    missing = [p for p in programs if which(p) is None]
    return f"{missing[0]} is not installed" if missing else None


class Directory:
    """A temporary directory that other users may walk through."""

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory(prefix="maillab-")
        self.path = Path(self.temporary.name)
        self.path.chmod(0o755)

    def make(self, name, user=None):
        directory = self.path / name
        directory.mkdir()
        if user:
            shutil.chown(directory, user)
        return directory


MASTER = """127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
MAIN = """compatibility_level = 3.6
queue_directory = {queue}
data_directory = {data}
maillog_file = {log}
maillog_file_prefixes = {base}
myhostname = mail.b.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtputf8_enable = yes
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = b.example
virtual_mailbox_base = {mail}
virtual_mailbox_maps = inline:{{ bob@b.example=bob/, carol@b.example=carol/ }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
transport_maps = inline:{{ {transport} }}
default_transport = error:the lab ends here
relay_domains = {relay}
smtp_tls_security_level = none
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
default_process_limit = 20
"""


class Postfix:
    """`with Postfix({"lab.example": 2525}) as postfix:` takes mail for b.example into Maildirs, and relays to these ports."""

    def __init__(self, relay_to=None, settings=""):
        self.place, self.relay_to, self.settings = Directory(), relay_to or {}, settings
        self.port = free_port()
        self.config = self.place.path / "config"
        self.log = self.place.path / "log"

    def __enter__(self):
        base, transports = self.place.path, [f"{domain}=smtp:[127.0.0.1]:{port}" for domain, port in self.relay_to.items()]
        self.config.mkdir()
        queue, data, mail = self.place.make("queue"), self.place.make("data", "postfix"), self.place.make("mail", "nobody")
        (self.config / "main.cf").write_text(MAIN.format(
            base=base, queue=queue, data=data, mail=mail, log=self.log, transport=", ".join(transports or ["none.example=error:none"]),
            relay=", ".join(self.relay_to)) + self.settings)
        (self.config / "master.cf").write_text(MASTER.format(port=self.port))
        self.command("start")
        if not wait_until(lambda: answers(self.port, b"220 "), 3 * PATIENCE_S):
            raise OSError(f"Postfix does not start:\n{self.log_text()}")
        return self

    def command(self, word):
        subprocess.run([which("postfix"), "-c", str(self.config), word], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                       stdin=subprocess.DEVNULL, check=False, timeout=60)

    def log_text(self):
        return self.log.read_text(errors="replace") if self.log.exists() else "(no log)"

    def mails(self, user):
        return [f.read_bytes() for f in sorted((self.place.path / "mail" / user).glob("new/*"))]

    def waiting(self):
        return [f for part in ("incoming", "active", "deferred") for f in (self.place.path / "queue" / part).rglob("*") if f.is_file()]

    def __exit__(self, kind, value, trace):
        self.command("abort")
        self.place.temporary.cleanup()


DOVECOT = """base_dir = {base}/run
log_path = {base}/log
protocols = imap pop3
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain
mail_max_userip_connections = 0
mail_location = maildir:{mail}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={uid} home={base}/home
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
  process_min_avail = 1
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
{settings}
"""


NOBODY = 65534  # Dovecot serves nobody's mail, but not root's


def give_away(maildir):
    """Makes a Maildir nobody's, and lets nobody walk to it."""
    for entry in [maildir, *maildir.rglob("*")]:
        os.chown(entry, NOBODY, NOBODY)
    for parent in maildir.parents[:4]:
        parent.chmod(parent.stat().st_mode | 0o011)


class Dovecot:
    """Serves one Maildir to whoever knows the password; the Maildir is nobody's from then on."""

    def __init__(self, maildir, settings=""):
        self.place, self.maildir, self.settings = Directory(), Path(maildir), settings
        self.ports = {"imap": free_port(), "pop3": free_port()}

    def __enter__(self):
        base = self.place.path
        give_away(self.maildir)
        self.place.make("home", "nobody")
        config = base / "dovecot.conf"
        config.write_text(DOVECOT.format(base=base, mail=self.maildir, password=PASSWORD, uid=NOBODY,
                                         settings=self.settings, **self.ports))
        self.process = subprocess.Popen([which("dovecot"), "-F", "-c", str(config)], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not wait_until(lambda: answers(self.ports["imap"], b"* OK"), 3 * PATIENCE_S):
            raise OSError(f"Dovecot does not start:\n{(base / 'log').read_text(errors='replace')}")
        return self

    def __exit__(self, kind, value, trace):
        stop(self.process)
        time.sleep(0.1)
        self.place.temporary.cleanup()
