#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The list of tests that may be skipped (tests/skipped.txt): how it is read, and what CI then says."""

import contextlib
import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.tap import Tap
from support.totals import COMMITTED, check_skips, is_here, name_of_skipped, read_list

LIST = "# a comment\n\nsuite: always\nsuite: client [without client]\nsuite: both [without root, server]\n" \
    "cases: * [without client 4.0]\n"


def verdict(skipped, *here):
    """What CI thinks of these skips on a machine that has these things, and what it prints."""
    with contextlib.redirect_stdout(io.StringIO()) as told:
        is_good = check_skips(set(skipped), read_list(LIST), lambda thing: thing in here)
    return is_good, told.getvalue()


def main():
    cases = {
        "a bare machine may skip what it cannot do": (["suite: always", "suite: client", "suite: both"], [], True),
        "it need not": (["suite: always"], [], True),
        "where the program is, its test runs": (["suite: always", "suite: client"], ["client"], False),
        "of two things one missing is enough": (["suite: always", "suite: both"], ["root"], True),
        "with both it runs": (["suite: always", "suite: both"], ["root", "server"], False),
        "a star stands for all cases of a suite": (["suite: always", "cases: one", "cases: two"], ["client"], True),
        "with the version that was measured they run": (["suite: always", "cases: one"], ["client 4.0"], False),
        "what is not in the list runs": (["suite: always", "other: test"], [], False),
        "what the list says is skipped, is": ([], [], False),
    }
    with Tap() as tap:
        for title, (skipped, here, expected) in cases.items():
            is_good, told = verdict(skipped, *here)
            tap.ok(is_good == expected and bool(told) != expected, title, f"{is_good}\n{told}")
        tap.equal(name_of_skipped("maillab.maillab:whole / watch", "12 - sudo's user"), "watch: sudo's user", "names are those of the suites")
        tap.ok(is_here("sh") and not is_here("no-such-program"), "programs are looked for in the path")
        tap.ok(is_here("/dev/null") and not is_here("/no/such/file"), "files where they are")
        tap.ok(is_here("python3 3") and not is_here("python3 2.7") and not is_here("no-such-program 1"), "versions as programs say them")
        committed = read_list(COMMITTED.read_text())
        suites = {file.stem for file in Path(__file__).parent.glob("*.py")}
        tap.equal([line for line in committed if line.split(":")[0] not in suites], [], "every line names a suite that is there")


if __name__ == "__main__":
    main()
