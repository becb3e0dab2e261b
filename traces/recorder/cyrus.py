"""A fresh Cyrus for one recording: POP3, IMAP and LMTP, in a system of its own."""

import imaplib

from .overlay import Overlay

PACKAGES = ["cyrus-imapd", "cyrus-pop3d", "sasl2-bin"]
PORTS = {"pop3": 110, "imap": 143}

IMAPD = """\
configdirectory: /var/lib/cyrus
defaultpartition: default
partition-default: /var/spool/cyrus/mail
proc_path: /run/cyrus/proc
mboxname_lockpath: /run/cyrus/lock
servername: {name}
altnamespace: yes
unixhierarchysep: yes
virtdomains: off
allowplaintext: yes
allowapop: yes
popminpoll: 0
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_mech_list: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256
autocreate_quota: 10000
autocreate_inbox_folders: Sent|Trash
autocreate_sent_folder: Sent
autocreate_trash_folder: Trash
lmtpsocket: /run/cyrus/socket/lmtp
idlesocket: /run/cyrus/socket/idle
notifysocket: /run/cyrus/socket/notify
syslog_prefix: cyrus
"""

SERVICES = """\
START {
  recover cmd="/usr/sbin/cyrus ctl_cyrusdb -r"
}
SERVICES {
  imap cmd="imapd -U 30" listen="imap" prefork=1
  pop3 cmd="pop3d -U 30" listen="pop3" prefork=1
}
EVENTS {
  checkpoint cmd="/usr/sbin/cyrus ctl_cyrusdb -c" period=30
}
"""


class Cyrus:
    """Cyrus on one host. users: {name: password}."""

    def __init__(self, host, users):
        self.host = host
        self.users = users
        self.system = Overlay(host, "cyrus", PACKAGES)
        self.versions = self.system.versions

    def start(self):
        system = self.system
        name = f"{self.host.name}.ksit.example"
        system.write("etc/imapd.conf", IMAPD.format(name=name))
        system.write("etc/cyrus.conf", SERVICES)
        for user, password in self.users.items():
            system.run(["saslpasswd2", "-p", "-c", "-u", name, user], input=password)
        system.run(["chown", "cyrus:mail", "/etc/sasldb2"])
        for directory in ("proc", "lock", "socket"):
            system.run(["mkdir", "-p", f"/run/cyrus/{directory}"])
        system.run(["chown", "-R", "cyrus:mail", "/run/cyrus"])
        system.run(["/usr/sbin/cyrus", "makedirs"])
        with open(self.host.network.scratch / "cyrus.log", "w") as log:
            system.start(["cyrmaster"], stdout=log, stderr=log)
        for port in PORTS.values():
            self.host.wait_for_port(port)
        return self

    def seed(self, user, mails):
        """Puts mails into a user's mailbox before the session begins, by IMAP."""
        with self.host.sockets_here():
            imap = imaplib.IMAP4("127.0.0.1", timeout=20)
        imap.login(user, self.users[user])
        for mail in mails:
            mail, flags = mail if isinstance(mail, tuple) else (mail, "")
            names = " ".join({"S": r"\Seen", "F": r"\Flagged", "R": r"\Answered"}[flag] for flag in flags)
            answer = imap.append("INBOX", f"({names})", None, mail.text)
            if answer[0] != "OK":
                raise RuntimeError(f"Cyrus does not take a mail: {answer}")
        imap.logout()

    def stored(self, user):
        """The files of a mailbox (1., 2. and so on), the oldest first."""
        path = self.system.run(["su", "-s", "/bin/sh", "cyrus", "-c",
                                f"/usr/lib/cyrus/bin/mbpath user/{user}"]).strip()
        place = self.system.root / path.lstrip("/")
        return sorted(place.glob("[0-9]*."), key=lambda file: int(file.name[:-1]))

    def read_log(self):
        """What Cyrus told syslog."""
        return self.system.read_log()
