# SPDX-License-Identifier: MIT
"""D12: STARTTLS and STLS, whose verbs are not four letters long, and the handshake that follows: version, server
name, protocol, cipher suite, certificate. The records are made here, by RFC 5246 §7.4 and RFC 6066 §3."""

import base64

from .cases import Case
from .dialogue import script, segments

# Self-signed, for mail.example and imap.example.
CERTIFICATE = base64.b64decode(
    "MIIBqTCCAVCgAwIBAgIUGJKAwrqarIPxO/OivDjao8p4kwgwCgYIKoZIzj0EAwIwFzEVMBMGA1UEAwwMbWFpbC5l"
    "eGFtcGxlMB4XDTI2MTEyMzEzNTc0MloXDTM2MTEyMDEzNTc0MlowFzEVMBMGA1UEAwwMbWFpbC5leGFtcGxlMFkw"
    "EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEnykx4l/gM/R5iEMysLcDYX/RHP1HeHgT0bgB63z+syjZkVM+vZ7YnD5h"
    "M3myioG25teySnsA4nJPdUjEpqxML6N6MHgwHQYDVR0OBBYEFD3ulUcbHSUNG2Ih7ZSO3wLcqL9NMB8GA1UdIwQY"
    "MBaAFD3ulUcbHSUNG2Ih7ZSO3wLcqL9NMA8GA1UdEwEB/wQFMAMBAf8wJQYDVR0RBB4wHIIMbWFpbC5leGFtcGxl"
    "ggxpbWFwLmV4YW1wbGUwCgYIKoZIzj0EAwIDRwAwRAIgTtxdqceEfYUFA551s9KLqrba/4mdw+RKtn74r/Dl05sC"
    "IBCEuopnYqd8BJjW4kW3gSUOliufsAQ9WwD9SzOFYD0x")
ECDHE_ECDSA_AES128_GCM = b"\xc0\x2b"


def vector(octets, size):
    """A length of so many octets, then the octets."""
    return len(octets).to_bytes(size, "big") + octets


def handshake(kind, body):
    return bytes([kind]) + vector(body, 3)


def record(kind, body):
    return bytes([kind]) + b"\x03\x03" + vector(body, 2)


def extension(kind, body):
    return kind.to_bytes(2, "big") + vector(body, 2)


def client_hello(name, protocol):
    server_name = extension(0, vector(b"\0" + vector(name, 2), 2))
    alpn = extension(16, vector(vector(protocol, 1), 2))
    return record(22, handshake(1, b"\x03\x03" + bytes(32) + vector(b"", 1) + vector(ECDHE_ECDSA_AES128_GCM, 2)
                                + vector(b"\0", 1) + vector(server_name + alpn, 2)))


def server_flight():
    chosen = extension(16, vector(vector(b"smtp", 1), 2))
    hello = handshake(2, b"\x03\x03" + bytes(32) + vector(b"", 1) + ECDHE_ECDSA_AES128_GCM + b"\0" + vector(chosen, 2))
    certificate = handshake(11, vector(vector(CERTIFICATE, 3), 3))
    return record(22, hello) + record(22, certificate)


def sealed(octets):
    return record(20, b"\1") + record(22, octets) + record(23, octets)


HIDDEN = [("C", client_hello(b"mail.example", b"smtp")), ("S", server_flight()),
          ("C", sealed(bytes(40))), ("S", sealed(bytes(range(40))))]


def told(protocol_in_alpn):
    """What the tls record must say."""
    def check(found):
        wanted = {"version": "TLS 1.2", "sni": "mail.example", "alpn": protocol_in_alpn, "decrypted": False}
        seen = [r for r in found if r["type"] == "tls"]
        if len(seen) != 1 or {key: seen[0][key] for key in wanted} != wanted:
            yield f"tls: expected {wanted}, actual {seen}"
        elif "mail.example" not in (seen[0]["certificate"] or "") or "AES_128_GCM" not in seen[0]["cipher"]:
            yield f"certificate and cipher: {seen}"
    return check


SMTP = script("S: 220 mail ESMTP\nC: EHLO x\nS: 250-mail\nS: 250 STARTTLS\nC: STARTTLS")
POP3 = script("S: +OK POP3 ready\nC: STLS")
IMAP = script("S: * OK IMAP4rev1 ready\nC: a STARTTLS")
REFUSED = script("S: 454 4.7.0 not now\nC: NOOP\nS: 250 ok\nC: QUIT\nS: 221 bye")
TLS = {"final_state": "TLS", "security": "starttls"}

CASES = [
    Case("D12 STARTTLS in SMTP, then a handshake", segments(SMTP + script("S: 220 go") + HIDDEN),
         verbs=["<connect>", "EHLO", "STARTTLS"], conversation=TLS, also=told("smtp")),
    Case("D12 cut into segments of 5 octets", segments(SMTP + script("S: 220 go") + HIDDEN, size=5),
         verbs=["<connect>", "EHLO", "STARTTLS"], conversation=TLS, also=told("smtp")),
    Case("D12 STLS in POP3", segments(POP3 + script("S: +OK go") + HIDDEN, server=("10.0.1.1", 110)),
         verbs=["<connect>", "STLS"], conversation=TLS, also=told("smtp")),
    Case("D12 STARTTLS in IMAP", segments(IMAP + script("S: a OK go") + HIDDEN, server=("10.0.1.1", 143)),
         verbs=["<connect>", "STARTTLS"], conversation=TLS, also=told("smtp")),
    Case("D12 near miss: refused, and all goes on in clear text", segments(SMTP + REFUSED),
         verbs=["<connect>", "EHLO", "STARTTLS", "NOOP", "QUIT"], conversation={"security": "none",
                                                                                 "final_state": "CLOSED"}),
    Case("D12 a command behind STARTTLS in the clear is injected",
         segments(SMTP[:-1] + [("C", b"STARTTLS\r\nRSET\r\n")] + script("S: 220 go") + HIDDEN),
         says=("smtp.starttls-injection",), conversation={"security": "starttls"}),
]
