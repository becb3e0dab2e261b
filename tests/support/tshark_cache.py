# SPDX-License-Identifier: MIT
"""A tshark in front of the real one that answers from memory what it was asked before, for suites that
let `maillab compare` read the same captures many times."""

import os
import shutil
from pathlib import Path

SCRIPT = """#!/bin/sh
for last; do :; done
kept="$TSHARK_KEPT/$(basename -- "$last").$(printf %s "$*" | cksum | tr -c '0-9\\n' _).out"
if [ ! -e "$kept" ]; then
    "$TSHARK_REAL" "$@" > "$kept.new" 2> /dev/null || { status=$?; cat "$kept.new"; rm -f "$kept.new"; exit $status; }
    mv "$kept.new" "$kept"
fi
cat "$kept"
"""


def environment(directory):
    """The environment in which `tshark` is the remembering one; it keeps its memory in `directory`."""
    stub = Path(directory) / "bin" / "tshark"
    stub.parent.mkdir(exist_ok=True)
    stub.write_text(SCRIPT)
    stub.chmod(0o755)
    return dict(os.environ, TSHARK_REAL=shutil.which("tshark"), TSHARK_KEPT=str(directory),
                PATH=f"{stub.parent}:{os.environ['PATH']}")


def pretend(directory, body):
    """A `tshark` that is this shell script; the environment in which it is found, and nothing else."""
    stub = Path(directory) / "pretended" / "tshark"
    stub.parent.mkdir(exist_ok=True)
    stub.write_text("#!/bin/sh\n" + body)
    stub.chmod(0o755)
    return dict(os.environ, PATH=f"{stub.parent}:/usr/bin:/bin")
