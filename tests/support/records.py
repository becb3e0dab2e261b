# SPDX-License-Identifier: MIT
"""Runs the program and reads its records."""

import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRACES = ROOT / "traces"
TRUTH = TRACES / "truth"
TIMEOUT_S = 120


def program():
    """The binary under test: the environment variable MAILLAB, or the usual build directory."""
    return os.environ.get("MAILLAB") or str(ROOT / "build" / "lab" / "maillab")


def traces():
    """The recorded captures, by name."""
    return sorted(p for p in TRACES.iterdir() if p.suffix in (".pcap", ".pcapng") or p.name.endswith(".gz"))


def truth_of(trace):
    """The directory with what really happened, or None."""
    directory = TRUTH / trace.name.split(".")[0]
    return directory if (directory / "facts.json").exists() else None


def keys_of(trace):
    """The options that give the program the key log kept beside a trace; none if there is no such."""
    directory = truth_of(trace)
    log = directory / "keylog.txt" if directory else None
    return ["--tls-keylog", log] if log and log.exists() else []


@dataclass
class Run:
    """What a run of the program left behind."""

    status: int
    output: bytes
    errors: str

    @property
    def records(self):
        lines = self.output.decode(errors="replace").splitlines(keepends=True)
        whole = [line for line in lines if line.endswith("}\n")]  # the last is cut after a crash
        return [json.loads(line) for line in (whole if self.crashed() else lines)]

    @property
    def text(self):
        return self.output.decode()

    def crashed(self):
        """Ended by a signal, or a sanitizer spoke."""
        return self.status < 0 or self.status > 2 or any(
            word in self.errors for word in ("AddressSanitizer", "LeakSanitizer", "runtime error:"))


def run(*arguments, stdin=None, env=None, cwd=None):
    """maillab ARGUMENTS."""
    environment = {**os.environ, "TERM": "dumb", **(env or {})}
    done = subprocess.run([program(), *map(str, arguments)], input=stdin, capture_output=True,
                          env=environment, cwd=cwd, timeout=TIMEOUT_S, check=False)
    return Run(done.returncode, done.stdout, done.stderr.decode(errors="backslashreplace"))


def analyze(*arguments, **how):
    """maillab analyze -T json ARGUMENTS."""
    return run("analyze", "-T", "json", *arguments, **how)


def analyze_octets(files, *options):
    """Analyzes captures given as {name: octets} in one run: {name: [record]}, and the run."""
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        for name, octets in files.items():
            Path(directory, name).write_bytes(octets)
        done = analyze(*options, *files, cwd=directory)
    if len(files) == 1:  # then the records do not name it
        return {name: [r for r in done.records if r["type"] not in ("end", "journey")] for name in files}, done
    return by_file(done.records, list(files)), done


def by_file(records, names):
    """{name: [record without its file]}; the end record belongs to all."""
    found = {name: [] for name in names}
    for record in records:
        if record["type"] in ("end", "journey"):
            continue
        name = record.pop("file") if record["type"] != "capture" else record["file"]
        found[Path(name).name].append(record)
    return found


def of_type(records, kind, **fields):
    """The records of one type with these values."""
    return [r for r in records if r["type"] == kind and all(r.get(k) == v for k, v in fields.items())]


# What the way the octets were cut into packets may change (DESIGN.md, re-cut invariance).
CUTTING = {"frames", "frame", "time", "latency_ns", "segments", "pipelined", "packets"}


def by_stream(records, drop_types=("tcp",), drop_fields=CUTTING):
    """{stream: [record]} in order, without what may differ; records without a stream under None."""
    streams = {}
    for record in records:
        if record["type"] not in drop_types:
            kept = {key: value for key, value in record.items() if key not in drop_fields}
            streams.setdefault(record.get("stream"), []).append(kept)
    return streams


def difference(actual, expected):
    """None, or a sentence on the first place where two {stream: [record]} differ."""
    for stream in sorted(set(actual) | set(expected), key=str):
        ours, theirs = actual.get(stream, []), expected.get(stream, [])
        for number, (one, other) in enumerate(zip(ours, theirs)):
            if one != other:
                fields = [k for k in {**other, **one} if one.get(k) != other.get(k)]
                return (f"stream {stream}, record {number}: fields {fields}\n"
                        f"expected {json.dumps(other, ensure_ascii=False)[:1500]}\n"
                        f"actual   {json.dumps(one, ensure_ascii=False)[:1500]}")
        if len(ours) != len(theirs):
            longer = max(ours, theirs, key=len)
            extra = longer[min(len(ours), len(theirs))]
            return (f"stream {stream}: {len(ours)} records, expected {len(theirs)}; "
                    f"the first that is alone: {json.dumps(extra, ensure_ascii=False)[:600]}")
    return None
