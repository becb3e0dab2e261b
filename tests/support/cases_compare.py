# SPDX-License-Identifier: MIT
"""Captures on which Wireshark and maillab differ, each with the causes that `compare` must name and those on
which it must be silent. Every situation has at least one near miss: a capture that looks alike and is not."""

from dataclasses import dataclass, replace

from . import captures, dialogue
from .cases_imap import INBOX, imap
from .cases_pop3 import GREETING, LETTER, LOGIN, on_110, retr, session as pop3
from .cases_smtp import ALL_AT_ONCE, ENVELOPE, GO, HEAD, NESTED, OPENING, PAIR, REFUSED, TAKEN, auth, b64, bdat, data
from .dialogue import script, segments
from .sample import GOODBYE, session


# What a cause is called in the output.
NAMES = {
    "other-port": "mail on another port",
    "no-mail": "no mail on a port for mail",
    "bad-checksum": "the damaged copy of a segment",
    "lost-segment": "a segment that is not in the capture",
    "out-of-order": "segments that came out of order",
    "guess": "sent again, or only overtaken?",
    "snapped": "packets that were cut when they were captured",
    "late-start": "a capture that begins in mid-session",
    "dot-stuffing": "dots that were put in front of lines",
    "empty-last-line": "an empty line in front of the lone dot",
    "refused-data": "DATA that the server refused",
    "chunking": "a message sent in chunks (BDAT)",
    "one-segment": "commands and text in one packet",
    "after-dot": "commands behind the lone dot, in the same packet",
    "bare-line-end": "a dot between line ends that are no CRLF",
    "lenient-end": "a server that ended the text at a bare LF",
    "login-exchange": "an answer within a login",
    "base64-answer": "a login in base64",
    "four-letters": "a verb that has not four letters",
    "octet-count": "the number of octets in the reply",
    "looks-like-reply": "a line of a message that looks like a reply",
    "first-line-only": "several commands or replies in one packet",
    "text-with-status": "text in the packet of the line +OK, and behind it",
    "lone-dot-counted": "the lone dot counted as text",
    "login-string": "user name and password of LOGIN",
    "literal": "octets of a literal",
}


@dataclass
class Compared:
    """`causes` must all be named and `silent` none; a capture that `agrees` has no difference at all."""

    name: str
    packets: list  # of captures.Packet, or of dialogue.Segment
    causes: tuple = ()
    silent: tuple = ()
    agrees: bool = False

    def file(self):
        """The capture."""
        first = self.packets[0]
        return captures.pcap(self.packets if isinstance(first, captures.Packet) else dialogue.capture(self.packets),
                             nanoseconds=True)


def smtp(*flights, **how):
    """A session with these flights between the first EHLO and QUIT."""
    return segments(OPENING + [f for part in flights for f in part] + GOODBYE, **how)


def text(octets):
    return ENVELOPE + GO + [("C", octets + b".\r\n")] + TAKEN


SUBJECT = HEAD[:-2] + b"Subject: hello\r\n\r\n"
STUFFED = HEAD + b"..\r\n..x\r\n...y\r\nz\r\n"
BODY = b"".join(b"line %04d of a text that needs several segments\r\n" % n for n in range(200))
LONG = segments(OPENING + text(HEAD + BODY) + text(HEAD + b"second\r\n") + GOODBYE)
MIDDLE = dialogue.find(LONG, b"line 0100")

D1 = [
    Compared("D1 the dots before three lines are counted", data(STUFFED), ("dot-stuffing",)),
    Compared("D1 near miss: dots elsewhere in lines", data(HEAD + b"x..\r\n y .\r\nz.\r\n"), agrees=True),
    Compared("D1 near miss: a stuffed line, but the text is longer for what DATA began",
             smtp(ENVELOPE, REFUSED, script("C: RSET\nS: 250 ok"), text(STUFFED)), ("refused-data",),
             ("dot-stuffing",)),
    Compared("D1 near miss: the last line is empty", data(HEAD + b"x\r\n\r\n"), ("empty-last-line",),
             ("dot-stuffing",)),
]
D2 = [
    Compared("D2 DATA refused, then a whole mail", smtp(ENVELOPE, REFUSED, script("C: RSET\nS: 250 ok"),
                                                        text(SUBJECT + b"x\r\n")), ("refused-data",)),
    Compared("D2 near miss: a text of such lines", data(SUBJECT + b"RSET\r\nMAIL FROM:<a@x>\r\n"), agrees=True),
    Compared("D2 near miss: DATA accepted, its lone dot is not in the capture", dialogue.drop(
        LONG, dialogue.find(LONG, b"\r\n.\r\n")), ("lost-segment",), ("refused-data",)),
]
D3 = [
    Compared("D3 three chunks", bdat([STUFFED[:20], STUFFED[20:70], STUFFED[70:]]), ("chunking",), ("dot-stuffing",)),
    Compared("D3 a chunk, then DATA in the same session", bdat([STUFFED], after=text(SUBJECT + b"x\r\n") + GOODBYE),
             ("chunking",)),
    Compared("D3 near miss: BDAT is only a line of the text", data(SUBJECT + b"BDAT 5 LAST\r\n"), agrees=True),
    Compared("D3 near miss: CHUNKING offered, and DATA refused", smtp(ENVELOPE, REFUSED, script("C: RSET\nS: 250 ok")),
             ("refused-data",), ("chunking",)),
]
D4 = [
    Compared("D4 envelope, text and QUIT in one segment", segments(OPENING + [
        ("C", ALL_AT_ONCE), ("S", b"250 ok\r\n250 ok\r\n354 go\r\n250 queued\r\n221 bye\r\n")]),
        ("one-segment", "after-dot")),
    Compared("D4 near miss: the groups of RFC 2920, QUIT later", smtp(
        [("C", PAIR + b"DATA\r\n"), ("S", b"250 ok\r\n250 ok\r\n354 go\r\n"), ("C", SUBJECT + b"x\r\n.\r\n")], TAKEN),
        agrees=True),
    Compared("D4 near miss: only QUIT comes with the dot", segments(OPENING + [
        ("C", PAIR + b"DATA\r\n"), ("S", b"250 ok\r\n250 ok\r\n354 go\r\n"), ("C", SUBJECT + b"x\r\n.\r\nQUIT\r\n"),
        ("S", b"250 queued\r\n221 bye\r\n")]), ("after-dot",), ("one-segment",)),
]
HOLE = segments(OPENING + text(SUBJECT.replace(b"hello", b"one two three " * 10) + b"x\r\n") + GOODBYE, size=70)
WAY = dialogue.find(HOLE, b"Subject")
D5 = [
    Compared("D5 the segment with the lone dot is missing", dialogue.drop(LONG, dialogue.find(LONG, b"\r\n.\r\n")),
             ("lost-segment",), ("out-of-order",)),
    Compared("D5 a hole in the header: its two ends become one line", dialogue.drop(HOLE, WAY + 1), ("lost-segment",)),
    Compared("D5 near miss: a segment comes behind the next", LONG[:MIDDLE] + [LONG[MIDDLE + 1], LONG[MIDDLE]]
             + LONG[MIDDLE + 2:], ("guess",), ("lost-segment",)),
    Compared("D5 near miss: a segment comes twice", dialogue.insert(LONG, MIDDLE + 1, LONG[MIDDLE]), agrees=True),
]
INNER = b"MAIL FROM:<evil@x>\r\nRCPT TO:<victim@y>\r\nDATA\r\nSubject: smuggled\r\n\r\nboo\r\n.\r\n"
LENIENT = b"250 first\r\n250 ok\r\n250 ok\r\n354 go\r\n250 second\r\n"


def smuggled(end, answer=None):
    answers = [("S", answer)] if answer else TAKEN
    return segments(OPENING + ENVELOPE + GO + [("C", HEAD + b"x" + end + INNER)] + answers + GOODBYE)


D7 = [
    Compared("D7 LF.CRLF, strict server", smuggled(b"\n.\r\n"), ("bare-line-end",)),
    Compared("D7 CR.CRLF, strict server", smuggled(b"\r.\r\n"), ("bare-line-end",)),
    Compared("D7 LF.LF, lenient server: one mail there, two here", smuggled(b"\n.\n", LENIENT), ("lenient-end",),
             ("bare-line-end",)),
    Compared("D7 typed with nc: LF everywhere, the server takes it", [
        replace(s, payload=s.payload) for s in segments(
            [(side, octets.replace(b"\r\n", b"\n") if side == "C" else octets) for side, octets in
             OPENING + text(SUBJECT + b"x\r\n") + GOODBYE])], ("lenient-end",)),
    Compared("D7 near miss: LF.LF, strict server: all agree", smuggled(b"\n.\n"), agrees=True),
    Compared("D7 near miss: a dot and more after LF", data(HEAD + b"x\n.y\r\n"), agrees=True),
    Compared("D7 near miss: shorter by a hole", dialogue.drop(LONG, MIDDLE), (), ("bare-line-end",)),
]

TRAPS = LETTER + b"+OK is what a server says\r\n"


def apart(*pieces):
    """The pieces of one flight as segments of their own."""
    connection = pop3(("C", b"RETR 1\r\n"), ("S", b"".join(pieces)))
    at = dialogue.find(connection, b"".join(pieces))
    whole, cut, seq = connection[at], [], connection[at].seq
    for piece in pieces:
        cut.append(replace(whole, seq=seq, payload=piece))
        seq += len(piece)
    return connection[:at] + cut + connection[at + 1:]


D8 = [
    Compared("D8 several commands in one segment", on_110(GREETING + LOGIN + [
        ("C", b"RETR 1\r\nRETR 2\r\nQUIT\r\n"),
        ("S", b"+OK\r\n" + LETTER + b".\r\n+OK\r\n" + LETTER + b".\r\n+OK bye\r\n")]), ("first-line-only",)),
    Compared("D8 a line of the text begins with +OK at the front of a segment",
             apart(b"+OK 92 octets\r\n", LETTER, b"+OK is what a server says\r\n.\r\n"), ("looks-like-reply",)),
    Compared("D8 no octet count, the text in two segments", apart(b"+OK\r\n", LETTER[:20], LETTER[20:] + b".\r\n"),
             ("octet-count",)),
    Compared("D8 the octet count is too small", apart(b"+OK 5 octets\r\n", LETTER[:20], LETTER[20:] + b".\r\n"),
             ("octet-count",)),
    Compared("D8 near miss: one command, one segment", pop3(*retr(1, LETTER)), ("text-with-status",),
             ("first-line-only", "octet-count", "looks-like-reply")),
    Compared("D8 near miss: a line of the text begins with +OK inside a segment",
             pop3(*retr(1, TRAPS, b"+OK %d octets\r\n" % len(TRAPS))), (), ("looks-like-reply", "octet-count")),
    Compared("D8 near miss: the octet count is right", apart(b"+OK %d octets\r\n" % len(LETTER), LETTER[:20],
                                                             LETTER[20:] + b".\r\n"),
             ("text-with-status", "lone-dot-counted"), ("octet-count",)),
]

IN = [("S", b"a OK in\r\n")]
D9 = [
    Compared("D9 an atom loses its first and last letter", imap([("C", b"a LOGIN bob hungry\r\n")] + IN),
             ("login-string",)),
    Compared("D9 a quoted string with a blank", imap([("C", b'a LOGIN "bo b" hungry\r\n')] + IN), ("login-string",)),
    Compared("D9 literals", imap([("C", b"a LOGIN {3+}\r\nbob {6+}\r\nhungry\r\n")] + IN), ("login-string",)),
    Compared("D9 near miss: AUTHENTICATE has no such strings", imap([
        ("C", b"a AUTHENTICATE PLAIN " + b64("\0bob\0hungry").encode() + b"\r\n")] + IN), (), ("login-string",)),
]
NOTE = b"From: a@x\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\nd LOGOUT\r\n"
D10 = [
    Compared("D10 APPEND of a text that looks like commands", imap(INBOX + [
        ("C", b"c APPEND Sent {%d+}\r\n" % len(NOTE) + NOTE + b"\r\n"), ("S", b"c OK stored\r\n")]), ("literal",)),
    Compared("D10 two literals in one FETCH", imap(INBOX + [
        ("C", b"c FETCH 1 (BODY[HEADER] BODY[TEXT])\r\n"),
        ("S", b"* 1 FETCH (BODY[HEADER] {14}\r\nSubject: x\r\n\r\n BODY[TEXT] {10}\r\nx NO {7}\r\n)\r\nc OK done\r\n")]),
        ("literal",)),
    Compared("D10 near miss: braces in a quoted string", imap(INBOX + [
        ("C", b'c SEARCH SUBJECT "{5}"\r\n'), ("S", b"* SEARCH 1\r\nc OK [ALERT] done {3}\r\n")]), (), ("literal",)),
]
CRAM = b64("bob 0123456789abcdef0123456789abcdef")
D11 = [
    Compared("D11 an answer to CRAM-MD5 becomes text of the next mail", smtp(
        script(f"C: AUTH CRAM-MD5\nS: 334 {b64('<1@x>')}\nC: {CRAM}\nS: 235 in"), text(SUBJECT + b"x\r\n")),
        ("login-exchange",)),
    Compared("D11 the answers of POP3 are taken for commands", on_110(
        GREETING + script(f"C: AUTH CRAM-MD5\nS: + {b64('<1@x>')}\nC: {CRAM}\nS: +OK\nC: QUIT\nS: +OK")),
        ("login-exchange",)),
    Compared("D11 the answers of IMAP are taken for tags", imap(script(
        f"C: a AUTHENTICATE CRAM-MD5\nS: + {b64('<1@x>')}\nC: {CRAM}\nS: a OK in")), ("login-exchange",)),
    Compared("D11 near miss: no login, a text of such a line", data(SUBJECT + CRAM.encode() + b"\r\n"), agrees=True),
]
D12 = [
    Compared("D12 STARTTLS refused", smtp(script("C: STARTTLS\nS: 454 4.7.0 not now\nC: NOOP\nS: 250 ok")),
             ("four-letters",)),
    Compared("D12 near miss: a verb of four letters", smtp(script("C: STAR\nS: 500 what\nC: NOOP\nS: 250 ok")),
             agrees=True),
]
REDIS = [("C", b"PING\r\n"), ("S", b"+PONG\r\n"), ("C", b"SET a b\r\n"), ("S", b"+OK\r\n"), ("C", b"QUIT\r\n"),
         ("S", b"+OK\r\n")]
D13 = [
    Compared("D13 SMTP on 8025", segments(session(), server=("10.0.1.1", 8025)), ("other-port",)),
    Compared("D13 SMTP on 110, which Wireshark reads as POP3", segments(session(), server=("10.0.1.1", 110)),
             ("other-port",)),
    Compared("D13 Redis on 110 is no mail", segments(REDIS, server=("10.0.1.1", 110)), ("no-mail",)),
    Compared("D13 near miss: SMTP on 587", segments(session(), server=("10.0.1.1", 587)), agrees=True),
]
OK = "S: 235 2.7.0 Authentication successful"
D15 = [
    Compared("D15 AUTH PLAIN", auth(f"C: AUTH PLAIN {b64(chr(0) + 'bob' + chr(0) + 'hungry')}", OK),
             ("base64-answer",)),
    Compared("D15 AUTH LOGIN", auth("C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", f"C: {b64('bob')}", "S: 334 UGFzc3dvcmQ6",
                                    f"C: {b64('hungry')}", OK), ("base64-answer",)),
    Compared("D15 near miss: a login given up", auth("C: AUTH LOGIN", "S: 334 VXNlcm5hbWU6", "C: *",
                                                     "S: 501 cancelled"), (), ("base64-answer",)),
]
WHOLE = dialogue.capture(LONG)
D17 = [
    Compared("D17 one packet of the text is cut", WHOLE[:MIDDLE] + captures.snap(WHOLE[MIDDLE:MIDDLE + 1], 500)
             + WHOLE[MIDDLE + 1:], ("snapped",), ("lost-segment",)),
    Compared("D17 every packet is cut", captures.snap(WHOLE, 200), ("snapped",), ("lost-segment",)),
    Compared("D17 near miss: a snap length that cuts nothing", captures.snap(dialogue.capture(data(SUBJECT + b"x\r\n")),
                                                                             1514), agrees=True),
]
D18 = [
    Compared("D18 begins inside the text", LONG[dialogue.find(LONG, b"line 0100"):], ("late-start",)),
    Compared("D18 near miss: begins at EHLO", data(SUBJECT + b"x\r\n")[5:], (), ("late-start",)),
]
ONE = data(SUBJECT + b"x\r\n")
AT = dialogue.find(ONE, b"Subject")
DAMAGED = replace(ONE[AT], payload=ONE[AT].payload.replace(b"hello", b"hallo"), damaged=True)
D19 = [
    Compared("D19 a damaged segment, then the good one", dialogue.insert(ONE, AT, DAMAGED), ("bad-checksum",)),
    Compared("D19 near miss: a bad checksum and no other copy", ONE[:AT] + [replace(ONE[AT], damaged=True)]
             + ONE[AT + 1:], (), ("bad-checksum",)),
    Compared("D19 near miss: the good one, then a damaged copy", dialogue.insert(ONE, AT + 1, DAMAGED), (),
             ("bad-checksum",)),
]

CASES = (D1 + D2 + D3 + D4 + D5 + D7 + D8 + D9 + D10 + D11 + D12 + D13 + D15 + D17 + D18 + D19)

# Situations that do not show in Wireshark's fields: the reason, and a capture on which nothing differs.
UNSEEN = [
    ("Wireshark takes the first copy too, and no field of it says that the other differs",
     Compared("D6 a copy with other octets", dialogue.insert(ONE, AT + 1, replace(DAMAGED, damaged=False)), agrees=True)),
    ("the octets of the fields are equal; only what is printed differs",
     Compared("D14 an escape sequence in the subject", data(SUBJECT.replace(b"hello", b"\x1b[31mred") + b"x\r\n"),
              agrees=True)),
    ("Wireshark shows header fields and parts as they are sent, decodes none of them, and has no field for what they say",
     Compared("D16 encoded words, nested parts, base64, quoted-printable, uuencode", data(NESTED), agrees=True)),
]
