# SPDX-License-Identifier: MIT
"""Situations that IMAP makes: D9, D10 and its part of D11 of the list of what tools get wrong."""

import base64

from . import records
from .cases import Case, mail
from .dialogue import script, segments

SERVER = ("10.0.1.1", 143)
GREETING = script("S: * OK [CAPABILITY IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN AUTH=CRAM-MD5] ready")
GOODBYE = script("C: z LOGOUT\nS: * BYE see you\nS: z OK done")
INBOX = script("""
    C: a LOGIN bob hungry
    S: a OK in
    C: b SELECT INBOX
    S: * 2 EXISTS
    S: b OK [READ-WRITE] open
    """)
MAIL = b"From: a@x\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n"


def imap(flights):
    """A whole session with these flights in it."""
    return segments(GREETING + flights + GOODBYE, server=SERVER)


def tags(*expected):
    """The tags of the commands and of the replies that end them, each in order."""
    def check(found):
        sent = [c["tag"] for c in records.of_type(found, "command") if "tag" in c]
        answered = [r["tag"] for r in records.of_type(found, "reply") if "tag" in r]
        for what, seen in (("sent", sent), ("answered", answered)):
            if seen != list(expected):
                yield f"tags {what}: expected {list(expected)}, seen {seen}"
    return check


def login(user="bob", password="hungry", result="ok"):
    return [{"mechanism": "LOGIN", "step": 1, "from": "client", "result": result,
             "decoded": {"authcid": user, "password": password}}]


def logs_in(name, flights, user="bob", password="hungry", says=("imap.cleartext-credentials",)):
    """The same login, first with the password left out, then shown."""
    verbs = ["<connect>", "LOGIN", "LOGOUT"]
    return [
        Case(f"D9 {name}: redacted", imap(flights), [], says=says, verbs=verbs, also=tags("a", "z"),
             sasl=login(user, "(redacted)")),
        Case(f"D9 {name}: revealed", imap(flights), [], says=says, verbs=verbs, also=tags("a", "z"),
             sasl=login(user, password), options=("--reveal",)),
    ]


OK = [("S", b"a OK in\r\n")]
D9 = [
    *logs_in("atoms", [("C", b"a LOGIN bob hungry\r\n")] + OK),
    *logs_in("quoted strings", [("C", b'a LOGIN "bob" "hungry"\r\n')] + OK),
    *logs_in("an atom and a quoted string with escapes", [("C", b'a login bob "hun\\"g\\\\ry"\r\n')] + OK,
             password='hun"g\\ry'),
    *logs_in("blanks in a quoted string", [("C", b'a LOGIN "bo b" " "\r\n')] + OK, "bo b", " "),
    *logs_in("literals that wait", [("C", b"a LOGIN {3}\r\n"), ("S", b"+ go\r\n"), ("C", b"bob {6}\r\n"),
                                    ("S", b"+ go\r\n"), ("C", b"hungry\r\n")] + OK),
    *logs_in("literals that do not wait", [("C", b"a LOGIN {3+}\r\nbob {6+}\r\nhungry\r\n")] + OK),
    *logs_in("a literal with a line end in it", [("C", b"a LOGIN bob {8+}\r\nhun\r\ngry\r\n")] + OK,
             password="hun\r\ngry"),
    *logs_in("a literal that looks like one", [("C", b"a LOGIN bob {4+}\r\n{3+}\r\n")] + OK, password="{3+}"),
    Case("D9 near miss: the literal is refused", imap([("C", b"a LOGIN {3}\r\n"), ("S", b"a NO not here\r\n")]), [],
         says=("imap.literal-refused", "imap.login-refused"), silent=("imap.cleartext-credentials",),
         verbs=["<connect>", "LOGIN", "LOGOUT"], also=tags("a", "z")),
]


def fetch(text, section=b"", **fields):
    """A FETCH of one text, and what must be said of it."""
    item = b"BODY[" + section + b"]"
    flights = [("C", b"c FETCH 1 (" + item + b")\r\n"),
               ("S", b"* 1 FETCH (" + item + b" {%d}\r\n" % len(text) + text + b")\r\nc OK done\r\n")]
    found = mail(text, carried_by="FETCH", mailbox="INBOX", number=1, **fields)
    return Case(f"D10 a text fetched: {text[-24:]!r}", imap(INBOX + flights), [found],
                verbs=["<connect>", "LOGIN", "SELECT", "FETCH", "LOGOUT"], also=tags("a", "b", "c", "z"))


def append(name, flights, *texts):
    return Case(f"D10 APPEND, {name}", imap(INBOX + flights),
                [mail(text, carried_by="APPEND", mailbox="Sent", uid=number + 1) for number, text in enumerate(texts)],
                verbs=["<connect>", "LOGIN", "SELECT", "APPEND", "LOGOUT"], also=tags("a", "b", "c", "z"))


def stored(uids):
    return [("S", b"c OK [APPENDUID 7 " + uids + b"] stored\r\n")]


TRICKY = [MAIL + b"c OK done\r\n", MAIL + b"* BYE it is over\r\n", MAIL + b"d LOGOUT\r\n", MAIL + b"+ go\r\n)\r\n",
          MAIL + b"* 1 FETCH (BODY[] {1000000}\r\n", MAIL + b"no line end", MAIL + b"{5}"]
TWO = MAIL + b"c OK done\r\n", b"x NO {7}\r\n"
D10 = [
    *(fetch(text) for text in TRICKY),
    fetch(b"", section=b"1"),
    fetch(b"c OK done\r\n", section=b"1.2.TEXT"),
    Case("D10 several literals in one FETCH", imap(INBOX + [
        ("C", b"c FETCH 1 (BODY[] BODY[TEXT])\r\n"),
        ("S", b"* 1 FETCH (BODY[] {%d}\r\n" % len(TWO[0]) + TWO[0] + b" UID 9 BODY[TEXT] {%d}\r\n" % len(TWO[1])
         + TWO[1] + b" FLAGS (\\Seen))\r\nc OK done\r\n")]),
        [mail(TWO[0], carried_by="FETCH", uid=9), mail(TWO[1], carried_by="FETCH", uid=9, section="TEXT")],
        also=tags("a", "b", "c", "z")),
    Case("D10 near miss: braces in a quoted string", imap(INBOX + [
        ("C", b'c SEARCH SUBJECT "{5}"\r\n'), ("S", b"* SEARCH 1\r\nc OK [ALERT] done {3}\r\n")]), [],
        verbs=["<connect>", "LOGIN", "SELECT", "SEARCH", "LOGOUT"], also=tags("a", "b", "c", "z")),
    append("a literal that waits", [("C", b"c APPEND Sent {%d}\r\n" % len(TRICKY[2])), ("S", b"+ go\r\n"),
                                    ("C", TRICKY[2] + b"\r\n")] + stored(b"1"), TRICKY[2]),
    append("a literal that does not", [("C", b"c APPEND Sent {%d+}\r\n" % len(TRICKY[2]) + TRICKY[2] + b"\r\n")]
           + stored(b"1"), TRICKY[2]),
    append("two mails in one command", [
        ("C", b"c APPEND Sent (\\Seen) {%d+}\r\n" % len(TWO[0]) + TWO[0] + b" {%d+}\r\n" % len(TWO[1]) + TWO[1]
         + b"\r\n")] + stored(b"1:2"), *TWO),
]

PLAIN = base64.b64encode(b"\0bob\0hungry")
CRAM = base64.b64encode(b"bob 0123456789abcdef0123456789abcdef")
LOGIN_VERBS = ["<connect>", "AUTHENTICATE", "<sasl-response>", "LOGOUT"]
D11 = [
    Case("D11 IMAP AUTHENTICATE PLAIN, the answer on a line of its own", imap([
        ("C", b"a AUTHENTICATE PLAIN\r\n"), ("S", b"+ \r\n"), ("C", PLAIN + b"\r\n"), ("S", b"a OK in\r\n")]), [],
        says=("imap.cleartext-credentials",), verbs=LOGIN_VERBS, sasl_ends="ok", also=tags("a", "z")),
    Case("D11 IMAP AUTHENTICATE PLAIN at once", imap([
        ("C", b"a AUTHENTICATE PLAIN " + PLAIN + b"\r\n"), ("S", b"a OK in\r\n")]), [],
        says=("imap.cleartext-credentials",), verbs=["<connect>", "AUTHENTICATE", "LOGOUT"], also=tags("a", "z"),
        sasl=[{"mechanism": "PLAIN", "result": "ok", "decoded": {"authcid": "bob", "password": "(redacted)"}}]),
    Case("D11 IMAP CRAM-MD5", imap([
        ("C", b"a AUTHENTICATE CRAM-MD5\r\n"), ("S", b"+ " + base64.b64encode(b"<1@x>") + b"\r\n"),
        ("C", CRAM + b"\r\n"), ("S", b"a OK in\r\n")]), [],
        silent=("imap.cleartext-credentials",), verbs=LOGIN_VERBS,
        sasl=[{"from": "server", "decoded": {"challenge": "<1@x>"}},
              {"from": "client", "result": "ok",
               "decoded": {"authcid": "bob", "digest": "0123456789abcdef0123456789abcdef"}}]),
    Case("D11 IMAP a login given up", imap([
        ("C", b"a AUTHENTICATE PLAIN\r\n"), ("S", b"+ \r\n"), ("C", b"*\r\n"), ("S", b"a BAD given up\r\n")]), [],
        silent=("imap.cleartext-credentials",), verbs=LOGIN_VERBS, sasl_ends="cancelled"),
    Case("D11 near miss: an answer that looks like a command", imap([
        ("C", b"a AUTHENTICATE PLAIN\r\n"), ("S", b"+ \r\n"), ("C", b"NOOPNOOP\r\n"), ("S", b"a NO wrong\r\n")]), [],
        verbs=LOGIN_VERBS, sasl_ends="failed"),
    Case("D11 IMAP verbs of every length", imap(INBOX + [
        ("C", b"c UID FETCH 1 (UID)\r\n"), ("S", b"* 1 FETCH (UID 5)\r\nc OK done\r\n"),
        ("C", b"d uNsElEcT\r\n"), ("S", b"d OK done\r\n")]), [],
        verbs=["<connect>", "LOGIN", "SELECT", "UID FETCH", "UNSELECT", "LOGOUT"]),
]

CASES = D9 + D10 + D11
