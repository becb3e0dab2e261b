# SPDX-License-Identifier: MIT
"""A server's log beside what `analyze` read off the wire of the same sessions: record by record, in order."""

import json
from collections import Counter

from . import records

COMPARED = ("command", "reply", "transition", "message", "sasl")
# What only one of the two knows: where a record came from, and what packets and clocks have to do with.
ONE_SIDED = {"session", "stream", "file", "frames", "frame", "time", "latency_ns", "segments", "pipelined"}


def analyze(servers_ports, keys, capture):
    """The records of a capture of these services."""
    options = [word for service, port in servers_ports.items()
               for word in ("-d", f"tcp.port=={port},{service.rstrip('s').replace('submission', 'smtp')}")]
    return records.analyze(*(["--tls-keylog", keys] if keys.exists() else []), *options, capture)


def by_ends(found):
    """{(client's port, server's port, how often both were met before): records}, by the record that names both."""
    key = "session" if any("session" in r for r in found) else "stream"
    ends, met = {}, Counter()
    for record in sorted((r for r in found if r["type"] in ("session", "conversation")), key=lambda r: r[key]):
        pair = record["client"]["port"], record["server"]["port"]
        ends[record[key]] = (*pair, met[pair])
        met[pair] += 1
    streams = {number: [] for number in ends}
    for record in found:
        if record.get(key) in streams:
            streams[record[key]].append(record)
    return {key: streams[number] for number, key in ends.items()}


def compared(found):
    return [{k: v for k, v in r.items() if k not in ONE_SIDED} for r in found if r["type"] in COMPARED]


def final_state(found):
    return next((r["final_state"] for r in found if r["type"] in ("conversation", "session-end")), None)


def without_uid(ours, theirs):
    """Of a message's UID the server always knows; an observer does if it was told on the wire."""
    if ours and theirs and ours.get("uid") and "uid" not in theirs:
        return {k: v for k, v in ours.items() if k != "uid"}
    return ours


def line_of(record):
    return json.dumps(record, ensure_ascii=False)[:700] if record else "(nothing)"


def is_over(log):
    return final_state(log) in ("CLOSED", "LOGOUT", "UPDATE")


def not_taken_up(records):
    """Whether these are commands that nobody answered, and what stands in them."""
    return all(r["type"] in ("command", "message") or r["type"] == "sasl" and r["result"] in (None, "cancelled") for r in records)


def without_last_line(ours, theirs):
    """Without what a command that had no end left: itself, the go-ahead for its literal, its part of a login; and of a
    chunk its message."""
    last = max(n for n, r in enumerate(theirs) if r["type"] == "command")
    messages = [r for r in theirs[last:] if r["type"] == "message"]
    return theirs[:last] + messages[:max(len(ours) - last, 0)]


def without_half_octets(found):
    """Octets of a line that had no end are text for an observer and nothing yet for a server."""
    return [{k: v for k, v in r.items() if k not in ("command", "octets", "parts")} if r.get("integrity") == "unterminated" else r
            for r in found]


def difference(log, wire, is_cut=False):
    """None, or a text on the first place where they differ. What a client says behind the goodbye, and a last line without
    its end (`is_cut`), no server takes up: only the wire has it."""
    ours, theirs = compared(log), compared(wire)
    if is_cut:
        theirs = without_last_line(ours, theirs) if len(theirs) > len(ours) else theirs
        ours, theirs = map(without_half_octets, (ours, theirs))
    elif is_over(log) and not_taken_up(theirs[len(ours):]):
        theirs = theirs[:len(ours)]
    for at in range(max(len(ours), len(theirs))):
        one = ours[at] if at < len(ours) else None
        other = theirs[at] if at < len(theirs) else None
        one = without_uid(one, other)
        if one != other:
            members = sorted(k for k in {**(one or {}), **(other or {})} if (one or {}).get(k) != (other or {}).get(k))
            return f"record {at}, {members}\nlog  {line_of(one)}\nwire {line_of(other)}"
    if final_state(wire) not in ("TLS", final_state(log)):  # without a handshake an observer only knows that TLS was agreed
        return f"the end: {final_state(log)} in the log, {final_state(wire)} on the wire"
    return None
