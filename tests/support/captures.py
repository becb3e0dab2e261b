# SPDX-License-Identifier: MIT
"""Packets <-> capture files: classic pcap, pcapng, gzip of either. It knows nothing of what is
inside a packet."""

import gzip
import struct
from dataclasses import dataclass

START_NS = 1_700_000_000_000_000_000


@dataclass(frozen=True)
class Packet:
    """One captured packet; `length` is what was on the wire, if the capture holds less."""

    time_ns: int
    octets: bytes
    link: int = 1
    length: int = None

    @property
    def wire_length(self):
        return len(self.octets) if self.length is None else self.length


def snap(packets, length):
    """The same packets as a capture with this snap length has them."""
    return [Packet(p.time_ns, p.octets[:length], p.link, p.wire_length) for p in packets]


def pcap(packets, order="<", nanoseconds=False, snap_length=262144, link=None):
    """A classic capture file. All packets have one link type, that of the first."""
    link = link if link is not None else packets[0].link if packets else 1
    magic, unit = (0xA1B23C4D, 1) if nanoseconds else (0xA1B2C3D4, 1000)
    parts = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, snap_length, link)]
    for packet in packets:
        seconds, rest = divmod(packet.time_ns, 1_000_000_000)
        parts.append(struct.pack(order + "IIII", seconds, rest // unit, len(packet.octets),
                                 packet.wire_length) + packet.octets)
    return b"".join(parts)


def block(order, kind, body):
    """A pcapng block: type, length, body, length."""
    body += b"\0" * (-len(body) % 4)
    return struct.pack(order + "II", kind, len(body) + 12) + body + struct.pack(order + "I", len(body) + 12)


def option(order, code, value):
    return struct.pack(order + "HH", code, len(value)) + value + b"\0" * (-len(value) % 4)


SECTION, INTERFACE, SIMPLE, ENHANCED, DECRYPTION_SECRETS = 0x0A0D0D0A, 1, 3, 6, 10


def section(packets, order="<", resolutions=None, comment=None, snap_length=262144):
    """One pcapng section; each link type gets an interface, `resolutions` {link: power of ten}."""
    options = option(order, 1, comment) + option(order, 0, b"") if comment else b""
    parts = [block(order, SECTION, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1) + options)]
    numbers = {}
    for packet in packets:
        digits = (resolutions or {}).get(packet.link, 9)
        if packet.link not in numbers:
            numbers[packet.link] = len(numbers)
            settings = option(order, 9, bytes([digits])) + option(order, 0, b"")
            parts.append(block(order, INTERFACE,
                               struct.pack(order + "HHI", packet.link, 0, snap_length) + settings))
        ticks = packet.time_ns // 10 ** (9 - digits)
        head = struct.pack(order + "IIIII", numbers[packet.link], ticks >> 32, ticks & 0xFFFFFFFF,
                           len(packet.octets), packet.wire_length)
        parts.append(block(order, ENHANCED, head + packet.octets))
    return b"".join(parts)


def pcapng(*sections, **how):
    """A pcapng file: each argument is the packets of one section."""
    return b"".join(section(packets, **how) for packets in sections)


def read(octets):
    """[Packet] of a capture file's octets."""
    if octets[:2] == b"\x1f\x8b":
        octets = gzip.decompress(octets)
    if octets[:4] == b"\x0a\x0d\x0d\x0a":
        return list(read_pcapng(octets))
    return list(read_pcap(octets))


def read_pcap(octets):
    for order in "<>":
        magic, = struct.unpack_from(order + "I", octets)
        if magic in (0xA1B2C3D4, 0xA1B23C4D):
            break
    else:
        raise ValueError("not a capture file")
    unit = 1 if magic == 0xA1B23C4D else 1000
    link = struct.unpack_from(order + "I", octets, 20)[0] & 0xFFFF
    at = 24
    while at + 16 <= len(octets):
        seconds, rest, captured, length = struct.unpack_from(order + "IIII", octets, at)
        yield Packet(seconds * 1_000_000_000 + rest * unit, octets[at + 16:at + 16 + captured], link, length)
        at += 16 + captured


def read_pcapng(octets):
    at, order, interfaces = 0, "<", []
    while at + 12 <= len(octets):
        kind, = struct.unpack_from("<I", octets, at)
        if kind == SECTION:
            order = "<" if octets[at + 8:at + 12] == b"\x4d\x3c\x2b\x1a" else ">"
            interfaces = []
        kind, length = struct.unpack_from(order + "II", octets, at)
        body = octets[at + 8:at + length - 4]
        if kind == INTERFACE:
            interfaces.append((struct.unpack_from(order + "H", body)[0], tick_ns(order, body)))
        elif kind == ENHANCED:
            number, high, low, captured, wire = struct.unpack_from(order + "IIIII", body)
            link, tick = interfaces[number]
            yield Packet(int((high << 32 | low) * tick), body[20:20 + captured], link, wire)
        at += length


def tick_ns(order, interface):
    """Nanoseconds per tick: option if_tsresol, a power of ten; microseconds without it."""
    at = 8
    while at + 4 <= len(interface):
        code, length = struct.unpack_from(order + "HH", interface, at)
        if code == 9:
            return 10 ** (9 - interface[at + 4])
        at += 4 + length + -length % 4
    return 1000
