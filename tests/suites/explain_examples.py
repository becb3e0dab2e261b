#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every line that `maillab explain` quotes stands in the trace that it names.

The octets of each line of lab/explain/explain_examples.tsv are looked for in the capture file: the traces
are neither encrypted nor compressed, and no quoted line is spread over two packets."""

import hashlib
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.records import ROOT
from support.tap import Tap

TABLE = ROOT / "lab" / "explain" / "explain_examples.tsv"


def examples():
    """Every (word, trace, quoted lines)."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            _list, word, trace, *quoted = line.split("\t")
            yield word, trace, quoted


def is_recorded(path, octets):
    """Is it the trace that our recorder wrote? Another file may stand under its name."""
    facts = path.parent / "truth" / path.stem / "facts.json"
    expected = json.loads(facts.read_text(encoding="utf-8")).get("sha256") if facts.is_file() else None
    return expected in (None, hashlib.sha256(octets).hexdigest())


def is_in(quoted, octets):
    speaker, _, line = quoted.partition(": ")
    # A lone dot stands in every capture; it must be a line of its own.
    wanted = b"\r\n.\r\n" if line == "." else line.encode()
    return speaker in ("C", "S") and len(wanted) > 0 and wanted in octets


def main():
    with Tap() as tap:
        n_quoted = 0
        for word, trace, quoted in examples():
            path = ROOT / trace
            octets = path.read_bytes() if path.is_file() else b""
            missing = [line for line in quoted if not is_in(line, octets)]
            n_quoted += len(quoted)
            if missing and octets and not is_recorded(path, octets):
                tap.skip(f"{word}: {trace}", "another capture stands under this name")
            else:
                tap.ok(quoted and not missing, f"{word}: {trace}", missing)
        tap.ok(n_quoted > 100, "the table of examples was read", n_quoted)


if __name__ == "__main__":
    main()
