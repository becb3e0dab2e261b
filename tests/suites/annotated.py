#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`analyze -T pcapng`: the capture again, with comments. Wireshark's tshark reads it and finds the same
packets and our comments; analyzing it again says the same; it is refused where it cannot be done."""

import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.tap import Tap

# Wireshark joins the comments of one frame with what -E aggregator says.
BETWEEN = "|"
PACKET_FIELDS = ["frame.number", "frame.time_epoch", "frame.len", "frame.cap_len", "frame.encap_type", "tcp.checksum"]
BLOCK_SECTION, BLOCK_INTERFACE, BLOCK_PACKET = 0x0A0D0D0A, 1, 6
OPTION_COMMENT = 1


def annotate(trace, out, *options):
    return records.run("analyze", "-T", "pcapng", "-o", out, *options, trace)


def blocks(octets):
    """(type, body) of every block of a little-endian pcapng."""
    at = 0
    while at < len(octets):
        kind, length = struct.unpack_from("<II", octets, at)
        assert length % 4 == 0 and octets[at + length - 4:at + length] == octets[at + 4:at + 8]
        yield kind, octets[at + 8:at + length - 4]
        at += length


def comments_of(body):
    captured = struct.unpack_from("<I", body, 12)[0]
    at, found = 20 + (captured + 3) // 4 * 4, []
    while at + 4 <= len(body):
        code, length = struct.unpack_from("<HH", body, at)
        if code == OPTION_COMMENT:
            found.append(body[at + 4:at + 4 + length].decode())
        at += 4 + (length + 3) // 4 * 4
    return found


def comments(octets):
    """{frame: [comment]}"""
    packets = [body for kind, body in blocks(octets) if kind == BLOCK_PACKET]
    return {n: found for n, body in enumerate(packets, 1) if (found := comments_of(body))}


def tshark(file, *arguments):
    done = subprocess.run(["tshark", "-r", str(file), "-n", *arguments], capture_output=True, check=False)
    return done.returncode, done.stdout.decode()


def fields(file, names):
    arguments = [word for name in names for word in ("-e", name)]
    status, output = tshark(file, "-T", "fields", "-E", "occurrence=a", "-E", f"aggregator={BETWEEN}", *arguments)
    return status, [line.split("\t") for line in output.splitlines()]


def shown(texts):
    """How tshark 4.0 shows the comments of one frame among its fields."""
    return BETWEEN.join(texts).replace("\n", "\\n")


def as_in_4_0(value, texts):
    """tshark 4.2 shows the first line, then each line of a comment, before the whole of it."""
    with_lines = [part for text in texts
                  for part in ([text.partition("\n")[0], *text.split("\n"), text] if "\n" in text else [text])]
    return shown(texts) if value == shown(with_lines) else value


def check_in_wireshark(tap, name, capture, out, packet_fields):
    """The same packets as in the capture, and the comments that were written."""
    if shutil.which("tshark") is None:
        tap.skip(f"{name}: tshark", "tshark is not installed")
        return
    status, rows = fields(out, [*packet_fields, "frame.comment"])
    expected_status, expected = fields(capture, packet_fields)
    tap.equal((status, [row[:-1] for row in rows]), (expected_status, expected), f"{name}: the same packets in tshark")
    found = comments(out.read_bytes())
    texts = [found.get(n, []) for n in range(1, len(rows) + 1)]
    tap.equal([as_in_4_0(row[-1].replace("\\\\", "\\"), text) for row, text in zip(rows, texts)],
              [shown(text) for text in texts], f"{name}: tshark shows the comments")


def expected_lines(told):
    """What the records say that must stand in a comment: [(frame, beginning of a line)], sorted."""
    lines = []
    for record in told:
        if record["type"] == "transition":
            lines.append((record["frame"], f"state {record['from']} → {record['to']}: "))
        elif record["type"] == "finding":
            lines.append((record["frames"][1], f"[{record['severity']}] {record['code']}: "))
        elif record["type"] == "message":
            lines.append((record["frames"][1], f"message {record['n']} ends here: "))
        elif record["type"] == "reply":
            lines.append((record["frames"][1], "S: "))
        elif record["type"] == "command" and record["octets"] > 0:
            lines.append((record["frames"][1], "C: "))
    return sorted(lines)


def written_lines(found):
    """The same of the comments that were written."""
    lines = []
    for frame, texts in found.items():
        for line in texts[-1].split("\n"):
            if line.startswith(("S: ", "C: ")):
                lines.append((frame, line[:3]))
            elif not line.startswith("TLS"):
                lines.append((frame, line[:line.index(": ") + 2]))
    return sorted(lines)


def without_names(told):
    """Records but for what a copy in another format changes, at any depth."""
    if isinstance(told, dict):
        return {k: without_names(v) for k, v in told.items() if k not in ("file", "format")}
    return [without_names(value) for value in told] if isinstance(told, list) else told


def check_trace(tap, trace, directory):
    out = directory / (trace.name + ".annotated")
    keys = records.keys_of(trace)
    done = annotate(trace, out, *keys)
    tap.ok(done.status == 0 and "kept" in done.errors, f"{trace.name}: is written", done.errors)
    octets = out.read_bytes()
    found = comments(octets)
    told = records.analyze(*keys, trace).records
    tap.equal(written_lines(found), expected_lines(told), f"{trace.name}: comments say what the records say")
    tap.equal(without_names(records.analyze(out).records), without_names(told),
              f"{trace.name}: analyzing it again, without a key log, says the same")
    check_in_wireshark(tap, trace.name, trace, out, PACKET_FIELDS)


def option(code, value):
    return struct.pack("<HH", code, len(value)) + value + bytes(-len(value) % 4)


def block(kind, body, order="<"):
    body += bytes(-len(body) % 4)
    length = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + length + body + length


def first_packets(trace, count):
    """[(time in ns, octets)] of a copy of a trace."""
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        out = Path(directory) / "copy"
        annotate(trace, out)
        packets = [body for kind, body in blocks(out.read_bytes()) if kind == BLOCK_PACKET][:count]
    heads = [struct.unpack_from("<IIIII", body) for body in packets]
    return [((h[1] << 32) | h[2], body[20:20 + h[3]]) for h, body in zip(heads, packets)]


def interface(link, snaplen):
    return block(BLOCK_INTERFACE, struct.pack("<HHI", link, 0, snaplen) + option(9, b"\x09") + bytes(4))


def check_existing(tap, directory):
    """Comments that are there, an unused interface, snapped packets, flags: all stay."""
    packets = first_packets(records.TRACES / "SMTP-auth.pcap", 12)
    octets = block(BLOCK_SECTION, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1))
    octets += interface(101, 0) + interface(1, 2000)
    for n, (time, packet) in enumerate(packets, 1):
        options = option(OPTION_COMMENT, f"mine {n}".encode()) + option(OPTION_COMMENT, "zwei – ü".encode())
        options += option(2, struct.pack("<I", 1)) + bytes(4)
        body = struct.pack("<IIIII", 1, time >> 32, time & 0xFFFFFFFF, len(packet), len(packet) + 7)
        octets += block(BLOCK_PACKET, body + packet + bytes(-len(packet) % 4) + options)
    capture, out = directory / "existing.pcapng", directory / "existing.out"
    capture.write_bytes(octets)
    done = annotate(capture, out)
    before, after = comments(octets), comments(out.read_bytes())
    tap.equal({n: texts[:2] for n, texts in after.items()}, before, "comments that were there stay, in front of ours")
    tap.ok(any(len(texts) == 3 for texts in after.values()), "and ours come behind them", done.errors)
    names = [*PACKET_FIELDS, "frame.packet_flags_direction", "frame.interface_id"]
    check_in_wireshark(tap, "interfaces, lengths, flags", capture, out, names)


def check_cut(tap, directory):
    """A capture that ends in the middle: what is there is copied, and the exit status tells."""
    whole = (records.TRACES / "SMTP-auth.pcap").read_bytes()
    for cut in (24, 30, 41, len(whole) // 2, len(whole) - 1):
        capture, out = directory / f"cut-{cut}.pcap", directory / f"cut-{cut}.out"
        capture.write_bytes(whole[:cut])
        done = annotate(capture, out)
        told = records.analyze(capture)
        packets = [body for kind, body in blocks(out.read_bytes()) if kind == BLOCK_PACKET]
        counted = [r["packets"] for r in told.records if r["type"] == "capture"][0]
        tap.ok(not done.crashed() and done.status == told.status and len(packets) == counted,
               f"cut at octet {cut}: its {counted} whole packets are copied", done.errors)


def check_refused(tap, directory):
    trace = directory / "own.pcap"
    shutil.copy(records.TRACES / "SMTP-auth.pcap", trace)
    before = trace.read_bytes()
    done = annotate(trace, trace)
    tap.ok(done.status == 2 and trace.read_bytes() == before, "a capture is not overwritten by its copy", done.errors)
    done = records.run("analyze", "-T", "pcapng", "-o", directory / "x", "-", stdin=before)
    tap.ok(done.status == 2 and "standard input" in done.errors, "standard input is refused", done.errors)
    done = records.run("analyze", "-T", "pcapng", "-o", directory / "x", trace, trace)
    tap.ok(done.status == 2 and "only one" in done.errors, "two captures are refused", done.errors)
    done = records.run("analyze", "-T", "pcapng", trace)
    tap.ok(done.status == 0 and comments(done.output), "without -o it goes to a pipe", done.errors)


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as name:
        directory = Path(name)
        for trace in records.traces():
            check_trace(tap, trace, directory)
        check_existing(tap, directory)
        check_cut(tap, directory)
        check_refused(tap, directory)


if __name__ == "__main__":
    main()
