#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The diagrams of every trace obey a strict grammar: known statements only, one to a line, and text in
which nothing is left that mermaid, Markdown or HTML would take for theirs."""

import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.tap import Tap

# Letters of any script, what reads like text, and numbered entities.
TEXT = r"(?:[\w .,\-/()\[\]+=*@'!?…]|[^\x00-\x7f]|#\d{2,3};)+"
STATEMENTS = [re.compile(form + TEXT) for form in (
    r"    participant client as ", r"    participant server as ", r"    client->>server: ",
    r"    server-->>client: ", r"    Note over client,server: ")]
# Bidirectional marks and other characters that are not what they look like.
HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x09\x0b-\x1f\x7f-\x9f]")


def blocks(text):
    """The diagrams as lists of lines; None if what stands around them is wrong."""
    if not text.startswith("```"):
        return [text.splitlines()]
    found = re.fullmatch(r"(?:\n?```mermaid\n(?:[^`\n]+\n)+```\n)+", text)
    return [block.splitlines() for block in re.findall(r"```mermaid\n([^`]+)```\n", text)] if found else None


def faults(lines):
    """Sentences on what is no statement, or stands at the wrong place."""
    if lines[0] != "sequenceDiagram":
        yield f"begins with {lines[0]!r}"
    for number, line in enumerate(lines[1:]):
        forms = [i for i, form in enumerate(STATEMENTS) if form.fullmatch(line)]
        if not forms:
            yield f"no statement: {line!r}"
        elif (number < 2) != (forms[0] < 2) or (number < 2 and forms[0] != number):
            yield f"at the wrong place: {line!r}"


def check(tap, name, *captures):
    done = records.run("analyze", "-T", "mermaid", *captures)
    diagrams = blocks(done.text)
    tap.equal((done.status, done.errors), (0, ""), f"{name}: no complaint")
    tap.ok(diagrams is not None and not HIDDEN.search(done.text), f"{name}: fences, and nothing hidden")
    wrong = [fault for lines in diagrams or [] for fault in faults(lines)]
    tap.ok(not wrong, f"{name}: statements", "\n".join(wrong[:8]))
    return diagrams or []


def check_arrows(tap, trace, lines):
    """As many arrows as there are commands and replies."""
    found = records.analyze(trace).records
    for kind, arrow in (("command", "->>server:"), ("reply", "-->>client:")):
        told = len(records.of_type(found, kind))
        drawn = sum(arrow in line for diagram in lines for line in diagram)
        left_out = any("are left out" in line for diagram in lines for line in diagram)
        tap.ok(drawn == told or left_out, f"{trace.name}: an arrow for each {kind}", f"{drawn} of {told}")


def main():
    with Tap() as tap:
        traces = records.traces()
        for trace in traces:
            check_arrows(tap, trace, check(tap, trace.name, trace))
        check(tap, "all of them", *traces)
        secret = records.run("analyze", "-T", "mermaid", records.TRACES / "POP3-sasl.pcap").text
        shown = records.run("analyze", "-T", "mermaid", "--reveal", records.TRACES / "POP3-sasl.pcap").text
        tap.ok("redacted" in secret and "redacted" not in shown, "secrets are redacted, unless --reveal")


if __name__ == "__main__":
    main()
