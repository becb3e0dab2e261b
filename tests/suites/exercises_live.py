#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every live exercise is solved against `maillab exercise start` by a scripted client: nc and telnet where they are
installed and a person could type the dialogue, else a socket; and some by the mail libraries of Python, curl and swaks."""

import re
import shutil
import smtplib
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.exercises import EXERCISES, PATIENCE_S, ProgramPeer, SocketPeer, Student, is_plain, play
from support.tap import Tap

SEED = "1KS20CS042"
TLS = ("submissions", "pop3s", "imaps")


def live_exercises():
    """(number, name, services) of those with something to do."""
    for path in sorted(EXERCISES.glob("[0-9]*/exercise.ini")):
        head = re.search(r"^\[exercise\]\n(.*?)(?=^\[)", path.read_text(), re.MULTILINE | re.DOTALL)[1]
        fields = dict(re.findall(r"^(\w+)=(.*)$", head, re.MULTILINE))
        if fields["kind"] in ("live", "build"):
            yield int(fields["number"]), path.parent.name, re.split(r"[ ;]+", fields["serve"].strip(" ;"))


def dialogue_of(student, number):
    status, text, errors = student.run("prove", number, "--dialogue")
    return text if status == 0 else None


def answer_first(student, number, dialogue):
    """Predictions and questions are answered before anything is done."""
    for what, step, text in re.findall(r"^# (predict|step) (\d+)=(.*)$", dialogue, re.MULTILINE):
        student.run("predict" if what == "predict" else "check", number, "--step", step, "--", text)


def clients(index):
    """The program whose turn it is, for dialogues that can be typed; None: none is installed."""
    known = [words for words in (["nc", "-C"], ["telnet"]) if shutil.which(words[0])]
    return known[index % len(known)] if known else None


def solve(tap, index, number, name, services):
    with Student(SEED) as student:
        dialogue = dialogue_of(student, number)
        if not tap.ok(dialogue is not None, f"{name}: a dialogue solves it"):
            return
        answer_first(student, number, dialogue)
        words = clients(index) if is_plain(dialogue) else None

        def dial(service):
            port = run.ports[service]
            if words is None or service in TLS:
                return SocketPeer(port, service in TLS)
            return ProgramPeer(words, port)

        run = student.start(number)
        trouble = ""
        try:
            play(dialogue, run.ports, services[0], dial)
        except (OSError, EOFError, KeyError) as error:
            trouble = f"{error!r}\n"
            run.process.terminate()
        by = words[0] if words else "a socket"
        tap.ok(run.wait() == 0, f"{name}: solved by {by}", trouble + run.text + run.complaints())
        tap.ok(re.search(rf"^\[exercise {number}\]\n(?:[^\[].*\n)*done=", student.progress + "\n", re.MULTILINE),
               f"{name}: it is kept as done", student.progress)
        tap.ok("Sanitizer" not in run.complaints(), f"{name}: no sanitizer complains", run.complaints())


# ---- mail programs ------------------------------------------------------------------------------------------

def values(dialogue):
    """Whom the dialogue sends to and from, and what: for clients that write their own."""
    return (re.search(r"MAIL FROM:<([^>]*)>", dialogue)[1], re.search(r"RCPT TO:<([^>]*)>", dialogue)[1],
            re.search(r"^C: (Subject: .*)$", dialogue, re.MULTILINE)[1])


def with_program(tap, number, name, steps, drive):
    """`drive(run, dialogue)` is another client; these steps are to be ticked by it."""
    with Student(SEED) as student:
        dialogue = dialogue_of(student, number)
        run = student.start(number)
        trouble = ""
        try:
            drive(run, dialogue)
        except (OSError, smtplib.SMTPException) as error:
            trouble = repr(error)
        run.stop()
        ticked = {int(step) for step in re.findall(r"^right +(\d+) ", run.text, re.MULTILINE)}
        tap.ok(steps <= ticked, name, f"{trouble}\nticked: {sorted(ticked)}\n{run.text}{run.complaints()}")


def by_smtplib(run, dialogue):
    sender, recipient, subject = values(dialogue)
    with smtplib.SMTP("127.0.0.1", run.ports["smtp"], local_hostname="desk.example", timeout=PATIENCE_S) as client:
        client.ehlo()
        client.docmd("DATA")
        client.docmd("MAIL", f"FROM:<{sender}>")
        client.docmd("MAIL", f"FROM:<{sender}>")
        client.docmd("RCPT", f"TO:<{recipient}>")
        client.data(f"{subject}\r\n\r\nBy another program.\r\n".encode())


def by_curl(run, dialogue):
    sender, recipient, subject = values(dialogue)
    subprocess.run(["curl", "-s", f"smtp://127.0.0.1:{run.ports['smtp']}/desk.example", "--mail-from", sender,
                    "--mail-rcpt", recipient, "-T", "-"], input=f"{subject}\r\n\r\nBy curl.\r\n".encode(),
                   timeout=PATIENCE_S, check=False)


def by_swaks(run, dialogue):
    sender, recipient, subject = values(dialogue)
    subprocess.run(["swaks", "--server", "127.0.0.1", "--port", str(run.ports["smtp"]), "--from", sender, "--to", recipient,
                    "--header", subject, "--ehlo", "desk.example"], stdout=subprocess.DEVNULL, timeout=PATIENCE_S, check=False)


def programs(tap):
    with_program(tap, 6, "06-order-503: solved with smtplib", {1, 2, 3, 4, 5}, by_smtplib)
    for program, drive in (("curl", by_curl), ("swaks", by_swaks)):
        name = f"a step done by {program}"
        if shutil.which(program):
            with_program(tap, 6, name, {1}, drive)
        else:
            tap.skip(name, f"{program} is not installed")


# ---- endings ------------------------------------------------------------------------------------------------

def endings(tap):
    with Student() as student:
        run = student.start(6)
        tap.equal(run.stop(), 1, "an exercise that is broken off is not done")
        tap.ok("open" in run.text and "0 of 5 right so far." in run.text, "it says what is open", run.text)
        run = student.start(6, "--timeout", "1")
        tap.equal(run.wait(), 1, "--timeout ends it")
        with Student() as other:
            first, second = student.start(6), other.start(6)
            tap.ok(first.ports["smtp"] != second.ports["smtp"], "two at a time get two ports")
            for run in (first, second):
                run.stop()
    with Student(SEED) as one, Student(SEED) as again, Student("another") as other:
        texts = [student.run("show", 6)[1] for student in (one, again, other)]
        tap.equal(texts[0], texts[1], "the same seed gives the same exercise")
        tap.ok(texts[0] != texts[2], "another seed another")


with Tap() as tap:
    found = list(live_exercises())
    tap.ok(len(found) >= 2, "there are live exercises")
    for place, (number, name, services) in enumerate(found):
        solve(tap, place, number, name, services)
    programs(tap)
    endings(tap)
