"""A fresh Courier for one recording: POP3 and IMAP, in a system of its own."""

import re

from . import maildir
from .network import wait_until
from .overlay import Overlay

PACKAGES = ["courier-pop", "courier-imap", "courier-authlib-userdb"]
MAIL_UID = 5000
PORTS = {"pop3": 110, "imap": 143}


class Courier:
    """Courier on one host. users: {name: password}; protocols: "pop3", "imap"."""

    def __init__(self, host, users, protocols=("pop3",)):
        self.host = host
        self.users = users
        self.protocols = protocols
        self.system = Overlay(host, "courier", PACKAGES)
        self.versions = self.system.versions
        self.mail = self.system.root / "srv/mail"

    def start(self):
        system = self.system
        self.set("authdaemonrc", "authmodulelist", "authuserdb")
        self.set("pop3d", "POP3AUTH", "PLAIN LOGIN CRAM-MD5")
        lines = [f"{user}\thome=/srv/mail/{user}|uid={MAIL_UID}|gid={MAIL_UID}"
                 f"|mail=/srv/mail/{user}/Maildir|systempw={self.hashed('-md5', password)}"
                 f"|hmac-md5pw={self.hashed('-hmac-md5', password)}\n"
                 for user, password in self.users.items()]
        system.write("etc/courier/userdb", "".join(lines), 0o600)
        system.run(["makeuserdb"])
        for user in self.users:
            maildir.seed(self.mail / user / "Maildir", [], (MAIL_UID, MAIL_UID))
        system.run(["mkdir", "-p", "/run/courier/authdaemon"])
        system.run(["chown", "-R", "courier:courier", "/run/courier"])
        system.run(["authdaemond", "start"])
        for protocol in self.protocols:
            program = {"pop3": "pop3d", "imap": "imapd"}[protocol]
            system.run([f"/usr/lib/courier/{program}", "start"])
            self.host.wait_for_port(PORTS[protocol])
        wait_until(lambda: (system.root / "run/courier/authdaemon/socket").exists(), 10,
                   "Courier's authdaemond does not start")
        return self

    def set(self, file, name, value):
        """Changes a line of a configuration file."""
        path = self.system.root / "etc/courier" / file
        path.write_text(re.sub(rf'^{name}=.*$', f'{name}="{value}"', path.read_text(), flags=re.M))

    def hashed(self, kind, password):
        return self.system.run(["userdbpw", kind], input=f"{password}\n{password}\n").strip()

    def seed(self, user, mails):
        """Puts mails into a user's mailbox before the session begins."""
        maildir.seed(self.mail / user / "Maildir", mails, (MAIL_UID, MAIL_UID))

    def stored(self, user):
        return maildir.stored(self.mail / user / "Maildir")

    def read_log(self):
        """What Courier told syslog."""
        return self.system.read_log()
