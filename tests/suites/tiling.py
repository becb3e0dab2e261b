#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""With -x every octet of both directions belongs to exactly one named leaf, and no leaf is a whole
line of commands or replies. The octets themselves are put in order here, not taken from the program."""

import base64
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, recut, records
from support.sample import session
from support.tap import Tap

SIDES = {"C": "client", "S": "server"}
PAYLOAD = ("<end-of-data>", "BDAT", "<sasl-response>")  # commands that carry more than a line


def streams_of(packets):
    """{(client port, side name): octets} by our own reassembly; None where octets are missing."""
    found = {}
    for connection in recut.connections(packets)[0]:
        for side, name in SIDES.items():
            try:
                octets = b"".join(c.octets for c in recut.in_order(connection.sides[side]))
            except ValueError:
                octets = None
            found[connection.client[1], name] = octets
    return found


def leaves_tile(leaves, total):
    """Sentences on holes, overlaps, and a wrong end."""
    at = 0
    for leaf in leaves:
        if leaf["offset"] != at:
            yield f"leaf {leaf['label']!r} begins at {leaf['offset']}, the one before ends at {at}"
        at = leaf["offset"] + leaf["length"]
    if at != total:
        yield f"the leaves end at {at} of {total} octets"


# What leaves with these labels can hold and nothing else.
ONLY = {"space": rb"[ \t]+", "colon": rb":", "comma": rb",", "at": rb"@", "line end": rb"\r\n|\n",
        "verb": rb"[A-Za-z]+", "reply code": rb"[2-5]\d\d", "day": rb"\d\d?", "month": rb"[A-Z][a-z][a-z]",
        "chunk size": rb"\d+", "angle bracket": rb"[<>]", "domain": rb"[^\s<>:]+", "field name": rb"[!-9;-~]+"}

# No lines in there.
BINARY = re.compile(r"tls |deflate$")


def leaf_content(leaves, octets):
    """Sentences on leaves that are unknown, that hold what their label excludes, or a line end
    beside other octets."""
    for leaf in leaves:
        mine = octets[leaf["offset"]:leaf["offset"] + leaf["length"]]
        shown = base64.b64decode(leaf["text_base64"]) if "text_base64" in leaf else leaf["text"].encode()
        if leaf["label"] in ONLY and not re.fullmatch(ONLY[leaf["label"]], mine):
            yield f"{leaf['label']!r} is {mine[:60]!r} at {leaf['offset']}"
        if shown not in (mine, b"(redacted)"):
            yield f"{leaf['label']!r} shows {shown[:60]!r}, sent was {mine[:60]!r}"
        if leaf["label"] == "unknown":
            yield f"unknown: {mine[:60]!r} at {leaf['offset']}"
        if b"\n" in mine and mine.strip(b"\r\n") and not BINARY.match(leaf["label"]):
            yield f"{leaf['label']!r} crosses a line end: {mine[:80]!r}"


def command_lines(records_of, octets):
    """[(offset, line)] of what are commands, by the lengths that the command records tell."""
    at, lines = 0, []
    for command in records.of_type(records_of, "command"):
        if command["verb"] not in PAYLOAD:
            lines.append((at, octets[at:at + command["octets"]].rstrip(b"\r\n")))
        at += command["octets"]
    return lines, at


def lines_from(at, octets):
    for line in octets.splitlines(keepends=True):
        yield at, line.rstrip(b"\r\n")
        at += len(line)


def reply_lines(records_of, octets):
    """[(offset, line)] of what are replies, by the lengths that the reply records tell; of one that
    carries a message only the first line."""
    at, lines = 0, []
    for reply in records.of_type(records_of, "reply"):
        found = list(lines_from(at, octets[at:at + reply["octets"]]))
        lines += found[:1] if "message" in reply else found
        at += reply["octets"]
    return lines, at


def whole_lines(lines, leaves):
    """Sentences on lines of several words that are one leaf."""
    by_offset = {leaf["offset"]: leaf for leaf in leaves}
    for offset, line in lines:
        leaf = by_offset.get(offset)
        if leaf is None:
            yield f"no leaf begins where the line {line[:50]!r} begins"
        elif b" " in line and leaf["length"] >= len(line):
            yield f"the whole line {line[:60]!r} is one leaf, {leaf['label']!r}"


def by_layer(mine, side):
    """{layer: [leaf]}, the wire first."""
    layers = {"wire": []}
    for leaf in records.of_type(mine, "octets", **{"from": side}):
        layers.setdefault(leaf["layer"], []).append(leaf)
    return layers


def extent(leaves):
    return leaves[-1]["offset"] + leaves[-1]["length"] if leaves else 0


def check(tap, name, packets, found):
    expected = streams_of(packets)
    for conversation in records.of_type(found, "conversation"):
        stream, port = conversation["stream"], conversation["client"]["port"]
        mine = [r for r in found if r.get("stream") == stream]
        for side in SIDES.values():
            layers = by_layer(mine, side)
            octets = expected.get((port, side))
            if octets is None:  # some are missing: the records say how many there were
                wrong = list(leaves_tile(layers["wire"], conversation["octets"][side]))
            else:
                wrong = against_octets(mine, layers, octets, side)
            for layer in list(layers)[1:]:
                wrong += leaves_tile(layers[layer], extent(layers[layer]))
                wrong += [f"unknown in {layer}: {leaf['text'][:60]!r}" for leaf in layers[layer]
                          if leaf["label"] == "unknown"]
            tap.ok(not wrong, f"{name}: stream {stream}, {side}", "\n".join(wrong[:8]))


def against_octets(mine, layers, octets, side):
    leaves = layers["wire"]
    wrong = list(leaves_tile(leaves, len(octets))) + list(leaf_content(leaves, octets))
    if len(layers) > 1 or records.of_type(mine, "tls"):
        return wrong
    lines, total = (reply_lines if side == "server" else command_lines)(mine, octets)
    if total != len(octets):
        wrong.append(f"the records have {total} octets, {len(octets)} were sent")
    return wrong + list(whole_lines(lines, leaves))


def generated():
    """{name: packets} of what the traces do not show."""
    odd = session(b"Subject: =?utf-8?Q?=C3=BC?= x\r\n =?utf-8?B?w7w=?=\r\nContent-Type: multipart/mixed;\r\n"
                  b"\tboundary=\"a b\"\r\n\r\npreamble\r\n--a b\r\nContent-Type: text/plain;"
                  b" charset*=utf-8''utf%2D8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=C3=\r\n=BC=41\r\n"
                  b"--a b \r\nContent-Transfer-Encoding: base64\r\n\r\nQUJD\r\nQQ==\r\n--a b--\r\n..epilogue\r\n")
    garbage = dialogue.script("""
        S: 220 mail ESMTP
        C: EHLO x
        S: 250-mail
        S: 250 SIZE 1000
        C: FROBNICATE
        S: 500 what?
        C: MAIL FROM:<a@x> SIZE=5 BODY=8BITMIME
        S: 250
        C: RCPT TO:<"q s"@[10.0.0.1]> NOTIFY=NEVER ORCPT=rfc822;a+2Bb@x
        S: 250-2.1.5 one
        S: 250 2.1.5 two
        C: AUTH PLAIN AGFsaWNlAHdvbmRlcmxhbmQ=
        S: 503 5.5.1 not now
        C: QUIT
        S: 221 bye
        """)
    return {"multipart, encoded words, stuffed epilogue": odd, "commands with parameters, garbage": garbage}


def check_all(tap, cases, *options):
    """Analyzes all cases in one run."""
    files = {f"{number}.pcap": captures.pcap(p, nanoseconds=True) for number, p in enumerate(cases.values())}
    found, done = records.analyze_octets(files, "-x", *options)
    tap.equal((done.status, done.errors), (0, ""), "analyze -x: no complaint")
    for (name, packets), file in zip(cases.items(), files):
        tap.ok(records.of_type(found[file], "octets"), f"{name}: there are leaves")
        check(tap, name, packets, found[file])


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        traces = {trace.name: trace for trace in records.traces()}
        cases = {name: captures.read(trace.read_bytes()) for name, trace in traces.items()}
        for name, flights in generated().items():
            cases[name] = dialogue.capture(dialogue.segments(flights))
        check_all(tap, cases)
        logs = {name: records.keys_of(trace)[1] for name, trace in traces.items() if records.keys_of(trace)}
        together = Path(directory, "keylog.txt")
        together.write_text("".join(log.read_text() for log in logs.values()))
        check_all(tap, {f"{name} with its keys": cases[name] for name in logs}, "--tls-keylog", together)


if __name__ == "__main__":
    main()
