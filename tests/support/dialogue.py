# SPDX-License-Identifier: MIT
"""What two sides say to each other -> TCP segments -> packets.

A dialogue is a list of flights ("C", octets) or ("S", octets). segments() makes a clean connection
of it; the other functions each spoil a list of segments in one way and return a new list."""

import random
from dataclasses import dataclass, replace

from .captures import START_NS, Packet
from .packets import ACK, FIN, LINKS, PSH, RST, SYN, fragments, ip, tcp

CLIENT, SERVER = ("10.0.1.10", 43516), ("10.0.1.1", 25)
STEP_NS = 1_000_000
MODULUS = 1 << 32


@dataclass(frozen=True)
class Segment:
    """One TCP segment of the connection client -> server."""

    side: str  # "C" or "S": who sends it
    seq: int
    ack: int
    flags: int
    payload: bytes = b""
    client: tuple = CLIENT
    server: tuple = SERVER
    damaged: bool = False  # its checksum is wrong
    options: bytes = b""

    def packet(self, **how):
        """The IP packet."""
        ends = (self.client, self.server) if self.side == "C" else (self.server, self.client)
        body = tcp(*ends, self.seq, self.ack, self.flags, self.payload, options=self.options,
                   damaged=self.damaged)
        return ip(body, ends[0][0], ends[1][0], **how)


def script(text, line_end="\r\n"):
    """Flights of a transcript whose lines begin with "C: " or "S: "; other lines are comments."""
    flights = []
    for line in text.splitlines():
        side, mark, rest = line.strip().partition(":")
        if not mark or side not in ("C", "S"):
            continue
        octets = (rest.removeprefix(" ") + line_end).encode()
        if flights and flights[-1][0] == side:
            octets = flights.pop()[1] + octets
        flights.append((side, octets))
    return flights


def pieces(octets, size):
    return [octets[at:at + size] for at in range(0, len(octets), size)]


class Builder:
    """The state of both ends while a clean connection is made."""

    def __init__(self, client, server, starts):
        self.ends = {"client": client, "server": server}
        self.seq = {"C": starts[0], "S": starts[1]}
        self.known = {"C": 0, "S": 0}  # what each side has acknowledged
        self.segments = []

    def send(self, side, flags, payload=b"", options=b""):
        other = "S" if side == "C" else "C"
        ack = self.seq[other] % MODULUS if flags & ACK else 0
        self.segments.append(Segment(side, self.seq[side] % MODULUS, ack, flags, payload,
                                     options=options, **self.ends))
        self.seq[side] += len(payload) + bool(flags & SYN) + bool(flags & FIN)


def segments(flights, client=CLIENT, server=SERVER, size=1460, starts=(1000, 900_000),
             handshake=True, close="fin", acknowledge=True):
    """A clean connection: handshake, each flight in segments of at most `size` octets, each pair of
    segments and each flight acknowledged, and the end: "fin", "rst" or None."""
    build = Builder(client, server, starts)
    if handshake:
        build.send("C", SYN, options=b"\2\4\5\xb4")
        build.send("S", SYN | ACK, options=b"\2\4\5\xb4")
        build.send("C", ACK)
    else:
        build.seq = {side: start + 1 for side, start in build.seq.items()}
    for side, octets in flights:
        cut = pieces(octets, size)
        for number, payload in enumerate(cut, 1):
            build.send(side, ACK | PSH if number == len(cut) else ACK, payload)
            if acknowledge and (number % 2 == 0 or number == len(cut)):
                build.send("S" if side == "C" else "C", ACK)
    if close == "fin":
        build.send("S", FIN | ACK)
        build.send("C", FIN | ACK)
        build.send("S", ACK)
    elif close == "rst":
        build.send("C", RST | ACK)
    return build.segments


def find(connection, needle, side=None, nth=0):
    """The index of the nth segment whose payload holds `needle`."""
    hits = [index for index, segment in enumerate(connection)
            if needle in segment.payload and side in (None, segment.side)]
    return hits[nth]


def data(connection, side):
    """The indices of the segments of one side that carry octets."""
    return [i for i, segment in enumerate(connection) if segment.side == side and segment.payload]


def drop(connection, *indices):
    """Segments that the capture does not hold; the peers had them."""
    return [s for i, s in enumerate(connection) if i not in indices]


def insert(connection, index, *new):
    """`new` before the segment at `index`."""
    return connection[:index] + list(new) + connection[index:]


def with_payload(segment, payload, **changes):
    return replace(segment, payload=payload, **changes)


def other_octets(payload):
    """The same length, other letters: each case swapped."""
    return payload.swapcase()


def keep_alive(connection, index):
    """RFC 9293 §3.8.4: one octet that was acknowledged long ago, and its answer, before `index`."""
    before = connection[index]
    probe = replace(before, seq=(before.seq - 1) % MODULUS, payload=b"\0", flags=ACK)
    other = "S" if before.side == "C" else "C"
    answer = replace(before, side=other, seq=before.ack, ack=before.seq, payload=b"", flags=ACK)
    return insert(connection, index, answer, probe, answer)


def only(connection, side):
    """What a capture with one direction holds."""
    return [s for s in connection if s.side == side]


def shuffled(connection, seed=1):
    """The data segments of each run of one side in another order; the rest stays in place."""
    chance, result, run = random.Random(seed), [], []
    for segment in connection:
        if run and (not segment.payload or segment.side != run[0].side):
            result, run = result + chance.sample(run, len(run)), []
        if segment.payload:
            run.append(segment)
        else:
            result.append(segment)
    return result + chance.sample(run, len(run))


def doubled(connection):
    """Each data segment twice."""
    return [s for segment in connection for s in ([segment] * 2 if segment.payload else [segment])]


def interleave(*connections):
    """One segment of each connection in turn."""
    longest = max(map(len, connections))
    return [c[i] for i in range(longest) for c in connections if i < len(c)]


def capture(connection, link="ethernet", fragment=None, start_ns=START_NS, step_ns=STEP_NS, **how):
    """Packets of the segments, one step of time apart."""
    number, wrap = LINKS[link]
    packets, time_ns = [], start_ns
    for identification, segment in enumerate(connection, 1):
        whole = segment.packet(**how)
        parts = fragments(whole, fragment, identification) if fragment and segment.payload else [whole]
        for part in parts:
            packets.append(Packet(time_ns, wrap(part), number))
            time_ns += step_ns
    return packets
