#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every display filter that we print is accepted by tshark and selects the frames that we say.

`analyze --filters` over all traces: each row's filter selects a frame of that row, and no frame but those
of rows that have the same filter (those of `compare` are looked at in compare.py). Wireshark puts the fields of a split unit on its last frame. The filters
and colouring rules of `maillab wireshark` are accepted, and each selects something in some trace."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.tap import Tap

SCRIPT = records.ROOT / "tests" / "support" / "filters.lua"
# What Wireshark is told: it has to open TLS, and to put together what came out of order.
PREFERENCES = ["-o", "tcp.reassemble_out_of_order:TRUE", "-d", "tcp.port==24,smtp"]
# Filters of the profile for what no trace shows.
UNSEEN = {"IMAP: slow answers", "maillab: explanations", "SMTP: refused for now", "maillab: refused for now"}
BY_NUMBER = "frame.number"
MOST_BY_NUMBER = 0.12  # of all rows


def tshark(capture, filters, directory, is_opened=True):
    """{filter: the frames that it selects, or a sentence on why tshark refused it}"""
    names = list(dict.fromkeys(filters))
    table = Path(directory, "filters.tsv")
    table.write_text("".join(f"{number}\t{name}\n" for number, name in enumerate(names)), encoding="utf-8")
    keys = records.keys_of(capture) if is_opened else []
    options = ["-o", f"tls.keylog_file:{keys[1]}"] if keys else []
    environment = {**os.environ, "FILTERS": str(table), "HOME": directory, "XDG_CONFIG_HOME": directory, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["tshark", "-q", "-n", *PREFERENCES, *options, "-X", f"lua_script:{SCRIPT}", "-r", str(capture)],
                          capture_output=True, env=environment, timeout=250, check=False)
    selected = {}
    for line in done.stdout.decode().splitlines():
        number, _, rest = line.partition("\t")
        if number.isdigit():
            selected[names[int(number)]] = rest if rest.startswith("refused") else {int(frame) for frame in rest.split()}
    return selected


def has_lua(directory):
    return tshark(records.TRACES / "Ch02-SMTP-delivery.pcap", ["tcp"], directory).get("tcp")


def rows_of(capture):
    """Every (filter, frames) of the ladder."""
    done = records.analyze("--filters", *records.keys_of(capture), capture)
    for record in done.records:
        if record["type"] in ("command", "reply", "tls", "tcp", "dns"):
            frames = record.get("frames") or [record["frame"]] * 2
            yield record.get("filter"), range(frames[0], frames[1] + 1), record


def is_hidden(record):
    """Harmless events of TCP have no row without -v."""
    return record["type"] == "tcp"


def check_trace(tap, capture, directory, more):
    """How many rows are named by number, and not; what the filters `more` select."""
    rows = list(rows_of(capture))
    name = capture.name
    # What maillab does not open, Wireshark may (AES in CBC): then both are to see it closed.
    is_opened = all(record["decrypted"] for _filter, _frames, record in rows if record["type"] == "tls")
    bare = [record for filter_, _frames, record in rows if not filter_]
    tap.ok(rows and not bare, f"{name}: every row has its filter", bare[:2])
    selected = tshark(capture, [*(filter_ for filter_, _frames, _record in rows if filter_), *more], directory, is_opened)
    refused = {filter_: answer for filter_, answer in selected.items() if isinstance(answer, str)}
    tap.ok(selected and not refused, f"{name}: tshark accepts every filter", refused)
    allowed = {}
    for filter_, frames, record in rows:
        # A question to the DNS is found whoever asks it, also those who led to no conversation.
        everything = selected.get(filter_, set()) if record["type"] == "dns" and filter_ not in refused else set()
        allowed.setdefault(filter_, set()).update(frames, everything)
    missing = [(filter_, list(frames)) for filter_, frames, _record in rows
               if filter_ not in refused and not set(frames) & selected.get(filter_, set())]
    tap.ok(not missing, f"{name}: every filter selects its row", missing[:6])
    wanted = {filter_: answer if isinstance(answer, set) else set() for filter_, answer in selected.items() if filter_ in more}
    beyond = {filter_: sorted(selected[filter_] - frames) for filter_, frames in allowed.items()
              if filter_ in selected and filter_ not in refused and selected[filter_] - frames}
    tap.ok(not beyond, f"{name}: and nothing else", beyond)
    by_number = Counter(BY_NUMBER in filter_ for filter_, _frames, record in rows if filter_ and not is_hidden(record))
    return by_number, Counter({filter_: len(frames) for filter_, frames in wanted.items()})


def text_shows_them(tap):
    capture = records.TRACES / "Ch02-SMTP-delivery.pcap"
    plain = {"LC_ALL": "C.UTF-8", "PAGER": "cat", "COLUMNS": "200"}
    shown = records.run("analyze", "--filters", capture, env=plain).text
    rows = [record["filter"] for _filter, _frames, record in rows_of(capture) if not is_hidden(record)]
    flat = re.sub(r"[\s│]+", " ", shown)
    missing = [filter_ for filter_ in rows if f"in Wireshark: {filter_}" not in flat]
    tap.ok(len(rows) > 15 and not missing, "the ladder shows what the records have", missing)
    tap.ok("in Wireshark" not in records.run("analyze", capture, env=plain).text, "only with --filters")
    for options in (["-q"], ["-T", "mermaid"], ["--follow", "0"]):
        done = records.run("analyze", "--filters", *options, capture)
        tap.ok(done.status == 2 and "--filters" in done.errors and not done.output, f"not with {options[0]}", done.errors)
    with_octets = records.run("analyze", "--filters", "-x", capture, env=plain).text
    tap.ok("in Wireshark" in with_octets and len(with_octets) > len(shown) + 1000 and "stuffing" not in shown,
           "-x goes with it, and does not come with it")
    for secret in ("AUTH", "sasl"):
        done = records.run("analyze", "--filters", *[t for t in records.traces() if secret in t.name or "auth" in t.name], env=plain)
        told = [word for word in ("hungry", "wonderland", "aHVuZ3J5", "d29uZGVybGFuZA", "AGJvYgBodW5ncnk") if word in done.text]
        tap.ok(not told, "no filter gives a secret away", told)


def profile():
    """{name: filter} of `maillab wireshark`."""
    filters = dict(re.findall(r'^"([^"]+)" (.+)$', records.run("wireshark", "filters").text, re.MULTILINE))
    filters.update(re.findall(r"^@([^@]+)@([^@]+)@", records.run("wireshark", "colours").text, re.MULTILINE))
    return filters


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        text_shows_them(tap)
        if shutil.which("tshark") is None or not has_lua(directory):
            tap.skip("tshark and our filters", "tshark is not installed, or has no Lua")
            return
        by_number, found, named = Counter(), Counter(), profile()
        for capture in records.traces():
            counts, wanted = check_trace(tap, capture, directory, list(named.values()))
            by_number += counts
            found += wanted
        share = by_number[True] / max(1, by_number.total())
        tap.ok(share <= MOST_BY_NUMBER, "few rows are named by a packet's number", f"{share:.1%} of {by_number.total()}")
        tap.ok(len(named) > 25, "the filters of the profile", list(named))
        for name, filter_ in named.items():
            tap.ok(found[filter_] > 0 or name in UNSEEN, f"{name}: selects something in some trace", filter_)


if __name__ == "__main__":
    main()
