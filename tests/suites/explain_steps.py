#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`maillab explain base64 TEXT` and the like compute what Python's own libraries compute, for texts of
every length and for octets of every kind, and find the way back."""

import base64
import email.header
import hashlib
import hmac
import quopri
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import records
from support.tap import Tap

ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PAGER": "cat", "COLUMNS": "200"}
TEXTS = ["M", "Ma", "Man", "Many", "Hello, world", "Grüße", "a=b", "x" * 57, "x" * 58, "y" * 200, "ünï" * 40,
         "ends in a blank ", "\t", "=?utf-8?Q?x?="]
LINES = ["one", ".", "..", "one\n.two\n.\nthree", ".\n.\n.", "no dot\nat all", "ends with an end\n"]


def explain(*terms):
    return records.run("explain", "--color=never", *terms, env=ENVIRONMENT)


def rows_after(text, words):
    """The indented rows that follow the line with these words."""
    lines = text.splitlines()
    begin = next((i for i, line in enumerate(lines) if words in line), len(lines)) + 1
    found = []
    for line in lines[begin:]:
        if not line.startswith("    "):
            break
        found.append(line[4:])
    return found


def codings(tap):
    for text in TEXTS:
        octets = text.encode()
        lines = rows_after(explain("base64", text).text, "The result")
        expected = base64.b64encode(octets).decode()
        tap.equal("".join(lines), expected, f"base64 of {text[:20]!r}")
        tap.ok(all(len(line) == 76 for line in lines[:-1]) and len(lines[-1]) <= 76, f"its lines: {text[:20]!r}", lines)
        back = rows_after(explain("--decode", "base64", expected).text, "The result")
        tap.ok(back and back[0].split() == text.replace("\t", "\\x09").split(), f"and back: {text[:20]!r}", back)
        lines = rows_after(explain("quoted-printable", text).text, "The result")
        tap.equal(quopri.decodestring("\r\n".join(lines).encode()), octets, f"quoted-printable of {text[:20]!r}")
        tap.ok(max(map(len, lines)) <= 76 and not any(line.endswith(" ") for line in lines),
               f"its lines: {text[:20]!r}", lines)


def words(tap):
    for text in TEXTS:
        if text.strip() != text:
            continue
        page = explain("encoded-word", text).text
        for kind in ("In Q", "In B"):
            found = [line.strip() for line in rows_after(page, kind)]
            tap.ok(found and all(len(word) <= 75 for word in found), f"{kind}: words of {text[:20]!r}", found)
            decoded = "".join(part.decode(charset or "ascii") if isinstance(part, bytes) else part
                              for part, charset in email.header.decode_header(" ".join(found)))
            tap.equal(decoded, text, f"{kind}: {text[:20]!r} comes back")
            halves = [email.header.decode_header(word)[0][0] for word in found]
            tap.ok(all(isinstance(half, bytes) and half.decode() for half in halves), f"{kind}: no letter is torn apart")
    back = rows_after(explain("-d", "encoded-word", "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=").text, "The result")
    tap.equal(back, ["Grüße"], "an encoded word is decoded")


def stuffing(tap):
    for text in LINES:
        lines = text.removesuffix("\n").split("\n")
        expected = [f".{line}" if line.startswith(".") else line for line in lines] + ["."]
        page = explain("dot-stuffing", text).text
        got = [row.partition("      <-")[0] for row in rows_after(page, "ended by CRLF:")]
        tap.equal(got, expected, f"dot-stuffing of {text!r}")
        back = explain("--decode", "dot-stuffing", "\n".join(expected)).text
        got = [row.partition("      <-")[0] for row in rows_after(back, "as the receiver keeps it")]
        tap.equal(got, lines, f"and back: {text!r}")
    page = explain("-e", "dot-stuffing", r"one\n.two").text
    tap.ok("..two" in page, "-e: backslash n is a line end")
    page = explain("-d", "-e", "dot-stuffing", r"one\n.\nRSET").text
    tap.ok("commands" in page, "what follows the lone dot is no text", page)


def logins(tap):
    for user, password in (("bob", "hungry"), ("tim", "tanstaaftanstaaf"), ("ü", "p" * 70)):
        stamp = "<1896.697170952@mail.ksit.example>"
        page = explain("plain", user, password).text
        line = base64.b64encode(f"\0{user}\0{password}".encode()).decode()
        tap.ok(f"AUTH PLAIN {line}" in page, f"plain {user}", page)
        back = explain("--decode", "plain", line).text
        tap.ok(f"Password: {password}" in back and f"User: {user}" in back, f"plain {user}, and back", back)
        page = explain("login", user, password).text
        tap.ok(all(base64.b64encode(word.encode()).decode() in page for word in (user, password)), f"login {user}", page)
        digest = hmac.new(password.encode(), stamp.encode(), hashlib.md5).hexdigest()
        answer = base64.b64encode(f"{user} {digest}".encode()).decode()
        for challenge in (stamp, base64.b64encode(stamp.encode()).decode()):
            page = explain("cram-md5", user, password, challenge).text
            tap.ok(f"{user} {digest}" in page and answer in page, f"cram-md5 {user} {challenge[:8]}", page)
        page = explain("apop", user, password, stamp).text
        digest = hashlib.md5((stamp + password).encode()).hexdigest()
        tap.ok(f"APOP {user} {digest}" in page, f"apop {user}", page)


def h(text):
    return hashlib.md5(text).digest()


def digest_md5(tap):
    user, password, realm, nonce, cnonce, uri = "bob", "hungry", "ksit.example", "n0nce", "cn0nce", "smtp/mail.ksit.example"
    a1 = h(f"{user}:{realm}:{password}".encode()) + f":{nonce}:{cnonce}".encode()
    a2 = f"AUTHENTICATE:{uri}".encode()
    expected = h(f"{h(a1).hex()}:{nonce}:00000001:{cnonce}:auth:{h(a2).hex()}".encode()).hex()
    page = explain("digest-md5", user, password, realm, nonce, cnonce, uri).text
    tap.ok(f"response={expected}" in page, "digest-md5", page)


def scram(tap):
    user, password, nonce = "bob", "hungry", "c1"
    first = "r=c1s1,s=" + base64.b64encode(b"saltsalt").decode() + ",i=4096"
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), b"saltsalt", 4096)
    covered = f"n={user},r={nonce},{first},c=biws,r=c1s1".encode()
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    signature = hmac.digest(hashlib.sha256(client_key).digest(), covered, "sha256")
    proof = base64.b64encode(bytes(a ^ b for a, b in zip(client_key, signature))).decode()
    server = base64.b64encode(hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), covered, "sha256")).decode()
    page = explain("scram-sha-256", user, password, nonce, first).text
    tap.ok(proof in page and f"v={server}" in page, "scram-sha-256: proof and server's signature", page)


# What makes no sense is refused with a sentence, or told.
REFUSED = [("-d", "plain", "aGVsbG8="), ("apop", "bob", "hungry", "1.2@mail"), ("cram-md5", "bob", "hungry", "?"),
           ("--decode", "DATA"), ("-d", "encoded-word", "plain"), ("scram-sha-256", "b", "p", "c", "s"),
           ("base64", "x" * 70000), ("base64", "")]


def misuse(tap):
    for arguments in REFUSED:
        done = explain(*arguments)
        tap.ok(done.status == 2 and done.errors.startswith("maillab: ") and not done.output,
               f"refused: {' '.join(arguments)[:40]}", done.errors)
    page = explain("-d", "base64", "TWF?u").text
    tap.ok("At octet 3" in page, "a letter that base64 has not is told", page)
    page = explain("PLAIN", "LOGIN").text
    tap.ok("a way to log in" in page and "the answer that it sends" not in page, "a list of mechanisms is explained, not computed")
    page = explain("-e", "base64", r"\x1b[31m\0").text
    tap.ok("\x1b" not in page and "GzB" not in page, "controls are escaped", page)


def steps(tap):
    page = explain("base64", "Man").text
    tap.ok(all(re.search(pattern, page) for pattern in (r"01001101 01100001 01101110", r"010011 010110 000101 101110",
                                                        r"19 +22 +5 +46", r"T +W +F +u")), "base64: bits regrouped", page)
    page = explain("literal", "Grüße").text
    tap.ok("{7}" in page and "{7+}" in page, "a literal counts octets", page)


def main():
    with Tap() as tap:
        codings(tap)
        words(tap)
        stuffing(tap)
        logins(tap)
        digest_md5(tap)
        scram(tap)
        misuse(tap)
        steps(tap)


if __name__ == "__main__":
    main()
