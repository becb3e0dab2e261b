# SPDX-License-Identifier: MIT
"""Situations that the network and the capture make: D5, D6, D17–D19 of the list of what tools get wrong."""

from dataclasses import replace

from . import captures, dialogue
from .cases import Case, mail
from .cases_smtp import ENVELOPE, GO, GOODBYE, HEAD, ONE_MAIL, OPENING, TAKEN, DATA_VERBS, ENVELOPE_VERBS

BODY = b"".join(b"line %04d of a text that needs several segments\r\n" % n for n in range(200))
TEXT = HEAD + BODY
SECOND = HEAD + b"second\r\n"
TWO_MAILS = (OPENING + ENVELOPE + GO + [("C", TEXT + b".\r\n")] + TAKEN
             + ENVELOPE + GO + [("C", SECOND + b".\r\n")] + TAKEN + GOODBYE)
TWO_VERBS = ONE_MAIL[:-1] + ENVELOPE_VERBS + DATA_VERBS + ["QUIT"]
PLAIN = dialogue.segments(TWO_MAILS)
MIDDLE = dialogue.find(PLAIN, b"line 0100")
SIZE = len(PLAIN[MIDDLE].payload)
LOSS = ("tcp.gap", "message.incomplete")
BOTH = [mail(TEXT), mail(SECOND)]


def missing(client=0, server=0):
    sent = sum(len(octets) for side, octets in TWO_MAILS if side == "C")
    return {"missing": {"client": client, "server": server}, "octets": {"client": sent - client}}


D5 = [
    Case("D5 a segment inside the text is missing", dialogue.drop(PLAIN, MIDDLE),
         [{"integrity": "gap", "sha256": None, "verdict": "accepted", "octets": {len(TEXT), len(TEXT) - SIZE}},
          mail(SECOND)],
         says=LOSS, verbs=TWO_VERBS, conversation=missing(client=SIZE) | {"final_state": "CLOSED"}),
    Case("D5 the segment with the lone dot is missing", dialogue.drop(PLAIN, dialogue.find(PLAIN, b"\r\n.\r\n")),
         [{"integrity": {"gap", "unterminated"}, "sha256": None, "verdict": "accepted"}, mail(SECOND)],
         says=("tcp.gap",), conversation={"final_state": "CLOSED"}),
    Case("D5 a reply is missing", dialogue.drop(PLAIN, dialogue.find(PLAIN, b"354 go")), [{}, mail(SECOND)],
         says=("tcp.gap",), conversation={"final_state": "CLOSED"}),
    Case("D5 a command is missing", dialogue.drop(PLAIN, dialogue.find(PLAIN, b"RCPT TO")),
         [mail(TEXT), mail(SECOND)], says=("tcp.gap",), conversation={"final_state": "CLOSED"}),
    Case("D5 near miss: the segments only come out of order", dialogue.shuffled(PLAIN), BOTH, silent=LOSS,
         verbs=TWO_VERBS, conversation=missing()),
    Case("D5 near miss: the segment comes late", dialogue.insert(
        dialogue.drop(PLAIN, MIDDLE), MIDDLE + 3, PLAIN[MIDDLE]), BOTH, silent=LOSS, conversation=missing()),
    Case("D5 near miss: every segment twice", dialogue.doubled(PLAIN), BOTH, silent=LOSS + ("tcp.conflict",)),
    Case("D5 near miss: a keep-alive", dialogue.keep_alive(PLAIN, MIDDLE), BOTH, silent=LOSS + ("tcp.conflict",),
         verbs=TWO_VERBS),
    Case("D5 near miss: sequence numbers wrap inside the text",
         dialogue.segments(TWO_MAILS, starts=(2**32 - 3000, 2**32 - 100)), BOTH, silent=LOSS, verbs=TWO_VERBS),
]


def again(**changes):
    """The middle segment sent twice; the copy has other octets."""
    other = replace(PLAIN[MIDDLE], payload=dialogue.other_octets(PLAIN[MIDDLE].payload), **changes)
    return other, TEXT.replace(PLAIN[MIDDLE].payload, other.payload)


OTHER, OTHER_TEXT = again()
FIRST_THEN_OTHER = dialogue.insert(PLAIN, MIDDLE + 1, OTHER)
CONFLICT = ("tcp.conflict",)
LETTERS = sum(a != b for a, b in zip(PLAIN[MIDDLE].payload, OTHER.payload))
D6 = [
    Case("D6 a copy with other octets: the first counts", FIRST_THEN_OTHER,
         [mail(TEXT, integrity="conflicting"), mail(SECOND)], says=CONFLICT, verbs=TWO_VERBS,
         conversation={"conflicting": {"client": LETTERS, "server": 0}}),
    Case("D6 --overlap last: the last counts", FIRST_THEN_OTHER,
         [mail(OTHER_TEXT, integrity="conflicting"), mail(SECOND)], says=CONFLICT, options=("--overlap", "last")),
    Case("D6 the copy overlaps in part", dialogue.insert(PLAIN, MIDDLE + 1, replace(
        PLAIN[MIDDLE], payload=PLAIN[MIDDLE].payload[:-10] + b"XXXXXXXXXX")),
        [mail(TEXT, integrity="conflicting"), mail(SECOND)], says=CONFLICT),
    Case("D6 near miss: an equal copy", dialogue.insert(PLAIN, MIDDLE + 1, PLAIN[MIDDLE]), BOTH, silent=CONFLICT,
         conversation={"conflicting": {"client": 0, "server": 0}}),
    Case("D6 near miss: an equal copy, --overlap last", dialogue.insert(PLAIN, MIDDLE + 1, PLAIN[MIDDLE]), BOTH,
         silent=CONFLICT, options=("--overlap", "last")),
    Case("D6 near miss: an equal copy cut at other places", dialogue.insert(
        PLAIN, MIDDLE + 1, replace(PLAIN[MIDDLE], seq=PLAIN[MIDDLE].seq + 100, payload=PLAIN[MIDDLE].payload[100:])),
        BOTH, silent=CONFLICT),
]

SNAPPED = ("tcp.snapped",)
WHOLE = dialogue.capture(PLAIN)


def snapped_at(index, length):
    """Only one packet is cut."""
    return WHOLE[:index] + captures.snap(WHOLE[index:index + 1], length) + WHOLE[index + 1:]


D17 = [
    Case("D17 every packet cut at 200 octets", captures.snap(WHOLE, 200),
         [{"integrity": "snapped", "sha256": None, "verdict": "accepted"}, mail(SECOND)], says=SNAPPED),
    Case("D17 one packet of the text cut", snapped_at(MIDDLE, 500),
         [{"integrity": "snapped", "sha256": None}, mail(SECOND)], says=SNAPPED, verbs=TWO_VERBS,
         conversation=missing(client=SIZE - (500 - 54)) | {"final_state": "CLOSED"}),
    Case("D17 near miss: the snap length is that of the largest packet", captures.snap(WHOLE, 1514), BOTH,
         silent=SNAPPED, verbs=TWO_VERBS),
    Case("D17 near miss: the packet was cut, its retransmission is whole",
         snapped_at(MIDDLE, 500)[:MIDDLE + 1] + WHOLE[MIDDLE:], BOTH, silent=SNAPPED, verbs=TWO_VERBS),
]

LATE = ("tcp.late-start",)


def starting(needle):
    """The capture begins at the segment that holds `needle`."""
    return PLAIN[dialogue.find(PLAIN, needle):]


def never_lost(found):
    return [f"LOST in {r}" for r in found if "LOST" in (r.get("state"), r.get("from"))]


def lost_at_first(found):
    states = [r["state"] for r in found if r["type"] == "command"]
    if "LOST" not in states or states[-1] == "LOST":
        yield f"LOST at first, and then a way back: {states}"


def second_is_read(found):
    yield from lost_at_first(found)
    if mail(SECOND)["sha256"] not in [r["sha256"] for r in found if r["type"] == "message"]:
        yield "the second mail is not read"


D18 = [
    Case("D18 begins at EHLO", starting(b"EHLO"), BOTH, says=LATE,
         conversation={"opened": "late", "final_state": "CLOSED"}),
    Case("D18 begins at RCPT", starting(b"RCPT"), [mail(TEXT, envelope={"to": ["b@y"]}), mail(SECOND)], says=LATE,
         also=lost_at_first),
    Case("D18 begins at DATA", starting(b"DATA"), [mail(TEXT), mail(SECOND)], says=LATE, also=lost_at_first),
    Case("D18 begins inside the text: the second mail is read", starting(b"line 0100"), says=LATE,
         conversation={"opened": "late", "final_state": "CLOSED"}, also=second_is_read),
    Case("D18 only the client's direction", dialogue.only(PLAIN, "C"),
         [mail(TEXT, verdict="unanswered", envelope={"from": "a@x"}), mail(SECOND, verdict="unanswered")],
         says=("tcp.one-direction",), conversation={"protocol": "smtp"}),
    Case("D18 only the server's direction", dialogue.only(PLAIN, "S"), says=("tcp.one-direction",),
         conversation={"protocol": "smtp"}),
    Case("D18 near miss: both directions from the handshake on", PLAIN, BOTH,
         silent=LATE + ("tcp.one-direction", "smtp.recovered"), also=never_lost,
         conversation={"opened": "seen", "closed": "fin", "final_state": "CLOSED"}),
    Case("D18 near miss: only the SYN is missing", dialogue.drop(PLAIN, 0), BOTH, silent=("tcp.one-direction",),
         verbs=TWO_VERBS),
]

DAMAGED = replace(OTHER, damaged=True)
OFFLOADED = [replace(s, damaged=True) if s.side == "C" else s for s in PLAIN]
GOOD_WINS = [mail(TEXT, integrity={"complete", "conflicting"}), mail(SECOND)]


def one_checksum_note(found):
    number = sum(r.get("code") == "tcp.bad-checksum" for r in found)
    if number != 1:
        yield f"{number} notes on checksums, one is enough"


D19 = [
    Case("D19 a damaged segment, then the good one", dialogue.insert(PLAIN, MIDDLE, DAMAGED), GOOD_WINS,
         verbs=TWO_VERBS),
    Case("D19 the good one, then a damaged copy", dialogue.insert(PLAIN, MIDDLE + 1, DAMAGED), GOOD_WINS),
    Case("D19 a damaged segment, then the good one, --overlap last", dialogue.insert(PLAIN, MIDDLE, DAMAGED),
         GOOD_WINS, options=("--overlap", "last")),
    Case("D19 the good one, then a damaged copy, --overlap last", dialogue.insert(PLAIN, MIDDLE + 1, DAMAGED),
         GOOD_WINS, options=("--overlap", "last")),
    Case("D19 near miss: all checksums of the client are wrong (offload)", OFFLOADED, BOTH,
         says=("tcp.bad-checksum",), silent=CONFLICT + LOSS, verbs=TWO_VERBS,
         also=one_checksum_note),
    Case("D19 near miss: a damaged segment and no other copy", PLAIN[:MIDDLE] + [replace(PLAIN[MIDDLE], damaged=True)]
         + PLAIN[MIDDLE + 1:], BOTH, silent=CONFLICT + LOSS, verbs=TWO_VERBS),
    Case("D19 near miss: all checksums are right", PLAIN, BOTH, silent=("tcp.bad-checksum",)),
]

CASES = D5 + D6 + D17 + D18 + D19
