"""A fresh Postfix for one recording: own configuration, queue, log and mailboxes."""

import os
import re
import subprocess
from pathlib import Path

from .network import sh, wait_until

MAIL_UID = 5000         # owns the mailboxes; needs no entry in /etc/passwd
UTC = {**os.environ, "TZ": "UTC", "LC_ALL": "C"}


class Postfix:
    """Postfix on one host, receiving mail for some domains into Maildirs.

        postfix = Postfix(server, "ubuntu.localdomain", mailboxes=["dummy@ksit.local"])
        postfix.start()

    settings go to main.cf as they are; services are added to master.cf."""

    def __init__(self, host, hostname, mailboxes=(), settings=None, services=()):
        self.host = host
        self.home = host.network.scratch / f"postfix-{host.name}"
        self.config = self.home / "etc"
        self.mail = self.home / "mail"
        self.log = self.home / "maillog"
        self.mailboxes = list(mailboxes)
        self.services = list(services)
        self.settings = {
            "compatibility_level": "3.6",
            "myhostname": hostname,
            "mydestination": "",
            "inet_interfaces": "all",
            "inet_protocols": "all",
            "mynetworks": "127.0.0.0/8 [::1]/128",
            "queue_directory": self.home / "queue",
            "data_directory": self.home / "data",
            "maillog_file": self.log,
            "maillog_file_prefixes": self.home,
            "alias_maps": "",
            "alias_database": "",
            "virtual_mailbox_domains": " ".join(sorted({m.split("@")[1] for m in self.mailboxes})),
            "virtual_mailbox_base": self.mail,
            "virtual_mailbox_maps": f"texthash:{self.config}/mailboxes",
            "virtual_minimum_uid": "100",
            "virtual_uid_maps": f"static:{MAIL_UID}",
            "virtual_gid_maps": f"static:{MAIL_UID}",
            "smtpd_relay_restrictions":
                "permit_mynetworks permit_sasl_authenticated reject_unauth_destination",
            "smtputf8_enable": "yes",
            "message_size_limit": "10240000",
            "smtp_tls_security_level": "none",
            "import_environment": "MAIL_CONFIG MAIL_DEBUG MAIL_LOGTAG TZ=UTC LANG=C",
            **(settings or {}),
        }

    def start(self):
        """Writes the configuration, starts the daemons, waits until port 25 listens."""
        for directory in (self.config, self.home / "queue", self.home / "data", self.mail):
            directory.mkdir(parents=True)
        sh(["chown", "postfix", self.home / "data"])
        sh(["chown", f"{MAIL_UID}:{MAIL_UID}", self.mail])
        self.write_configuration()
        self.control("start")
        self.host.wait_for_port(25)
        return self

    def write_configuration(self):
        """main.cf, master.cf and the list of mailboxes."""
        (self.config / "main.cf").write_text(
            "".join(f"{name} = {value}\n" for name, value in self.settings.items()))
        (self.config / "master.cf").write_text(
            without_chroot(master_cf_of_the_package()) + "\n"
            + "postlog unix-dgram n - n - 1 postlogd\n"
            + "".join(service + "\n" for service in self.services))
        (self.config / "mailboxes").write_text(
            "".join(f"{mailbox} {mailbox}/\n" for mailbox in self.mailboxes))

    def control(self, verb):
        """postfix start, postfix stop, ..."""
        done = subprocess.run(self.host.inside(["postfix", "-c", self.config, verb]), env=UTC,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=60)
        if done.returncode != 0:
            raise RuntimeError(f"postfix {verb}: {done.stdout} {self.read_log()}")

    def read_log(self):
        return self.log.read_text(errors="surrogateescape") if self.log.exists() else ""

    def stored(self, mailbox):
        """The files in a mailbox, oldest first."""
        return sorted((self.mail / mailbox / "new").glob("*"), key=lambda f: f.stat().st_mtime_ns)

    def wait_for_mail(self, mailbox, count=1):
        """Waits until that many mails lie in the mailbox."""
        wait_until(lambda: len(self.stored(mailbox)) >= count, 20,
                   f"no mail for {mailbox}: {self.read_log()}")

    def wait_until_idle(self):
        """Waits until every client has disconnected and the queue is empty."""
        wait_until(self.is_idle, 20, "Postfix does not come to rest: " + self.read_log())

    def is_idle(self):
        """Every `connect from` has its `disconnect from`, every queued mail its `removed`."""
        log = self.read_log()
        queued = set(re.findall(r"postfix/qmgr\[\d+\]: (\w+): from=", log))
        removed = set(re.findall(r"postfix/qmgr\[\d+\]: (\w+): removed", log))
        return (queued <= removed
                and len(re.findall(r": connect from ", log))
                == len(re.findall(r": disconnect from ", log)))

    def queue_id(self, message_id):
        """The queue id under which Postfix logged this Message-ID ("" = it had none)."""
        found = re.search(rf"postfix/cleanup\[\d+\]: (\w+): message-id=<{re.escape(message_id)}>",
                          self.read_log())
        return found.group(1) if found else None


def master_cf_of_the_package():
    """The master.cf that the distribution ships."""
    for path in ("/usr/share/postfix/master.cf.dist", "/etc/postfix/master.cf.proto"):
        if Path(path).exists():
            return Path(path).read_text()
    raise RuntimeError("the postfix package has no master.cf to start from")


def without_chroot(text):
    """master.cf with `n` in the chroot column of every service; no postlog line."""
    lines = []
    for line in text.splitlines():
        fields = line.split()
        if line[:1].isalpha() and len(fields) >= 8:
            if fields[0] == "postlog":
                continue
            fields[4] = "n"
            line = " ".join(fields)
        lines.append(line)
    return "\n".join(lines)
