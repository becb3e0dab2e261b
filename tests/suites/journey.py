#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One mail followed through its hops: what was seen, what the recorder says happened, and the same
journey however the capture is cut into files."""

import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, records
from support.tap import Tap

WHOLE, RELAY = "Journey-one-mail.pcap", "SMTP-relay-two-hops.pcap"


def journeys(done):
    return records.of_type(done.records, "journey")


def only_journey(tap, name, done):
    found = journeys(done)
    tap.equal((done.status, len(found)), (0, 1), f"{name}: one journey")
    return found[0] if len(found) == 1 else None


def told_hops(facts):
    """What the recorder says, without the hop that never was on the wire."""
    return [hop for hop in facts["journey"]["hops"] if hop["stream"] is not None]


def check_hop(tap, name, hop, fact, mail):
    tap.equal((hop["transport"], hop["client"]["address"], hop["server"]["address"]),
              (fact["transport"], fact["client"], fact["server"]), f"{name}: transport and hosts")
    if "queue_id" in fact:
        tap.equal(hop["queue_id"], fact["queue_id"], f"{name}: queue identifier")
    if "received_added" in fact:
        added = fact["received_added"].partition(":")[2].split()
        tap.equal((hop["received_added"] or "").split(), added, f"{name}: the Received line that it added")
    if hop["to"] is not None:
        tap.equal((hop["from"], hop["to"]), mail, f"{name}: envelope")


def recorded(tap):
    trace = records.TRACES / WHOLE
    facts = json.loads((records.truth_of(trace) / "facts.json").read_text())
    done = records.analyze(trace)
    found = only_journey(tap, WHOLE, done)
    if not found:
        return
    tap.equal((found["scenario"], found["tied_by"]), (4, "message-id"), f"{WHOLE}: the fourth scenario, by Message-ID")
    tap.equal([hop["follows"] for hop in found["hops"]], [None, 0, 1, 1], f"{WHOLE}: both readers come from the mailbox")
    wanted = told_hops(facts)
    tap.equal(len(found["hops"]), len(wanted), f"{WHOLE}: number of hops")
    for number, (hop, fact) in enumerate(zip(found["hops"], wanted), 1):
        check_hop(tap, f"{WHOLE}: hop {number}", hop, fact, ("alice@a.example", ["bob@b.example"]))
    times = [hop["time"] for hop in found["hops"]]
    tap.equal(times, sorted(times), f"{WHOLE}: in the order of time")


def relayed(tap):
    done = records.analyze(records.TRACES / RELAY)
    found = only_journey(tap, RELAY, done)
    if found:
        tap.equal([(hop["transport"], hop["follows"]) for hop in found["hops"]],
                  [("submission", None), ("smtp", 0)], f"{RELAY}: two hops")
        tap.equal(found["scenario"], 3, f"{RELAY}: the third scenario")
        queue = found["hops"][0]["queue_id"]
        tap.ok(queue and queue in found["hops"][1]["because"], f"{RELAY}: tied by the queue identifier", found)
    stream = next(c["stream"] for c in records.of_type(done.records, "conversation") if c["server"]["port"] == 25)
    look_up = records.of_type(done.records, "dns", question="b.example MX")
    tap.equal([(d["answers"], d["for_stream"]) for d in look_up], [(["10 mta.b.example"], stream)],
              f"{RELAY}: the MX answer stands with the delivery that it led to")
    text = records.run("analyze", "--color=never", records.TRACES / RELAY, env={"LC_ALL": "C.UTF-8", "COLUMNS": "200"})
    place = text.text.find("who takes mail for b.example? → mta.b.example (preference 10)")
    tap.ok(text.text.find("conversation 1") < place < text.text.find("220 mta.b.example"),
           f"{RELAY}: the ladder begins with it", text.text[:2000])


def stripped(found):
    """A journey without what a cut into files changes."""
    drop = ("file", "stream", "message")
    return [{**{k: v for k, v in hop.items() if k not in drop}} for hop in found["hops"]]


def ports(packet):
    """Both TCP ports of an Ethernet frame; none of anything else."""
    octets = packet.octets
    ipv6 = octets[12:14] == b"\x86\xdd"
    start, protocol = (54, octets[20]) if ipv6 else (34, octets[23] if len(octets) > 23 else 0)
    if protocol != 6 or octets[12:14] not in (b"\x86\xdd", b"\x08\x00"):
        return set()
    return {int.from_bytes(octets[start:start + 2], "big"), int.from_bytes(octets[start + 2:start + 4], "big")}


def split(tap, name):
    """One file for each server port, given in any order, tells the same journey."""
    packets = captures.read((records.TRACES / name).read_bytes())
    whole = journeys(records.analyze(records.TRACES / name))[0]
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        files = []
        for port in (143, 110, 25, 587):
            mine = [packet for packet in packets if port in ports(packet)]
            if mine:
                files.append(f"{port}.pcap")
                Path(directory, files[-1]).write_bytes(captures.pcap(mine))
        for order in (files, files[::-1]):
            done = records.analyze(*order, cwd=directory)
            found = only_journey(tap, f"{name} as {' '.join(order)}", done)
            if found:
                tap.equal(stripped(found), stripped(whole), f"{name} as {' '.join(order)}: the same hops")
                tap.equal([hop["file"] for hop in found["hops"]], [f"{hop['server']['port']}.pcap" for hop in found["hops"]],
                          f"{name} as {' '.join(order)}: each names its file")
                tap.equal(found["scenario"], whole["scenario"], f"{name} as {' '.join(order)}: the same scenario")


def twice(tap):
    """Two captures of the same connections show each hop once."""
    octets = (records.TRACES / WHOLE).read_bytes()
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        for name in ("one.pcap", "other.pcap"):
            Path(directory, name).write_bytes(octets)
        done = records.analyze("one.pcap", "other.pcap", cwd=directory)
    found = only_journey(tap, "the same capture twice", done)
    if found:
        tap.equal(len(found["hops"]), 4, "the same capture twice: every hop once")


def drawn(tap):
    """The picture at every width, with and without UTF-8."""
    for locale in ("C.UTF-8", "C"):
        for width in (60, 80, 120, 200):
            done = records.run("analyze", "--color=never", records.TRACES / WHOLE,
                               env={"LC_ALL": locale, "COLUMNS": str(width)})
            page = done.text[done.text.find("journey 0"):]
            longest = max(len(line) for line in page.splitlines())
            tap.ok(longest <= width and "fourth" in page and "POP3 110" in page and "IMAP 143" in page,
                   f"{WHOLE}: the journey on {width} columns, {locale}", page[:1500])
            tap.ok(locale == "C.UTF-8" or page.isascii(), f"{WHOLE}: {width} columns, {locale}: signs")
    brief = records.run("analyze", "-q", records.TRACES / WHOLE).text.splitlines()
    tap.equal(sum(line.startswith("journey 0 ") for line in brief), 1, f"{WHOLE}: one line with -q")


def main():
    with Tap() as tap:
        if not (records.TRACES / WHOLE).exists():
            tap.skip(WHOLE, "the trace is not here")
        else:
            recorded(tap)
            split(tap, WHOLE)
            twice(tap)
            drawn(tap)
        relayed(tap)
        split(tap, RELAY)


if __name__ == "__main__":
    main()
