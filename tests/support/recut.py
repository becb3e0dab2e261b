# SPDX-License-Identifier: MIT
"""A capture -> the same dialogue cut into other packets: one octet each, merged, shuffled, doubled.

For each TCP connection the octets of both directions are put in order, each with what its sender had
acknowledged; so the flights (runs of one side between octets of the other) are found again even
where the capture holds them out of order. Handshakes, ends and all other packets stay."""

import random
import struct
from dataclasses import dataclass, field

from .captures import Packet
from .dialogue import MODULUS, Segment
from .packets import ACK, FIN, LINKS, PSH, RST, SYN, address_text

LARGEST = 65_000  # octets that fit one IP packet
HALF = MODULUS // 2
WRAP = {number: wrap for name, (number, wrap) in LINKS.items() if name != "null-swapped"} | {1: LINKS["ethernet"][1]}


@dataclass
class Tcp:
    """What recutting needs of one captured segment."""

    index: int  # of the packet in the capture
    source: tuple
    destination: tuple
    seq: int
    ack: int
    flags: int
    payload: bytes


@dataclass
class Chunk:
    """Octets of one direction as they were first seen; a FIN is a chunk of its own."""

    offset: int
    octets: bytes
    needs: int  # octets of the other side that its sender had
    index: int
    fin: bool = False


@dataclass
class Side:
    first: int = None  # sequence number of the first octet
    pieces: list = field(default_factory=list)
    fin: Chunk = None

    def offset(self, seq):
        """From the first octet; around zero if the number is older than that."""
        return (seq - self.first + HALF) % MODULUS - HALF


def network_layer(packet):
    """The IP packet inside, or None."""
    octets = packet.octets
    if packet.link == 1:
        at, kind = 12, octets[12:14]
        while kind in (b"\x81\x00", b"\x88\xa8"):
            at += 4
            kind = octets[at:at + 2]
        return octets[at + 2:] if kind in (b"\x08\x00", b"\x86\xdd") else None
    start = {113: 16, 276: 20, 0: 4, 108: 4, 101: 0, 9: 4}.get(packet.link)
    return octets[start:] if start is not None else None


def parse(index, packet):
    """The TCP segment in a packet without fragments or IPv6 extension headers, or None."""
    whole = network_layer(packet)
    if not whole:
        return None
    if whole[0] >> 4 == 4:
        if whole[9] != 6 or struct.unpack_from("!H", whole, 6)[0] & 0x3FFF:
            return None
        end, ends, start = struct.unpack_from("!H", whole, 2)[0], (12, 16, 20), (whole[0] & 15) * 4
    else:
        if whole[6] != 6:
            return None
        end, ends, start = 40 + struct.unpack_from("!H", whole, 4)[0], (8, 24, 40), 40
    hosts = [address_text(whole[a:b]) for a, b in (ends[:2], ends[1:])]
    ports = struct.unpack_from("!HH", whole, start)
    seq, ack, offset, flags = struct.unpack_from("!IIBB", whole, start + 4)
    return Tcp(index, (hosts[0], ports[0]), (hosts[1], ports[1]), seq, ack, flags,
               whole[start + (offset >> 4) * 4:end])


class Connection:
    """All segments of one connection, from its SYN to the next."""

    def __init__(self, first):
        answers = first.flags & SYN and first.flags & ACK
        self.client, self.server = ((first.destination, first.source) if answers
                                    else (first.source, first.destination))
        self.segments, self.handshake, self.resets = [], [], []
        self.sides = {"C": Side(), "S": Side()}

    def side(self, segment):
        return "C" if segment.source == self.client else "S"

    def add(self, segment):
        """Takes a segment; the first of a side says where its octets begin."""
        self.segments.append(segment)
        me = self.sides[self.side(segment)]
        other = self.sides["S" if me is self.sides["C"] else "C"]
        syn = bool(segment.flags & SYN)
        if me.first is None:
            me.first = (segment.seq + syn) % MODULUS
        if other.first is None and segment.flags & ACK:
            other.first = segment.ack
        if syn or not (segment.payload or segment.flags & (FIN | RST)):
            self.handshake += [segment] if syn or not any(s.pieces for s in self.sides.values()) else []
            return
        self.take(segment, me, other)

    def take(self, segment, me, other):
        needs = other.offset(segment.ack) if segment.flags & ACK and other.first is not None else 0
        if segment.payload:
            me.pieces.append(Chunk(me.offset(segment.seq), segment.payload, needs, segment.index))
        end = me.offset(segment.seq) + len(segment.payload)
        if segment.flags & FIN and me.fin is None:
            me.fin = Chunk(end, b"", needs, segment.index, True)
        if segment.flags & RST:
            self.resets.append(segment)


def in_order(side):
    """The octets as first seen, without overlap, and the FIN; a hole ends the list (ValueError)."""
    pending, result, at = sorted(side.pieces, key=lambda c: c.index), [], 0
    known = {}
    for chunk in pending:  # the copy captured first wins, octet by octet
        start = chunk.offset
        for position in range(max(start, 0), start + len(chunk.octets)):
            known.setdefault(position, chunk)
    while at in known:
        chunk, start = known[at], at
        while known.get(at) is chunk:
            at += 1
        octets = chunk.octets[start - chunk.offset:at - chunk.offset]
        result.append(Chunk(start, octets, chunk.needs, chunk.index))
    if len(known) != at:
        raise ValueError(f"octets from {at} on are missing")
    return result + ([side.fin] if side.fin else [])


def flights(connection):
    """[(side, [chunk])] in an order that could have happened: nothing precedes what it acknowledges;
    of two that could be next the one captured first is."""
    queues = {name: in_order(side) for name, side in connection.sides.items()}
    # One order for each direction: later octets were sent no earlier.
    for queue in queues.values():
        least = 0
        for chunk in queue:
            least = chunk.needs = max(chunk.needs, least)
    sent, result = {"C": 0, "S": 0}, []
    while queues["C"] or queues["S"]:
        heads = [(name, queue[0]) for name, queue in queues.items() if queue]
        free = [(n, c) for n, c in heads if c.needs <= sent["S" if n == "C" else "C"] + 1]
        name, chunk = min(free or heads, key=lambda head: head[1].index)
        queues[name].pop(0)
        sent[name] = chunk.offset + len(chunk.octets) + chunk.fin
        if result and result[-1][0] == name and not chunk.fin:
            result[-1][1].append(chunk)
        else:
            result.append((name, [chunk]))
    return result


def one_octet(octets, chance):
    return [(at, octets[at:at + 1]) for at in range(len(octets))]


def merged(octets, chance):
    return [(at, octets[at:at + LARGEST]) for at in range(0, len(octets), LARGEST)]


def random_sizes(octets, chance):
    cuts, at = [], 0
    largest = max(3, len(octets) // 40)  # below the number of packets that may wait out of order
    while at < len(octets):
        size = chance.randint(1, largest)
        cuts.append((at, octets[at:at + size]))
        at += size
    return cuts


def shuffled(octets, chance):
    cuts = random_sizes(octets, chance)
    chance.shuffle(cuts)
    return cuts


def doubled(octets, chance):
    cuts = random_sizes(octets, chance)
    return [cut for cut in cuts for _ in range(2)]


def doubled_shuffled(octets, chance):
    cuts = doubled(octets, chance)
    chance.shuffle(cuts)
    return cuts


# How a flight's octets become segments: name -> function(octets, random) -> [(offset, octets)].
VARIANTS = {
    "one-octet": one_octet,
    "merged": merged,
    "random-sizes": random_sizes,
    "shuffled": shuffled,
    "doubled": doubled,
    "doubled-shuffled": doubled_shuffled,
}


def connections(packets):
    """Every TCP connection of the capture, and the indices of all packets that are none's."""
    current, found, others = {}, [], []
    for index, packet in enumerate(packets):
        segment = parse(index, packet)
        if segment is None:
            others.append(index)
            continue
        key = frozenset((segment.source, segment.destination))
        known = current.get(key)
        fresh = segment.flags & (SYN | ACK) == SYN and known and any(
            side.fin for side in known.sides.values())
        if known is None or fresh:
            known = current[key] = Connection(segment)
            found.append(known)
        known.add(segment)
    return found, others


def rebuilt(connection, cut, chance):
    """[(index of the packet it stands for, IP packet)] of a connection cut anew."""
    sides, ends = connection.sides, {"client": connection.client, "server": connection.server}
    sent, result = {"C": 0, "S": 0}, []

    def emit(index, name, flags, offset, octets=b""):
        other = "S" if name == "C" else "C"
        segment = Segment(name, (sides[name].first + offset) % MODULUS,
                          (sides[other].first + sent[other]) % MODULUS, flags, octets, **ends)
        result.append((index, segment.packet()))

    for name, chunks in flights(connection):
        index = chunks[-1].index
        if chunks[0].fin:
            emit(index, name, FIN | ACK, chunks[0].offset)
        else:
            octets = b"".join(chunk.octets for chunk in chunks)
            for offset, piece in cut(octets, chance):
                emit(index, name, ACK | PSH, chunks[0].offset + offset, piece)
        sent[name] = chunks[-1].offset + len(chunks[-1].octets) + chunks[-1].fin
        other = "S" if name == "C" else "C"
        emit(index, other, ACK, sent[other])
    for reset in connection.resets:
        name = connection.side(reset)
        emit(reset.index, name, reset.flags, sides[name].offset(reset.seq))
    return result


def recut(packets, variant, seed=0):
    """The capture with every TCP connection cut by VARIANTS[variant]."""
    chance, cut = random.Random(f"{variant} {seed}"), VARIANTS[variant]
    found, others = connections(packets)
    placed = [(index, packets[index].octets) for index in others]
    for connection in found:
        placed += [(s.index, packets[s.index].octets) for s in connection.handshake]
        link = WRAP[packets[connection.segments[0].index].link]
        try:
            new = rebuilt(connection, cut, chance)
        except ValueError:  # a hole: this connection stays as it was captured
            new, link = [(s.index, packets[s.index].octets) for s in connection.segments
                         if s not in connection.handshake], lambda octets: octets
        placed += [(index, link(packet)) for index, packet in new]
    return timed(packets, sorted(placed, key=lambda pair: pair[0]))


def timed(packets, placed):
    """Each packet at the time of the one it stands for, and later than the one before it."""
    result, now = [], 0
    for index, octets in placed:
        now = max(now + 1, packets[index].time_ns)
        result.append(Packet(now, octets, packets[index].link))
    return result
