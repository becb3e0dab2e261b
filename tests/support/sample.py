# SPDX-License-Identifier: MIT
"""A short session that several suites send through every kind of capture."""

from .dialogue import script

MESSAGE = (b"From: Alice <alice@a.example>\r\nTo: Bob <bob@b.example>\r\nSubject: A sample\r\n"
           b"Date: Mon, 23 Nov 2026 10:00:00 +0000\r\nMessage-ID: <sample@a.example>\r\n\r\n"
           b"Hello Bob,\r\nthis text is long enough for more than one packet.\r\n")


def session(message=MESSAGE, after_text="250 2.0.0 Ok: queued as 4F1C", before=()):
    """Flights of one mail from greeting to QUIT; `message` has its dots stuffed by the caller."""
    return script("""
        S: 220 mail.b.example ESMTP
        C: EHLO laptop.a.example
        S: 250-mail.b.example
        S: 250-PIPELINING
        S: 250-8BITMIME
        S: 250 ENHANCEDSTATUSCODES
        C: MAIL FROM:<alice@a.example>
        S: 250 2.1.0 Ok
        C: RCPT TO:<bob@b.example>
        S: 250 2.1.5 Ok
        """) + list(before) + script("""
        C: DATA
        S: 354 End data with <CR><LF>.<CR><LF>
        """) + [("C", message + b".\r\n"), ("S", after_text.encode() + b"\r\n")] + GOODBYE


GOODBYE = script("""
    C: QUIT
    S: 221 2.0.0 Bye
    """)
