#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Cutting a capture into other packets changes nothing but frames, times and what depends on them:
every trace, and the generated sessions with more than traces show."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, cases_smtp, dialogue, recut, records
from support.tap import Tap

SEEDS = {"random-sizes": (1,), "shuffled": (1, 2, 3), "doubled-shuffled": (1, 2)}
FEW = [("one-octet", 0), ("merged", 0), ("shuffled", 1), ("doubled-shuffled", 1)]


def all_cuts():
    """(variant, seed) of every cut that is made of a trace."""
    return [(variant, seed) for variant in recut.VARIANTS for seed in SEEDS.get(variant, (0,))]


def comparable(found):
    """The records without what cutting may change; sums over the whole file stay out."""
    return records.by_stream([r for r in found if r["type"] not in ("capture", "end")])


def check(tap, name, packets, cuts, options=()):
    """One start of the program for all cuts of a capture; yields (cut, difference)."""
    files = {"as captured": captures.pcap(packets, nanoseconds=True)}
    for variant, seed in cuts:
        files[f"{variant}, seed {seed}"] = captures.pcap(recut.recut(packets, variant, seed), nanoseconds=True)
    found, done = records.analyze_octets(files, *options)
    expected = comparable(found["as captured"])
    wrong = [f"exit status {done.status}: {done.errors}"] if done.crashed() else []
    for cut in list(files)[1:]:
        difference = records.difference(comparable(found[cut]), expected)
        wrong += [f"{cut}: {difference}"] if difference else []
    tap.ok(not wrong, f"{name}: {len(cuts)} cuts", "\n".join(wrong))


def main():
    with Tap() as tap:
        for trace in records.traces():
            check(tap, trace.name, captures.read(trace.read_bytes()), all_cuts(), records.keys_of(trace))
        for case in cases_smtp.CASES:
            options = () if "-x" in case.options else case.options
            check(tap, case.name, dialogue.capture(case.packets), FEW, options)


if __name__ == "__main__":
    main()
