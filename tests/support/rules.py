# SPDX-License-Identifier: MIT
"""What the contract says of the records of one capture, beyond the shape of each: order, numbers,
states. Each rule is a generator of sentences about what breaks it."""

import json

try:
    import jsonschema
except ImportError:  # the suite contract.py says so
    jsonschema = None

from .records import ROOT, of_type

OBSERVER = ("LOST", "TLS")  # states that the decoder enters by itself, without a transition


def shape(records):
    """Each record against the schema; nothing where python3-jsonschema is absent."""
    for record, problem in shape_problems(records) if jsonschema else ():
        yield f"{problem}: {json.dumps(record, ensure_ascii=False)[:400]}"


def validators():
    """{type: validator}, made once."""
    if not VALIDATORS:
        schema = json.loads((ROOT / "tests/schema/records.schema.json").read_text())
        for kind in schema["properties"]["type"]["enum"]:
            VALIDATORS[kind] = jsonschema.Draft202012Validator(
                {"$ref": f"#/$defs/{kind}", "$defs": schema["$defs"]})
    return VALIDATORS


VALIDATORS = {}


def shape_problems(records):
    for record in records:
        validator = validators().get(record.get("type"))
        if validator is None:
            yield record, f"no such type: {record.get('type')}"
            continue
        for error in validator.iter_errors(record):
            place = "/".join(map(str, error.absolute_path)) or "the record"
            yield record, f"{record['type']}: {place}: {error.message[:200]}"


def numbers(records):
    """n counts from 0 per record type; messages that several replies carry may end in another order."""
    for kind in ("command", "reply", "message"):
        found = [r["n"] for r in of_type(records, kind)]
        if kind == "message":
            found.sort()
        if found != list(range(len(found))):
            yield f"n of {kind} records: {found}"


def order(records):
    """A command, its replies, the transition, the message that it ended; conversation last."""
    known, answered, before = set(), set(), None
    for record in records:
        kind = record["type"]
        if kind == "command":
            known.add(record["n"])
        elif kind == "reply":
            if record["command"] is not None and record["command"] not in known:
                yield f"reply {record['n']} stands before its command {record['command']}"
            answered.add(record["n"])
        elif kind == "transition":
            yield from transition_place(record, before)
        elif kind == "message":
            if record["command"] is not None and record["command"] not in known:
                yield f"message {record['n']} stands before the command {record['command']} that ended it"
            if record["reply"] is not None and record["reply"] not in answered:
                yield f"message {record['n']} stands before its reply {record['reply']}"
        if kind in ("reply", "transition", "command", "message"):
            before = record
    if records and records[-1]["type"] != "conversation":
        yield f"after the conversation record: {records[-1]['type']}"
    if len(of_type(records, "conversation")) != 1:
        yield f"{len(of_type(records, 'conversation'))} conversation records"


def transition_place(record, before):
    if not before or before["type"] != "reply" or before["status"] != record["status"]:
        yield (f"transition {record['from']} --{record['command']} {record['status']}--> {record['to']}"
               " does not follow its reply")
    elif not before["frames"][0] <= record["frame"] <= before["frames"][1]:
        yield f"transition in frame {record['frame']}, its reply in {before['frames']}"


def states(records):
    """The states form a chain, and each command names the one in which it is taken up."""
    state, late = "START", of_type(records, "conversation", opened="late")
    for record in records:
        if record["type"] not in ("command", "transition"):
            continue
        named = record["state" if record["type"] == "command" else "from"]
        if named != state and named not in OBSERVER and state not in OBSERVER and not (late and state == "START"):
            yield f"{record['type']} says {named} where the state is {state}: {json.dumps(record)[:200]}"
        state = record["to"] if record["type"] == "transition" else named
    for conversation in of_type(records, "conversation"):
        final = conversation["final_state"]
        if final != state and final not in OBSERVER and not late:
            yield f"final_state {final}, but the last state told is {state}"


def counts(records):
    """The conversation's numbers are those of its records, its frames hold all of theirs."""
    for conversation in of_type(records, "conversation"):
        for kind, name in (("command", "commands"), ("reply", "replies"), ("message", "messages"),
                           ("finding", "findings")):
            if conversation[name] != len(of_type(records, kind)):
                yield f"conversation.{name} is {conversation[name]}, there are {len(of_type(records, kind))}"
        first, last = conversation["frames"]
        for record in records:
            low, high = record.get("frames") or [record.get("frame", first)] * 2
            if not first <= low <= high <= last:
                yield f"{record['type']}: frames {low}…{high} outside of {first}…{last}"


def transitions_of_refusals(records):
    """A refused command writes no transition, except the end of a text and of an exchange."""
    for step in of_type(records, "transition"):
        if step["status"][0] in "45" and step["from"] == step["to"] and step["command"] in ("MAIL", "RCPT"):
            yield f"a refused {step['command']} wrote a transition: {json.dumps(step)[:200]}"


def messages(records):
    """A message's envelope, verdict and integrity do not contradict each other or its replies."""
    replies = {r["n"]: r for r in of_type(records, "reply")}
    for message in of_type(records, "message"):
        reply = replies.get(message["reply"])
        if message["protocol"] == "smtp" and reply is not None:
            positive = reply["status"][0] == "2"
            if positive != (message["verdict"] == "accepted"):
                yield f"message {message['n']} is {message['verdict']}, its reply is {reply['status']}"
        if message["reply"] is None and message["verdict"] != "unanswered":
            yield f"message {message['n']} has no reply and is {message['verdict']}"
        if any(not part["sha256"] for part in message["parts"]) and message["integrity"] == "complete":
            yield f"message {message['n']} is complete, yet a part has no digest"


OF_A_STREAM = (numbers, order, states, counts, transitions_of_refusals, messages)


def streams(records):
    """{stream: [record]} in order."""
    found = {}
    for record in records:
        if "stream" in record:
            found.setdefault(record["stream"], []).append(record)
    return found


def whole(records):
    """`capture` follows all of its file, `end` everything; the sums agree."""
    kinds = [record["type"] for record in records]
    if kinds.count("end") != 1 or kinds[-1] != "end":
        yield f"the end record is not the last: {kinds[-3:]}"
        return
    end = records[-1]
    sums = {"conversations": kinds.count("conversation"), "messages": kinds.count("message"),
            "findings": kinds.count("finding"),
            "packets": sum(r["packets"] for r in of_type(records, "capture"))}
    for name, number in sums.items():
        if end[name] != number:
            yield f"end.{name} is {end[name]}, there are {number}"
    if kinds.count("capture") == 1:
        after = kinds[kinds.index("capture") + 1:]
        if set(after) - {"journey", "end"}:
            yield f"after the capture record: {after[:5]}"


def broken(records):
    """All that breaks the contract in the records of one capture."""
    found = list(shape(records))
    for stream, mine in streams(records).items():
        for rule in OF_A_STREAM:
            found += [f"stream {stream}: {rule.__name__}: {sentence}" for sentence in rule(mine)]
    return found
