"""A fresh Dovecot for one recording: POP3, IMAP, LMTP, and the passwords for Postfix."""

import re

from . import maildir
from .network import sh, wait_until
from .postfix import MAIL_UID, UTC

ALL_MECHANISMS = "plain login cram-md5 digest-md5 apop scram-sha-1 scram-sha-256"

BASICS = """\
base_dir = {home}/run
hostname = {hostname}
state_dir = {home}/state
log_path = {home}/dovecot.log
log_timestamp = "%Y-%m-%d %H:%M:%S "
protocols = {protocols}
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
default_login_user = dovenull
default_internal_user = dovecot
first_valid_uid = 100
mail_location = maildir:{home}/mail/%u
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {home}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {home}/users
  override_fields = uid={uid} gid={uid} home={home}/mail/%u
}}
service auth {{
  unix_listener auth-postfix {{
    mode = 0666
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"""

LMTP = """\
service lmtp {
  inet_listener lmtp {
    port = 24
  }
}
"""

RETRIEVAL = """\
auth_verbose = yes
auth_username_format = %Ln
rawlog_dir = {home}/rawlog/%n
namespace inbox {{
  inbox = yes
  separator = /
}}
"""

COMPRESS = """\
mail_plugins = zlib
protocol imap {
  mail_plugins = zlib imap_zlib
}
"""

PORTS = {"pop3": 110, "imap": 143, "lmtp": 24}


class Dovecot:
    """Dovecot on one host.

    users: {name: password}. protocols: any of "pop3", "imap", "lmtp"; with none of
    them it only checks passwords, for Postfix. certificate: (certificate, key) for TLS.
    settings: more lines for dovecot.conf."""

    packages = ("dovecot-core", "dovecot-pop3d", "dovecot-imapd", "dovecot-lmtpd")

    def __init__(self, host, users, protocols=(), mechanisms="plain login", certificate=None,
                 settings="", hostname=None):
        self.host = host
        self.users = users
        self.protocols = protocols
        self.mechanisms = mechanisms
        self.certificate = certificate
        self.settings = settings
        self.hostname = hostname or f"{host.name}.ksit.example"
        self.home = host.network.scratch / f"dovecot-{host.name}"
        self.mail = self.home / "mail"
        self.log = self.home / "dovecot.log"
        self.socket = self.home / "run" / "auth-postfix"

    def start(self):
        for directory in (self.mail, self.home / "rawlog"):
            directory.mkdir(parents=True)
            for user in self.users:
                (directory / user).mkdir()
            sh(["chown", "-R", f"{MAIL_UID}:{MAIL_UID}", directory])
        (self.home / "users").write_text(
            "".join(f"{user}:{{PLAIN}}{password}::::::\n" for user, password in self.users.items()))
        sh(["chown", "dovecot", self.home / "users"])
        (self.home / "dovecot.conf").write_text(self.configuration())
        with open(self.home / "stdout", "w") as out:
            self.host.start(["dovecot", "-F", "-c", self.home / "dovecot.conf"],
                            stdout=out, stderr=out, env={**UTC, "DOVECOT_HOSTNAME": self.hostname})
        wait_until(self.socket.exists, 10, "Dovecot does not start: see its log")
        for protocol in self.protocols:
            self.host.wait_for_port(PORTS[protocol])
        return self

    def configuration(self):
        """The text of dovecot.conf."""
        text = BASICS.format(home=self.home, hostname=self.hostname, uid=MAIL_UID,
                             protocols=" ".join(self.protocols), mechanisms=self.mechanisms)
        if "lmtp" in self.protocols:
            text += LMTP
        if {"pop3", "imap"} & set(self.protocols):
            text += RETRIEVAL.format(home=self.home)
        if self.certificate:
            cert, key = self.certificate
            text += f"ssl = yes\nssl_cert = <{cert}\nssl_key = <{key}\n"
        else:
            text += "ssl = no\n"
        return text + self.settings

    def seed(self, user, mails, folder="INBOX", first=1):
        """Puts mails into a user's mailbox before the session begins."""
        place = self.mail / user
        if folder != "INBOX":
            place = place / ("." + folder.replace("/", "."))
        maildir.seed(place, mails, (MAIL_UID, MAIL_UID), first)

    def read_log(self):
        return self.log.read_text(errors="surrogateescape")

    def stored(self, mailbox):
        """The files in a mailbox, oldest first."""
        place = self.mail / mailbox
        return maildir.stored(place if place.exists() else self.mail / mailbox.split("@")[0])

    def rawlogs(self):
        """What passed after each login: [(name, octets)], "in" is from the client.

        Dovecot puts the time before each line; that is taken off here."""
        return [(f"{file.parent.name}-{number}.{file.suffix[1:]}",
                 re.sub(rb"(?m)^\d{10}\.\d{6} ", b"", file.read_bytes()))
                for suffix in ("in", "out")
                for number, file in enumerate(sorted((self.home / "rawlog").glob(f"*/*.{suffix}")), 1)]
