#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A comparison that finds nothing must be able to find something: what maillab knows of each field of the
table is broken on purpose (a test build does that when MAILLAB_BREAK_FACT names a field), and `compare`
has to report it as a difference without a known cause."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import every_field, records, tshark_cache
from support.tap import Tap
from support.tshark_version import measured

TABLE = records.ROOT / "lab" / "compare" / "fields_rows.c"
TRACES = ("SMTP-auth", "SMTP-sasl", "SMTP-lossy", "POP3-sasl", "POP3-wrong-password", "IMAP-folders",
          "IMAP-store-expunge", "Ch02-IMAP-retrieval")

def answered_fields():
    """The names of all fields that the table compares."""
    rows = re.findall(r'\{\s*"([a-z_0-9.-]+)", FACTS_\w+,\s*FACT_\w+,\s*(?:NULL|"[^"]*"),\s*FIELD_(\w+)', TABLE.read_text())
    return [name for name, how in rows if how != "UNANSWERED"]


def compare(capture, environment, broken=None):
    """Exit status, {field: sums} and {field: how many differences without a cause}."""
    environment = environment | ({"MAILLAB_BREAK_FACT": broken} if broken else {})
    done = subprocess.run([records.program(), "compare", "-T", "json", capture], capture_output=True,
                          env=environment, timeout=2 * records.TIMEOUT_S, check=False)
    told = [json.loads(line) for line in done.stdout.decode().splitlines()]
    unexplained = {}
    for record in told:
        if record["type"] == "difference" and record["cause"] is None:
            unexplained[record["field"]] = unexplained.get(record["field"], 0) + 1
    return done.returncode, {r["field"]: r for r in told if r["type"] == "field"}, unexplained


def captures_in(directory):
    found = [records.TRACES / f"{name}.pcap" for name in TRACES]
    found += [every_field.sent(directory / "sent.pcap"), every_field.fetched(directory / "fetched.pcap")]
    return sorted(found, key=lambda path: path.stat().st_size)


def where(field, baselines):
    """The captures in which the field occurs, those where both sides agree first."""
    found = [c for c in baselines if field in baselines[c][1]]
    return sorted(found, key=lambda c: not baselines[c][1][field]["agreed"])


def check(tap, field, baselines, environment):
    name = f"{field} broken"
    for capture in where(field, baselines):
        status, _, unexplained = compare(capture, environment, field)
        if status == 1 and unexplained.get(field, 0) > baselines[capture][2].get(field, 0):
            tap.ok(True, name)
            return
    tap.ok(False, name, f"not reported in {[c.name for c in where(field, baselines)]}")


def main(tap):
    fields = answered_fields()
    if shutil.which("tshark") is None:
        tap.skip("every field broken", "tshark is not installed")
        return
    with tempfile.TemporaryDirectory() as made:
        environment = tshark_cache.environment(made)
        baselines = {c: compare(c, environment) for c in captures_in(Path(made))}
        measured(tap, all(not b[2] for b in baselines.values()), "nothing broken: every difference is explained",
                 {c.name: b[2] for c, b in baselines.items() if b[2]})
        for field in fields:
            check(tap, field, baselines, environment)


if __name__ == "__main__":
    with Tap() as output:
        main(output)
