# SPDX-License-Identifier: MIT
"""The Test Anything Protocol: one line for each result, and an exit status."""

import json
import sys


class Tap:
    """Counts results. Use it as `with Tap() as tap:`; leaving it writes the plan."""

    def __init__(self):
        self.count = self.failed = self.skipped = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is None:
            print(f"1..{self.count}")
            sys.exit(1 if self.failed else 0)

    def ok(self, passed, name, detail=None):
        """One result; `detail` explains a failure."""
        self.count += 1
        self.failed += not passed
        print(f"{'ok' if passed else 'not ok'} {self.count} - {printable(name)}")
        if not passed and detail is not None:
            for line in text(detail).splitlines():
                print(f"# {printable(line)}")
        sys.stdout.flush()
        return passed

    def equal(self, actual, expected, name):
        return self.ok(actual == expected, name, f"expected: {text(expected)}\nactual:   {text(actual)}")

    def skip(self, name, why):
        self.count += 1
        self.skipped += 1
        print(f"ok {self.count} - {printable(name)} # SKIP {printable(why)}", flush=True)


def text(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=repr)


def printable(value):
    """TAP is line-based, and '#' begins a directive in a name."""
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value)).replace(" # ", " ♯ ")
