#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The pages written by hand: `maillab explain slide N` for all 30 slides, and the roles.

Every command that they show is run (but for those that listen or record), every `maillab explain …` in
their sentences is known, every citation exists, and every difference that the course's list of errata
calls a contradiction stands on its slide."""

import re
import shlex
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import check_citations, records
from support.tap import Tap

TABLES = {"slides": "explain_slides.tsv", "roles": "explain_roles.tsv"}
N_SLIDES = 30
# By slide: words that the difference has to name. Where slide and RFC contradict each other.
DIFFERENCES = {10: ["RFC 5321", "RFC 2821", "587", "465"], 12: ["angle brackets", "empty line", "single dot"],
               15: ["CRLF . CRLF", "dot"], 16: ["STARTTLS", "Security Layer", "historic", "RFC 6530"],
               17: ["RFC 5322"], 18: ["RFC 5322"], 19: ["Message Access", "RFC 9051"], 20: ["UPDATE"],
               21: ["+OK", "message 2"], 23: ["37 %"], 24: ["1.0", "7bit"], 25: ["no value"], 29: ["TOP"]}
SELDOM_RUN = ("serve", "watch", "exercise", "wireshark")  # they listen, or need what may not be here
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PAGER": "cat", "COLUMNS": "80"}


def rows(table):
    """Every (word, part, texts)."""
    for line in (records.ROOT / "lab" / "explain" / table).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            word, part, *texts = line.split("\t")
            yield word, part, texts


def commands_in(table):
    """Every command that a page shows or names in a sentence."""
    for _word, part, texts in rows(table):
        if part == "show":
            yield texts[0]
        for text in texts:
            yield from re.findall(r"`(maillab [^`]*)`", text)


def run_all(tap, table):
    commands = sorted(set(commands_in(table)))
    verbs = set(re.findall(r"^  (\w+) ", records.run("--help").text.partition("Verbs:")[2], re.MULTILINE))
    for command in commands:
        _program, verb, *arguments = shlex.split(command)
        if verb in SELDOM_RUN or "--extract" in arguments or "N" in arguments:
            tap.ok(verb in verbs, f"`{command}`: there is such a verb", sorted(verbs))
            continue
        done = records.run(verb, *arguments, env=ENVIRONMENT, cwd=records.ROOT)
        tap.ok(done.status == 0 and done.output, f"`{command}` works", done.errors)


def pages(tap, kind, table):
    titles = [(word, texts[0]) for word, part, texts in rows(table) if part == "title"]
    for word, title in titles:
        text = re.sub(r"\s+", " ", records.run("explain", word, env=ENVIRONMENT).text)
        wanted = ["See it: `maillab", "What then?", "Read more: RFC"] + (["Who?", "When?"] if kind == "roles" else [])
        missing = [phrase for phrase in wanted if phrase not in text]
        tap.ok(text.lower().startswith(word.lower() + ": ") and title in text and not missing,
               f"{word}: who, when, what next, an example", missing)
    return [word for word, _title in titles]


def differences(tap):
    for number, phrases in DIFFERENCES.items():
        told = " ".join(text for word, part, texts in rows(TABLES["slides"])
                        if word == f"slide {number}" and part == "differs" for text in texts)
        missing = [phrase for phrase in phrases if phrase not in told]
        tap.ok(told and not missing, f"slide {number}: where the RFC says otherwise", missing)


def main():
    known = check_citations.load_tables()
    with Tap() as tap:
        for kind, table in TABLES.items():
            text = "\n".join(" ".join(texts) for _word, _part, texts in rows(table))
            wrong = [doubt for doubt in check_citations.doubts(text, known) if doubt[2]]
            tap.ok(not wrong, f"{table}: every citation exists", wrong)
            words = pages(tap, kind, table)
            if kind == "slides":
                tap.equal(words, [f"slide {number}" for number in range(1, N_SLIDES + 1)], "all slides, in order")
            run_all(tap, table)
        differences(tap)


if __name__ == "__main__":
    main()
