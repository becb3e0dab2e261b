# SPDX-License-Identifier: MIT
"""Situations that the protocol makes: D1–D4, D7, D13, D15, D16 of the list of what tools get wrong."""

import base64

from .cases import Case, mail
from .dialogue import script, segments
from .sample import GOODBYE, session

HEAD = b"From: a@x\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\nTo: b@y\r\n\r\n"
OPENING = script("""
    S: 220 mail.b.example ESMTP
    C: EHLO laptop.a.example
    S: 250-mail.b.example
    S: 250-PIPELINING
    S: 250-CHUNKING
    S: 250-AUTH PLAIN LOGIN CRAM-MD5
    S: 250 SIZE 1000000
    """)
ENVELOPE = script("""
    C: MAIL FROM:<a@x>
    S: 250 2.1.0 Ok
    C: RCPT TO:<b@y>
    S: 250 2.1.5 Ok
    """)
PAIR = b"MAIL FROM:<a@x>\r\nRCPT TO:<b@y>\r\n"
GO = script("C: DATA\nS: 354 go ahead")
TAKEN = [("S", b"250 2.0.0 Ok: queued as 4F1C\r\n")]
OPENING_VERBS, ENVELOPE_VERBS, DATA_VERBS = ["<connect>", "EHLO"], ["MAIL", "RCPT"], ["DATA", "<end-of-data>"]
ONE_MAIL = OPENING_VERBS + ENVELOPE_VERBS + DATA_VERBS + ["QUIT"]
SMUGGLING = ("smtp.smuggling", "smtp.lenient-end")


def data(text, opening=OPENING):
    """A session with one mail by DATA; the text as it crosses, stuffed, without its lone dot."""
    return segments(opening + ENVELOPE + GO + [("C", text + b".\r\n")] + TAKEN + GOODBYE)


def stuffing_labels(number):
    def check(found):
        dots = [r for r in found if r["type"] == "octets" and "stuff" in r["label"]]
        if len(dots) != number or any(r["length"] != 1 or r["text"] != "." for r in dots):
            yield f"{number} stuffing dots expected: {dots}"
    return check


D1 = [
    Case("D1 dot-stuffed lines lose one dot", data(HEAD + b"..\r\n..x\r\n...y\r\nz\r\n"),
         [mail(HEAD + b".\r\n.x\r\n..y\r\nz\r\n")], silent=SMUGGLING, verbs=ONE_MAIL),
    Case("D1 the stuffing dots are labelled", data(HEAD + b"..\r\n..x\r\n...y\r\nz\r\n"), options=("-x",),
         also=stuffing_labels(3)),
    Case("D1 near miss: dots inside lines stay", data(HEAD + b"x..\r\n y .\r\nz.\r\n"),
         [mail(HEAD + b"x..\r\n y .\r\nz.\r\n")], silent=SMUGGLING),
    Case("D1 near miss: no dot, no label", data(HEAD + b"x..\r\n y .\r\n"), options=("-x",), also=stuffing_labels(0)),
    Case("D1 the text is empty", data(b""), [mail(b"")], says=("message.missing-from",)),
    Case("D1 the first line is stuffed", data(b"..leading: dot\r\n"), [mail(b".leading: dot\r\n")]),
]

REFUSED = script("C: DATA\nS: 554 5.5.1 no valid recipients")
D2 = [
    Case("D2 DATA refused, then RSET and a whole mail",
         segments(OPENING + ENVELOPE + REFUSED + script("C: RSET\nS: 250 ok") + ENVELOPE + GO
                  + [("C", HEAD + b"hello\r\n.\r\n")] + TAKEN + GOODBYE),
         [mail(HEAD + b"hello\r\n", envelope={"from": "a@x", "to": ["b@y"]})], silent=("smtp.unknown-command",),
         verbs=OPENING_VERBS + ENVELOPE_VERBS + ["DATA", "RSET"] + ENVELOPE_VERBS + DATA_VERBS + ["QUIT"]),
    Case("D2 DATA refused, then QUIT: no mail", segments(OPENING + ENVELOPE + REFUSED + GOODBYE), [],
         verbs=OPENING_VERBS + ENVELOPE_VERBS + ["DATA", "QUIT"]),
    Case("D2 DATA refused for now, tried again",
         segments(OPENING + ENVELOPE + script("C: DATA\nS: 451 try again") + GO + [("C", HEAD + b".\r\n")]
                  + TAKEN + GOODBYE),
         [mail(HEAD)], verbs=OPENING_VERBS + ENVELOPE_VERBS + ["DATA"] + DATA_VERBS + ["QUIT"]),
    Case("D2 near miss: 354 although no recipient was accepted opens text",
         segments(OPENING + script("C: MAIL FROM:<a@x>\nS: 250 ok") + GO + [("C", HEAD + b"RSET\r\n.\r\n")]
                  + script("S: 554 no recipients") + GOODBYE),
         [mail(HEAD + b"RSET\r\n", verdict="refused", envelope={"from": "a@x", "to": []})],
         says=("smtp.out-of-order",)),
]


def bdat(chunks, replies=None, after=GOODBYE):
    """BDAT after BDAT, each answered; the last says LAST unless a chunk is (octets, parameter)."""
    flights = OPENING + ENVELOPE
    for number, chunk in enumerate(chunks):
        octets, last = chunk if isinstance(chunk, tuple) else (chunk, " LAST" if number + 1 == len(chunks) else "")
        flights = flights + [("C", b"BDAT %d%s\r\n" % (len(octets), last.encode()) + octets),
                             ("S", ((replies or {}).get(number) or "250 ok").encode() + b"\r\n")]
    return segments(flights + after)


TRICKY = HEAD + b"one\r\n.\r\nQUIT\r\n..two"
ABSURD = ("99999999999999999999 LAST", "18446744073709551616", "-5", "", "LAST", "12x", "0x10", "5 FIRST", "+5")
D3 = [
    Case("D3 three chunks are joined", bdat([TRICKY[:20], TRICKY[20:70], TRICKY[70:]]),
         [mail(TRICKY, carried_by="BDAT")], silent=SMUGGLING + ("smtp.bdat-syntax",),
         verbs=OPENING_VERBS + ENVELOPE_VERBS + ["BDAT"] * 3 + ["QUIT"]),
    Case("D3 an empty last chunk", bdat([TRICKY, b""]), [mail(TRICKY, carried_by="BDAT")]),
    Case("D3 DATA in the same session",
         bdat([TRICKY], after=ENVELOPE + GO + [("C", HEAD + b"x\r\n.\r\n")] + TAKEN + GOODBYE),
         [mail(TRICKY, carried_by="BDAT"), mail(HEAD + b"x\r\n", carried_by="DATA")],
         verbs=OPENING_VERBS + ENVELOPE_VERBS + ["BDAT"] + ENVELOPE_VERBS + DATA_VERBS + ["QUIT"]),
    Case("D3 a refused chunk is counted all the same",
         bdat([TRICKY, b"more\r\n"], {0: "552 too large", 1: "503 no"}, script("C: RSET\nS: 250 ok") + GOODBYE),
         [mail(None, verdict="refused", carried_by="BDAT")],
         verbs=OPENING_VERBS + ENVELOPE_VERBS + ["BDAT", "BDAT", "RSET", "QUIT"]),
    Case("D3 chunks without LAST", bdat([(TRICKY, "")], after=[]),
         [{"carried_by": "BDAT", "integrity": "unterminated", "sha256": None}]),
    Case("D3 pipelined in one segment",
         segments(OPENING + [("C", PAIR + b"BDAT %d LAST\r\n%sQUIT\r\n" % (len(TRICKY), TRICKY)),
                             ("S", b"250 ok\r\n250 ok\r\n250 taken\r\n221 bye\r\n")]),
         [mail(TRICKY, carried_by="BDAT")], verbs=OPENING_VERBS + ENVELOPE_VERBS + ["BDAT", "QUIT"]),
] + [
    Case(f"D3 BDAT {size}: a finding, no mail of that size",
         segments(OPENING + ENVELOPE + script(f"C: BDAT {size}\nS: 501 5.5.4 syntax\nC: RSET\nS: 250 ok") + GOODBYE),
         says=("smtp.bdat-syntax",), verbs=OPENING_VERBS + ENVELOPE_VERBS + ["BDAT", "RSET", "QUIT"])
    for size in ABSURD
]

ALL_AT_ONCE = PAIR + b"DATA\r\n" + HEAD + b"hello\r\n.\r\nQUIT\r\n"
D4 = [
    Case("D4 envelope, text and QUIT in one segment",
         segments(OPENING + [("C", ALL_AT_ONCE), ("S", b"250 ok\r\n250 ok\r\n354 go\r\n250 queued\r\n221 bye\r\n")]),
         [mail(HEAD + b"hello\r\n", envelope={"from": "a@x", "to": ["b@y"]})], says=("smtp.text-before-reply",),
         verbs=ONE_MAIL),
    Case("D4 near miss: DATA refused, so the text is commands",
         segments(OPENING + [("C", PAIR + b"DATA\r\nSubject: x\r\nhello\r\n.\r\nQUIT\r\n"),
                             ("S", b"250 ok\r\n550 no\r\n554 none\r\n" + b"500 what\r\n" * 3 + b"221 bye\r\n")]),
         [], says=("smtp.unknown-command",)),
    Case("D4 near miss: the groups of RFC 2920, nothing too early",
         segments(OPENING + [("C", PAIR + b"DATA\r\n"), ("S", b"250 ok\r\n250 ok\r\n354 go\r\n"),
                             ("C", HEAD + b"hello\r\n.\r\nQUIT\r\n"), ("S", b"250 queued\r\n221 bye\r\n")]),
         [mail(HEAD + b"hello\r\n")], silent=("smtp.text-before-reply", "smtp.pipelining-not-offered"),
         verbs=ONE_MAIL),
    Case("D4 pipelined though not offered",
         segments(script("S: 220 x\nC: EHLO y\nS: 250 x") + [
             ("C", PAIR + b"DATA\r\n"), ("S", b"250 ok\r\n250 ok\r\n354 go\r\n"),
             ("C", HEAD + b".\r\n")] + TAKEN + GOODBYE),
         [mail(HEAD)], says=("smtp.pipelining-not-offered",)),
]

INNER = b"MAIL FROM:<evil@x>\r\nRCPT TO:<victim@y>\r\nDATA\r\nSubject: smuggled\r\n\r\nboo\r\n.\r\n"
ENDS = {"LF.LF": b"\n.\n", "LF.CRLF": b"\n.\r\n", "CR.CRLF": b"\r.\r\n", "CRLF.LF": b"\r\n.\n", "CRLF.CR": b"\r\n.\r"}
UNDISPUTED = ("LF.LF", "LF.CRLF", "CR.CRLF")
LENIENT = b"250 first\r\n250 ok\r\n250 ok\r\n354 go\r\n250 second\r\n"
D7 = [
    Case(f"D7 {name}, strict server: one mail and a warning",
         segments(OPENING + ENVELOPE + GO + [("C", HEAD + b"x" + end + INNER)] + TAKEN + GOODBYE),
         [mail(HEAD + b"x" + end + INNER[:-3] if name in UNDISPUTED else None)],
         says=("smtp.smuggling",), silent=("smtp.lenient-end",), verbs=ONE_MAIL)
    for name, end in ENDS.items()
] + [
    Case(f"D7 {name}, lenient server: two mails, and it is said",
         segments(OPENING + ENVELOPE + GO + [("C", HEAD + b"x" + end + INNER), ("S", LENIENT)] + GOODBYE),
         [mail(None, envelope={"from": "a@x", "to": ["b@y"]}),
          mail(b"Subject: smuggled\r\n\r\nboo\r\n", envelope={"from": "evil@x", "to": ["victim@y"]})],
         says=("smtp.lenient-end",), verbs=ONE_MAIL[:-1] + ENVELOPE_VERBS + DATA_VERBS + ["QUIT"])
    for name, end in ENDS.items() if name != "CRLF.CR"
] + [
    Case("D7 typed with nc: LF everywhere, the server takes it",
         segments([(side, octets.replace(b"\r\n", b"\n") if side == "C" else octets) for side, octets in
                   OPENING + ENVELOPE + GO + [("C", HEAD + b"x\r\n.\r\n")] + TAKEN + GOODBYE]),
         [mail((HEAD + b"x\r\n").replace(b"\r\n", b"\n"))], says=("smtp.bare-lf", "smtp.lenient-end"), verbs=ONE_MAIL),
] + [
    Case(f"D7 near miss: {name!r} is no end for anybody", data(HEAD + b"x" + octets + b"z\r\n"),
         [mail(None)], silent=SMUGGLING, verbs=ONE_MAIL)
    for name, octets in (("LF.x", b"\n.x\n"), ("LF..LF", b"\n..\n"), ("CRLF..CRLF", b"\r\n..\r\n"),
                         ("LF LF", b"\n\n"), ("x.LF", b"x.\n"))
]

MAIL = HEAD + b"hello\r\n"
FTP = script("S: 220 ftp.example FTP server ready\nC: USER anonymous\nS: 331 password please\nC: PASS x\n"
             "S: 230 logged in\nC: QUIT\nS: 221 bye")
REDIS = [("C", b"PING\r\n"), ("S", b"+PONG\r\n"), ("C", b"*1\r\n$4\r\nQUIT\r\n"), ("S", b"+OK\r\n")]
HTTP = [("C", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), ("S", b"HTTP/1.1 200 OK\r\n\r\nhello")]
LHLO = [(side, octets.replace(b"EHLO", b"LHLO").replace(b"ESMTP", b"LMTP")) for side, octets in session()]


TO_THREE = script("""
    S: 220 store.example LMTP
    C: LHLO front.example
    S: 250 store.example
    C: MAIL FROM:<a@x>
    S: 250 ok
    C: RCPT TO:<b@y>
    S: 250 ok
    C: RCPT TO:<no@y>
    S: 550 no
    C: RCPT TO:<c@y>
    S: 250 ok
    C: DATA
    S: 354 go
    """)


def reply_for_each(found):
    """Of whom the replies after the dot speak."""
    recipients = [r["recipient"] for r in found if r.get("recipient")]
    if recipients != ["b@y", "c@y"]:
        yield f"the replies speak of {recipients}"


def on_port(flights, port):
    return segments(flights, server=("10.0.1.1", port))


D13 = [
    Case(f"D13 SMTP on {port}", on_port(session(), port), [mail()],
         conversation={"protocol": "smtp", "detected_by": by}, verbs=ONE_MAIL)
    for port, by in ((25, "port"), (587, "port"), (2525, {"port", "content"}), (8025, "content"), (110, "content"))
] + [
    Case(f"D13 LMTP on {port}", on_port(LHLO, port), [mail(protocol="lmtp")], conversation={"protocol": "lmtp"})
    for port in (24, 2003, 25)
] + [
    Case(f"D13 negative: {name} on {port}", on_port(flights, port), [], conversation=None)
    for name, flights in (("FTP", FTP), ("Redis", REDIS), ("HTTP", HTTP)) for port in (8025, 110, 21, 6379)
] + [
    Case("D13 SMTP on 9999 because it was asked for", on_port(session(), 9999), [mail()],
         conversation={"protocol": "smtp", "detected_by": "asked"}, options=("-d", "tcp.port==9999,smtp")),
    Case("D13 LMTP by LHLO, one reply for each recipient",
         on_port(TO_THREE + [("C", MAIL + b".\r\n"), ("S", b"452 <b@y> full\r\n250 <c@y> saved\r\n")] + GOODBYE, 24),
         [mail(MAIL, envelope={"from": "a@x", "to": ["c@y"], "refused_to": ["b@y", "no@y"], "unanswered_to": []})],
         conversation={"protocol": "lmtp"}, also=reply_for_each),
]


def auth(*lines):
    return segments(OPENING + script("\n".join(lines)) + GOODBYE)


def b64(text):
    return base64.b64encode(text.encode()).decode()


PLAIN, LOGIN = b64("\0bob\0hungry"), (b64("bob"), b64("hungry"))
CLEAR = ("smtp.cleartext-credentials",)
OK, NO = "S: 235 2.7.0 Authentication successful", "S: 535 5.7.8 Authentication failed"
LOGIN_LINES = ["C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", f"C: {LOGIN[0]}", "S: 334 UGFzc3dvcmQ6", f"C: {LOGIN[1]}"]


def no_secret(found):
    shown = str(found)
    return [f"{word} is shown" for word in ("hungry", PLAIN, LOGIN[1]) if word in shown]


def bob_and_his_password(found):
    """What the steps of the login held, whatever the names of the fields."""
    values = {value for r in found if r["type"] == "sasl" for value in (r["decoded"] or {}).values()}
    if not {"bob", "hungry"} <= values:
        yield f"decoded: {values}"


D15 = [
    Case("D15 AUTH PLAIN with an initial response", auth(f"C: AUTH PLAIN {PLAIN}", OK),
         sasl=[{"mechanism": "PLAIN", "from": "client", "decoded": {"authcid": "bob", "password": "(redacted)"},
                "result": "ok"}], says=CLEAR, verbs=OPENING_VERBS + ["AUTH", "QUIT"], also=no_secret),
    Case("D15 --reveal shows the password", auth(f"C: AUTH PLAIN {PLAIN}", OK), sasl=[
        {"mechanism": "PLAIN", "decoded": {"authcid": "bob", "password": "hungry"}}], options=("--reveal",)),
    Case("D15 AUTH PLAIN after an empty challenge", auth("C: AUTH PLAIN", "S: 334 ", f"C: {PLAIN}", NO), says=CLEAR,
         verbs=OPENING_VERBS + ["AUTH", "<sasl-response>", "QUIT"], also=no_secret, sasl_ends="failed"),
    Case("D15 AUTH LOGIN in two answers", auth(*LOGIN_LINES, OK), says=CLEAR,
         verbs=OPENING_VERBS + ["AUTH", "<sasl-response>", "<sasl-response>", "QUIT"], also=no_secret),
    Case("D15 AUTH LOGIN revealed", auth(*LOGIN_LINES, OK), options=("--reveal",), also=bob_and_his_password,
         sasl_ends="ok"),
    Case("D15 AUTH cancelled", auth("C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: *", "S: 501 cancelled"), silent=CLEAR,
         sasl_ends="cancelled",
         verbs=OPENING_VERBS + ["AUTH", "<sasl-response>", "QUIT"]),
    Case("D15 near miss: CRAM-MD5 shows no password",
         auth("C: AUTH CRAM-MD5", f"S: 334 {b64('<1@x>')}", f"C: {b64('bob 0123456789abcdef0123456789abcdef')}", OK),
         silent=CLEAR),
    Case("D15 near miss: AUTH without a response", auth("C: AUTH GSSAPI", "S: 504 no such mechanism"), silent=CLEAR,
         verbs=OPENING_VERBS + ["AUTH", "QUIT"]),
]

JPEG = bytes(range(256)) * 3
ENCODED = base64.encodebytes(JPEG).replace(b"\n", b"\r\n")
UU = b"begin 644 a.bin\r\n#0V%T\r\n`\r\nend\r\n"
NESTED = HEAD[:-2] + b"""Subject: =?utf-8?Q?Gr=C3=BC?= =?utf-8?B?w59l?=
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=outer

preamble
--outer
Content-Type: multipart/alternative; boundary=inner

--inner
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=BC=
=C3=9Fe
--inner
Content-Type: text/html; charset=us-ascii

<p>x</p>
--inner--
--outer
Content-Type: image/jpeg
Content-Transfer-Encoding: base64
Content-Disposition: attachment; filename*0*=utf-8''%C3%BC;
 filename*1=" one.jpg"

""".replace(b"\n", b"\r\n") + ENCODED + b"""--outer
Content-Type: message/rfc822

From: c@z
Content-Type: multipart/mixed; boundary=deep

--deep

first
--deep
Content-Type: application/octet-stream
Content-Transfer-Encoding: x-uuencode

""".replace(b"\n", b"\r\n") + UU + b"--deep--\r\n--outer--\r\nepilogue\r\n"
PARTS = [("1.1", "text/plain", "Grüße".encode()), ("1.2", "text/html", b"<p>x</p>"), ("2", "image/jpeg", JPEG),
         ("3.1", "text/plain", b"first"), ("3.2", "application/octet-stream", b"Cat")]
MIME_SYNTAX = ("mime.boundary-never-seen", "mime.boundary-not-closed", "mime.base64-syntax", "mime.uuencode-syntax",
               "mime.quoted-printable-syntax", "mime.encoded-word-syntax", "mime.too-deep")


def file_name(found):
    names = [p["filename"] for r in found if r["type"] == "message" for p in r["parts"]]
    if names[2] != "ü one.jpg":
        yield f"file name {names}"


D16 = [
    Case("D16 nested multipart, message/rfc822, base64, quoted-printable, uuencode, RFC 2047, RFC 2231", data(NESTED),
         [mail(NESTED, PARTS, headers={"subject": "Grüße", "from": "a@x"})], silent=MIME_SYNTAX, also=file_name),
    Case("D16 one part keeps its last CRLF", data(HEAD + b"hello\r\n"),
         [mail(HEAD + b"hello\r\n", [("1", "text/plain", b"hello\r\n")])], silent=MIME_SYNTAX),
    Case("D16 a boundary that never comes", data(NESTED.replace(b"boundary=outer", b"boundary=other")), [mail()],
         says=("mime.boundary-never-seen",)),
    Case("D16 a boundary that is not closed", data(NESTED.replace(b"--outer--\r\n", b"")), [mail()],
         says=("mime.boundary-not-closed",)),
    Case("D16 base64 with a stray octet", data(NESTED.replace(ENCODED[:8], ENCODED[:4] + b"!" + ENCODED[4:8])),
         [mail()], says=("mime.base64-syntax",)),
]

CASES = D1 + D2 + D3 + D4 + D7 + D13 + D15 + D16
