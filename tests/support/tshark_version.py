# SPDX-License-Identifier: MIT
"""Which tshark is here. What compare's rules say was measured with one version; another may show more or less, so that a
check that fails beside it says nothing of maillab."""

import re
import shutil
import subprocess

MEASURED = "4.0."


def version():
    """Of tshark; None: it is not installed."""
    if shutil.which("tshark") is None:
        return None
    done = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True, timeout=60)
    return re.search(r"\d+\.\d+\.\d+", done.stdout).group()


def is_measured():
    return (version() or MEASURED).startswith(MEASURED)


def measured(tap, passed, name, detail=None):
    """A result, or a skip if it fails beside a tshark that was not measured."""
    if passed or is_measured():
        tap.ok(passed, name, detail)
    else:
        tap.skip(name, f"measured with tshark {MEASURED}x only")
