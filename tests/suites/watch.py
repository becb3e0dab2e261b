#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maillab watch` on the loopback beside the servers: rows and records appear while the session is still open, and
what it told is what `analyze` tells of the packets that it kept."""

import json
import os
import re
import signal
import smtplib
import ssl
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.processes import stop
from support.servers import PATIENCE_S, Servers, transitions, wait_until
from support.tap import Tap

TEXT = "From: a@b.example\r\nTo: bob@lab.example\r\nSubject: live\r\n\r\n.a dot\r\nthe end\r\n"
MAY_NOT = "does not let you listen"


class Watch:
    """`maillab watch` with these options, its output in files."""

    def __init__(self, *options, env=None):
        self.directory = tempfile.TemporaryDirectory(prefix="maillab-")
        self.output_file = Path(self.directory.name, "output.txt")
        self.errors_file = Path(self.directory.name, "errors.txt")
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "COLUMNS": "120", "TERM": "dumb", **(env or {})}
        with self.output_file.open("wb") as output, self.errors_file.open("wb") as errors:
            self.process = subprocess.Popen([records.program(), "watch", *map(str, options)], stdout=output, stderr=errors,
                                            env=environment)
        wait_until(lambda: "Listening on" in self.errors() or self.process.poll() is not None)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        self.stop()
        self.directory.cleanup()

    def output(self):
        return self.output_file.read_text()

    def errors(self):
        return self.errors_file.read_text(errors="replace")

    def records(self):
        return [json.loads(line) for line in self.output().splitlines(keepends=True) if line.endswith("}\n")]

    def shows(self, pattern):
        """Waits for a line."""
        return wait_until(lambda: re.search(pattern, self.output(), re.MULTILINE))

    def stop(self, number=signal.SIGINT):
        return stop(self.process, number)


def counted(errors):
    """(packets, dropped) of the last sentence."""
    found = re.search(r"(\d+) packets?, (\d+) dropped by the kernel", errors)
    return tuple(map(int, found.groups())) if found else None


def deliver(port):
    """One mail, up to its end; the connection stays open."""
    client = smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_S)
    client.ehlo("me.example")
    client.mail("a@b.example")
    client.rcpt("bob@lab.example")
    client.data(TEXT)
    return client


ROWS = [
    r"^\d\d:\d\d:\d\d #\d+ +smtp .*C: EHLO me\.example$",
    r"^\d\d:\d\d:\d\d #\d+ +smtp .*C: MAIL FROM:<a@b\.example>",
    r"▼ RCPT +.*recipient",
    r"S: 354 ",
    r"message 0 by DATA, .* octets, accepted, from <a@b\.example> to <bob@lab\.example>: live$",
]


def check_text(tap, servers, directory):
    kept = Path(directory, "kept.pcap")
    port = servers.ports["smtp"]
    with Watch("-i", "lo", "-f", f"tcp port {port}", "-w", kept, "--color", "never", "-v") as watch:
        client = deliver(port)
        for row in ROWS:
            tap.ok(watch.shows(row), f"while the connection is open there is a row {row}", watch.output())
        second = smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_S)
        second.ehlo("other.example")
        tap.ok(watch.shows(r" #(\d+) .*EHLO other"), "a second conversation has rows too", watch.output())
        numbers = set(re.findall(r" #(\d+) ", watch.output()))
        tap.equal(len(numbers), 2, "and a number of its own")
        client.quit()
        tap.ok(watch.shows(r"▼ CLOSED"), "the end of the first is told", watch.output())
        tap.equal(watch.output().count("▼ CLOSED"), 1, "the other is still open")
        tap.equal(watch.stop(), 0, "SIGINT ends it with 0")
        tap.equal(watch.output().count("session over"), 2, "what is still open is told then")
        tap.ok("secrets are in it" in watch.errors(), "-w says what it keeps", watch.errors())
        if os.geteuid() == 0:
            tap.ok("rights are given up" in watch.errors(), "-v says that root's rights are gone", watch.errors())
        packets = counted(watch.errors())
        second.close()
    tap.equal(kept.stat().st_mode & 0o777, 0o600, "nobody else may read the packets")
    done = records.analyze(kept)
    tap.equal(records.of_type(done.records, "capture")[0]["packets"], packets and packets[0], "as many packets are kept as counted")
    tap.equal(doubled(done.records), [], "each packet is there once")


def doubled(found):
    """A packet seen twice looks like one sent twice. (Checksums are not computed on the loopback.)"""
    return [r for r in found if r["type"] == "tcp" and r["event"] != "bad-checksum"]


# What is about the run and not about the mail.
WHOLE_RUN = ("capture", "journey", "end")


def check_json(tap, servers, directory, interface):
    kept = Path(directory, f"{interface}.pcap")
    port = servers.ports["smtp"]
    with Watch("-i", interface, "-f", f"tcp port {port}", "-w", kept, "-T", "json") as watch:
        client = deliver(port)
        tap.ok(wait_until(lambda: any(r["type"] == "message" for r in watch.records())),
               f"{interface}: the record of the mail comes while the connection is open", watch.output())
        client.quit()
        wait_until(lambda: any(r["type"] == "transition" and r["to"] == "CLOSED" for r in watch.records()))
        tap.equal(watch.stop(signal.SIGTERM), 0, f"{interface}: SIGTERM ends it with 0")
        told, errors = watch.records(), watch.errors()
    read = records.analyze(kept).records
    tap.equal(transitions(told), transitions(read), f"{interface}: the transitions are those of the packets kept")
    tap.ok(len(transitions(told)) >= 6, f"{interface}: there are some", told)
    tap.equal([r for r in told if r["type"] not in WHOLE_RUN], [r for r in read if r["type"] not in WHOLE_RUN],
              f"{interface}: and every other record, with frames and times")
    tap.equal(records.of_type(told, "end"), records.of_type(read, "end"), f"{interface}: the counts are the same")
    tap.equal(doubled(told), [], f"{interface}: each packet is seen once")
    tap.equal(errors.count("sanitizer"), 0, f"{interface}: no sanitizer complains")


def check_tls(tap, servers, keys, directory):
    port = servers.ports["smtp"]
    with Watch("-i", "lo", "-f", f"tcp port {port}", "-T", "json", "--tls-keylog", keys) as watch:
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE_S) as client:
            client.starttls(context=unchecked())
            client.ehlo("inside.example")
            client.login("bob", "hungry")
            shown = wait_until(lambda: any(r["type"] == "sasl" for r in watch.records()))
            tap.ok(shown, "what TLS hides is told live, by a key log that grows", watch.output() + watch.errors())
        tap.equal(watch.stop(), 0, "and it ends with 0")
        tap.ok("hungry" not in watch.output(), "without --reveal no password is shown", watch.output())


def unchecked():
    """The certificate of --ephemeral is in no file."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def check_refusals(tap):
    wrong = records.run("watch", "-i", "nothing0")
    tap.equal((wrong.status, len(wrong.errors.splitlines())), (2, 1), "an unknown interface is refused in one sentence")
    tap.ok('"nothing0"' in wrong.errors and re.search(r"there are: .*\blo\b", wrong.errors), "which lists those there are",
           wrong.errors)
    filtered = records.run("watch", "-i", "lo", "-f", "no such filter")
    tap.ok(filtered.status == 2 and "pcap-filter" in filtered.errors, "a filter that is none is refused", filtered.errors)
    place = records.run("watch", "-i", "lo", "-w", "/nowhere/at/all.pcap")
    tap.ok(place.status == 2 and "-w" in place.errors, "so is a file that cannot be written", place.errors)


def check_sudo(tap, directory):
    """What sudo leaves in the environment says who the program becomes, and who writes the file of -w."""
    if os.geteuid() != 0:
        tap.skip("sudo's user", "only root can become somebody else")
        return
    caller = {"SUDO_UID": "65533", "SUDO_GID": "65533"}
    own, others = Path(directory, "own"), Path(directory, "others")
    own.mkdir()
    others.mkdir()
    os.chown(own, 65533, 65533)
    with Watch("-i", "lo", "-w", own / "kept.pcap", env=caller) as watch:
        status = Path(f"/proc/{watch.process.pid}/status").read_text()
        tap.equal(re.findall(r"^[UG]id:\t(.*)$", status, re.MULTILINE), ["65533\t65533\t65533\t65533"] * 2, "under sudo it becomes the caller")
        tap.equal(watch.stop(), 0, "who listens on")
    tap.equal((own / "kept.pcap").stat().st_uid, 65533, "and owns what is kept")
    with Watch("-i", "lo", "-w", others / "kept.pcap", env=caller) as watch:
        tap.equal((watch.stop(), list(others.iterdir())), (2, []), "but writes nowhere else")


def check_options(tap):
    for arguments, word in ((["lo"], "-i"), ([], "-i"), (["-i", "lo", "-T", "xml"], "-T"), (["-i", "lo", "-q", "-v"], "contradict")):
        done = records.run("watch", *arguments)
        tap.ok(done.status == 2 and word in done.errors, f"watch {' '.join(arguments)} is a usage error", done.errors)
    tap.ok("Examples:" in records.run("watch", "--help").text, "--help has examples")


def may_listen(tap):
    """FALSE with a named skip, and a look at the sentence, where the system refuses."""
    with Watch("-i", "lo") as watch:
        if MAY_NOT in watch.errors():
            tap.ok("setcap" in watch.errors() and "sudo" in watch.errors(), "the refusal says how to get permission", watch.errors())
            tap.skip("watching the loopback", f"capturing is not permitted here: {watch.errors().strip()}")
            return False
        if watch.process.poll() is not None:
            tap.ok(False, "it listens on the loopback", watch.errors())
            return False
        tap.equal(watch.stop(), 0, "it listens on the loopback, and ends with 0")
    return True


def main():
    with Tap() as tap, tempfile.TemporaryDirectory() as directory:
        check_options(tap)
        if not may_listen(tap):
            return
        check_refusals(tap)
        keys = Path(directory, "keys.txt")
        os.chmod(directory, 0o755)  # whoever root's rights are given up for reads the key log
        check_sudo(tap, directory)
        with Servers("--ephemeral", env={"SSLKEYLOGFILE": str(keys)}) as servers:
            check_text(tap, servers, directory)
            for interface in ("lo", "any"):
                check_json(tap, servers, directory, interface)
            check_tls(tap, servers, keys, directory)


if __name__ == "__main__":
    main()
