#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""maillab compare: its table knows every field of Wireshark's mail dissectors, every difference on every
capture of ours is explained, its filters find what they say, and the page of the guide says what a fresh
run says."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records, tshark_cache
from support.tap import Tap
from support.tshark_version import is_measured, measured, version

TABLE = records.ROOT / "lab" / "compare" / "fields_rows.c"
PAGE = records.ROOT / "lab" / "docs" / "maillab-and-wireshark.md"
PROTOCOLS = ("smtp", "pop", "imap", "imf", "mime_multipart")
FILTERED = ("SMTP-starttls", "SMTP-sasl", "POP3-pipelining", "IMAP-folders", "IMAP-partial-fetch", "SMTP-lossy")
ROUNDS = 3
SUMS = ("agreed", "differing", "only_maillab", "only_wireshark")


def compare(*options, environment):
    done = subprocess.run([records.program(), "compare", *map(str, options)], capture_output=True, check=False,
                          env=environment, timeout=800)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_table(tap):
    """The table beside tshark's own list."""
    rows = re.findall(r'\{\s*"([a-z_0-9.-]+)", FACTS_', TABLE.read_text())
    if not is_measured():
        tap.skip("the table knows every field of Wireshark's mail dissectors", "the table is that of tshark 4.0")
        return
    done = subprocess.run(["tshark", "-G", "fields"], capture_output=True, text=True, check=True, timeout=120)
    lines = [line.split("\t") for line in done.stdout.splitlines()]
    known = {line[2]: line[4] for line in lines if line[0] == "F"}
    wanted = {name for name, protocol in known.items() if protocol in PROTOCOLS}
    tap.equal(sorted(wanted - set(rows)), [], "the table knows every field of Wireshark's mail dissectors")
    tap.equal(sorted(set(rows) - set(known)), [], "and Wireshark knows every field of the table")


def check_sums(tap, told):
    """Records of the fields add up to those of the captures, and these to the last one."""
    whole, captured = told[-1], [r for r in told if r["type"] == "comparison"]
    fields = [r for r in told if r["type"] == "field"]
    for name in SUMS:
        sums = sum(r[name] for r in fields), sum(r[name] for r in captured)
        tap.equal(sums, (whole[name], whole[name]), f"sums of {name} add up")
    differences = [r for r in told if r["type"] == "difference"]
    tap.equal(len(differences), sum(whole[n] for n in SUMS[1:]), "every difference has a record")
    tap.ok(all(bool(r["maillab"] is None) == (r["kind"] == "only-wireshark") for r in differences),
           "and its values say who has the field")
    tap.ok(all(r["why"] and r["right"] in ("maillab", "Wireshark", "both") for r in differences if r["cause"]),
           "an explained one says who is right, and why")


def unexplained(told):
    return [f"{r['file']} packet {r['frame']} {r['field']}: {r['maillab']!r} {r['wireshark']!r}"
            for r in told if r["type"] == "difference" and r["cause"] is None]


def check_traces(tap, environment):
    status, output, complaint = compare("-T", "json", *records.traces(), environment=environment)
    told = [json.loads(line) for line in output.splitlines()]
    measured(tap, status == 0 and told[-1]["unexplained"] == 0 and not unexplained(told),
             "every difference on every capture of ours is explained", complaint + "\n".join(unexplained(told)[:20]))
    tap.ok(told[-1]["agreed"] > 5000, "and there is much that both say", told[-1])
    check_sums(tap, told)
    return told


def check_page(tap, environment):
    name = "the page of the guide is what a fresh run says"
    page = PAGE.read_text()
    named = re.search(r"With tshark (\S+),", page).group(1)
    if version() != named:
        tap.skip(name, "the page was written with another version of tshark")
        return
    _, output, _ = compare("-T", "markdown", *records.traces(), environment=environment)
    tap.ok(output == page, name, "write it again: maillab compare -T markdown traces/*.pcap* > " + str(PAGE))


def select(trace, expression):
    done = subprocess.run(["tshark", "-n", "-2", "-r", trace, "-Y", expression, "-T", "fields", "-e", "frame.number"],
                          capture_output=True, text=True, timeout=120, check=False)
    return {int(line) for line in done.stdout.split()}, done.returncode, done.stderr[-400:]


def check_filters(tap, told):
    """The nth filter of each frame, all of them together, selects these frames and no other."""
    for trace in (records.TRACES / f"{name}.pcap" for name in FILTERED):
        by_frame = {}
        for record in told:
            if record["type"] == "difference" and record["file"] == str(trace):
                by_frame.setdefault(record["frame"], []).append(record["filter"])
        for nth in range(ROUNDS):
            chosen = {frame: filters[nth] for frame, filters in by_frame.items() if len(filters) > nth}
            if chosen:
                found, status, complaint = select(trace, " || ".join(f"({f})" for f in chosen.values()))
                tap.ok(status == 0 and found == set(chosen), f"{trace.name}: filters {nth + 1} select their packets",
                       f"{complaint}\nmissing: {[chosen[f] for f in set(chosen) - found]}, too many: {found - set(chosen)}")


def main(tap):
    if shutil.which("tshark") is None:
        tap.skip("beside Wireshark", "tshark is not installed")
        return
    with tempfile.TemporaryDirectory() as made:
        environment = tshark_cache.environment(made)
        check_table(tap)
        told = check_traces(tap, environment)
        check_page(tap, environment)
        check_filters(tap, told)


if __name__ == "__main__":
    with Tap() as output:
        main(output)
