# SPDX-License-Identifier: MIT
"""A case: a generated capture, and what must (and must not) be said of it."""

import hashlib
from dataclasses import dataclass, field

from . import captures, records, rules
from .dialogue import capture


@dataclass
class Case:
    """What is not named here is not checked."""

    name: str
    packets: list  # of captures.Packet, or a list of dialogue.Segment
    mails: list = None  # expected message records, in order: fields that must be so
    says: tuple = ()  # codes of findings that must be there
    silent: tuple = ()  # codes that must not
    verbs: list = None  # of all command records, in order
    conversation: dict = field(default_factory=dict)
    sasl: list = None  # expected sasl records
    sasl_ends: str = None  # the result of the last one
    options: tuple = ()
    also: object = None  # function(records) -> sentences about what is wrong

    def file(self):
        """The capture."""
        first = self.packets[0]
        return captures.pcap(self.packets if isinstance(first, captures.Packet) else capture(self.packets),
                             nanoseconds=True)


def mail(text=None, parts=None, **fields):
    """An expected message: its text as the receiver gets it, its parts as (path, type, octets)."""
    expected = {"integrity": "complete", "verdict": "accepted", **fields}
    if text is not None:
        expected |= {"octets": len(text), "sha256": hashlib.sha256(text).hexdigest()}
    if parts is not None:
        expected["parts"] = [{"path": path, "type": kind, "octets": len(octets),
                              "sha256": hashlib.sha256(octets).hexdigest()} for path, kind, octets in parts]
    return expected


def agrees(actual, expected):
    """Everything that is expected is so; records may say more."""
    if isinstance(expected, dict):
        return isinstance(actual, dict) and all(agrees(actual.get(k), v) for k, v in expected.items())
    if isinstance(expected, list):
        return isinstance(actual, list) and len(actual) == len(expected) and all(map(agrees, actual, expected))
    if isinstance(expected, set):
        return actual in expected
    return actual == expected


def wrong(case, found):
    """Sentences on what is not as the case says."""
    messages = records.of_type(found, "message")
    if case.mails is not None and not agrees(messages, case.mails):
        yield f"mails: expected {case.mails}\nactual {messages}"
    codes = {r["code"] for r in records.of_type(found, "finding")}
    for code in case.says:
        if code not in codes:
            yield f"finding {code} is missing; there are {sorted(codes)}"
    for code in case.silent:
        if code in codes:
            yield f"finding {code} must not be there"
    verbs = [c["verb"] for c in records.of_type(found, "command")]
    if case.verbs is not None and verbs != case.verbs:
        yield f"verbs: expected {case.verbs}\nactual {verbs}"
    conversations = records.of_type(found, "conversation")
    if case.conversation and not (conversations and agrees(conversations[0], case.conversation)):
        yield f"conversation: expected {case.conversation}\nactual {conversations}"
    if case.conversation is None and conversations:
        yield f"no conversation was expected: {conversations}"
    if case.sasl is not None and not agrees(records.of_type(found, "sasl"), case.sasl):
        yield f"sasl: expected {case.sasl}\nactual {records.of_type(found, 'sasl')}"
    if case.sasl_ends:
        results = [r["result"] for r in records.of_type(found, "sasl")]
        if results[-1:] != [case.sasl_ends]:
            yield f"sasl results: {results}, the last should be {case.sasl_ends}"
    if case.also:
        yield from case.also(found)
    yield from rules.broken(found)


def run(tap, cases):
    """Runs all cases, those with the same options in one start of the program."""
    groups = {}
    for case in cases:
        groups.setdefault(case.options, []).append(case)
    for options, group in groups.items():
        files = {f"{number:03}.pcap": case.file() for number, case in enumerate(group)}
        found, done = records.analyze_octets(files, *options)
        tap.ok(not done.crashed() and done.status == 0, f"{len(group)} captures {' '.join(options)}: read",
               f"status {done.status}\n{done.errors[:4000]}")
        for case, file in zip(group, files):
            sentences = list(wrong(case, found[file]))
            tap.ok(not sentences, case.name, "\n".join(sentences))
