#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The generated sessions with segments changed at random (seeded): lost, doubled, moved, cut, with other
numbers, flags or octets. Nothing crashes, and the records keep the contract's rules of order."""

import random
import sys
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, cases_smtp, cases_tcp, dialogue, records, rules
from support.tap import Tap

ROUNDS, CAPTURES = 16, 50
OPTIONS = [(), ("-x",), ("--overlap", "last"), ("--reveal", "-x")]
DISTANCES = [-1, 1, 100, -100, 1 << 20, -(1 << 20), 1 << 31]
TELLING = b"\r\n. \0\xff<>=-{}25"  # octets that mean something to a parser


def other_number(segment, chance, field):
    return replace(segment, **{field: (getattr(segment, field) + chance.choice(DISTANCES)) % dialogue.MODULUS})


def other_octet(segment, chance):
    octets = bytearray(segment.payload or b"x")
    octets[chance.randrange(len(octets))] = chance.choice(TELLING)
    return replace(segment, payload=bytes(octets))


# What may happen to one segment: what stands in its place.
CHANGES = [
    lambda s, chance: [other_number(s, chance, "seq")],
    lambda s, chance: [other_number(s, chance, "ack")],
    lambda s, chance: [replace(s, flags=s.flags ^ chance.choice([1, 2, 4, 16, 32]))],
    lambda s, chance: [other_octet(s, chance)],
    lambda s, chance: [s, other_octet(s, chance)],
    lambda s, chance: [s, s],
    lambda s, chance: [],
    lambda s, chance: [replace(s, damaged=True)],
    lambda s, chance: [replace(s, payload=s.payload[:chance.randint(0, len(s.payload))])],
]


def mutated(segments, chance):
    segments = list(segments)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(segments) - 1)
        if chance.random() < 0.1:
            segments.insert(chance.randrange(len(segments)), segments.pop(at))
        else:
            segments[at:at + 1] = chance.choice(CHANGES)(segments[at], chance)
    return segments


def order_broken(found):
    for stream, mine in rules.streams(found).items():
        for rule in rules.OF_A_STREAM:
            for sentence in rule(mine):
                yield f"stream {stream}: {rule.__name__}: {sentence}"


def main():
    sources = [case.packets for case in cases_smtp.CASES + cases_tcp.CASES
               if isinstance(case.packets[0], dialogue.Segment)]
    with Tap() as tap:
        for number in range(ROUNDS):
            chance = random.Random(number)
            files = {f"{n:02}.pcap": captures.pcap(dialogue.capture(mutated(chance.choice(sources), chance)))
                     for n in range(CAPTURES)}
            options = OPTIONS[number % len(OPTIONS)]
            found, done = records.analyze_octets(files, *options)
            wrong = [f"status {done.status}: {done.errors[-3000:]}"] if done.crashed() else []
            wrong += [f"{name}: {sentence}" for name, mine in found.items() for sentence in order_broken(mine)]
            tap.ok(not wrong, f"round {number} {' '.join(options)}".rstrip(), "\n".join(wrong[:10]))


if __name__ == "__main__":
    main()
