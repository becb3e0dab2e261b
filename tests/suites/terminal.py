#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The text output on every terminal: never wider than it, plain where it is plain, and nothing off
the wire that could command it."""

import re
import sys
import tempfile
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, records
from support.tap import Tap

WIDTHS = (60, 80, 100, 120, 200)
UTF8 = {"LC_ALL": "C.UTF-8", "NO_COLOR": "1", "PAGER": "cat"}
PLAIN = {"LC_ALL": "C", "LANG": "C", "NO_COLOR": "1", "PAGER": "cat"}
# Octets that a terminal would obey, or that would deceive a reader.
HOSTILE = {
    "ESC": b"\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "BEL, BS, DEL, NUL, VT": b"\x07\x08\x7f\x00\x0b",
    "a lone CR": b"before\rafter",
    "C1 in UTF-8": "\u009b31m\u0085\u0090".encode(),
    "C1 octets": b"\x9b31m\x90",
    "bidi": "\u202e\u2066abc\u2069\u200f\u061c".encode(),
    "zero-width": "a\u200bb\u2060c\ufeffd\u00ade".encode(),
    "line separators": "x\u2028y\u2029z".encode(),
    "invalid UTF-8": b"\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80",
    "tags": "\U000e0041\U000e0042".encode(),
}
FORBIDDEN = set(range(0x20)) - {0x0A} | set(range(0x7F, 0xA0)) | {0xAD, 0x61C, 0x2028, 0x2029, 0xFEFF} \
    | set(range(0x200B, 0x2010)) | set(range(0x202A, 0x202F)) | set(range(0x2060, 0x2070)) \
    | set(range(0xE0000, 0xE0080))
STYLES = {"text": ["-T", "text"], "text -v": ["-T", "text", "-v"], "text -q": ["-q"],
          "text -x": ["-T", "text", "-x"], "json": ["-T", "json"]}


def display_width(line):
    """Columns that a terminal gives the line."""
    width = 0
    for character in line:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def hostile_session(octets):
    """The octets in every place where the wire speaks: greeting, replies, verbs, arguments, paths,
    header names and values, encoded words, file names, body."""
    word = b"=?utf-8?Q?" + b"".join(b"=%02X" % octet for octet in octets) + b"?="
    fields = [b"From: " + octets + b" <a@x>", b"To: " + word + b" <b@y>", b"Subject: " + word,
              b"X-" + octets + b": value", b"Message-ID: <" + octets + b"@x>", b"Date: " + octets,
              b"Content-Type: text/" + octets + b"; charset=" + octets + b"; name=\"" + octets + b"\"",
              b"Content-Disposition: attachment; filename*=utf-8''"
              + b"".join(b"%%%02X" % octet for octet in octets)]
    text = b"\r\n".join(fields) + b"\r\n\r\nbody " + octets + b"\r\n.\r\n"
    line = [("S", b"220 " + octets + b" ESMTP\r\n"), ("C", b"EHLO " + octets + b"\r\n"),
            ("S", b"250-mail\r\n250-" + octets + b" " + octets + b"\r\n250 SIZE\r\n"),
            ("C", b"X" + octets + b" " + octets + b"\r\n"), ("S", b"500 " + octets + b"\r\n"),
            ("C", b"AUTH PLAIN " + octets + b"\r\n"), ("S", b"535 5.7.8 " + octets + b"\r\n"),
            ("C", b"MAIL FROM:<" + octets + b"@x> " + octets + b"=" + octets + b"\r\n"), ("S", b"250 ok\r\n"),
            ("C", b"RCPT TO:<" + octets + b"@y>\r\n"), ("S", b"250 ok\r\n"),
            ("C", b"DATA\r\n"), ("S", b"354 " + octets + b"\r\n"), ("C", text),
            ("S", b"250 queued as " + octets + b"\r\n"), ("C", b"QUIT\r\n"), ("S", b"221 " + octets + b"\r\n")]
    return captures.pcap(dialogue.capture(dialogue.segments(line)))


def visible(output):
    return {f"U+{ord(c):04X}" for c in output if ord(c) in FORBIDDEN}


def hostile(tap, directory):
    for name, octets in HOSTILE.items():
        path = Path(directory, "hostile.pcap")
        path.write_bytes(hostile_session(octets))
        for style, options in STYLES.items():
            done = records.run("analyze", *options, "--color=never", path, env={**UTF8, "COLUMNS": "100"})
            try:
                wrong = visible(done.output.decode())
            except UnicodeDecodeError as error:
                wrong = {str(error)}
            tap.ok(not wrong and done.status == 0 and not done.crashed(), f"{name}, {style}: nothing gets through",
                   f"{sorted(wrong)} status {done.status} {done.errors[:1500]}")


def hostile_file_name(tap, directory):
    path = Path(directory, "x\x1b[31m\u202e.pcap")
    path.write_bytes(hostile_session(b"plain"))
    for style, options in STYLES.items():
        done = records.run("analyze", *options, "--color=never", path, env=UTF8)
        tap.equal(sorted(visible(done.text)), [], f"file name, {style}: nothing gets through")
    done = records.run("analyze", Path(directory, "missing\x1b[31m"), env=UTF8)
    tap.equal(sorted(visible(done.errors)), [], "file name that is missing: nothing gets through")


def widths(tap, traces):
    for width in WIDTHS:
        done = records.run("analyze", "-T", "text", "--color=never", *traces, env={**UTF8, "COLUMNS": str(width)})
        wide = [line for line in done.text.splitlines() if display_width(line) > width]
        tap.ok(not wide and done.status == 0 and done.output, f"all traces: at most {width} columns",
               "\n".join(wide[:5]))


def wide_options(tap, trace):
    for options in (["-v"], ["-x"]):  # -q is one line for each conversation, however long
        for width in (60, 100):
            done = records.run("analyze", "--color=never", *options, trace, env={**UTF8, "COLUMNS": str(width)})
            wide = [line for line in done.text.splitlines() if display_width(line) > width]
            tap.ok(not wide, f"{trace.name} {options[0]}: at most {width} columns", "\n".join(wide[:5]))


def plain_ascii(tap, traces):
    done = records.run("analyze", "-T", "text", *traces, env={**PLAIN, "COLUMNS": "100"})
    odd = sorted({octet for octet in done.output if octet > 126 or octet < 32 and octet != 10})
    tap.ok(not odd and done.output, "all traces: ASCII only where the locale is C", [hex(o) for o in odd[:20]])


def color(tap, trace):
    escape = b"\x1b["
    for options, env, colored in ((["--color=always"], {}, True), (["--color=never"], {}, False),
                                  ([], {}, False), (["--color=auto"], {"NO_COLOR": "1"}, False)):
        done = records.run("analyze", *options, trace, env={"LC_ALL": "C.UTF-8", "PAGER": "cat", **env})
        tap.equal(escape in done.output, colored, f"{' '.join(options) or 'a pipe'} {env or ''}: color {colored}")
    done = records.run("analyze", "--color=always", trace, env={"LC_ALL": "C.UTF-8", "COLUMNS": "100"})
    plain = records.run("analyze", "--color=never", trace, env={"LC_ALL": "C.UTF-8", "COLUMNS": "100"})
    tap.equal(re.sub(r"\x1b\[[0-9;]*m", "", done.text), plain.text, "color adds nothing but color")
    tap.ok(escape not in records.run("analyze", "-T", "json", "--color=always", trace).output, "JSON has no color")


def main():
    traces = records.traces()
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        hostile(tap, directory)
        hostile_file_name(tap, directory)
        widths(tap, traces)
        wide_options(tap, next(t for t in traces if "SMTP" in t.name))
        plain_ascii(tap, traces)
        color(tap, next(t for t in traces if "SMTP" in t.name))


if __name__ == "__main__":
    main()
