#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""TLS with its secrets reads like the same session in clear; without them it says what stays visible,
and where nothing can be opened it says why."""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, records
from support.tap import Tap

# {encrypted trace: (the same script in clear, what STARTTLS adds)}
PAIRS = {
    "SMTP-starttls.pcap": ("SMTP-starttls-plain.pcap", ["STARTTLS", "EHLO"]),
    "SMTP-465.pcap": ("SMTP-starttls-plain.pcap", []),
    "SMTP-tls12-aes256-gcm.pcap": ("SMTP-starttls-plain.pcap", ["STARTTLS", "EHLO"]),
    "SMTP-tls13-chacha20.pcap": ("SMTP-starttls-plain.pcap", ["STARTTLS", "EHLO"]),
    "SMTP-tls13-secrets.pcapng": ("SMTP-starttls-plain.pcap", ["STARTTLS", "EHLO"]),
    "POP3-stls.pcap": ("POP3-stls-plain.pcap", ["STLS"]),
    "IMAP-starttls.pcap": ("IMAP-starttls-plain.pcap", ["STARTTLS", "CAPABILITY"]),
    "IMAP-993.pcap": ("IMAP-starttls-plain.pcap", []),
}
# What the reply to STARTTLS or STLS leads to, whoever has the keys: RFC 3207 §4.2, RFC 2595 §4.
BEGUN = {"SMTP": ("READY", "STARTTLS", "220", "GREETED"),
         "POP3": ("AUTHORIZATION", "STLS", "+OK", "AUTHORIZATION"),
         "IMAP": ("NOT-AUTHENTICATED", "STARTTLS", "OK", "NOT-AUTHENTICATED")}
CBC = "SMTP-tls12-cbc.pcap"
VERSIONS = {"TLSv1.2": "TLS 1.2", "TLSv1.3": "TLS 1.3"}


def place(name):
    """The trace and the directory of its truth; those for retrieval may stand apart."""
    for directory in (records.TRACES, records.TRACES / "retrieval"):
        if (directory / name).exists():
            return directory / name, directory / "truth" / name.split(".")[0]
    return None, None


def keylog(name):
    return place(name)[1] / "keylog.txt"


def analyze(name, *options):
    return records.analyze(*options, place(name)[0])


def transitions(found):
    return [(t["from"], t["command"], t["status"], t["to"]) for t in records.of_type(found, "transition")]


def without(rows, added):
    """The rows without the first one of each command that STARTTLS adds."""
    rows = list(rows)
    for verb in added:
        first = next((row for row in rows if row[1] == verb), None)
        if first is not None:
            rows.remove(first)
    return rows


def messages(found):
    return [(m["carried_by"], m["sha256"], m["octets"], m["integrity"]) for m in records.of_type(found, "message")]


def check_pair(tap, name, plain, added):
    inside = [] if name.endswith("ng") else ["--tls-keylog", keylog(name)]
    opened, clear = analyze(name, *inside), analyze(plain)
    tap.equal((opened.status, opened.errors), (0, ""), f"{name}: no complaint")
    found, conversation = opened.records, records.of_type(opened.records, "conversation")[0]
    tap.equal(without(transitions(found), added), transitions(clear.records),
              f"{name}: the transitions are those of {plain}")
    for what, seen in (("with its secrets", found), ("without", analyze(name).records if inside else found)):
        begun = [row for row in transitions(seen) if row[1] in added[:1]]
        tap.equal(begun, [BEGUN[name[:4]]] if added else [], f"{name}, {what}: the transition of {added[:1]}")
    tap.equal(messages(found), messages(clear.records), f"{name}: the messages are those of {plain}")
    tap.equal(conversation["security"], "starttls" if added else "tls", f"{name}: security")
    facts = json.loads((place(name)[1] / "facts.json").read_text()).get("tls", [{"version": "TLSv1.3"}])[0]
    tls = records.of_type(found, "tls")
    tap.equal([(t["version"], t["decrypted"]) for t in tls], [(VERSIONS[facts["version"]], True)],
              f"{name}: one handshake, decrypted")
    tap.ok(tls and "mail.ksit.example" in (tls[0]["certificate"] or ""), f"{name}: the certificate's name", tls)


def check_closed(tap, name, options, code, what):
    """Nothing is opened, the conversation ends in TLS, and a finding says why."""
    done = analyze(name, *options)
    found = done.records
    conversation = records.of_type(found, "conversation")[0]
    tap.equal((done.status, conversation["final_state"]), (0, "TLS"), f"{name}, {what}: the state is TLS")
    tap.equal([t["decrypted"] for t in records.of_type(found, "tls")], [False], f"{name}, {what}: not decrypted")
    codes = [f["code"] for f in records.of_type(found, "finding") if f["code"].startswith("tls.")]
    tap.equal(codes, [code] if code else [], f"{name}, {what}: why")
    tap.equal(messages(found), [], f"{name}, {what}: no message")


def damaged(text):
    """A key log whose secrets end otherwise."""
    return "".join(line[:-1] + ("1" if line.endswith("0") else "0") + "\n" for line in text.splitlines()
                   if not line.startswith("#"))


def check_reasons(tap, directory):
    for name in PAIRS:
        if place(name)[0] is None or name.endswith("ng"):
            continue
        wrong = directory / "wrong.txt"
        wrong.write_text(damaged(keylog(name).read_text()))
        check_closed(tap, name, [], None, "without a key log")
        check_closed(tap, name, ["--tls-keylog", wrong], "tls.wrong-secrets", "with damaged secrets")
    foreign = ["--tls-keylog", keylog("SMTP-465.pcap")]
    check_closed(tap, "SMTP-tls13-chacha20.pcap", foreign, "tls.no-secrets", "with the secrets of another session")
    check_closed(tap, CBC, ["--tls-keylog", keylog(CBC)], "tls.suite-not-read", "CBC")
    finding = records.of_type(analyze(CBC, "--tls-keylog", keylog(CBC)).records, "finding")[0]
    tap.ok("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256" in finding["text"], "CBC: the sentence names the suite", finding)


def secrets_block(text):
    body = (0x544C534B).to_bytes(4, "little") + len(text).to_bytes(4, "little") + text
    return captures.block("<", captures.DECRYPTION_SECRETS, body)


def first_packet(octets):
    """Where the first packet block of a little-endian pcapng begins."""
    at = 0
    while int.from_bytes(octets[at:at + 4], "little") != captures.ENHANCED:
        at += int.from_bytes(octets[at + 4:at + 8], "little")
    return at


def check_secrets_inside(tap, directory):
    """A block of secrets counts for what comes after it, in any place before the handshake."""
    name = "SMTP-tls13-chacha20.pcap"
    packets = captures.read(place(name)[0].read_bytes())
    block = secrets_block(keylog(name).read_bytes())
    expected = transitions(analyze(name, "--tls-keylog", keylog(name)).records)
    for what, before, opens in (("first", 0, True), ("before the handshake", 8, True), ("at the end", len(packets), False)):
        head, tail = captures.section(packets[:before] or packets[:1]), captures.section(packets[before:] or packets[-1:])
        head = head if before else head[:first_packet(head)]
        tail = tail[first_packet(tail):] if before < len(packets) else b""
        file = directory / "inside.pcapng"
        file.write_bytes(head + block + tail)
        done = records.analyze(file)
        tap.equal(done.status, 0, f"secrets inside, {what}: exit status")
        tap.equal(transitions(done.records) == expected, opens, f"secrets inside, {what}")


def check_usage(tap, directory):
    trace = place(CBC)[0]
    empty = directory / "no-secrets.txt"
    empty.write_text("this is no key log\n")
    for what, file in (("a file without secrets", empty), ("a file that is not there", directory / "nowhere")):
        done = records.analyze("--tls-keylog", file, trace)
        tap.equal((done.status, done.output), (2, b""), f"--tls-keylog with {what} is a usage error")
        tap.ok(file.name in done.errors, f"--tls-keylog with {what}: the sentence names it", done.errors)


def check_other_port(tap, directory):
    """TLS on a port that is not known for mail is read if what is inside, or ALPN, says mail."""
    name = "SMTP-465.pcap"
    packets = captures.read(place(name)[0].read_bytes())
    moved = [captures.Packet(p.time_ns, p.octets.replace((465).to_bytes(2, "big"), (8465).to_bytes(2, "big"), 1), p.link)
             for p in packets]
    file = directory / "moved.pcap"
    file.write_bytes(captures.pcap(moved))
    opened = records.analyze("--tls-keylog", keylog(name), file).records
    tap.equal([c["detected_by"] for c in records.of_type(opened, "conversation")], ["content"], "another port: by content")
    tap.equal(transitions(opened), transitions(analyze(name, "--tls-keylog", keylog(name)).records),
              "another port: the same transitions")
    closed = records.analyze(file).records
    tap.equal(records.of_type(closed, "conversation"), [], "another port without secrets: no mail is seen")
    asked = records.analyze("-d", "tcp.port==8465,smtp", file).records
    tap.equal([(c["detected_by"], c["security"], c["final_state"]) for c in records.of_type(asked, "conversation")],
              [("asked", "tls", "TLS")], "another port, asked for: TLS from the first octet")


def check_layers(tap):
    """With -x the octets on the wire and those inside are told apart, and both are named."""
    name = "SMTP-465.pcap"
    found = analyze(name, "-x", "--tls-keylog", keylog(name)).records
    conversation = records.of_type(found, "conversation")[0]
    for side in ("client", "server"):
        leaves = records.of_type(found, "octets", **{"from": side})
        wire = [leaf for leaf in leaves if leaf.get("layer", "wire") == "wire"]
        inside = [leaf for leaf in leaves if leaf.get("layer") == "tls"]
        tap.equal(sum(leaf["length"] for leaf in wire), conversation["octets"][side], f"-x, {side}: the wire is tiled")
        units = [r for r in found if r["type"] == ("command" if side == "client" else "reply")]
        tap.equal(sum(leaf["length"] for leaf in inside), sum(u["octets"] for u in units), f"-x, {side}: the inside is tiled")
        tap.equal([leaf for leaf in leaves if leaf["label"] == "unknown"], [], f"-x, {side}: nothing is unknown")
        for layer in (wire, inside):
            ends = [0] + [leaf["offset"] + leaf["length"] for leaf in layer]
            tap.equal([leaf["offset"] for leaf in layer], ends[:-1], f"-x, {side}: one leaf after the other")


def check_text(tap):
    """A person reads what an eavesdropper still learns."""
    for options, words in (([], ["no keys", "An eavesdropper"]), (["--tls-keylog", keylog("SMTP-465.pcap")], ["opened", "An eavesdropper"])):
        done = records.run("analyze", *options, place("SMTP-465.pcap")[0], env={"COLUMNS": "120", "LC_ALL": "C.UTF-8"})
        text = " ".join(done.text.replace("│", " ").split())
        for word in words:
            tap.ok(word in text, f"text with {len(options) // 2} key logs: {word!r}", done.text)


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        for name, (plain, added) in PAIRS.items():
            if place(name)[0] is None or place(plain)[0] is None:
                tap.ok(False, f"{name} and {plain} are there")
                continue
            check_pair(tap, name, plain, added)
        check_reasons(tap, Path(directory))
        check_secrets_inside(tap, Path(directory))
        check_usage(tap, Path(directory))
        check_other_port(tap, Path(directory))
        check_layers(tap)
        check_text(tap)


if __name__ == "__main__":
    main()
