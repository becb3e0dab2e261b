#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Where tools give different mails from the same octets: each situation, and near misses of it.
D14 (what a terminal would obey) is in terminal.py; D8 is POP3, D9 and D10 are IMAP, D12 is TLS."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import cases, cases_imap, cases_pop3, cases_smtp, cases_tcp, cases_tls
from support.tap import Tap

if __name__ == "__main__":
    with Tap() as tap:
        cases.run(tap, cases_smtp.CASES + cases_tcp.CASES + cases_pop3.CASES + cases_imap.CASES
                  + cases_tls.CASES)
