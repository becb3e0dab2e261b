# SPDX-License-Identifier: MIT
"""Captures in which every field occurs that `maillab compare` holds against Wireshark's: mails with all
header fields, a multipart body with all that one can have, a retrieval in pieces, a keep-alive."""

from . import captures, dialogue
from .sample import session

ADDRESSES = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Resent-From", "Resent-Sender", "Resent-To",
             "Resent-Cc", "Resent-Bcc", "Delivered-To")
OTHERS = (
    "Message-ID", "In-Reply-To", "References", "Comments", "User-Agent", "Keywords", "Resent-Message-ID",
    "Return-Path", "Content-Description", "Content-ID", "Autoforwarded", "Autosubmitted",
    "X400-Content-Identifier", "Content-Language", "Conversion", "Conversion-With-Loss", "Delivery-Date",
    "Discarded-X400-IPMS-Extensions", "Discarded-X400-MTS-Extensions", "DL-Expansion-History",
    "Deferred-Delivery", "Expires", "Importance", "Incomplete-Copy", "Latest-Delivery-Time", "Message-Type",
    "Original-Encoded-Information-Types", "Originator-Return-Address", "Priority", "Reply-By", "Sensitivity",
    "Supersedes", "X400-Content-Type", "X400-MTS-Identifier", "X400-Originator", "X400-Received",
    "X400-Recipients", "X-Mailer", "X-MimeOLE", "Expiry-Date", "X-MS-TNEF-Correlator", "X-UIDL",
    "X-Authentication-Warning", "X-Virus-Scanned", "X-Original-To", "Thread-Index", "Lines", "Precedence",
    "X-Something-Else")
BODY = """MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part"
Content-Transfer-Encoding: 7bit

What readers do not show.
--part
Content-Type: text/plain; charset=us-ascii
Content-Transfer-Encoding: 7bit
Content-Description: the text
Content-Disposition: inline
Content-ID: <text@a.example>
Content-Language: en

The first part.
--part
Content-Type: text/plain

The second part.
--part--
Nor what stands here.
"""


def message():
    """A mail with every header field that Wireshark has a name for, and one that it has not."""
    lines = ["Date: Mon, 23 Nov 2026 10:00:00 +0000", "Resent-Date: Mon, 23 Nov 2026 11:00:00 +0000",
             "Received: from a.example by b.example; Mon, 23 Nov 2026 10:00:01 +0000", "Subject: every field"]
    lines += [f"{name}: Someone <{name.lower()}@a.example>" for name in ADDRESSES]
    lines += [f"{name}: <{name.lower()}@a.example>" for name in OTHERS]
    return ("\r\n".join(lines) + "\r\n" + BODY.replace("\n", "\r\n")).encode()


def write(path, connection):
    """The segments of a connection as a capture file."""
    path.write_bytes(captures.pcap(dialogue.capture(connection)))
    return path


def sent(path):
    """SMTP, with a keep-alive before QUIT."""
    connection = dialogue.segments(session(message()))
    return write(path, dialogue.keep_alive(connection, dialogue.find(connection, b"QUIT")))


def fetched(path):
    """POP3: the status line in a segment of its own, the message in several."""
    text = message()
    flights = dialogue.script("""
        S: +OK ready
        C: USER bob
        S: +OK
        C: PASS hungry
        S: +OK
        C: RETR 1
        """) + [("S", b"+OK %d octets\r\n" % len(text)), ("S", text + b".\r\n")] + dialogue.script("""
        C: QUIT
        S: +OK
        """)
    return write(path, dialogue.segments(flights, server=("10.0.1.1", 110), size=900))
