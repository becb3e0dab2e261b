#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every exercise works, for two students and for nobody: `exercise prove all`. And the commands: what they print,
keep and refuse."""

import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.exercises import EXERCISES, PATIENCE_S, Student
from support.records import TRACES
from support.tap import Tap

SEEDS = ["1KS20CS042", "4711"]
WANTED = 36
MISSING = {"PATH": "/nonexistent"}


def sane(tap, errors, name):
    tap.ok("Sanitizer" not in errors and "runtime error" not in errors, f"{name}: no sanitizer complains", errors)


# ---- what CI proves of each --------------------------------------------------------------------------------

def prove(seed):
    with Student(seed) as student:
        return student.run("prove", "all")


def proofs(tap):
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(prove, SEEDS))
    skipped = set()
    for seed, (status, output, errors) in zip(SEEDS, results):
        lines = output.splitlines()
        for place, line in enumerate(lines):
            found = re.match(r"(not )?ok \d+ - (.*?)(?: # SKIP (.*))?$", line)
            if not found:
                continue
            why = "\n".join(text for text in lines[place + 1:place + 6] if text.startswith("#"))
            if found[3]:
                skipped.add(found[3])
            else:
                tap.ok(not found[1], f"seed {seed}: {found[2]}", why)
        tap.ok(status == (1 if "not ok" in output else 0), f"seed {seed}: the exit status says whether all is proved")
        sane(tap, errors, f"seed {seed}")
        proved = {line.split(" - ")[1].split(":")[0] for line in lines if " - " in line}
        tap.equal(proved, {path.parent.name for path in EXERCISES.glob("*/exercise.ini")}, f"seed {seed}: all were proved")
    for why in sorted(skipped):
        tap.skip("filters are tried out", why)


# ---- a student ----------------------------------------------------------------------------------------------

TRACE = """[exercise]
number={number}
title=Three phases
claim=A mail takes three phases.
rfc=RFC 5321 §3
kind={kind}
capture=Ch02-SMTP-delivery.pcap
serve=smtp
{steps}
[hint]
where=a
rule=b
likeness=c
solution=d
"""

QUESTIONS = """
[predict 1]
ask=What does the server say first?
facts=reply verb=<connect>
value=first status
[step 1]
ask=How does the client introduce itself, {{user}}?
facts=command state=GREETED
value=first verb
[step 2]
ask=How many recipients?
facts=reply verb=RCPT status=/25./
value=count
accept=two
[step 3]
ask=Which code is last?
facts=reply verb=QUIT
value=last status
[mistake 1]
step=1
given=EHLO
says=Look at packet 8.
rfc=RFC 5321 §4.1.1.1
"""

ORDER = """
[step 1]
ask=Put it in order.
facts=command verb=HELO | command verb=MAIL | command verb=DATA | command verb=QUIT
[step 2]
ask=What is in the blank?
kind=blank
mask=command.verb
facts=command state=READY
"""

ACTS = """
[step 1]
ask=Say EHLO.
facts=reply verb=EHLO status=250
expected=EHLO, answered 250
"""

TEXT = "".join(f"## {heading}\n\nAbout {heading.lower()}, `.` and \\r.\n\n"
               for heading in ["Purpose", "Predict", "Do", "Observe", "Explain", "Clean up"])

FIXTURES = [(1, "trace", QUESTIONS), (2, "order", ORDER), (3, "live", ACTS)]


def make_fixtures(directory):
    for number, kind, steps in FIXTURES:
        place = Path(directory, f"{number:02}-{kind}")
        place.mkdir()
        filled = TRACE.format(number=number, kind=kind, steps=steps.replace("{{", "{").replace("}}", "}"))
        (place / "exercise.ini").write_text(filled)
        (place / "text.md").write_text(TEXT)
    return directory


def listing(tap):
    with Student("1KS20CS042") as student:
        status, output, errors = student.run("list")
        listed = re.findall(r"^ ?(\d+)  (?:done |begun|     ) +\S", output, re.MULTILINE)
        tap.ok(status == 0 and len(listed) >= WANTED, f"at least {WANTED} exercises are listed", output + errors)
        status, output, errors = student.run("list", "-q")
        rows = [line.split("\t") for line in output.splitlines()]
        tap.ok(all(len(row) == 7 for row in rows), "list -q has seven columns", output)
        slides = {int(slide) for row in rows for slide in re.findall(r"\d+", row[6])}
        tap.ok({10, 11, 12, 13, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 28, 29} <= slides, "the slides with substance are covered",
               sorted(slides))


def one_exercise(tap, directory):
    with Student("1KS20CS042", directory) as student:
        status, output, _ = student.run("show", 1)
        order = [output.find(f"\n{word}\n") for word in ["Purpose", "Predict", "Do", "Observe"]]
        tap.ok(status == 0 and -1 not in order and order == sorted(order), "show has the headings", output)
        tap.ok("About explain" not in output, "what Explain says is held back", output)
        tap.ok("`.` and \\r." in output, "texts are shown verbatim", output)

        status, output, _ = student.run("predict", 1, "250")
        tap.ok(status == 0 and 'you expect "250"' in output, "a prediction is kept", output)
        status, output, _ = student.run("check", 1, "EHLO", 2)
        tap.equal(status, 1, "what is not all right has status 1")
        tap.ok(-1 < output.find("right  2") < output.find("wrong  1"), "what went right is said first", output)
        tap.ok("Look at packet 8. (RFC 5321 §4.1.1.1)" in output, "a known mistake gets its sentence", output)
        tap.ok('You predicted "250"; in fact it is "220"' in output, "prediction and fact are compared", output)
        tap.ok("predict 1=250\n" in student.progress and "predict 1 fact=220\n" in student.progress, "and kept",
               student.progress)

        grades = [student.run("hint", 1)[1].splitlines()[0] for _ in range(5)]
        tap.equal([line.split(":")[0] for line in grades], [f"Hint {n} of 4" for n in (1, 2, 3, 4, 4)],
                  "hints come in four grades")
        status, output, _ = student.run("check", 1, "--step", 1, "helo")
        tap.ok(status == 1 and "right  1" in output, "one step can be answered alone", output)
        status, output, _ = student.run("check", 1, "HELO", "two", '"221"')
        tap.ok(status == 0 and "Exercise 1 is done" in output, "all right has status 0", output)
        tap.ok("About explain" in output, "and then Explain is shown", output)
        tap.ok("done=" in student.progress and "hints=4" in student.progress and "seed=1KS20CS042" in student.progress,
               "it is kept", student.progress)
        tap.ok(re.search(r"^ 1  done ", student.run("list")[1], re.MULTILINE), "the list says done")
        tap.ok("Exercise 2:" in student.run("next")[1], "next is the second")
        student.run("reset", 1)
        tap.ok("exercise 1]" not in student.progress and "seed=" in student.progress, "reset begins it again")


def rows(tap, directory):
    shown = set()
    for seed in ("a", "b", "c", "d", "e"):
        with Student(seed, directory) as student:
            output = student.run("show", 2)[1]
            shuffled = re.findall(r"^ +([A-D])  C: (\w+)", output, re.MULTILINE)
            shown.add(tuple(shuffled))
            letters = {verb: letter for letter, verb in shuffled}
            right = " ".join(letters.get(verb, "?") for verb in ("HELO", "MAIL", "DATA", "QUIT"))
            blank = re.search(r"^ +> C: ____( FROM.*)?$", output, re.MULTILINE)
            tap.ok(blank is not None, f"seed {seed}: a row has a blank", output)
            word = "MAIL" if blank and blank[1] else "QUIT"
            status, text, _ = student.run("check", 2, right.lower(), word)
            tap.equal(status, 0, f"seed {seed}: rows in order, and the blank, are right") or print(text)
            status, text, _ = student.run("check", 2, "--step", 1, right[::-1])
            tap.ok(status == 1 and "Already the first is another." in text, f"seed {seed}: backwards they are not", text)
    tap.ok(len(shown) > 1, "seeds shuffle differently", sorted(shown))


def seed_is_kept(tap):
    with Student() as student:
        nobody = student.run("show", 6)[1]
        student.run("predict", 6, "--seed", "4711", "503")
        tap.ok(student.run("show", 6)[1] != nobody, "the seed is kept with the progress", student.progress)
        tap.equal(sorted(path.name for path in student.state.iterdir()), ["progress.ini"], "there is one file, and nothing else")


def all_done(tap, directory):
    """The closing message, once the last is done."""
    with Student(directory=directory) as student:
        (student.state / "progress.ini").write_text("".join(f"[exercise {n}]\ndone=2026-11-23T12:00:00Z\n" for n in (2, 3)))
        _, output, _ = student.run("check", 1, "HELO", 2, 221)
        tap.ok("all 3 exercises are done" in output, "the closing message comes when all are done", output)
        tap.ok("all 3 exercises are done" in student.run("next")[1], "and again with next")


def marked_from_a_capture(tap, directory):
    with Student(directory=directory) as student:
        status, output, _ = student.run("check", 3, "--capture", TRACES / "Ch02-SMTP-delivery.pcap")
        tap.ok(status == 1 and "expected: EHLO, answered 250" in output and "instead:" in output,
               "a capture without it: expected and actual are said", output)
        status, output, _ = student.run("check", 3, "--capture", TRACES / "SMTP-dot-stuffing.pcap")
        tap.ok(status == 0, "a capture of one's own session is marked", output)


# ---- what is refused ----------------------------------------------------------------------------------------

REFUSED = [
    ("an unknown verb", ["lst"], "did you mean `list`"),
    ("an unknown exercise", ["show", "999"], "There is no exercise"),
    ("a missing number", ["check"], "check N"),
    ("too many answers", ["check", "1", *"abcdefghijkl"], "one answer too many"),
    ("a step that is none", ["check", "1", "--step", "9", "x"], "no question 9"),
    ("a step that is no number", ["check", "1", "--step", "x"], "no number"),
    ("an unknown option", ["list", "--sed", "1"], "did you mean --seed"),
    ("a hint that is none", ["hint", "1", "5"], "is no hint"),
    ("a seed that is too long", ["list", "--seed", "x" * 100], "at most 64"),
    ("a directory that is none", ["list", "--directory", "/nonexistent"], "is no directory"),
    ("a capture that is none", ["check", "1", "--capture", "/nonexistent.pcap"], "/nonexistent.pcap"),
    ("a timeout that is none", ["start", "6", "--timeout", "soon"], "is no time"),
    ("a dialogue that there is not", ["prove", "1", "--dialogue"], "no dialogue"),
]


def refusals(tap):
    with Student() as student:
        for name, words, said in REFUSED:
            status, _, errors = student.run(*words)
            tap.ok(status == 2 and said in errors, f"refused: {name}", f"{status}: {errors}")
            sane(tap, errors, f"refused: {name}")
        (student.state / "progress.ini").write_text("nonsense\n")
        status, _, errors = student.run("list")
        tap.ok(status == 2 and "progress.ini" in errors, "a progress file that cannot be read is named", errors)
        tap.equal(student.progress, "nonsense\n", "and left alone")
        status, output, _ = student.run("--help")
        tap.ok(status == 0 and "Examples:" in output.splitlines()[2], "--help begins with examples", output)


def without_tshark(tap):
    """One sentence, whatever exercise asks for a filter."""
    for path in sorted(EXERCISES.glob("*/exercise.ini")):
        text = path.read_text()
        step = re.search(r"^\[step (\d+)\]\n(?:(?!\[).*\n)*?kind=filter", text, re.MULTILINE)
        if step is None and "\nkind=filter" not in text.split("[step 1]")[0]:
            continue
        number = int(path.parent.name.split("-")[0])
        with Student() as student:
            status, _, errors = student.run("check", number, "--step", step[1] if step else 1, "smtp", env=MISSING)
            tap.ok(status == 2 and "tshark, which is not installed" in errors, f"{path.parent.name}: without tshark it says so",
                   errors)
        return
    tap.ok(False, "there is an exercise with a filter")


BROKEN = "[exercise]\nnumber=50\ntitle=A\nclaim=B\nrfc=C\nkind=trace\nrows=1\n"


def broken_exercises(tap):
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory, "50-broken")
        place.mkdir()
        (place / "exercise.ini").write_text(BROKEN)
        with Student(directory=directory) as student:
            status, _, errors = student.run("show", 50)
            tap.ok(status == 2 and "50-broken/exercise.ini, [exercise] rows: there is no such key" in errors,
                   "a teacher is told what is wrong, and where", errors)
            status, output, errors = student.run("prove", "all")
            tap.ok(status == 1 and "not ok 1 - 50-broken: it can be read" in output, "prove says it too", output)
            sane(tap, errors, "a broken exercise")
            place.rename(Path(directory, "51-broken"))
            status, _, errors = student.run("show", 51)
            tap.ok(status == 2 and "number: is another one than in the directory's name, 51-broken" in errors,
                   "a number that is not the directory's is refused", errors)


# Of each protocol one, and one with two clients at once.
OWN_CAPTURES = ["Ch02-SMTP-delivery.pcap", "POP3-dele-quit.pcap", "Ch02-IMAP-retrieval.pcap", "LMTP-delivery.pcap", "IMAP-two-clients.pcap"]


def made_of_a_capture(tap):
    """A teacher's own capture: the exercise works at once, for any student, and tells no secret."""
    with tempfile.TemporaryDirectory(prefix="maillab-new-") as directory:
        mine = Path(directory, "mine")
        with Student() as teacher:
            for name in OWN_CAPTURES:
                status, output, errors = teacher.run("new", TRACES / name, mine)
                tap.ok(status == 0 and "is made" in output and not errors, f"new {name}", output + errors)
            status, _, errors = teacher.run("new", Path(directory, "nothing.pcap"), mine)
            tap.ok(status == 2 and "nothing.pcap" in errors, "new of no capture: a sentence", errors)
        for seed in SEEDS:
            with Student(seed, directory=mine) as student:
                status, output, errors = student.run("prove", "all")
                wrong = [line for line in output.splitlines() if line.startswith("not ok")]
                tap.ok(status == 0 and not wrong and output.count("is right") >= 4 * len(OWN_CAPTURES),
                       f"they work, seed {seed}", "\n".join(wrong) + errors)
                sane(tap, errors, f"new, seed {seed}")
                shown = student.run("show", 2)[1]
                tap.ok("____" in shown and "hungry" not in shown, "blanks, and no password", shown)


def into_a_closed_pipe(tap):
    with Student() as student:
        process = subprocess.Popen(student.command("list"), env=student.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.stdout.close()
        errors = process.stderr.read().decode()
        tap.ok(process.wait(timeout=PATIENCE_S) in (0, 1, 2) and errors == "", "a closed pipe ends it quietly", errors)
        process.stderr.close()


with Tap() as tap:
    listing(tap)
    with tempfile.TemporaryDirectory(prefix="maillab-exercises-") as fixtures:
        make_fixtures(fixtures)
        one_exercise(tap, fixtures)
        rows(tap, fixtures)
        all_done(tap, fixtures)
        marked_from_a_capture(tap, fixtures)
    seed_is_kept(tap)
    refusals(tap)
    without_tshark(tap)
    broken_exercises(tap)
    made_of_a_capture(tap)
    into_a_closed_pipe(tap)
    proofs(tap)
