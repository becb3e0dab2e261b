"""A system of its own for servers whose packages cannot stand beside each other.

    system = Overlay(host, "courier", ["courier-pop", "courier-imap"])
    system.write("etc/courier/userdb", "...")
    system.run(["makeuserdb"])

It is this system with more packages: an overlay file system over /, into which
apt installs. / itself is not touched. Each recording begins with a fresh one.

What apt installed lies in a tmpfs (the upper layer of an overlay must not lie in
its lower one), and is removed at the end of the program. With RECORD_KEEP=1 in the
environment it stays for the next run, until `umount /run/maillab-record`."""

import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

from .network import sh

KEEP = bool(os.environ.get("RECORD_KEEP"))
BASE = Path("/run/maillab-record" if KEEP else f"/run/maillab-record-{os.getpid()}")
DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9),
           "tty": (5, 0)}


def mount(lower, upper, place):
    """Lays upper over lower (one directory, or several with the topmost first) at place."""
    for directory in (upper, upper.with_name(upper.name + ".work"), place):
        directory.mkdir(parents=True, exist_ok=True)
    sh(["mount", "-t", "overlay", "overlay", "-o",
        f"lowerdir={':'.join(map(str, lower))},upperdir={upper},workdir={upper}.work", place])
    sh(["mount", "-t", "proc", "proc", place / "proc"])
    for name, (major, minor) in DEVICES.items():
        device = place / "dev" / name
        if not device.exists():
            os.mknod(device, 0o20666, os.makedev(major, minor))
            device.chmod(0o666)


def unmount(place):
    subprocess.run(["umount", "-l", place / "proc"], capture_output=True)
    subprocess.run(["umount", "-l", place], capture_output=True)


def installed(name, packages):
    """The layer that has these packages; apt installs them at the first call."""
    if not BASE.is_mount():
        BASE.mkdir(exist_ok=True)
        sh(["mount", "-t", "tmpfs", "-o", "mode=755", "maillab-record", BASE])
    layer = BASE / name
    done = BASE / f"{name}.done"
    if done.exists():
        return layer
    shutil.rmtree(layer, ignore_errors=True)
    place = BASE / f"{name}.mount"
    mount(["/"], layer, place)
    try:
        (place / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (place / "usr/sbin/policy-rc.d").chmod(0o755)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update"], ["install", "-y", "--no-install-recommends", *packages], ["clean"]):
            sh(["chroot", place, "apt-get", "-q", *arguments], env=environment,
               stdin=subprocess.DEVNULL)
        versions = sh(["chroot", place, "dpkg-query", "-W", "-f", "${Package} ${Version}\n", *packages])
    finally:
        unmount(place)
    done.write_text(versions)
    return layer


def remove_all():
    """At the end of the program: gives the memory back."""
    if not KEEP and BASE.is_mount():
        sh(["umount", "-l", BASE])
        BASE.rmdir()


class Overlay:
    """One host's own system, with the log that its daemons write to /dev/log."""

    def __init__(self, host, name, packages):
        self.host = host
        layer = installed(name, packages)
        self.versions = dict(line.split() for line in
                             (BASE / f"{name}.done").read_text().splitlines())
        self.upper = BASE / f"{host.namespace}.upper"
        self.root = BASE / f"{host.namespace}.root"
        mount([layer, "/"], self.upper, self.root)
        host.network.at_end.callback(self.remove)
        for file in ("hosts", "resolv.conf"):
            if (host.etc / file).exists():
                shutil.copyfile(host.etc / file, self.root / "etc" / file)
        self.lines = []
        self.listen_for_log()

    def remove(self):
        self.log_socket.close()
        unmount(self.root)
        for directory in (self.upper, self.upper.with_name(self.upper.name + ".work"), self.root):
            shutil.rmtree(directory, ignore_errors=True)

    def listen_for_log(self):
        """Is the system's syslog: keeps every line that comes to /dev/log, with its time."""
        path = self.root / "dev/log"
        path.unlink(missing_ok=True)
        self.log_socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.log_socket.bind(str(path))
        path.chmod(0o666)
        threading.Thread(target=self.keep_log, daemon=True).start()

    def keep_log(self):
        while True:
            try:
                line = self.log_socket.recv(65536)
            except OSError:
                return          # closed: the recording is over
            text = line.decode(errors="surrogateescape").split(">", 1)[-1].rstrip("\0\n")
            self.lines.append(time.strftime("%Y-%m-%d %H:%M:%S ", time.gmtime()) + text[16:])

    def read_log(self):
        return "".join(line + "\n" for line in self.lines)

    def inside(self, argv):
        return ["chroot", self.root, *argv]

    def run(self, argv, **options):
        """Runs a command in this system and waits for it."""
        return self.host.run(self.inside(argv), **options)

    def start(self, argv, **options):
        """Starts a daemon in this system."""
        return self.host.start(self.inside(argv), **options)

    def write(self, path, text, mode=0o644):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)
        return file
