#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""maillab compare: with the secrets of TLS, with hostile octets and passwords in what differs, with captures
that cannot be read, and with tsharks that are missing, old or broken."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, every_field, records, tshark_cache
from support.sample import session
from support.tap import Tap
from support.tshark_version import measured


def compare(*options, environment=None):
    done = subprocess.run([records.program(), "compare", *map(str, options)], capture_output=True, check=False,
                          env=environment, timeout=2 * records.TIMEOUT_S)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check_keys(tap):
    """Both sides get the secrets of TLS."""
    for trace in records.traces():
        keys = records.keys_of(trace)
        if not keys:
            continue
        status, output, complaint = compare("-T", "json", *keys, trace)
        told = [json.loads(line) for line in output.splitlines()]
        seen = {r["field"].split(".")[0] for r in told if r["type"] == "field"}
        measured(tap, status == 0 and told[-1]["agreed"] > 30 and seen & {"smtp", "pop", "imap"},
                 f"{trace.name} with its secrets", complaint + "\n".join(str(r) for r in told if r.get("cause", "") is None))


class Page(HTMLParser):
    """Notes the elements of a page, and whether they are closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text, self.is_good = [], set(), [], True

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        self.is_good = self.is_good and bool(self.open) and self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)


def check_html(tap, directory):
    hostile = b"<script>alert(1)</script> \x1b[31m \xe2\x80\xae &amp; |"
    message = b"Subject: ok\r\nX-Evil: " + hostile + b"\r\n\r\ntext\r\n"
    flights = session(message, before=dialogue.script("C: NOOP <b>\nS: 250 <i>"))
    flights[5:5] = [("C", b"EVILVERB" + hostile + b"\r\n"), ("S", b"500 " + hostile + b"\r\n")]
    path = every_field.write(directory / "<evil>&.pcap", dialogue.segments(flights))
    status, output, _ = compare("-T", "html", path)
    page = Page()
    page.feed(output)
    text = "".join(page.text)
    tap.ok(status in (0, 1) and page.is_good and not page.open, "the page of HTML is whole")
    tap.ok("script" not in page.seen and "<evil>&.pcap" in text and "alert(1)" in text,
           "what came off the wire is text in it", page.seen)
    tap.ok("\x1b" not in output and "\u202e" not in output, "and cannot move a cursor or turn the direction")
    tap.ok("http" not in re.sub(r"http-equiv", "", output), "nothing is loaded from elsewhere")
    _, text, _ = compare(path)
    tap.ok("\x1b" not in text and "\u202e" not in text, "nor can the text")


def check_secrets(tap):
    trace = records.TRACES / "SMTP-auth.pcap"
    secrets = ("wonderland", "d29uZGVybGFuZA", "AGFsaWNlAHdvbmRlcmxhbmQ")
    for form in ("text", "json", "html", "markdown"):
        _, output, _ = compare("-T", form, trace)
        tap.ok(not any(s in output for s in secrets), f"-T {form} hides passwords")
    _, output, _ = compare("--reveal", trace)
    tap.ok("wonderland" in output, "--reveal shows them")


OLD = "echo 'TShark (Wireshark) 3.6.2 (Git v3.6.2)'\n"
GARBAGE = 'case "$*" in *--version*) echo "TShark (Wireshark) 4.0.17";; *) echo "this is no XML";; esac\n'
FAILING = 'case "$*" in *--version*) echo "TShark (Wireshark) 4.0.17";; *) echo "tshark: out of luck" >&2; exit 2;; esac\n'
CUT = 'case "$*" in *--version*) echo "TShark (Wireshark) 4.0.17";; *) echo "<pdml><packet>";; esac\n'


def check_ends(tap, directory):
    """Exit statuses and their sentences."""
    trace = records.TRACES / "SMTP-two-mails.pcap"
    empty = directory / "empty.pcap"
    empty.write_bytes(captures.pcap([]))
    bare = dict(os.environ, PATH=str(directory))
    cases = (
        ("both agree", (trace,), None, 0, ""),
        ("explained differences", (records.TRACES / "SMTP-starttls.pcap",), None, 0, ""),
        ("no packets", (empty,), None, 0, ""),
        ("a broken fact", (trace,), dict(os.environ, MAILLAB_BREAK_FACT="imf.subject"), 1, ""),
        ("no capture named", (), None, 2, "Name a capture"),
        ("no such file", (directory / "none.pcap",), None, 2, "none.pcap"),
        ("standard input", ("-",), None, 2, "twice"),
        ("no such format", ("-T", "xml", trace), None, 2, "no format"),
        ("an unknown option", ("--nonsense", trace), None, 2, "--nonsense"),
        ("no tshark", (trace,), bare, 2, "which is not installed"),
        ("an old tshark", (trace,), tshark_cache.pretend(directory, OLD), 2, "4.0 or newer"),
    )
    for name, options, environment, status, sentence in cases:
        got, _, complaint = compare(*options, environment=environment)
        judge = measured if status == 0 else Tap.ok
        judge(tap, got == status and sentence in complaint, f"{name}: exit status {status}", f"{got}: {complaint}")
    for name, body in (("writes no XML", GARBAGE), ("fails", FAILING), ("stops in mid-packet", CUT)):
        got, _, complaint = compare(trace, environment=tshark_cache.pretend(directory, body))
        tap.ok(got == 2 and complaint, f"a tshark that {name}: exit status 2", f"{got}: {complaint}")


def check_help(tap):
    status, output, _ = compare("--help")
    tap.ok(status == 0 and output.index("Examples:") < output.index("Options:"), "--help gives examples first")


def main(tap):
    check_help(tap)
    if shutil.which("tshark") is None:
        tap.skip("beside Wireshark", "tshark is not installed")
        return
    with tempfile.TemporaryDirectory() as made:
        check_keys(tap)
        check_html(tap, Path(made))
        check_secrets(tap)
        check_ends(tap, Path(made))


if __name__ == "__main__":
    with Tap() as output:
        main(output)
