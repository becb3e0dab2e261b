#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The guided session of `maillab exercise` at a terminal: its keys, what it shows, and what it leaves behind."""

import os
import pty
import re
import signal
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.exercises import SocketPeer, Student, play
from support.screen import Session
from support.tap import Tap

UP, DOWN, PAGE_DOWN, HOME, END = "\x1b[A", "\x1b[B", "\x1b[6~", "\x1b[H", "\x1b[F"
ENTER, ESCAPE, BACKSPACE, CTRL_C = "\r", "\x1b", "\x7f", "\x03"
SEED = "1KS20CS042"
FEET = {"list": "q leave", "exercise": "l list"}

INI = """[exercise]
number={number}
title={title}
claim=A claim about number {number}.
rfc=RFC 5321 §3
kind=trace
capture=Ch02-SMTP-delivery.pcap
[predict 1]
ask=What does the server say first?
answer=220
[step 1]
ask=Which word is it?
answer=käse
[step 2]
ask=And how many?
answer=2
[mistake 1]
step=1
given=Brot
says=Bread is something else. Look again.
[hint]
where=Look at the first.
rule=The rule of it.
likeness=Something that is like it.
solution=It is käse.
"""
TEXT = "".join(f"## {heading}\n\nAbout {heading.lower()}, at some length, so that it takes more than one line of a narrow "
               "screen to say it.\n\n" for heading in ["Purpose", "Predict", "Do", "Observe", "Explain", "Clean up"])
HOSTILE = "\x1b]0;owned\x07\x1b[31m\u202e"


def make(directory, titles):
    for number, title in enumerate(titles, 1):
        place = Path(directory, f"{number:02}-made")
        place.mkdir()
        (place / "exercise.ini").write_text(INI.format(number=number, title=title))
        (place / "text.md").write_text(TEXT)
    return directory


def session(student, columns=90, rows=30, **env):
    """No verb, on a terminal."""
    environment = {**student.env, "TERM": "xterm", "PAGER": "cat", **env}
    environment.pop("COLUMNS", None)
    command = [word for word in student.command() if word not in ("--color", "never")]
    return Session(command, environment, columns, rows)


def leave(tap, at, name):
    at.type("q")
    status = at.ends()
    tap.ok(status == 0 and at.is_restored, f"{name}: q leaves the terminal as it was", f"{status}\n{at.screen.text}")
    tap.ok(not at.screen.strange and "Sanitizer" not in at.written, f"{name}: nothing strange was written",
           f"{at.screen.strange}\n{at.screen.text}")


def sees(tap, at, name, *texts, gone=()):
    return tap.ok(at.sees(*texts, gone=gone), name, f"wanted {texts}, without {gone}; on the screen:\n{at.screen.text}")


# ---- the list -----------------------------------------------------------------------------------------------

def the_list(tap):
    with Student(SEED) as student, session(student) as at:
        sees(tap, at, "the list: progress, exercises, keys", "[....................] 0 of ", "done",
             "The three phases of a mail", FEET["list"], "more below")
        at.type(DOWN + DOWN + UP + ENTER)
        sees(tap, at, "down, down, up, Enter: exercise 2", " - exercise 2", "Exercise 2: ", "Purpose", "s start")
        at.type("l")
        sees(tap, at, "l: the list again", "The three phases of a mail", FEET["list"], gone=["Purpose"])
        at.type(END + ENTER)
        sees(tap, at, "End, Enter: the last one", "Exercise 44: ")
        at.type(ESCAPE)
        sees(tap, at, "Escape: the list, with the chosen one in view", "44  ", FEET["list"], gone=["Exercise 44: "])
        at.type(HOME + PAGE_DOWN + ENTER)
        sees(tap, at, "Home, Page Down, Enter: one further down", "Purpose", gone=["Exercise 44: ", "Exercise 1: "])
        at.type("l")
        at.type("n")
        sees(tap, at, "n: the next that is open", "Exercise 1: ")
        at.type("n")
        sees(tap, at, "n again: the one after it", "Exercise 2: ")
        at.type("xyzw")
        at.type("l")
        sees(tap, at, "keys that mean nothing do nothing", FEET["list"], gone=["Purpose"])
        leave(tap, at, "the list")


# ---- answers ------------------------------------------------------------------------------------------------

def predict_and_answer(tap, directory):
    with Student(SEED, directory) as student, session(student) as at:
        sees(tap, at, "a list of two", "First", "Second", "0 of 2 done")
        at.type(ENTER)
        sees(tap, at, "its text, but not its explanation", "About purpose", "p predict", gone=["About explain"])
        at.type("p")
        sees(tap, at, "a prediction is asked for", "What does the server say first?", "you expect: ", "Esc back")
        at.type("25" + BACKSPACE + "50" + ENTER)
        sees(tap, at, "and kept, the backspace being heeded", 'you expect "250"')
        at.type("a")
        sees(tap, at, "a question is asked", "1. Which word is it?", "your answer: ")
        at.type("Brot" + ENTER)
        sees(tap, at, "a wrong answer gets its sentence", "wrong  1  Bread is something else.", "0 of 2 right so far.",
             "A hint: press h.")
        tap.ok("step 1=Brot\n" in student.progress, "and is kept at once", student.progress)
        at.type("a")
        sees(tap, at, "it is asked again", "your answer: ", gone=["Bread"])
        at.type("kö" + BACKSPACE + "äß" + BACKSPACE + "se")
        sees(tap, at, "letters of two octets, taken back whole", "your answer: käse")
        at.type(ENTER)
        sees(tap, at, "then the next question", "2. And how many?", "your answer: ")
        at.type(ESCAPE)
        sees(tap, at, "Escape thinks better of it", "right  1", "1 of 2 right so far.", gone=["your answer"])
        at.type("a")
        sees(tap, at, "only what is not right is asked", "2. And how many?", gone=["Which word"])
        at.type("2" + ENTER)
        sees(tap, at, "done: the explanation and the claim", "About explain", "Exercise 1 is done", "A claim about number 1.",
             "Go on with: n, exercise 2", "1 of 2 done", "(done)")
        tap.ok('You predicted "250"; in fact it is "220"' in at.screen.text, "prediction and fact stand side by side",
               at.screen.text)
        at.type("c")
        sees(tap, at, "c shows it again", "right  1", "Exercise 1 is done")
        at.type("l")
        sees(tap, at, "the list has it as done", " 1  done ", "1 of 2 done", "[##########..........]")
        leave(tap, at, "answers")
        tap.ok(re.search(r"^done=", student.progress, re.MULTILINE), "progress is kept", student.progress)


def the_end(tap, directory):
    with Student(SEED, directory) as student:
        for number in (1, 2):
            student.run("check", number, "käse", "2")
        with session(student) as at:
            sees(tap, at, "all are done", "2 of 2 done")
            at.type("n")
            sees(tap, at, "n says so", "all 2 exercises are done", "l list  q leave")
            at.type(DOWN + "ac" + "l")
            sees(tap, at, "and the list is still there", "First", "Second", FEET["list"])
            leave(tap, at, "the end")


def hints(tap, directory):
    with Student(SEED, directory) as student, session(student) as at:
        at.sees("First")
        at.type(ENTER)
        at.sees("Purpose")
        for grade, said in enumerate(["Look at the first.", "The rule of it.", "Something that is like it.", "It is käse."], 1):
            at.type("h")
            sees(tap, at, f"h: hint {grade}", f"Hint {grade} of 4", said)
        at.type("h")
        sees(tap, at, "and there it stays", "Hint 4 of 4")
        at.type("e")
        sees(tap, at, "e: the text again", "About purpose", gone=["Hint 4"])
        leave(tap, at, "hints")
        tap.ok("hints=4" in student.progress, "hints are counted", student.progress)


def a_real_one(tap):
    """Exercise 1, the row in the end included."""
    with Student(SEED) as student:
        _, shown, _ = student.run("show", 1)
        order = {"HELO": "", "MAIL": "", "DATA": "", "(the text": "", "QUIT": ""}
        for letter, row in re.findall(r"^ +([A-E])  C: (.*)$", shown, re.MULTILINE):
            order = {key: letter if row.startswith(key) else old for key, old in order.items()}
        with session(student, rows=50) as at:
            at.sees("The three phases")
            at.type(ENTER)
            at.sees("Purpose")
            at.type("t")
            sees(tap, at, "t: the trace, below each other", "Press Enter to go back")
            tap.ok(" 221" in at.written and not at.screen.is_alternate, "its last reply is there", at.written)
            at.type("\n")
            sees(tap, at, "Enter: the exercise again", "Purpose", "l list")
            at.type("a")
            for ask, given in (("introduce itself", "helo"), ("how many recipients", "2"), ("which reply code does the server take", "250"),
                               ("does the server send last", "221"), ("put what the client does", " ".join(order.values()))):
                sees(tap, at, f"exercise 1 asks: {ask}", ask, "your answer: ")
                at.type(given + ENTER)
            sees(tap, at, "exercise 1 is solved", "Exercise 1 is done", "(done)")
            leave(tap, at, "exercise 1")


def with_a_pager(tap):
    with Student(SEED) as student, session(student, PAGER="sed s/^/paged:/") as at:
        at.sees("The three phases")
        at.type(ENTER)
        at.sees("Purpose")
        at.type("t")
        sees(tap, at, "t uses the pager", "paged:", "Press Enter to go back")
        at.type("\n")
        sees(tap, at, "and the page is there afterwards", "Purpose", "l list")
        leave(tap, at, "a pager")


# ---- live ---------------------------------------------------------------------------------------------------

def live(tap):
    with Student(SEED) as student:
        _, dialogue, _ = student.run("prove", 2, "--dialogue")
        predictions = re.findall(r"^# predict \d+=(.*)$", dialogue, re.MULTILINE)
        with session(student, rows=60) as at:
            at.sees("The three phases")
            at.type(DOWN + ENTER)
            at.sees("Exercise 2")
            at.type("p")
            for text in predictions:
                at.sees("you expect: ")
                at.type(text + ENTER)
            sees(tap, at, "live: predicted first", "Now do it, and see.")
            at.type("s")
            sees(tap, at, "live: s starts the servers", "Ready.", "nc -C 127.0.0.1 ")
            port = int(re.search(r"nc -C 127\.0\.0\.1 (\d+)", at.screen.text)[1])
            play(dialogue, {"smtp": port}, "smtp", lambda service: SocketPeer(port))
            sees(tap, at, "live: steps are ticked, and it ends by itself", "right  1", "Press Enter to go back")
            at.type("\n")
            sees(tap, at, "live: the report stands on the page", "right  1", "l list")
            done = "Exercise 2 is done" in at.screen.text
            questions = re.findall(r"^# step \d+=(.*)$", dialogue, re.MULTILINE)
            if not done:
                at.type("a")
                for text in questions:
                    at.sees("your answer: ")
                    at.type(text + ENTER)
            sees(tap, at, "live: done", "Exercise 2 is done", "1 of 44 done")
            leave(tap, at, "live")


def live_broken_off(tap):
    with Student(SEED) as student, session(student, rows=60) as at:
        at.sees("The three phases")
        at.type(DOWN + ENTER)
        at.sees("Exercise 2")
        for name, keys in (("q and Enter", "q\n"), ("Ctrl-C", CTRL_C)):
            at.screen.other = None  # what the other one left
            at.type("s")
            at.sees("Ready.")
            at.type(keys)
            sees(tap, at, f"{name} ends the servers alone", "right so far.", "Press Enter to go back")
            at.type(CTRL_C)
            at.type("\n")
            sees(tap, at, f"{name}: the session goes on", "right so far.", "l list", gone=["Ready."])
        leave(tap, at, "broken off")


# ---- the terminal -------------------------------------------------------------------------------------------

def endings(tap):
    for name, end in (("Ctrl-C", CTRL_C), ("Ctrl-D", "\x04"), ("SIGTERM", signal.SIGTERM), ("SIGHUP", signal.SIGHUP),
                      ("SIGINT", signal.SIGINT)):
        for place, keys, seen in (("in the list", "", FEET["list"]), ("in an exercise", ENTER, "Purpose"),
                                  ("in an answer", ENTER + "a", "your answer: ")):
            if place == "in an answer" and name in ("Ctrl-C", "Ctrl-D"):
                continue  # there they only take the answer back
            with Student(SEED) as student, session(student) as at:
                at.sees(FEET["list"])
                for key in keys:
                    at.type(key)
                at.sees(seen)
                at.type(end) if isinstance(end, str) else at.process.send_signal(end)
                status = at.ends()
                tap.ok(status == 0 and at.is_restored, f"{name} {place} restores the terminal", f"{status}\n{at.screen.text}")


def sizes(tap, directory):
    with Student(SEED, directory) as student, session(student, 40, 10) as at:
        sees(tap, at, "40x10: the list, progress in view", "0 of 2 done", "First", "q leave")
        at.type(ENTER)
        sees(tap, at, "40x10: an exercise, all keys in two rows", "0 of 2 done - exercise 1", "a answer", "q leave", "more below")
        at.type("a")
        sees(tap, at, "40x10: a question", "Which word is it?", "your answer: ")
        at.type("x" * 60 + "end")
        sees(tap, at, "40x10: a long answer shows its end", "xxxend")
        at.type(ESCAPE)
        sees(tap, at, "40x10: back", "a answer", gone=["your answer"])
        at.resize(100, 40)
        sees(tap, at, "larger: all of it, wrapped anew", "About purpose, at some length, so that it takes more than one line of a narrow",
             "[....................]", gone=["more below"])
        at.type("a")
        at.sees("your answer: ")
        at.type("half")
        at.sees("your answer: half")
        at.resize(60, 12)
        sees(tap, at, "another size in an answer keeps it", "your answer: half", "Which word is it?")
        at.type(ESCAPE)
        sees(tap, at, "and the page fits afterwards", "Exercise 1: First", "q leave", "more below")
        tap.ok(all(">" not in line for line in at.screen.lines), "nothing is cut off", at.screen.text)
        at.resize(20, 6)
        sees(tap, at, "20x6: something is there", "0 of 2 done")
        at.resize(90, 30)
        sees(tap, at, "and back", "About purpose", "l list")
        leave(tap, at, "sizes")


def plain_terminals(tap):
    with Student(SEED) as student, session(student, NO_COLOR="1") as at:
        at.sees(FEET["list"])
        at.type(ENTER)
        sees(tap, at, "NO_COLOR: an exercise", "Purpose")
        tap.ok(not re.search(r"\x1b\[[0-9;]*3[0-9]m", at.written), "NO_COLOR: no color", repr(at.written[:400]))
        leave(tap, at, "NO_COLOR")
    for term, sign in (("dumb", "\x1b"), ("", "\x1b[?1049h")):
        with Student(SEED) as student, session(student, TERM=term) as at:
            status = at.ends()
            tap.ok(status == 0 and sign not in at.written and "maillab exercise show N" in at.written,
                   f'TERM="{term}": the list, and how to go on, in plain text', at.written[-600:])
    with Student(SEED) as student, session(student, LC_ALL="C") as at:
        at.sees(FEET["list"])
        at.type(ENTER)
        sees(tap, at, "LC_ALL=C: an exercise", "Purpose")
        tap.ok(at.written.isascii(), "LC_ALL=C: ASCII alone")
        leave(tap, at, "LC_ALL=C")


def hostile(tap):
    """A title, an answer and a prediction that would command the terminal."""
    with tempfile.TemporaryDirectory(prefix="maillab-exercises-") as directory:
        make(directory, [f"Bad {HOSTILE} title"])
        with Student(SEED, directory) as student, session(student) as at:
            sees(tap, at, "a hostile title is shown escaped", "Bad ", "\\x1b")
            at.type(ENTER)
            at.sees("Purpose")
            at.type("a")
            at.sees("your answer: ")
            at.type("one\x07\u009b31m\u202etwo\tthree \u200b\U000e0041字é" + "!")
            sees(tap, at, "what cannot be seen is not taken", "your answer: one31mtwothree 字é!")
            at.type(ENTER)
            sees(tap, at, "and the report says what was", "one31mtwothree", "right so far.")
            leave(tap, at, "hostile")
        with Student(SEED, directory) as student:
            student.run("check", 1, HOSTILE, "2")
            with session(student) as at:
                at.sees("Bad ")
                at.type(ENTER)
                at.sees("Purpose")
                at.type("c")
                sees(tap, at, "an answer kept by another verb is shown escaped", "wrong  1")
                leave(tap, at, "a hostile answer")


def refusals(tap):
    with Student() as student, session(student) as at:
        at.sees(FEET["list"])
        (student.state / "progress.ini").mkdir()
        at.type(ENTER)
        at.sees("Purpose")
        at.type("h")
        sees(tap, at, "what cannot be kept is said on the page", "Hint 1 of 4", "progress.ini")
        leave(tap, at, "a complaint")
    with Student(directory="/nonexistent") as student, session(student) as at:
        tap.ok(at.ends() == 2 and "is no directory" in at.written and at.is_restored, "no exercises: one sentence", at.written)
    with tempfile.TemporaryDirectory() as empty, Student(directory=empty) as student, session(student) as at:
        tap.ok(at.ends() == 2 and "There are no exercises" in at.written, "an empty directory: one sentence", at.written)


def has_terminals():
    """Whether this machine lends pseudo-terminals; a bare root without /dev/pts has none."""
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        return False
    return True


def main(tap, made):
    make(made, ["First", "Second"])
    the_list(tap)
    predict_and_answer(tap, made)
    the_end(tap, made)
    hints(tap, made)
    a_real_one(tap)
    with_a_pager(tap)
    live(tap)
    live_broken_off(tap)
    endings(tap)
    sizes(tap, made)
    plain_terminals(tap)
    hostile(tap)
    refusals(tap)


with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-exercises-") as made:
    if has_terminals():
        main(tap, made)
    else:
        tap.skip("a terminal", "this machine has no pseudo-terminals")
