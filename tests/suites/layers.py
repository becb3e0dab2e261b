#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The house rules that a program can check: who includes whom, sizes, first comments, the top level."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.records import ROOT
from support.tap import Tap

# In the order in which bytes travel; a directory uses only those before it.
LAYERS = ["capture", "net", "stream", "framing", "syntax", "spec", "notes", "mime", "dissect", "render"]
SHARED_WITH_SERVERS = ["framing", "syntax", "spec", "mime"]
# The servers likewise, and what else each may use: the cores stand beside each other.
SERVERS = {"session": [], "auth": ["session"], "mailbox": ["session", "auth"], "transport": ["session"],
           "smtp": ["session", "auth"], "pop3": ["session", "auth"], "imap": ["session", "auth"],
           "courier": ["session", "auth", "mailbox", "smtp", "transport"], "dns": []}
# Cores and what they stand on do no I/O: files are for mailbox/, sockets for transport/.
WITHOUT_INPUT_OUTPUT = ["session", "auth", "smtp", "pop3", "imap"]
SYSTEM_HEADERS = re.compile(r"^(sys/socket|sys/stat|sys/types|unistd|fcntl|stdio|netinet/|arpa/|gio/|glib/gstdio|poll|time)")
TOP_LEVEL = {"lab", "decoder", "servers", "traces", "exercises", "tests", "meson.build", "README.md",
             "LICENSE", "meson_options.txt"}
LONGEST_FILE = 500
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)
# What reaches outside, and where alone it may stand.
ONLY_IN = {"pcap.h": ["decoder/capture/"], "pcap/pcap.h": ["decoder/capture/"]}
OUTSIDE_CALLS = re.compile(r"\b(printf|puts|putchar|perror|exit|_exit|abort|getenv|g_getenv|g_print|g_printerr)\s*\(")
RECORDS_FILE_OUT = re.compile(r"\bfprintf\s*\(\s*(stdout|stderr)\b")
WORDS = re.compile(r"\b(TODO|FIXME|XXX|HACK|stub|placeholder)\b")


def sources(*directories, suffixes=(".c", ".h")):
    return sorted(f for d in directories for f in (ROOT / d).rglob("*") if f.suffix in suffixes)


def name(file):
    return str(file.relative_to(ROOT))


def is_test(file):
    return file.stem.endswith(("_test", "_fuzz", "_cases"))


def layer(path):
    """The layer that an include "stream/flow.h" names, or that a file stands in."""
    first = path.split("/")[0]
    return first if first in LAYERS else None


def upward_includes(file):
    """Includes of a decoder file that point to a layer behind its own."""
    mine = LAYERS.index(file.relative_to(ROOT / "decoder").parts[0])
    for kind, target in INCLUDE.findall(file.read_text()):
        other = layer(target)
        if kind == '"' and other and LAYERS.index(other) > mine:
            yield f"{name(file)} includes {target}"
        if kind == '"' and target.startswith(("lab/", "servers/")):
            yield f"{name(file)} includes {target}"


def misplaced_includes(file):
    for _, target in INCLUDE.findall(file.read_text()):
        if target in ONLY_IN and not name(file).startswith(tuple(ONLY_IN[target])):
            yield f"{name(file)} includes <{target}>"


def of_servers(file):
    mine = file.relative_to(ROOT / "servers").parts[0]
    for kind, target in INCLUDE.findall(file.read_text()):
        first = target.split("/")[0]
        if kind == '"' and layer(target) and layer(target) not in SHARED_WITH_SERVERS:
            yield f"{name(file)} includes {target}"
        if kind == '"' and first in SERVERS and first not in [mine, *SERVERS[mine]]:
            yield f"{name(file)} includes {target}"
        if kind == "<" and mine in WITHOUT_INPUT_OUTPUT and SYSTEM_HEADERS.match(target):
            yield f"{name(file)} includes <{target}>"


def first_comment(file):
    lines = file.read_text().splitlines()
    if not lines or "SPDX-License-Identifier: MIT" not in lines[0]:
        yield f"{name(file)}: no SPDX line"
    elif len(lines) < 2 or not lines[1].startswith("/*"):
        yield f"{name(file)}: no comment on what it is for"
    if file.suffix == ".h" and "#pragma once" not in "\n".join(lines[:12]):
        yield f"{name(file)}: no #pragma once at its top"


def too_long(file):
    length = len(file.read_text().splitlines())
    if length > LONGEST_FILE:
        yield f"{name(file)}: {length} lines, {LONGEST_FILE} are the limit"


def without_strings(text):
    return re.sub(r'"(\\.|[^"\\\n])*"', '""', text)


def reaches_outside(file):
    text = without_strings(re.sub(r"/\*.*?\*/|//[^\n]*", "", file.read_text(), flags=re.DOTALL))
    for pattern in (OUTSIDE_CALLS, RECORDS_FILE_OUT):
        for hit in pattern.finditer(text):
            yield f"{name(file)} calls {hit[1]}"


def unfinished(file):
    for hit in WORDS.findall(without_strings(file.read_text())):
        yield f"{name(file)}: {hit}"


def readme(directory):
    file = ROOT / directory / "README.md"
    if not file.exists():
        yield f"{directory} has no README.md"
        return
    text = file.read_text()
    for heading in ("Purpose", "Way in", "Way out", "Must not know"):
        if not re.search(rf"^#+ {heading}\s*$", text, re.MULTILINE):
            yield f"{name(file)} has no heading {heading}"


def top_level():
    """What is committed at the top (what is there, outside of a repository or without git)."""
    listed = ""
    if shutil.which("git") is not None:
        listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
    entries = {line.split("/")[0] for line in listed.splitlines()} or {p.name for p in ROOT.iterdir()}
    for entry in sorted(entries - TOP_LEVEL):
        if not entry.startswith("."):
            yield f"{entry} at the top level"
    if (ROOT / "build").exists() and "build" in entries:
        yield "build/ is committed"


def main():
    with Tap() as tap:
        decoder, lab, servers = sources("decoder"), sources("lab"), sources("servers")
        in_layers = [f for f in decoder if f.parent != ROOT / "decoder"]
        product = [f for f in decoder + lab + servers if not is_test(f)]
        directories = [f"decoder/{d}" for d in LAYERS] + [f"servers/{d}" for d in SERVERS]
        checks = {
            "no layer includes one behind it": (upward_includes, in_layers),
            "libpcap is known to capture/ only": (misplaced_includes, decoder + lab + servers),
            "servers use framing, syntax, spec, mime and those before them only": (
                of_servers, [f for f in servers if not is_test(f)]),
            "every file says what it is for": (first_comment, product),
            "no file is too long": (too_long, product),
            "nothing outside lab/ prints, exits or reads the environment": (
                reaches_outside, [f for f in in_layers + servers if not is_test(f)]),
            "nothing is left unfinished": (unfinished, decoder + lab + servers),
            "every layer has its README": (readme, directories),
        }
        for title, (rule, subjects) in checks.items():
            wrong = [sentence for subject in subjects for sentence in rule(subject)]
            tap.ok(not wrong, title, "\n".join(wrong))
        wrong = list(top_level())
        tap.ok(not wrong, "the top level holds what the design names", "\n".join(wrong))


if __name__ == "__main__":
    main()
