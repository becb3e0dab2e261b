"""Cuts from a stored mail what IMAP calls a section: "", "TEXT", "2", "1.2.MIME" ...

The octets are those of the mail itself, nothing is decoded. Written for the truth of
the recordings, after RFC 9051 section 6.4.5.1; no program that reads captures is used."""

import email
import re


def section(text, name):
    """The octets of a section of a mail (line ends CRLF)."""
    found = re.fullmatch(r"((?:\d+(?:\.|$))*)(.*)", name, re.S)
    entity = text
    path = [int(number) for number in found.group(1).split(".") if number]
    for depth, number in enumerate(path):
        entity = child(entity, number, is_message=depth == 0)
    what = found.group(2)
    if what == "MIME":
        return head_and_body(entity)[0]
    if not what:
        return head_and_body(entity)[1] if path else text
    message = head_and_body(entity)[1] if path else text
    return of_message(message, what)


def of_message(message, what):
    """HEADER, TEXT, HEADER.FIELDS (...) or HEADER.FIELDS.NOT (...) of a message."""
    head, body = head_and_body(message)
    if what == "HEADER":
        return head
    if what == "TEXT":
        return body
    kind, names = re.fullmatch(r"(HEADER\.FIELDS(?:\.NOT)?) \((.*)\)", what).groups()
    wanted = names.upper().split()
    return b"".join(field for field in fields(head)
                    if (field.split(b":")[0].decode().upper() in wanted) == (kind == "HEADER.FIELDS")) + b"\r\n"


def top(text, lines):
    """What POP3's TOP gives: the header, the blank line, and so many lines of the body."""
    head, body = head_and_body(text)
    return head + b"".join(body.splitlines(keepends=True)[:lines])


def head_and_body(entity):
    """The header with its blank line, and what follows."""
    if entity.startswith(b"\r\n"):
        return entity[:2], entity[2:]
    end = entity.find(b"\r\n\r\n") + 4
    return (entity[:end], entity[end:]) if end >= 4 else (entity, b"")


def fields(head):
    """The fields of a header, each with its continuation lines."""
    return re.findall(rb"[^\s:]+:.*?\r\n(?![ \t])", head, re.S)


def child(entity, number, is_message):
    """Part `number` of an entity, with its MIME header.

    A message (the mail itself, or what a message/rfc822 part holds) that is no
    multipart has one part: itself."""
    parsed = email.message_from_bytes(entity)
    if parsed.get_content_type() == "message/rfc822" and not is_message:
        return child(head_and_body(entity)[1], number, is_message=True)
    if parsed.is_multipart() and parsed.get_content_maintype() == "multipart":
        return between_boundaries(head_and_body(entity)[1], parsed.get_boundary())[number - 1]
    if number != 1:
        raise ValueError(f"no part {number}")
    return entity


def between_boundaries(body, boundary):
    """The parts of a multipart body. The CRLF before a boundary is the boundary's."""
    pattern = rb"(?:^|\r\n)--" + re.escape(boundary.encode()) + rb"(?:--)?[ \t]*(?:\r\n|$)"
    lines = list(re.finditer(pattern, body))
    return [body[this.end():following.start()] for this, following in zip(lines, lines[1:])]
