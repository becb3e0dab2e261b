#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the program reads off each trace is what client, server log and mailbox say really happened."""

import hashlib
import json
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records, retrieval_truth
from support.tap import Tap


def sha256(octets):
    return hashlib.sha256(octets).hexdigest()


def is_readable(found):
    """No conversation of the capture is hidden by TLS, or keys opened all that is."""
    hidden = {c["stream"] for c in records.of_type(found, "conversation") if c["security"] != "none"}
    opened = {t["stream"] for t in records.of_type(found, "tls") if t["decrypted"]}
    return hidden <= opened


def matching(fact, found):
    """The message record of a fact, by its digest."""
    hits = [m for m in records.of_type(found, "message") if m["sha256"] == fact["sha256_wire"]]
    return hits[0] if hits else None


def check_messages(tap, name, facts, found):
    sent = [fact for fact in facts["messages"] if fact["sha256_wire"]]
    carried = [m for m in records.of_type(found, "message") if m["carried_by"] in ("DATA", "BDAT")]
    tap.equal(len(carried), len(sent), f"{name}: number of mails")
    for number, fact in enumerate(sent):
        message = matching(fact, found)
        if not tap.ok(message is not None, f"{name}: mail {number} has the digest of what was sent",
                      [(m["octets"], m["integrity"], m["sha256"]) for m in records.of_type(found, "message")]):
            continue
        check_message(tap, f"{name}: mail {number}", fact, message, found)


def check_message(tap, name, fact, message, found):
    told = {**fact["envelope"], "carried_by": fact["carried_by"], "verdict": fact["verdict"],
            "octets": fact["octets"], "integrity": "complete"}
    envelope = message["envelope"] or {}
    seen = {**{key: envelope.get(key) for key in fact["envelope"]},
            **{key: message[key] for key in ("carried_by", "verdict", "octets", "integrity")}}
    tap.equal(seen, told, f"{name}: envelope, carrier, verdict, size")
    if fact["message_id"]:
        tap.ok(fact["message_id"].strip("<>") in (message["headers"]["message_id"] or ""), f"{name}: Message-ID",
               message["headers"])
    if "note" not in fact:  # a note tells of a text whose parts nobody but the server can settle
        parts = [(part["filename"], part["octets"], part["sha256"]) for part in message["parts"]]
        tap.equal(parts, [(p["filename"], p["octets"], p["sha256"]) for p in fact["parts"]], f"{name}: parts")
    if fact["queue_id"]:
        replies = [" ".join(r["lines"]) for r in records.of_type(found, "reply", stream=message["stream"])
                   if r["n"] == message["reply"]]
        tap.ok(any(fact["queue_id"] in text for text in replies), f"{name}: queue id in the reply", replies)


def logs(directory):
    return [file.read_text(errors="surrogateescape") for file in sorted(directory.glob("server*.log"))]


def check_queue_ids(tap, name, directory, facts, found):
    """The queue ids that the replies tell are those that the log connects with the same message."""
    text = "\n".join(logs(directory))
    logged = dict(re.findall(r"cleanup\[\d+\]: ([0-9A-Za-z]+): message-id=<([^>]*)>", text))
    for message in records.of_type(found, "message", verdict="accepted"):
        reply = records.of_type(found, "reply", stream=message["stream"], n=message["reply"])[0]
        queue = re.search(r"queued as (\w+)", " ".join(reply["lines"]))
        if queue:
            mine = (message["headers"]["message_id"] or "").strip("<>")
            tap.ok(queue[1] in logged and (not mine or logged[queue[1]] == mine),
                   f"{name}: {queue[1]} is in the log with its Message-ID", [logged.get(queue[1]), mine])


# Postfix sums each session up: "ehlo=1 mail=1 rcpt=1/2 data=1 quit=1 commands=5/6", accepted/all.
SUMMARY = re.compile(r"disconnect from \S+ (.*)")


def logged_sessions(directory):
    """[{verb: (accepted, all)}] as the server counted."""
    sessions = []
    for line in SUMMARY.findall("\n".join(logs(directory))):
        counts = {}
        for word in line.split():
            verb, _, numbers = word.partition("=")
            accepted, _, total = numbers.partition("/")
            counts[verb] = (int(accepted), int(total or accepted))
        counts.pop("commands", None)
        sessions.append(counts)
    return sessions


def final_replies(mine):
    """{n of a command: status of its last reply}; a text's verdict counts for its DATA, a SASL
    exchange's for its AUTH, as Postfix has it."""
    status = {}
    for reply in records.of_type(mine, "reply"):
        status[reply["command"]] = reply["status"]
    current = {}
    for command in records.of_type(mine, "command"):
        if command["verb"] in ("DATA", "AUTH"):
            current[command["verb"]] = command["n"]
        elif command["verb"] in ("<end-of-data>", "<sasl-response>") and command["n"] in status:
            owner = current["DATA" if command["verb"] == "<end-of-data>" else "AUTH"]
            status[owner] = status[command["n"]]
    return status


def seen_session(mine):
    """The same sums from our records."""
    status, accepted, total = final_replies(mine), Counter(), Counter()
    for command in records.of_type(mine, "command"):
        if command["verb"].startswith("<"):
            continue
        verb = command["verb"].lower()
        total[verb] += 1
        final = status.get(command["n"], "5")
        accepted[verb] += final[0] in "23" and final != "334"  # the client left before the answer
    return {verb: (accepted[verb], total[verb]) for verb in total}


def as_unknown(session, known):
    """Postfix sums up all verbs that it does not know as "unknown"."""
    result = {verb: counts for verb, counts in session.items() if verb in known}
    strange = [counts for verb, counts in session.items() if verb not in known]
    if strange:
        result["unknown"] = tuple(map(sum, zip(*strange)))
    return result


def check_sessions(tap, name, directory, found):
    logged = logged_sessions(directory)
    if not logged:
        return
    known = {verb for session in logged for verb in session}
    seen = [as_unknown(seen_session([r for r in found if r.get("stream") == c["stream"]]), known)
            for c in records.of_type(found, "conversation") if c["protocol"] == "smtp"]
    as_text = [sorted(json.dumps(session, sort_keys=True) for session in side) for side in (seen, logged)]
    tap.equal(as_text[0], as_text[1], f"{name}: commands and refusals of each session as the server counted them")


def check_mailboxes(tap, name, directory, facts, extracted):
    """Each stored mail ends with the octets that --extract took from the wire."""
    for fact in facts["messages"]:
        wire = extracted.get(fact["sha256_wire"])
        if fact["verdict"] != "accepted" or not fact["stored_as"] or "note" in fact:
            continue
        for stored in fact["stored_as"]:
            mail = (directory / stored).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            tap.ok(wire is not None and mail.endswith(wire), f"{name}: {stored} is the extracted mail",
                   "no extracted file has this digest" if wire is None else "the texts differ")


def is_safe(name):
    """No separator, nothing that a shell on any system would take for itself, nothing invisible."""
    odd = [c for c in name if c in '/\\:*?"<>|' or unicodedata.category(c) in ("Cc", "Cf", "Co", "Cn", "Zl", "Zp")]
    return not odd and not name.startswith((".", "-", " ")) and not name.endswith((" ", ".")) and len(name.encode()) < 256


def check_extract(tap, name, trace, directory, facts, readable):
    with tempfile.TemporaryDirectory(prefix="maillab-") as target:
        done = records.run("analyze", *records.keys_of(trace), "--extract", target, trace)
        tap.equal(done.status, 0, f"{name}: --extract, exit status")
        files = [f for f in Path(target).rglob("*") if f.is_file()]
        extracted = {sha256(f.read_bytes()): f.read_bytes() for f in files}
        manifest = "\n".join(f.read_text(errors="replace") for f in files if "manifest" in f.name.lower())
        if readable:
            wanted = {p["sha256"]: p["filename"] for m in facts["messages"] for p in m["parts"] if "note" not in m}
            for attached in sorted((directory / "sent").glob("*")):
                if attached.suffix not in (".eml", ".txt"):
                    wanted[sha256(attached.read_bytes())] = attached.name
            lost = [filename for digest, filename in wanted.items() if digest not in extracted]
            tap.equal(lost, [], f"{name}: each part and each attached file is extracted")
            unlisted = [d for d in list(wanted) + [m["sha256_wire"] for m in facts["messages"] if m["sha256_wire"]]
                        if d not in manifest]
            tap.equal(unlisted, [], f"{name}: the manifest lists every digest")
            check_mailboxes(tap, name, directory, facts, extracted)
        unsafe = [str(f) for f in files if not is_safe(f.name)]
        tap.equal(unsafe, [], f"{name}: safe file names")


def exchanges(steps):
    """The steps of each login: a step numbered 1 begins one."""
    found = []
    for step in steps:
        if step["step"] == 1 or not found:
            found.append([])
        found[-1].append(step)
    return found


def check_logins(tap, name, facts, found):
    """Who logged in, by which mechanism, and whether it worked."""
    if "logins" not in facts:
        return
    seen = []
    for conversation in records.of_type(found, "conversation"):
        for steps in exchanges(records.of_type(found, "sasl", stream=conversation["stream"])):
            users = [value for step in steps for key, value in (step["decoded"] or {}).items()
                     if key in ("authcid", "username", "user", "authzid")]
            seen.append((steps[0]["mechanism"], users[-1:], steps[-1]["result"]))
    tap.equal([login[0] for login in seen], [fact["mechanism"] for fact in facts["logins"]], f"{name}: logins")
    for number, (login, fact) in enumerate(zip(seen, facts["logins"])):
        _, users, result = login
        if not (fact["result"] == "cancelled" and not users):  # cancelled before the name was told
            tap.equal(users, [fact["user"]], f"{name}: login {number}, user")
        # A client that hangs up in mid-exchange was refused to the server; the wire shows no end of it.
        allowed = {"ok": ["ok"], "cancelled": ["cancelled"], "refused": ["failed", "continue"]}[fact["result"]]
        tap.ok(result in allowed, f"{name}: login {number}, result", [fact["result"], result])


def main():
    with Tap() as tap:
        for trace in records.traces():
            directory = records.truth_of(trace)
            if directory is None:
                tap.ok(False, f"{trace.name}: there is no truth beside it")
                continue
            facts = json.loads((directory / "facts.json").read_text())
            if facts["sha256"] != sha256(trace.read_bytes()):
                tap.skip(trace.name, "another file stands under this name")
                continue
            found = records.analyze(*records.keys_of(trace), trace).records
            readable = is_readable(found)
            tap.equal(found[-1]["packets"], facts["packets"], f"{trace.name}: number of packets")
            if readable:
                check_messages(tap, trace.name, facts, found)
                retrieval_truth.check(tap, trace.name, directory, facts, found)
                check_queue_ids(tap, trace.name, directory, facts, found)
                check_sessions(tap, trace.name, directory, found)
                check_logins(tap, trace.name, facts, found)
            check_extract(tap, trace.name, trace, directory, facts, readable)


if __name__ == "__main__":
    main()
