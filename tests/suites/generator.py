#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The tools of the other suites, held against tshark and against themselves: what they build is right,
and recutting keeps every octet and every flight."""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, packets, recut, records
from support.sample import session
from support.tap import Tap

V4 = dialogue.segments(session(), size=100)
V6 = dialogue.segments(session(), size=100, client=("fd00::10", 43516), server=("fd00::1", 25))
CHECKS = ["-o", "tcp.check_checksum:TRUE", "-o", "ip.check_checksum:TRUE"]


def read_by_tshark(path):
    """What tshark finds wrong (checksums, TCP analysis, malformed packets), and the commands it sees."""
    wrong = "tcp.checksum.status == 0 || ip.checksum.status == 0 || tcp.analysis.flags || _ws.malformed"
    done = subprocess.run(["tshark", "-n", "-r", path, *CHECKS, "-Y", f"smtp.req.command || {wrong}", "-T", "fields",
                           "-e", "smtp.req.command", "-e", "tcp.checksum.status", "-e", "_ws.expert.message"],
                          capture_output=True, text=True, check=True)
    return [line.rstrip("\t").split("\t") for line in done.stdout.splitlines()]


def by_tshark(tap, directory):
    path = Path(directory, "x.pcap")
    for family, segments in (("IPv4", V4), ("IPv6", V6)):
        cases = {link: dialogue.capture(segments, link) for link in packets.LINKS}
        cases["fragments"] = dialogue.capture(segments, fragment=40)
        for name, built in cases.items():
            path.write_bytes(captures.pcap(built))
            tap.equal(read_by_tshark(path), [[verb, "1"] for verb in ("EHLO", "MAIL", "RCPT", "DATA", "QUIT")],
                      f"{family}, {name}: tshark reads the session without a complaint")


def round_trip(tap):
    built = dialogue.capture(V4)
    octets = [(p.time_ns, p.octets, p.link) for p in built]
    files = {"pcap": captures.pcap(built, nanoseconds=True), "big-endian": captures.pcap(built, ">", True),
             "pcapng": captures.pcapng(built), "big-endian pcapng": captures.pcapng(built, order=">")}
    for name, file in files.items():
        tap.equal([(p.time_ns, p.octets, p.link) for p in captures.read(file)], octets, f"{name}: written and read")


def told(packet_list):
    """[(side, octets)] of each connection: its flights."""
    return [[(side, b"".join(c.octets for c in chunks)) for side, chunks in recut.flights(connection)]
            for connection in recut.connections(packet_list)[0]]


def recutting(tap):
    for trace in records.traces():
        packet_list = captures.read(trace.read_bytes())
        before = told(packet_list)
        wrong = [variant for variant in recut.VARIANTS if told(recut.recut(packet_list, variant, 1)) != before]
        tap.ok(not wrong, f"{trace.name}: every cut keeps octets and flights", wrong)
        tap.ok(len(recut.recut(packet_list, "one-octet")) > len(packet_list), f"{trace.name}: it is cut")


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        by_tshark(tap, directory)
        round_trip(tap)
        recutting(tap)


if __name__ == "__main__":
    main()
