# SPDX-License-Identifier: MIT
"""Payload -> packet: TCP and UDP, IPv4 and IPv6 with fragments and extension headers, and every
link layer that maillab reads. It knows no connection (see dialogue.py) and no file (captures.py)."""

import functools
import ipaddress
import struct

FIN, SYN, RST, PSH, ACK, URG = (1 << bit for bit in range(6))
TCP, UDP = 6, 17


def checksum(octets):
    """The Internet checksum of RFC 1071: sums of 16-bit words are numbers modulo 65535."""
    number = int.from_bytes(octets + b"\0" * (len(octets) % 2), "big")
    rest = number % 0xFFFF
    return 0 if number and not rest else 0xFFFF - rest


@functools.cache
def address(text):
    """The address in network order: 4 octets or 16."""
    return ipaddress.ip_address(text).packed


@functools.cache
def address_text(octets):
    """The other way round."""
    return str(ipaddress.ip_address(octets))


def pseudo_header(source, destination, protocol, length):
    """RFC 9293 §3.1 and RFC 8200 §8.1: what the checksum covers besides the segment."""
    if len(source) == 4:
        return source + destination + struct.pack("!BBH", 0, protocol, length)
    return source + destination + struct.pack("!IHBB", length, 0, 0, protocol)


def tcp(source, destination, seq, ack, flags, payload=b"", window=64240, options=b"", damaged=False):
    """A TCP segment; source and destination are (address text, port)."""
    options += b"\1" * (-len(options) % 4)
    offset = (20 + len(options)) // 4 << 4
    head = struct.pack("!HHIIBBH", source[1], destination[1], seq & 0xFFFFFFFF, ack & 0xFFFFFFFF,
                       offset, flags, window)
    rest = b"\0\0" + options + payload
    pseudo = pseudo_header(address(source[0]), address(destination[0]), TCP,
                           len(head) + 2 + len(rest))
    right = checksum(pseudo + head + b"\0\0" + rest)
    return head + struct.pack("!H", right ^ 0x5555 if damaged else right) + rest


def udp(source, destination, payload):
    """A UDP datagram (RFC 768)."""
    head = struct.pack("!HHH", source[1], destination[1], 8 + len(payload))
    pseudo = pseudo_header(address(source[0]), address(destination[0]), UDP, 8 + len(payload))
    return head + struct.pack("!H", checksum(pseudo + head + b"\0\0" + payload) or 0xFFFF) + payload


def ipv4(payload, source, destination, protocol=TCP, identification=0, more=False, offset=0,
         options=b""):
    """An IPv4 packet, or one fragment: `offset` in octets, `more` if others follow."""
    options += b"\0" * (-len(options) % 4)
    length = 20 + len(options)
    fragment = (0x2000 if more else 0) | offset // 8
    head = struct.pack("!BBHHHBBH", 0x40 | length // 4, 0, length + len(payload), identification,
                       fragment, 64, protocol, 0) + address(source) + address(destination) + options
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION = 0, 43, 44, 60


def extension(kind, next_header):
    """An IPv6 extension header of eight octets (RFC 8200 §4.3, §4.4, §4.6): padding, or no hops left."""
    body = struct.pack("!BBI", 253, 0, 0) if kind == ROUTING else struct.pack("!BBI", 1, 4, 0)
    return struct.pack("!BB", next_header, 0) + body


def ipv6(payload, source, destination, protocol=TCP, extensions=()):
    """An IPv6 packet; `extensions` are kinds of header to put before the payload."""
    chain, next_header = b"", protocol
    for kind in reversed(extensions):
        chain, next_header = extension(kind, next_header) + chain, kind
    return struct.pack("!IHBB", 0x60000000, len(chain) + len(payload), next_header, 64) \
        + address(source) + address(destination) + chain + payload


def ip(payload, source, destination, protocol=TCP, **more):
    """IPv4 or IPv6, as the addresses say."""
    build = ipv6 if ":" in source else ipv4
    return build(payload, source, destination, protocol, **more)


def fragments(packet, size, identification=7):
    """Cuts an IP packet (without options or extensions) into fragments of `size` payload octets."""
    if packet[0] >> 4 == 6:
        return ipv6_fragments(packet, size, identification)
    source, destination = (address_text(packet[at:at + 4]) for at in (12, 16))
    body = packet[20:]
    return [ipv4(body[at:at + size], source, destination, packet[9], identification,
                 at + size < len(body), at) for at in range(0, len(body), size)]


def ipv6_fragments(packet, size, identification):
    """RFC 8200 §4.5."""
    body, pieces = packet[40:], []
    for at in range(0, len(body), size):
        head = struct.pack("!BBHI", packet[6], 0, at | (at + size < len(body)), identification)
        piece = head + body[at:at + size]
        pieces.append(packet[:4] + struct.pack("!HB", len(piece), FRAGMENT) + packet[7:40] + piece)
    return pieces


MACS = bytes.fromhex("020000000002" "020000000001")


def ethertype(packet):
    return 0x86DD if packet[0] >> 4 == 6 else 0x0800


def ethernet(packet, tags=()):
    """Ethernet II; `tags` are (type, VLAN number): 0x8100 is 802.1Q, 0x88a8 the outer one of QinQ."""
    marks = b"".join(struct.pack("!HH", kind, number) for kind, number in tags)
    return MACS + marks + struct.pack("!H", ethertype(packet)) + packet


def vlan(packet):
    return ethernet(packet, [(0x8100, 42)])


def qinq(packet):
    return ethernet(packet, [(0x88A8, 7), (0x8100, 42)])


def cooked(packet):
    """Linux cooked capture v1."""
    return struct.pack("!HHH", 0, 1, 6) + MACS[6:] + b"\0\0" + struct.pack("!H", ethertype(packet)) + packet


def cooked2(packet):
    """Linux cooked capture v2."""
    return struct.pack("!HHIHBB", ethertype(packet), 0, 2, 1, 0, 6) + MACS[6:] + b"\0\0" + packet


def null(packet, order="<"):
    """BSD loopback: the address family in the order of the machine that captured."""
    return struct.pack(order + "I", 30 if packet[0] >> 4 == 6 else 2) + packet


def null_swapped(packet):
    return null(packet, ">")


def raw(packet):
    return packet


def ppp(packet):
    """PPP in HDLC-like framing (RFC 1662)."""
    return b"\xff\x03" + struct.pack("!H", 0x57 if packet[0] >> 4 == 6 else 0x21) + packet


# name: (LINKTYPE_ number, how a packet is wrapped)
LINKS = {
    "ethernet": (1, ethernet),
    "vlan": (1, vlan),
    "qinq": (1, qinq),
    "cooked": (113, cooked),
    "cooked2": (276, cooked2),
    "null": (0, null),
    "null-swapped": (0, null_swapped),
    "loop": (108, null_swapped),
    "raw": (101, raw),
    "ppp": (9, ppp),
}
