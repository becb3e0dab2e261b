"""What must be installed, and how it gets installed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The command that we look for, and the Debian/Ubuntu package that has it.
NEEDED = {
    "postfix": "postfix",
    "tcpdump": "tcpdump",
    "dumpcap": "wireshark-common",
    "dnsmasq": "dnsmasq-base",
    "dovecot": "dovecot-core",
    "/usr/lib/dovecot/lmtp": "dovecot-lmtpd",
    "/usr/lib/dovecot/pop3": "dovecot-pop3d",
    "/usr/lib/dovecot/imap": "dovecot-imapd",
    "telnet": "telnet",
    "nc.openbsd": "netcat-openbsd",
    "swaks": "swaks",
    "curl": "curl",
    "msmtp": "msmtp",
    "mpop": "mpop",
    "fetchmail": "fetchmail",
    "mutt": "mutt",
    "mbsync": "isync",
    "gsasl": "gsasl",
    "mail.mailutils": "mailutils",
    "openssl": "openssl",
    "sysctl": "procps",
    "ip": "iproute2",
    "ethtool": "ethtool",
}

POLICY = Path("/usr/sbin/policy-rc.d")

# How the packages' questions are answered: no Postfix of the system's own,
# nobody but root may capture.
ANSWERS = """\
postfix postfix/main_mailer_type select No configuration
wireshark-common wireshark-common/install-setuid boolean false
"""


def missing():
    """The packages whose command is not here."""
    return sorted({package for command, package in NEEDED.items()
                   if not shutil.which(command)})


def ensure():
    """Installs what is missing, without letting any daemon start, and removes nothing.

    (Debian lets only one POP3 server be installed: with another one there, this fails.)"""
    packages = missing()
    if not packages:
        return
    print("installing: " + " ".join(packages), flush=True)
    with DaemonsStayOff():
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        if not Path("/usr/bin/debconf-set-selections").exists():
            sys.exit("traces/record: installs with apt, so it needs Debian or Ubuntu; "
                     "elsewhere install by hand: " + " ".join(packages))
        subprocess.run(["debconf-set-selections"], input=ANSWERS, text=True, check=True)
        for arguments in (["update"],
                          ["install", "-y", "--no-remove", "--no-install-recommends", *packages]):
            done = subprocess.run(["apt-get", "-q", *arguments], env=environment, text=True,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if done.returncode != 0:
                sys.exit(f"{done.stdout}\ntraces/record: apt-get {arguments[0]} failed, see above")
    if missing():
        sys.exit("traces/record: still missing after apt-get: " + " ".join(missing()))


class DaemonsStayOff:
    """While this holds, a package's installation starts no daemon.

    A policy-rc.d that is already there is left alone."""

    def __enter__(self):
        self.ours = not POLICY.exists()
        if self.ours:
            POLICY.write_text("#!/bin/sh\nexit 101\n")
            POLICY.chmod(0o755)

    def __exit__(self, *_):
        if self.ours:
            POLICY.unlink(missing_ok=True)


def version(package):
    """The installed version of a package, or None."""
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", package],
                          text=True, capture_output=True)
    return done.stdout.strip() or None


def system():
    """Name of the distribution and of the kernel."""
    release = dict(line.split("=", 1) for line in
                   Path("/etc/os-release").read_text().splitlines() if "=" in line)
    return f"{release['PRETTY_NAME'].strip(chr(34))}, Linux {os.uname().release}"
