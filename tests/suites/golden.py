#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The text and JSON of every trace, to the octet. Goldens are keyed by the trace's SHA-256: another
file under the name is skipped. `golden.py --update` writes them anew; read the diff."""

import difflib
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.tap import Tap

GOLDEN = records.ROOT / "tests" / "golden"
INDEX = GOLDEN / "traces.sha256"
SCREEN = {"COLUMNS": "100", "LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PAGER": "cat"}
OUTPUTS = {"txt": ["-T", "text"], "json": ["-T", "json"]}
SHOWN_LINES = 40


def digest(trace):
    return hashlib.sha256(trace.read_bytes()).hexdigest()


def index():
    """{trace name: SHA-256} as sha256sum writes it."""
    if not INDEX.exists():
        return {}
    return {name: known for known, name in (line.split("  ", 1) for line in INDEX.read_text().splitlines())}


def output(trace, suffix):
    """What the program says; run beside the trace, so that the file's name has no directory."""
    return records.run("analyze", "--color=never", *OUTPUTS[suffix], trace.name, cwd=trace.parent, env=SCREEN)


def golden(trace, suffix):
    return GOLDEN / f"{trace.name}.{suffix}"


def update():
    """Writes all goldens and the index; removes those of traces that are gone."""
    traces = records.traces()
    for trace in traces:
        for suffix in OUTPUTS:
            done = output(trace, suffix)
            if done.status != 0:
                sys.exit(f"{trace.name}: exit status {done.status}: {done.errors}")
            golden(trace, suffix).write_bytes(done.output)
    INDEX.write_text("".join(f"{digest(trace)}  {trace.name}\n" for trace in traces))
    kept = {golden(trace, suffix) for trace in traces for suffix in OUTPUTS} | {INDEX}
    for file in set(GOLDEN.iterdir()) - kept:
        file.unlink()
    print(f"{len(kept) - 1} goldens written; read `git diff {GOLDEN}`")


def differences(expected, actual):
    lines = difflib.unified_diff(expected.decode().splitlines(), actual.decode().splitlines(),
                                 "golden", "now", lineterm="", n=1)
    return "\n".join(line[:300] for line, _ in zip(lines, range(SHOWN_LINES)))


def check(tap, trace, known):
    for suffix in OUTPUTS:
        name = f"{trace.name}.{suffix}"
        if trace.name not in known:
            tap.ok(False, name, "no golden: run tests/suites/golden.py --update")
        elif known[trace.name] != digest(trace):
            tap.skip(name, "another file stands under this name")
        else:
            done, expected = output(trace, suffix), golden(trace, suffix).read_bytes()
            tap.ok(done.status == 0 and done.output == expected, name,
                   differences(expected, done.output) + done.errors)


def main():
    if sys.argv[1:] == ["--update"]:
        update()
        return
    with Tap() as tap:
        known = index()
        for trace in records.traces():
            check(tap, trace, known)
        present = {trace.name for trace in records.traces()}
        tap.equal(sorted(set(known) - present), [], "every golden has its trace")


if __name__ == "__main__":
    main()
