#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each trace without its beginning, without its end, and without one packet, at every packet: the
records keep the contract's order, and no mail is called complete that is not the one that was sent."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, records, rules
from support.tap import Tap

LONGEST = 60  # of longer traces only the first packets are left out one by one
WAYS = {
    "begins at packet": lambda packets, at: packets[at:],
    "ends before packet": lambda packets, at: packets[:at],
    "lacks packet": lambda packets, at: packets[:at] + packets[at + 1:],
}


def order_broken(found):
    """The rules of order and states, without the shape of each record."""
    for stream, mine in rules.streams(found).items():
        for rule in rules.OF_A_STREAM:
            for sentence in rule(mine):
                yield f"stream {stream}: {rule.__name__}: {sentence}"


def digests(found):
    return {m["sha256"] for m in records.of_type(found, "message") if m["integrity"] == "complete"}


def check(tap, trace):
    packets = captures.read(trace.read_bytes())
    whole = digests(records.analyze(trace).records)
    places = range(1, min(len(packets), LONGEST))
    for way, part in WAYS.items():
        files = {f"{at:03}.pcap": captures.pcap(part(packets, at), nanoseconds=True) for at in places}
        found, done = records.analyze_octets(files)
        wrong = [f"status {done.status}: {done.errors[-3000:]}"] if done.crashed() or done.status else []
        for name, mine in found.items():
            wrong += [f"{name}: {sentence}" for sentence in order_broken(mine)]
            wrong += [f"{name}: a complete mail {digest} that nobody sent" for digest in digests(mine) - whole]
        tap.ok(not wrong, f"{trace.name} {way} 1…{len(places)}", "\n".join(wrong[:12]))


def main():
    with Tap() as tap:
        for trace in records.traces():
            check(tap, trace)


if __name__ == "__main__":
    main()
