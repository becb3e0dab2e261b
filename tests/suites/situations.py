#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where tools give different mails from the same octets: each situation, and near misses of it.
D14 (what a terminal would obey) is in terminal.py; D8 is POP3, D9 and D10 are IMAP, D12 is TLS."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, cases, cases_imap, cases_pop3, cases_smtp, cases_tcp, cases_tls, dialogue, records
from support.tap import Tap

HOUR_NS = 3600 * 1_000_000_000
OTHERS = 10_500  # packets of another connection that go by meanwhile


def silent_for(hours):
    """Codes of the findings where a conversation falls silent, and goes on `hours` later."""
    other = dialogue.segments([], client=("10.0.1.10", 50000), server=("10.0.1.1", 80))[0]
    before = dialogue.capture(cases_tcp.PLAIN[:6] + [other] * OTHERS)
    after = dialogue.capture([other] + cases_tcp.PLAIN[6:], start_ns=before[-1].time_ns + hours * HOUR_NS)
    with tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        path = Path(directory, "silence.pcap")
        path.write_bytes(captures.pcap(before + after))
        return {finding["code"] for finding in records.of_type(records.analyze(path).records, "finding")}


def check_silence(tap):
    """However many connections fall silent, they do not stay open for ever."""
    tap.ok("tcp.given-up" in silent_for(4), "a conversation that is silent for four hours is closed")
    tap.ok("tcp.given-up" not in silent_for(2), "near miss: it is silent for two hours")


if __name__ == "__main__":
    with Tap() as tap:
        cases.run(tap, cases_smtp.CASES + cases_tcp.CASES + cases_pop3.CASES + cases_imap.CASES
                  + cases_tls.CASES)
        check_silence(tap)
