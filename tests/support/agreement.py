# SPDX-License-Identifier: MIT
"""A server's log beside what `analyze` read off the wire of the same sessions: record by record, in order."""

import json

from . import records

COMPARED = ("command", "reply", "transition", "message", "sasl")
# What only one of the two knows: where a record came from, and what packets and clocks have to do with.
ONE_SIDED = {"session", "stream", "file", "frames", "frame", "time", "latency_ns", "segments", "pipelined"}


def analyze(servers_ports, keys, capture):
    """The records of a capture of these services."""
    options = [word for service, port in servers_ports.items()
               for word in ("-d", f"tcp.port=={port},{service.rstrip('s').replace('submission', 'smtp')}")]
    return records.analyze(*(["--tls-keylog", keys] if keys.exists() else []), *options, capture)


def by_port(found):
    """{client's port: records}, by the record that names the client."""
    key = "session" if any("session" in r for r in found) else "stream"
    ports = {r[key]: r["client"]["port"] for r in found if r["type"] in ("session", "conversation")}
    streams = {number: [] for number in ports}
    for record in found:
        if record.get(key) in streams:
            streams[record[key]].append(record)
    return {port: streams[number] for number, port in ports.items()}


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


def difference(log, wire):
    """None, or a text on the first place where they differ."""
    ours, theirs = compared(log), compared(wire)
    for at in range(max(len(ours), len(theirs))):
        one = ours[at] if at < len(ours) else None
        other = theirs[at] if at < len(theirs) else None
        one = without_uid(one, other)
        if one != other:
            members = sorted(k for k in {**(one or {}), **(other or {})} if (one or {}).get(k) != (other or {}).get(k))
            return f"record {at}, {members}\nlog  {line_of(one)}\nwire {line_of(other)}"
    if final_state(log) != final_state(wire):
        return f"the end: {final_state(log)} in the log, {final_state(wire)} on the wire"
    return None
