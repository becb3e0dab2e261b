#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Files that are missing, empty, cut or no captures: one sentence each, and all that is good."""

import gzip
import itertools
import random
import struct
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, records
from support.sample import session
from support.tap import Tap

PACKETS = dialogue.capture(dialogue.segments(session(), size=300))
EVERY = 7  # cut files at each so many octets
BATCH = 40


def sentences(done):
    return [line for line in done.errors.splitlines() if line.strip()]


# name: octets, or None for a file that is not there; each must give status 2 and one sentence
UNREADABLE = {
    "missing.pcap": None,
    "empty.pcap": b"",
    "text.pcap": b"Dear Bob,\nthis is no capture.\n",
    "zeros.pcap": bytes(4096),
    "one-octet.pcap": b"\xd4",
    "only-magic.pcap": b"\xd4\xc3\xb2\xa1",
    "half-header.pcap": captures.pcap([])[:20],
    "empty-gzip.pcap.gz": gzip.compress(b""),
    "text.gz": gzip.compress(b"no capture either\n"),
    "random.pcap": random.Random(1).randbytes(5000),
    "section-header-only-half.pcapng": captures.pcapng(PACKETS)[:16],
}


def unreadable(tap, directory):
    for name, octets in UNREADABLE.items():
        path = Path(directory, name)
        if octets is not None:
            path.write_bytes(octets)
        for output in ("json", "text"):
            done = records.run("analyze", "-T", output, path)
            told = sentences(done)
            tap.ok(done.status == 2 and not done.crashed() and told and name in done.errors and len(told) <= 2,
                   f"{name}, {output}: status 2 and a sentence that names it", f"{done.status}\n{done.errors}")
    done = records.analyze(directory)
    tap.ok(done.status == 2 and sentences(done) and not done.crashed(), "a directory", done.errors)
    done = records.analyze("-", stdin=b"")
    tap.ok(done.status == 2 and sentences(done) and not done.crashed(), "empty standard input", done.errors)


def good_beside_bad(tap, directory):
    """A file that cannot be read does not keep the others from being analyzed."""
    good = Path(directory, "good.pcap")
    good.write_bytes(captures.pcap(PACKETS))
    done = records.analyze(Path(directory, "missing.pcap"), good, Path(directory, "text.pcap"))
    tap.equal((done.status, len(records.of_type(done.records, "message"))), (2, 1), "good beside bad files")


# A mail-less capture is no error: a sentence says so.
def without_mail(tap, directory):
    web = dialogue.segments([("C", b"GET / HTTP/1.1\r\n\r\n"), ("S", b"HTTP/1.1 204 No Content\r\n\r\n")],
                            server=("10.0.1.1", 80))
    redis = dialogue.segments([("C", b"PING\r\n"), ("S", b"+PONG\r\n"), ("C", b"GET x\r\n"), ("S", b"$-1\r\n")],
                              server=("10.0.1.1", 110))
    for name, octets in {"no-packets.pcap": captures.pcap([]), "no-packets.pcapng": captures.pcapng([]),
                         "web.pcap": captures.pcap(dialogue.capture(web)),
                         "redis.pcap": captures.pcap(dialogue.capture(redis))}.items():
        path = Path(directory, name)
        path.write_bytes(octets)
        done = records.run("analyze", path)
        tap.ok(done.status == 0 and (done.text + done.errors).strip(), f"{name}: status 0 and a sentence",
               f"{done.status} {done.text} {done.errors}")
        done = records.analyze(path)
        tap.equal((done.status, [r["type"] for r in done.records if r["type"] != "finding"]), (0, ["capture", "end"]),
                  f"{name}: only the capture and the end")


def unknown_link(tap, directory):
    """Packets of a link type that is not read: a sentence with its number, and everything else."""
    path = Path(directory, "bluetooth.pcap")
    path.write_bytes(captures.pcap([captures.Packet(p.time_ns, p.octets, 201) for p in PACKETS]))
    done = records.analyze(path)
    named = "201" in done.errors or "BLUETOOTH" in done.errors
    tap.ok(named and done.status in (0, 2) and not done.crashed(), "unknown link type: a sentence names it",
           f"{done.status} {done.errors}")
    path = Path(directory, "mixed.pcapng")
    path.write_bytes(captures.pcapng([captures.Packet(PACKETS[0].time_ns, b"x" * 40, 201)] + PACKETS))
    done = records.analyze(path)
    tap.ok(len(records.of_type(done.records, "message")) == 1 and sentences(done),
           "unknown link type on one interface: the other is read", done.errors)


def cut(tap, name, octets, header):
    """The file cut at each EVERY-th octet behind its header."""
    ends = range(header, len(octets), EVERY)
    wrong, told = [], 0
    for start in range(0, len(ends), BATCH):
        files = {f"{end:05}.pcap": octets[:end] for end in ends[start:start + BATCH]}
        found, done = records.analyze_octets(files)
        if done.crashed():
            wrong.append(f"crash: {done.errors[:2000]}")
        for file, part in files.items():
            wrong += wrong_after_cut(file, len(part), ends_of_packets(name, octets), found[file], done)
            told += file in done.errors
    tap.ok(not wrong, f"{name}: cut at {len(ends)} places, all that is whole is told", "\n".join(map(str, wrong[:10])))
    tap.ok(told, f"{name}: most cuts are told on standard error")


def ends_of_packets(name, octets):
    """Where the file may end, and how many packets there are before: {offset: number}."""
    if name == "pcap":
        offsets = itertools.accumulate([24] + [16 + len(p.octets) for p in PACKETS])
        return {offset: number for number, offset in enumerate(offsets)}
    found, at, number = {}, 0, 0
    while at < len(octets):
        kind, length = struct.unpack_from("<II", octets, at)
        at, number = at + length, number + (kind == captures.ENHANCED)
        found[at] = number
    return found


def wrong_after_cut(file, end, ends, found, done):
    captured = records.of_type(found, "capture")
    if len(captured) != 1:
        return [f"{file}: {len(captured)} capture records"]
    number = max((n for offset, n in ends.items() if offset <= end), default=0)
    if captured[0]["packets"] != number:
        return [f"{file}: {captured[0]['packets']} packets, {number} are whole"]
    if captured[0]["cut_short"] != (end not in ends):
        return [f"{file}: cut_short is {captured[0]['cut_short']}"]
    if captured[0]["cut_short"] and file not in done.errors:
        return [f"{file}: nothing on standard error"]
    return []


def cut_gzip(tap, directory):
    packed = gzip.compress(captures.pcap(PACKETS))
    for end in range(30, len(packed), 97):
        path = Path(directory, "cut.pcap.gz")
        path.write_bytes(packed[:end])
        done = records.analyze(path)
        tap.ok(done.status == 2 and not done.crashed() and "cut.pcap.gz" in done.errors,
               f"gzip cut after {end} octets", done.errors)


def hostile_lengths(tap, directory):
    """Lengths in headers that promise more than there is."""
    octets = bytearray(captures.pcap(PACKETS))
    for name, at, value in (("a packet of 4 GiB", 32, b"\xff\xff\xff\xff"), ("a negative length", 32, b"\0\0\0\x80"),
                            ("a snap length of 0", 16, b"\0\0\0\0")):
        bad = octets[:]
        bad[at:at + 4] = value
        path = Path(directory, "lengths.pcap")
        path.write_bytes(bad)
        done = records.analyze(path)
        tap.ok(not done.crashed() and done.status in (0, 2), name, f"{done.status} {done.errors}")


def mutilated(tap, directory):
    """Octets changed at random: nothing crashes, and each output is whole records."""
    chance, files = random.Random(5), {}
    for number in range(120):
        source = captures.pcap(PACKETS) if number % 2 else captures.pcapng(PACKETS)
        octets = bytearray(source)
        for _ in range(chance.randint(1, 12)):
            octets[chance.randrange(24 if chance.random() < 0.8 else 0, len(octets))] = chance.randrange(256)
        files[f"{number:03}.pcap"] = bytes(octets)
    names = list(files)
    for start in range(0, len(names), BATCH):
        part = {name: files[name] for name in names[start:start + BATCH]}
        _, done = records.analyze_octets(part)
        tap.ok(not done.crashed(), f"mutilated files {start}…{start + len(part) - 1}", done.errors[:3000])


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        unreadable(tap, directory)
        good_beside_bad(tap, directory)
        without_mail(tap, directory)
        unknown_link(tap, directory)
        cut(tap, "pcap", captures.pcap(PACKETS), 24)
        cut(tap, "pcapng", captures.pcapng(PACKETS), 28)
        cut_gzip(tap, directory)
        hostile_lengths(tap, directory)
        mutilated(tap, directory)


if __name__ == "__main__":
    main()
