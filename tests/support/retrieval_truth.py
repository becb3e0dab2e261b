# SPDX-License-Identifier: MIT
"""What was fetched or appended, as the mailbox that was kept beside the trace has it."""

import hashlib
from collections import Counter

from support import records

FETCHED = ("RETR", "TOP", "FETCH")


def stream_of(fact, found):
    """The number of the stream that a fact names: the n-th to a port of the server."""
    port, order = fact["stream"]["server_port"], fact["stream"]["order"]
    mine = sorted(c["stream"] for c in records.of_type(found, "conversation") if c["server"]["port"] == port)
    return mine[order] if order < len(mine) else None


def told(fact):
    return {"carried_by": fact["carried_by"], "section": fact.get("section"), "range": fact.get("range"),
            "octets": fact["octets"], "sha256": fact["sha256"], "verdict": "accepted", "integrity": "complete"}


def seen(message, fact):
    """The same of a record; numbers and mailbox only where the fact knows them."""
    return {key: message.get(key) for key in told(fact)}


def check_place(tap, name, fact, message):
    """Which message of which mailbox it was."""
    for key in ("mailbox", "number", "uid"):
        if fact.get(key) is not None and fact["protocol"] == "imap" and not (
                key == "uid" and message.get("uid") is None):  # a client need not ask for it
            tap.equal(message.get(key), fact[key], f"{name}: {key}")
    if fact["protocol"] == "pop3" and fact.get("number") is not None:
        tap.equal(message.get("number"), fact["number"], f"{name}: number")


def check_stored(tap, name, directory, fact):
    """The digest that the truth tells is that of the file that it names."""
    stored = fact.get("stored_as")
    if not stored or fact.get("section") or fact.get("range") or fact["carried_by"] == "TOP":
        return
    mail = (directory / stored).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    tap.equal(hashlib.sha256(mail).hexdigest(), fact["sha256"], f"{name}: {stored} has this digest")


def check_parts(tap, name, fact, message):
    if fact.get("parts") is not None and not fact.get("section") and not fact.get("range"):
        tap.equal([(p["filename"], p["octets"], p["sha256"]) for p in message["parts"]],
                  [(p["filename"], p["octets"], p["sha256"]) for p in fact["parts"]], f"{name}: parts")


def check(tap, name, directory, facts, found):
    """Each fact has its record, in the order of its stream, and there are no others."""
    for kind in ("retrieved", "appended"):
        wanted = facts.get(kind, [])
        streams = Counter(stream_of(fact, found) for fact in wanted)
        carriers = FETCHED if kind == "retrieved" else ("APPEND",)
        records_of = {s: [m for m in records.of_type(found, "message", stream=s) if m["carried_by"] in carriers]
                      for s in streams}
        all_of_kind = [m for m in records.of_type(found, "message") if m["carried_by"] in carriers]
        tap.equal(len(all_of_kind), len(wanted), f"{name}: {kind} texts")
        for number, fact in enumerate(wanted):
            label = f"{name}: {kind} {number}"
            waiting = records_of[stream_of(fact, found)]
            message = next((m for m in waiting if seen(m, fact) == told(fact)), None)
            if not tap.ok(message is not None, f"{label} is what the mailbox held",
                          [told(fact)] + [seen(m, fact) for m in waiting[:6]]):
                continue
            waiting.remove(message)
            check_place(tap, label, fact, message)
            check_stored(tap, label, directory, fact)
            check_parts(tap, label, fact, message)
