# SPDX-License-Identifier: MIT
"""Adds up what every suite said: totals.py LOG-DIRECTORY STATUS-OF-MESON NUMBER-OF-NAMES.

Prints the names of skipped tests, and as its last line "N passed, N failed, N skipped". With
CI=true in the environment, a complete run whose skipped tests are not those of tests/skipped.txt
fails: a test that quietly stops running is a failure too. A line may end with "[without A, B]":
then it may be skipped on a machine without the program A (or the file, if it begins with a slash) or
without B, and only there; "root" is being root, and "tshark 4.0" a tshark whose version begins so. A
test's name may end with "*".
"""
import fnmatch
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

PROGRAMS = os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin"
COMMITTED = pathlib.Path(__file__).resolve().parent.parent / "skipped.txt"


def read_subtests(path):
    """Yields (suite, test, outcome) of every single test in meson's JUnit file."""
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        for case in suite.iter("testcase"):
            outcome = "passed"
            if case.find("failure") is not None or case.find("error") is not None:
                outcome = "failed"
            elif case.find("skipped") is not None:
                outcome = "skipped"
            yield suite.get("name"), case.get("name"), outcome


def name_of_skipped(suite, test):
    """ "SUITE: TEST", without meson's project and the number that TAP gives the test."""
    return f"{suite.rpartition('/')[2].strip()}: {re.sub('^[0-9]+ - ', '', test)}"


def broken_programs(path):
    """Names of test programs that failed as a whole: crashed, timed out, or could not start."""
    for line in path.read_text(encoding="utf-8").splitlines():
        result = json.loads(line)
        if result["result"] not in ("OK", "SKIP", "EXPECTEDFAIL"):
            yield result["name"]


def has_version(program, version):
    """Whether a program is here and says, in its first line, that its version begins so."""
    path = shutil.which(program, path=PROGRAMS)
    if path is None:
        return False
    told = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False).stdout
    said = re.search(r"\d+(\.\d+)+", told.partition("\n")[0])
    return said is not None and (said.group() + ".").startswith(version + ".")


def is_here(thing):
    """Whether this machine has a program (of some version), a file, or lets us be root."""
    if thing == "root":
        return os.geteuid() == 0
    if " " in thing:
        return has_version(*thing.split(" ", 1))
    return pathlib.Path(thing).exists() if thing.startswith("/") else shutil.which(thing, path=PROGRAMS) is not None


def read_list(text):
    """{test: None if it is skipped everywhere, or what it may be skipped without}."""
    found = {}
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            test, condition = re.fullmatch(r"(.*?)(?: \[without ([^]]*)\])?", line.strip()).groups()
            found[test] = condition and re.split(r", *", condition)
    return found


def check_skips(skipped, listed=None, here=is_here):
    """Returns whether the skipped tests are those that the committed list expects on this machine."""
    listed = read_list(COMMITTED.read_text(encoding="utf-8")) if listed is None else listed
    always = {test for test, things in listed.items() if things is None}
    allowed = {test for test, things in listed.items() if things and not all(here(thing) for thing in things)}
    surplus = {name for name in skipped - always if not any(name == test or fnmatch.fnmatchcase(name, test) for test in allowed)}
    for name in sorted(surplus):
        why = f", which names what is here: {', '.join(listed[name])}" if name in listed else ""
        print(f"skipped, but not by tests/skipped.txt{why}: {name}")
    for name in sorted(always - skipped):
        print(f"in tests/skipped.txt, but not skipped: {name}")
    return not surplus and always <= skipped


def main():
    logs, meson_status, names = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    count = {"passed": 0, "failed": 0, "skipped": 0}
    failed_suites, skipped = set(), set()
    for suite, test, outcome in read_subtests(logs / "testlog.junit.xml"):
        count[outcome] += 1
        if outcome == "failed":
            failed_suites.add(suite)
            print(f"failed: {suite}: {test}")
        elif outcome == "skipped":
            skipped.add(name_of_skipped(suite, test))
    for program in broken_programs(logs / "testlog.json"):
        if not any(suite and suite.endswith(program.split("/")[-1]) or suite == program
                   for suite in failed_suites):
            count["failed"] += 1
            print(f"failed as a whole: {program}")
    for name in sorted(skipped):
        print(f"skipped: {name}")
    if meson_status and not count["failed"]:
        count["failed"] += 1
        print(f"meson test ended with status {meson_status}")
    if os.environ.get("CI") == "true" and not names and not check_skips(skipped):
        count["failed"] += 1
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped")
    sys.exit(1 if count["failed"] or not count["passed"] else 0)


if __name__ == "__main__":
    main()
