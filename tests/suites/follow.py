#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""analyze --follow against "Follow TCP stream": taken back from our lines, the octets of each side are
those that tshark gives; and marks stand where a gap, a conflict or a stuffed dot is."""

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, records
from support.tap import Tap

ESCAPES = {"n": b"\n", "r": b"\r", "t": b"\t", "\\": b"\\"}
ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u\{([0-9a-f]+)\}|([nrt\\]))")


def octets_of(text):
    """What safe text was made of."""
    found, at = b"", 0
    for escape in ESCAPE.finditer(text):
        found += text[at:escape.start()].encode()
        octet, character, letter = escape.groups()
        found += bytes.fromhex(octet) if octet else chr(int(character, 16)).encode() if character else ESCAPES[letter]
        at = escape.end()
    return found + text[at:].encode()


def sides_of(output):
    """{"C": octets, "S": octets} of what --follow printed, and the marks."""
    sides, marks = {"C": b"", "S": b""}, []
    for line in output.decode().split("\n")[:-1]:
        if line.startswith("-- "):
            marks.append(line)
            continue
        side, end, text = re.fullmatch(r"([CS])([:~]) (.*)", line).groups()
        sides[side] += octets_of(text) + (b"\r\n" if end == ":" else b"")
    return sides, marks


def tshark(trace, stream):
    """{port: octets} of "Follow TCP stream"."""
    done = subprocess.run(["tshark", "-n", "-r", trace, "-q", "-z", f"follow,tcp,raw,{stream}"],
                          capture_output=True, text=True, check=True, timeout=120)
    ports = [int(port) for port in re.findall(r"^Node \d: .*:(\d+)$", done.stdout, re.M)]
    found = dict.fromkeys(ports, b"")
    for tab, digits in re.findall(r"^(\t?)([0-9a-f]+)$", done.stdout, re.M):
        found[ports[1 if tab else 0]] += bytes.fromhex(digits)
    return found


def follow(capture, stream, *options):
    return records.run("analyze", "--follow", stream, *options, capture)


def check_trace(tap, trace):
    found = records.analyze("-x", trace).records
    for conversation in records.of_type(found, "conversation"):
        name, stream = f"{trace.name}: tcp.stream {conversation['stream']}", conversation["stream"]
        done = follow(trace, stream)
        sides, marks = sides_of(done.output)
        tap.ok(done.status == 0 and "secrets" in done.errors, f"{name}: done, and secrets are spoken of", done.errors)
        dots = len(records.of_type(found, "octets", stream=stream, label="dot-stuffing"))
        tap.equal(sum("dot stuffing" in mark for mark in marks), dots, f"{name}: stuffed dots are marked")
        theirs = tshark(trace, stream)
        for side, role in (("C", "client"), ("S", "server")):
            missing = conversation["octets"][role] - len(sides[side])
            if b"missing in capture file]" in theirs[conversation[role]["port"]]:
                tap.ok(missing > 0 and any("gap" in mark for mark in marks), f"{name}, {role}: the gap is marked")
            else:
                tap.equal(sides[side], theirs[conversation[role]["port"]], f"{name}, {role}: octets as in Wireshark")


def main():
    with Tap() as tap:
        if shutil.which("tshark") is None:
            tap.skip("follow", "tshark is not installed")
            return
        for trace in records.traces():
            check_trace(tap, trace)
        check_marks(tap)


SPOKEN = """
    S: 220 mail
    C: HELO x\\y\\n
    S: 250 ok
    C: QUIT
    S: 221 bye
    """


def written(directory, name, packets):
    path = Path(directory, name)
    path.write_bytes(captures.pcap(packets, nanoseconds=True))
    return path


def check_marks(tap):
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        packets = dialogue.capture(dialogue.segments(dialogue.script(SPOKEN)))
        whole = written(directory, "whole.pcap", packets)
        done = follow(whole, 0)
        lines = done.text.splitlines()
        tap.equal(lines, ["S: 220 mail", "C: HELO x\\y\\\\n", "S: 250 ok", "C: QUIT", "S: 221 bye"],
                  "in the order of the wire")
        lost = [packet for packet in packets if b"250 ok" not in bytes(packet.octets)]
        text = follow(written(directory, "lost.pcap", lost), 0).text
        tap.ok("-- gap: 8 octets of the server are missing here\n" in text, "a gap is marked", text)
        again = []
        for segment in dialogue.segments(dialogue.script(SPOKEN)):
            again += [segment, replace(segment, payload=b"999 NO\r\n")] if b"250 ok" in segment.payload else [segment]
        done = follow(written(directory, "conflict.pcap", dialogue.capture(again)), 0)
        tap.ok("S: 250 ok\n-- conflict: packet " in done.text, "a conflict is marked", done.text + done.errors)
        for stream in (1, 4294967295):
            none = follow(whole, stream)
            tap.ok(none.status == 2 and f"tcp.stream {stream}" in none.errors and not none.output,
                   f"no tcp.stream {stream}: a sentence", none.errors)
        for wrong in (["-T", "json"], ["-q"], ["-T", "mermaid"], [whole]):
            tap.equal(follow(whole, 0, *wrong).status, 2, f"not together with {wrong[0]}")


if __name__ == "__main__":
    main()
