# SPDX-License-Identifier: MIT
"""Situations of POP3: D8 and D15 of the list of what tools get wrong, DELE without QUIT, and what is not POP3."""

import base64

from .cases import Case, mail
from .dialogue import script, segments

LETTER = b"From: a@x\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nTo: b@y\r\n\r\nhi\r\n"
TRAPS = LETTER + b"+OK is what a server says\r\n-ERR too\r\n+OK 12 octets\r\nRETR 9\r\n"
DOTS = LETTER + b".\r\n..x\r\n."
STUFFED = LETTER + b"..\r\n...x\r\n.." + b"\r\n"
GREETING = script("S: +OK POP3 ready <1896.697170952@dbc.mtview.ca.us>")
LOGIN = script("C: USER bob\nS: +OK\nC: PASS hungry\nS: +OK logged in")
GOODBYE = script("C: QUIT\nS: +OK bye")
IN, OUT = ["<connect>", "USER", "PASS"], ["QUIT"]
CLEAR = ("pop3.cleartext-credentials",)


def on_110(flights, **how):
    return segments(flights, server=("10.0.1.1", 110), **how)


def session(*flights, **how):
    return on_110(GREETING + LOGIN + list(flights) + GOODBYE, **how)


def retr(number, text, answer=b"+OK\r\n"):
    return [("C", b"RETR %d\r\n" % number), ("S", answer + text + b".\r\n")]


def fetched(text, number, **fields):
    return mail(text, carried_by="RETR", number=number, envelope=None, protocol="pop3", **fields)


def reply_carries_message(found):
    carrying = [r for r in found if r["type"] == "reply" and "message" in r]
    if [(r["message"], len(r["lines"])) for r in carrying] != [(0, 1), (1, 1), (2, 1)]:
        yield f"replies that carry messages: {carrying}"


def stuffing_labels(found):
    dots = [r for r in found if r["type"] == "octets" and r["label"] == "dot-stuffing"]
    if len(dots) != 3 or any(r["text"] != "." or r["from"] != "server" for r in dots):
        yield f"3 stuffing dots expected: {dots}"


PIPELINE = [("C", b"RETR 1\r\nRETR 2\r\nRETR 3\r\nQUIT\r\n"),
            ("S", b"+OK\r\n" + TRAPS + b".\r\n+OK 9999 octets\r\n" + LETTER + b".\r\n+OK\r\n" + LETTER
             + b".\r\n+OK bye\r\n")]
THREE = [fetched(TRAPS, 1), fetched(LETTER, 2), fetched(LETTER, 3)]
D8 = [
    Case("D8 +OK without a number, and lines that begin with +OK", session(*retr(1, TRAPS)), [fetched(TRAPS, 1)],
         conversation={"protocol": "pop3", "final_state": "UPDATE"}, verbs=IN + ["RETR"] + OUT,
         silent=("pop3.octets-differ", "pop3.malformed-reply", "pop3.unexpected-reply")),
    Case("D8 three RETR in one segment are three messages", on_110(GREETING + LOGIN + PIPELINE), THREE,
         verbs=IN + ["RETR"] * 3 + OUT, also=reply_carries_message, says=("pop3.octets-differ",)),
    Case("D8 three RETR, cut into segments of 7 octets", on_110(GREETING + LOGIN + PIPELINE, size=7), THREE),
    Case("D8 a number that is wrong ends nothing", session(*retr(1, LETTER, b"+OK 5 octets\r\n")), [fetched(LETTER, 1)],
         says=("pop3.octets-differ",)),
    Case("D8 near miss: a number that is right", session(*retr(1, LETTER, b"+OK %d octets\r\n" % len(LETTER))),
         [fetched(LETTER, 1)], silent=("pop3.octets-differ",)),
    Case("D8 dot-stuffed lines lose one dot", session(*retr(1, STUFFED)), [fetched(DOTS + b"\r\n", 1)]),
    Case("D8 the stuffing dots are labelled", session(*retr(1, STUFFED)), options=("-x",), also=stuffing_labels),
    Case("D8 LIST with an argument has one line, without many",
         session(*script("C: LIST 2\nS: +OK 2 65\nC: LIST\nS: +OK\nS: 1 65\nS: 2 65\nS: .\nC: NOOP\nS: +OK")), [],
         verbs=IN + ["LIST", "LIST", "NOOP"] + OUT, silent=("pop3.malformed-reply", "pop3.unexpected-reply")),
    Case("D8 a refused RETR has no text", session(*script("C: RETR 9\nS: -ERR no such message\nC: NOOP\nS: +OK")), [],
         verbs=IN + ["RETR", "NOOP"] + OUT),
    Case("D8 UIDL tells the unique-id of what is fetched",
         session(*script("C: UIDL\nS: +OK\nS: 1 abc\nS: 2 QhdPYR:00WBw1Ph7x7\nS: ."), *retr(2, LETTER)),
         [fetched(LETTER, 2, uid="QhdPYR:00WBw1Ph7x7")]),
]

UPDATE = [
    Case("DELE without QUIT deletes nothing", on_110(GREETING + LOGIN + script("C: DELE 2\nS: +OK")),
         says=("pop3.not-deleted", "pop3.no-quit"), conversation={"final_state": "TRANSACTION"}),
    Case("near miss: DELE and QUIT", session(*script("C: DELE 2\nS: +OK")), silent=("pop3.not-deleted", "pop3.no-quit"),
         conversation={"final_state": "UPDATE"}),
    Case("near miss: DELE, RSET, no QUIT", on_110(GREETING + LOGIN + script("C: DELE 2\nS: +OK\nC: RSET\nS: +OK")),
         says=("pop3.no-quit",), silent=("pop3.not-deleted",)),
]


def b64(text):
    return base64.b64encode(text.encode()).decode()


PLAIN = b64("\0bob\0hungry")


def auth(*lines):
    return on_110(GREETING + script("\n".join(lines)) + GOODBYE)


def no_secret(found):
    return [f"{word} is shown" for word in ("hungry", PLAIN, b64("hungry")) if word in str(found)]


APOP = auth("C: APOP mrose c4c9334bac560ecc979e58001b3e22fb", "S: +OK maildrop has 1 message")
D15 = [
    Case("D15 POP3 AUTH PLAIN with an initial response", auth(f"C: AUTH PLAIN {PLAIN}", "S: +OK"),
         sasl=[{"mechanism": "PLAIN", "from": "client", "decoded": {"authcid": "bob", "password": "(redacted)"},
                "result": "ok"}], says=CLEAR, verbs=["<connect>", "AUTH"] + OUT, also=no_secret),
    Case("D15 POP3 AUTH PLAIN after an empty challenge", auth("C: AUTH PLAIN", "S: + ", f"C: {PLAIN}", "S: -ERR no"),
         says=CLEAR + ("pop3.login-refused",), verbs=["<connect>", "AUTH", "<sasl-response>"] + OUT, also=no_secret,
         sasl_ends="failed"),
    Case("D15 POP3 AUTH LOGIN cancelled", auth("C: AUTH LOGIN", "S: + VXNlcm5hbWU6", "C: *", "S: -ERR cancelled"),
         silent=CLEAR + ("pop3.login-refused",), sasl_ends="cancelled"),
    Case("D15 POP3 USER and PASS", session(), says=CLEAR, sasl_ends="ok", also=no_secret),
    Case("D15 POP3 --reveal shows the password", auth(f"C: AUTH PLAIN {PLAIN}", "S: +OK"), sasl=[
        {"mechanism": "PLAIN", "decoded": {"authcid": "bob", "password": "hungry"}}], options=("--reveal",)),
    Case("D15 near miss: APOP shows no password", APOP, silent=CLEAR + ("login.digest-verified",), sasl_ends="ok"),
    Case("D15 --secret recomputes APOP", APOP, says=("login.digest-verified",),
         options=("--secret", "mrose:tanstaaf")),
    Case("D15 --secret with another password", APOP, says=("login.digest-differs",), options=("--secret", "wrong")),
]

REDIS = [("C", b"*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n"), ("S", b"+OK\r\n"), ("C", b"*1\r\n$4\r\nPING\r\n"),
         ("S", b"+PONG\r\n"), ("C", b"*1\r\n$3\r\nFOO\r\n"), ("S", b"-ERR unknown command 'FOO'\r\n")]
TYPED = script("C: PING\nS: +PONG\nC: SET a b\nS: +OK\nC: QUIT\nS: +OK")
SECRET = script("C: AUTH hungry\nS: +OK\nC: HELLO 3\nS: -ERR unknown command\nC: QUIT\nS: +OK")
D13 = [
    Case(f"D13 negative: Redis on {port}, {name}", segments(flights, server=("10.0.1.1", port)), [], conversation=None)
    for name, flights in (("as programs speak it", REDIS), ("typed", TYPED), ("AUTH", SECRET)) for port in (110, 8110)
] + [
    Case(f"D13 POP3 on {port}", segments(GREETING + LOGIN + retr(1, LETTER) + GOODBYE, server=("10.0.1.1", port)),
         [fetched(LETTER, 1)], conversation={"protocol": "pop3", "detected_by": by})
    for port, by in ((110, "port"), (25, "content"), (8110, "content"))
]

CASES = D8 + UPDATE + D15 + D13
