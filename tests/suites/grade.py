#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maillab grade`: two hundred submissions (right, wrong, copied, broken, hostile), marked at once and
one by one: the same marks, and none of them harms the run."""

import csv
import gzip
import io
import json
import os
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, records
from support.tap import Tap

LIVE, QUESTIONS = "6", "9"
SEEDS = ["s1", "s2", "s3", "s4"]
N = 200
BOMB_OCTETS = 30_000_000


def run(*arguments):
    """The program, with what it writes as text."""
    done = records.run(*arguments)
    done.output = done.output.decode()
    return done


def solution(seed):
    """The lines of the reference solution, with short replies of a server."""
    return run("exercise", "prove", LIVE, "--dialogue", "--seed", seed).output


def capture(lines, size=1460, change=None):
    connection = dialogue.segments(dialogue.script(lines, line_end=" \r\n" if change == "spaces" else "\r\n"),
                                   size=size)
    if change in ("shuffled", "doubled"):
        connection = getattr(dialogue, change)(connection)
    return captures.pcap(dialogue.capture(connection))


def mutated(octets, chance):
    octets = bytearray(octets)
    for _ in range(20):
        octets[chance.randrange(24, len(octets))] = chance.randrange(256)
    return bytes(octets)


def cut_short(lines, chance):
    """The session until the student gave up: without the last two lines at least."""
    rows = lines.splitlines()
    return "\n".join(rows[:chance.randrange(1, len(rows) - 2)])


class Class:
    """The students of a course: {name: (seed, kind)} and their files in a folder."""

    def __init__(self, folder):
        self.folder, self.kinds, self.chance = folder, {}, random.Random(6)
        self.solutions = {seed: solution(seed) for seed in SEEDS}
        while len(self.kinds) < N:
            number = len(self.kinds)
            make = MAKERS[number % len(MAKERS)]
            self.add(f"student{number:03}", SEEDS[number % len(SEEDS)], make)

    def add(self, name, seed, make):
        octets = make(self, seed)
        name = HOSTILE_NAMES.pop(0) if make is hostile_name and HOSTILE_NAMES else name
        self.kinds[name] = (seed, make.__name__)
        suffix = ".pcap.gz" if octets[:2] == b"\x1f\x8b" else ".pcap"
        (self.folder / (name + suffix)).write_bytes(octets)

    def of_kind(self, *kinds):
        return [name for name, (_, kind) in self.kinds.items() if kind in kinds]


HOSTILE_NAMES = ["=1+1", "@SUM(A1)", "-2", "red\x1b[31m", "two\nlines", "quo\"te", "comma,", "\u202egnp"]


def right(course, seed):
    return capture(course.solutions[seed])


def cut_up(course, seed):
    return capture(course.solutions[seed], size=1, change="doubled")


def copied(course, seed):
    return capture(course.solutions[SEEDS[(SEEDS.index(seed) + 1) % len(SEEDS)]])


def given_up(course, seed):
    return capture(cut_short(course.solutions[seed], course.chance))


def torn(course, seed):
    whole = capture(course.solutions[seed])
    return whole[:course.chance.randrange(len(whole))]


def damaged(course, seed):
    return mutated(capture(course.solutions[seed]), course.chance)


def noise(course, seed):
    return course.chance.randbytes(3000)


def nothing(course, seed):
    return b""


def bomb(course, seed):
    head = captures.pcap([])
    return gzip.compress(head + bytes(BOMB_OCTETS), 9) if not course.of_kind("bomb") else b"\x1f\x8b\x08junk"


def hostile_name(course, seed):
    return capture(course.solutions[seed])


MAKERS = [right, copied, given_up, right, cut_up, torn, damaged, noise, nothing, bomb, hostile_name, right, given_up]


def rows_of(text):
    return {row["student"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def marks_of(text):
    """{student: everything but the name}; comparable."""
    return {name: tuple(row.values())[1:] for name, row in rows_of(text).items()}


def seeds_file(course, directory):
    path = Path(directory, "seeds.csv")
    path.write_text("student,seed\n" + "".join(f"{name},{seed}\n" for name, (seed, _) in course.kinds.items()
                                               if "\n" not in name and "," not in name))
    return path


def in_table(name):
    """A student's name as it stands in the CSV."""
    name = "".join(c if c >= " " and c != "\x7f" else " " for c in name)
    return "'" + name if name[0] in "=+-@" else name


def at_once(tap, course, seeds):
    done = run("grade", LIVE, "-q", "-T", "csv", "-j", "2", "--seeds", seeds, course.folder)
    tap.ok(done.status == 1 and not done.crashed() and not done.errors, f"{N} submissions with -j 2: status 1, "
           "no complaint", f"{done.status}\n{done.errors[:2000]}")
    rows = rows_of(done.output)
    tap.equal(len(rows), N, "a row for each")
    known = [name for name in course.of_kind("right", "cut_up") if in_table(name) in rows]
    whole = [name for name in known if rows[name]["points"] != rows[name]["of"]]
    tap.ok(known and not whole, "what is right has all points, however its octets were cut", whole)
    for kind in ("copied", "given_up", "noise", "nothing", "bomb"):
        names = course.of_kind(kind)
        full = [name for name in names if rows[name]["points"] == rows[name]["of"]]
        mute = [name for name in names if not rows[name]["reasons"]]
        tap.ok(names and not full and not mute, f"{kind}: not all points, and a reason", full + mute)
    formulas = [cell for row in rows.values() for cell in row.values() if cell[:1] in tuple("=+-@\t\r")]
    tap.ok(not formulas, "no cell that a spreadsheet would compute", formulas)
    return done.output


def one_by_one(tap, course, seeds, together):
    def mark(path):
        return run("grade", LIVE, "-q", "-T", "csv", "-j", "1", "--seeds", seeds, path).output

    # A name that the list of seeds cannot hold is refused alone, and unseeded among others.
    files = [path for path in sorted(course.folder.iterdir()) if "\n" not in path.name and "," not in path.name]
    with ThreadPoolExecutor(2) as pool:
        alone = {name: mark for text in pool.map(mark, files) for name, mark in marks_of(text).items()}
    all_marks = marks_of(together)
    differing = [name for name, marked in alone.items() if all_marks.get(name) != marked]
    tap.ok(len(alone) == len(files) and not differing, f"{len(files)} of them marked one by one: the same marks",
           [(name, alone[name], all_marks.get(name)) for name in differing][:3])


def in_other_words(tap, course, seeds, directory, together):
    results = Path(directory, "results")
    done = run("grade", LIVE, "-q", "-T", "gradescope", "-o", results, "--seeds", seeds, course.folder)
    written = [json.loads(path.read_text()) for path in results.iterdir()]
    points = sum(int(row["points"]) for row in rows_of(together).values())
    tap.ok(done.status == 1 and len(written) == N, f"Gradescope's results: a file for each of {N}",
           f"{done.status} {len(written)} {done.errors}")
    tap.equal(sum(result["score"] for result in written), points, "with the same points")
    tap.ok(all(test["status"] == ("passed" if test["score"] else "failed") and test["max_score"] == 1
               and (test["score"] or test["output"]) for result in written for test in result["tests"]),
           "each test says how it went, and why")
    several = run("grade", LIVE, "-q", "-T", "gradescope", course.folder)
    tap.ok(several.status == 2 and "-o" in several.errors, "several results do not go into one file", several.errors)
    table = run("grade", LIVE, "-q", "--color", "never", "--seeds", seeds, course.folder).output
    tap.ok("\x1b" not in table and "\u202e" not in table, "the table shows no control octets of a student")
    name = course.of_kind("copied")[0]
    tap.ok(f"\n{name} " in table and "step " in table.split(f"\n{name} ")[1][:400], "and a reason below the name",
           table[:500])


def what_is_no_file(tap, directory):
    """Links and pipes that a student made; a pipe that a teacher names stalls only itself."""
    folder = Path(directory, "odd")
    folder.mkdir()
    (folder / "linked.pcap").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.pcap")
    done = run("grade", LIVE, "-q", "-T", "csv", folder)
    rows = rows_of(done.output)
    tap.ok(done.status == 1 and len(rows) == 2 and all("left out" in row["reasons"] for row in rows.values()),
           "links and pipes in a folder are left out, and that is said", done.output)
    good = Path(directory, "good.pcap")
    good.write_bytes(capture(solution("s1")))
    done = run("grade", LIVE, "-q", "-T", "csv", "-j", "2", "--time-limit", "1", folder / "pipe.pcap", good)
    rows = rows_of(done.output)
    tap.ok(done.status == 1 and "1 second" in rows["pipe"]["reasons"] and int(rows["good"]["points"]) > 0,
           "one that never ends is ended, the other is marked", done.output + done.errors)


def answers(tap, directory):
    """Files of answers: judged anew, whatever they claim."""
    def ini(name, first, **more):
        lines = [f"step 1={first}", *(f"{key.replace('_', ' ')}={value}" for key, value in more.items())]
        Path(directory, name + ".ini").write_text(f"[student]\nseed=\n[exercise {QUESTIONS}]\n" + "\n".join(lines) + "\n")
        return Path(directory, name + ".ini")

    files = [ini("knows", "Q2F0"), ini("lies", "nonsense", step_1_right="yes", done="2026-11-23"),
             ini("huge", "x" * 300_000), ini("empty", "")]
    done = run("grade", QUESTIONS, "-q", "-T", "csv", *files)
    rows = rows_of(done.output)
    tap.ok(done.status == 1 and rows["knows"]["step 1"] == "1", "an answer that is right has its point", done.output)
    tap.ok(all(rows[name]["step 1"] == "0" and rows[name]["reasons"] for name in ("lies", "huge", "empty")),
           "a wrong one has none, whatever the file says", done.output)
    seeded = run("grade", QUESTIONS, "-q", "-T", "csv", "--seed-is-name", files[0])
    tap.ok("seed" in rows_of(seeded.output)["knows"]["reasons"], "answers for another seed are noticed", seeded.output)


def usage(tap, directory):
    for arguments, word in (((), "exercise"), ((LIVE,), "handed"), (("999", directory), "999"),
                            ((LIVE, "/nowhere/at.all"), "/nowhere/at.all"), ((LIVE, "-j", "0", directory), "0"),
                            ((LIVE, "-T", "xml", directory), "csv")):
        done = run("grade", *arguments)
        tap.ok(done.status == 2 and word in done.errors and not done.crashed(), f"grade {arguments}: a sentence",
               f"{done.status} {done.errors}")
    done = run("grade", "--help")
    tap.ok(done.status == 0 and done.output.index("Examples:") < done.output.index("Options:"), "examples come first")


def main():
    with Tap() as tap, tempfile.TemporaryDirectory() as directory:
        folder = Path(directory, "handed-in")
        folder.mkdir()
        course = Class(folder)
        seeds = seeds_file(course, directory)
        together = at_once(tap, course, seeds)
        one_by_one(tap, course, seeds, together)
        in_other_words(tap, course, seeds, directory, together)
        what_is_no_file(tap, directory)
        answers(tap, directory)
        usage(tap, directory)


main()
