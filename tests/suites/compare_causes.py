#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where Wireshark reads the same octets otherwise: each situation that shows in its fields, as a capture on which
`compare` names the cause, with near misses on which that rule is silent; and none of the differences stays
without an explanation. What shows in no field of Wireshark is a capture on which nothing differs. What
Wireshark does is that of its versions 4.0; with another one a case that fails is skipped."""

import sys
import tempfile
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import cases_compare, records
from support.tap import Tap
from support.tshark_version import measured, version


def wrong(case, found):
    """Sentences on what is not as the case says."""
    names = {r["name"] for r in found}
    for cause in case.causes:
        if cases_compare.NAMES[cause] not in names:
            yield f"{cause} is not named; there are {sorted(map(str, names))}"
    for cause in case.silent:
        if cases_compare.NAMES[cause] in names:
            yield f"{cause} must not be named"
    for record in found:
        if case.agrees or record["cause"] is None:
            yield f"{record['frame']} {record['field']} {record['kind']}: {record['cause']}"
        elif record["right"] == "maillab" and not record["rfc"]:
            yield f"maillab is said to be right without an RFC: {record}"


AT_ONCE = 16  # captures that one start of the program compares


def compare(cases):
    """The differences of each case, and how the program ended."""
    with tempfile.TemporaryDirectory() as directory:
        paths = [Path(directory) / f"{number:03}.pcap" for number in range(len(cases))]
        for case, path in zip(cases, paths):
            path.write_bytes(case.file())
        done = records.run("compare", "-T", "json", *paths)
        told = [r for r in done.records if r["type"] == "difference"]
        return [[r for r in told if r["file"] == str(path)] for path in paths], done


def main(tap):
    unseen = [replace(case, name=f"{case.name}: shows in no field, for {why}") for why, case in cases_compare.UNSEEN]
    cases = cases_compare.CASES + unseen
    if version() is None:
        tap.skip("each cause and its near misses", "tshark is not installed")
        return
    for first in range(0, len(cases), AT_ONCE):
        some = cases[first:first + AT_ONCE]
        found, done = compare(some)
        tap.ok(not done.crashed(), f"{len(some)} captures compared", f"status {done.status}\n{done.errors[:4000]}")
        for case, differences in zip(some, found):
            sentences = list(wrong(case, differences))
            measured(tap, not sentences, case.name, "\n".join(sentences))


if __name__ == "__main__":
    with Tap() as output:
        main(output)
