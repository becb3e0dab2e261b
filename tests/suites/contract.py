#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every record of every trace against the schema and the rules of order; options and exit status."""

import copy
import gzip
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records, rules
from support.tap import Tap


def each_trace(tap):
    for trace in records.traces():
        done = records.analyze(trace)
        tap.equal(done.status, 0, f"{trace.name}: exit status")
        found = rules.broken(done.records) + list(rules.whole(done.records))
        tap.ok(not found, f"{trace.name}: records keep the contract", "\n".join(found[:20]))
        tap.equal(done.errors, "", f"{trace.name}: nothing on standard error")


def first(found, kind):
    return next(record for record in found if record["type"] == kind)


def renumbered(found):
    first(found, "reply")["n"] = 7


def swapped(found):
    at = found.index(first(found, "transition"))
    found[at - 1], found[at] = found[at], found[at - 1]


def jumped(found):
    records.of_type(found, "transition")[2]["from"] = "AUTH"


def miscounted(found):
    first(found, "conversation")["replies"] += 1


def too_early(found):
    found.insert(0, found.pop(found.index(first(found, "conversation"))))


def wrong_frames(found):
    first(found, "command")["frames"] = [9999, 9999]


def contradicted(found):
    first(found, "message")["verdict"] = "refused"


def another_field(found):
    first(found, "command")["colour"] = "blue"


def lost_field(found):
    del first(found, "message")["envelope"]["to"]


def digest_of_a_gap(found):
    first(found, "message")["integrity"] = "gap"


def no_such_word(found):
    first(found, "conversation")["closed"] = "politely"


def doctored(tap, trace):
    """The rules themselves: each spoiled list of records is found out."""
    good = records.analyze(trace).records
    tap.equal(rules.broken(good), [], f"{trace.name}: nothing is broken before it is doctored")
    for spoil in (renumbered, swapped, jumped, miscounted, too_early, wrong_frames, contradicted, another_field,
                  lost_field, digest_of_a_gap, no_such_word):
        bad = copy.deepcopy(good)
        spoil(bad)
        tap.ok(rules.broken(bad), f"records {spoil.__name__.replace('_', ' ')}: found out")


def several_files(tap, traces):
    """With several captures every record has `file`, and each says what it says alone."""
    done = records.analyze(*traces)
    tap.equal(done.status, 0, "several files: exit status")
    found = list(rules.whole(done.records)) + list(rules.shape(done.records))
    tap.ok(not found, "several files: shape and sums", "\n".join(found[:20]))
    without = [r["type"] for r in done.records if "file" not in r and r["type"] not in ("end", "journey")]
    tap.equal(without, [], "several files: every record has its file")
    together = records.by_file(done.records, [t.name for t in traces])
    for trace in traces:
        alone = [r for r in records.analyze(trace).records if r["type"] != "end"]
        mine = [r if r["type"] != "capture" else {**r} for r in together[trace.name]]
        tap.equal(mine, alone, f"{trace.name}: the same among others as alone")


def ways_in(tap, trace):
    """Standard input, -r, gzip, -o: the same records but for the name of the file."""
    plain = without_capture(records.analyze(trace).records)
    octets = trace.read_bytes()
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        packed, out = Path(directory, "packed.gz"), Path(directory, "out.json")
        packed.write_bytes(gzip.compress(octets))
        for name, done in (("-", records.analyze("-", stdin=octets)),
                           ("- with gzip", records.analyze("-", stdin=gzip.compress(octets))),
                           ("-r FILE", records.run("analyze", "-r", trace, "-T", "json")),
                           ("a gzip file", records.analyze(packed))):
            tap.equal(without_capture(done.records), plain, f"{name}: the same records")
        done = records.analyze("-o", out, trace)
        tap.equal(done.output, b"", "-o FILE: nothing on standard output")
        tap.equal(out.read_bytes(), records.analyze(trace).output, "-o FILE: the same octets in the file")


def without_capture(found):
    return [record for record in found if record["type"] != "capture"]


def choices(tap, trace):
    """--stream, --protocol, -f, -d choose; -q is one line for each conversation."""
    everything = records.analyze(trace).records
    streams = sorted({r["stream"] for r in everything if "stream" in r})
    one = records.analyze("--stream", streams[-1], trace).records
    tap.equal([r for r in one if r.get("stream") is not None],
              [r for r in everything if r.get("stream") == streams[-1]], "--stream N: its records only")
    tap.equal([r for r in records.analyze("--protocol", "lmtp", trace).records if "stream" in r], [],
              "--protocol lmtp: no record of an SMTP capture")
    nothing = records.analyze("-f", "port 9", trace)
    tap.equal((nothing.status, nothing.records[-1]["conversations"]), (0, 0), "-f: packets are dropped")
    kept = records.analyze("-f", "tcp", trace).records
    tap.equal(without_counts(kept), [r for r in without_counts(everything) if r["type"] != "dns"],
              "-f tcp: frame numbers stay those of the file, without what went by UDP")
    quiet = records.run("analyze", "-q", trace)
    lines = [line for line in quiet.text.splitlines() if line.strip()]
    told = [r for r in everything if r["type"] in ("conversation", "journey")]
    tap.equal(len(lines), len(told), "-q: one line for each conversation and journey")


def without_counts(found):
    return [record for record in found if record["type"] not in ("capture", "end")]


# (name, arguments, exit status, is anything on standard output?)
STATUSES = [
    ("no command", [], 2, False),
    ("an unknown command", ["frobnicate"], 2, False),
    ("an unknown option", ["analyze", "--frobnicate", "TRACE"], 2, False),
    ("no capture named", ["analyze"], 2, False),
    ("an unknown output", ["analyze", "-T", "yaml", "TRACE"], 2, False),
    ("an unknown protocol", ["analyze", "--protocol", "gopher", "TRACE"], 2, False),
    ("a stream that is no number", ["analyze", "--stream", "x", "TRACE"], 2, False),
    ("a filter that does not compile", ["analyze", "-f", "port port", "TRACE"], 2, False),
    ("a -d that says nothing", ["analyze", "-d", "tcp.port", "TRACE"], 2, False),
    ("an unknown --overlap", ["analyze", "--overlap", "middle", "TRACE"], 2, False),
    ("--help", ["--help"], 0, True),
    ("analyze --help", ["analyze", "--help"], 0, True),
    ("--version", ["--version"], 0, True),
    ("a good capture", ["analyze", "TRACE"], 0, True),
]


def statuses(tap, trace):
    for name, arguments, status, output in STATUSES:
        done = records.run(*[trace if a == "TRACE" else a for a in arguments])
        tap.ok((done.status, bool(done.output)) == (status, output), f"{name}: status {status}",
               f"status {done.status}\n{done.text[:300]}\n{done.errors[:500]}")
        if status == 2:
            tap.ok(done.errors.strip(), f"{name}: a sentence on standard error")


def secrets(tap):
    """Passwords are redacted without --reveal, in JSON and in text."""
    trace = records.TRACES / "SMTP-auth.pcap"
    if not trace.exists():
        tap.skip("secrets are redacted", "SMTP-auth.pcap is not there")
        return
    hidden = ("wonderland", "hungry", "AGFsaWNlAHdvbmRlcmxhbmQ", "aHVuZ3J5", "YW5ncnk")
    for options in (["-T", "json"], ["-T", "text"], ["-T", "text", "-v"], ["-T", "json", "-x"], ["-T", "text", "-x"]):
        shown = records.run("analyze", *options, trace).text
        tap.equal([s for s in hidden if s in shown], [], f"{' '.join(options)}: no secret is shown")
    revealed = records.analyze("--reveal", trace)
    fields = [r["decoded"] for r in records.of_type(revealed.records, "sasl") if r["decoded"]]
    words = {value for decoded in fields for value in decoded.values()}
    tap.ok({"wonderland", "hungry"} <= words, "--reveal shows the passwords", fields)


def main():
    traces = records.traces()
    with Tap() as tap:
        tap.ok(traces, "there are traces")
        if rules.jsonschema is None:
            tap.skip("records validate against the schema", "python3-jsonschema is not installed")
        each_trace(tap)
        mail = next((t for t in traces if "SMTP-attachment" in t.name), traces[0])
        doctored(tap, mail)
        several_files(tap, traces[:8])
        ways_in(tap, mail)
        choices(tap, next((t for t in traces if "two-hops" in t.name), traces[0]))
        statuses(tap, mail)
        secrets(tap)


if __name__ == "__main__":
    main()
