"""A bad cable: copies packets between two interfaces, losing and delaying some.

    wire.py NEAR FAR SEED LOSS DELAY_MS JITTER_MS

(The kernel's own tool for this, tc netem, is not in every kernel.) Only TCP
packets are lost. The seed fixes which packets suffer: the n-th is lost in
every run."""

import heapq
import random
import select
import socket
import sys
import time

ETH_P_ALL = 3
PACKET_OUTGOING = 4


def tap(interface):
    """A raw socket that sees each whole frame on an interface."""
    raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
    raw.bind((interface, ETH_P_ALL))
    return raw


def is_tcp(frame):
    """Is this frame TCP over IPv4 or IPv6 (without extension headers)?"""
    return (frame[12:14] == b"\x08\x00" and frame[23] == 6
            or frame[12:14] == b"\x86\xdd" and frame[20] == 6)


def main(near, far, seed, loss, delay, jitter):
    chance = random.Random(int(seed))
    loss, delay, jitter = float(loss), float(delay) / 1000, float(jitter) / 1000
    ends = [tap(near), tap(far)]
    on_the_way = []         # heap of (when it arrives, serial number, other end, frame)
    serial = 0
    print("ready", flush=True)
    while True:
        timeout = max(0, on_the_way[0][0] - time.monotonic()) if on_the_way else None
        for raw in select.select(ends, [], [], timeout)[0]:
            frame, address = raw.recvfrom(65536)
            if address[2] == PACKET_OUTGOING:
                continue        # our own writing
            lost, late = chance.random() < loss, chance.random() * jitter
            if lost and is_tcp(frame):
                continue
            serial += 1
            other = ends[1 - ends.index(raw)]
            heapq.heappush(on_the_way, (time.monotonic() + delay + late, serial, other, frame))
        while on_the_way and on_the_way[0][0] <= time.monotonic():
            _, _, other, frame = heapq.heappop(on_the_way)
            other.send(frame)


main(*sys.argv[1:])
