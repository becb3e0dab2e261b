#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every file format, link layer and way of carrying IP tells the same session."""

import gzip
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, packets, records
from support.sample import session
from support.tap import Tap

V4 = dialogue.segments(session(), size=300)
V6 = dialogue.segments(session(), size=300, client=("fd00::10", 43516), server=("fd00::1", 25))
LINK_NAMES = {"ethernet": "EN10MB", "vlan": "EN10MB", "qinq": "EN10MB", "cooked": "LINUX_SLL",
              "cooked2": "LINUX_SLL2", "null": "NULL", "null-swapped": "NULL", "loop": "LOOP",
              "raw": "RAW", "ppp": "PPP"}


def alternating(segments, links):
    """One capture on several interfaces: packet after packet another link layer."""
    whole = [dialogue.capture(segments, link) for link in links]
    return [whole[i % len(links)][i] for i in range(len(whole[0]))]


def same_frames(segments):
    """{name: file}: one packet for each of the plain capture, at the same times."""
    plain = dialogue.capture(segments)
    files = {f"link {link}": captures.pcap(dialogue.capture(segments, link)) for link in packets.LINKS}
    for order, word in (("<", "little"), (">", "big")):
        for fine in (False, True):
            unit = "nano" if fine else "micro"
            files[f"pcap, {word}-endian, {unit}seconds"] = captures.pcap(plain, order, fine)
        files[f"pcapng, {word}-endian"] = captures.pcapng(plain, order=order)
        files[f"pcapng, {word}-endian, three interfaces"] = captures.pcapng(
            alternating(segments, ["ethernet", "raw", "cooked2"]), order=order)
    files["pcapng, two sections"] = captures.pcapng(plain[:9], plain[9:])
    files["pcapng, sections of both byte orders and other links"] = (
        captures.section(plain[:9], "<") + captures.section(dialogue.capture(segments, "cooked")[9:], ">"))
    files["pcapng, microseconds and a comment"] = captures.pcapng(plain, resolutions={1: 6}, comment=b"hello")
    files["pcapng, interfaces of other precision"] = captures.pcapng(
        alternating(segments, ["ethernet", "raw"]), resolutions={1: 6, 101: 9})
    files["pcapng with an unknown block"] = (
        captures.section(plain[:5]) + captures.block("<", 0x0BAD, b"what is this?")
        + captures.section(plain[5:]))
    files["pcap, gzip"] = gzip.compress(captures.pcap(plain))
    files["pcapng, gzip"] = gzip.compress(captures.pcapng(plain))
    files["gzip of two members"] = gzip.compress(captures.pcap(plain)[:500]) + gzip.compress(captures.pcap(plain)[500:])
    return files


def other_frames(segments):
    """{name: file}: the frames differ, nothing else."""
    files = {f"fragments of {size}": captures.pcap(dialogue.capture(segments, fragment=size))
             for size in (24, 64, 160)}
    fragments = dialogue.capture(segments, fragment=64)
    swapped = [fragments[i ^ 1] if i ^ 1 < len(fragments) else p for i, p in enumerate(fragments)]
    files["fragments, neighbours swapped"] = captures.pcap(in_time(swapped, fragments))
    files["fragments in VLAN"] = captures.pcap(dialogue.capture(segments, "vlan", fragment=64))
    twice = [p for p in fragments for _ in range(2)]
    files["fragments, each twice"] = captures.pcap(in_time(twice, twice))
    noise = captures.Packet(captures.START_NS, packets.MACS + b"\x08\x06" + bytes(28))
    files["with ARP between"] = captures.pcap([noise, noise] + dialogue.capture(segments))
    return files


def in_time(order, times):
    return [captures.Packet(time.time_ns, p.octets, p.link) for p, time in zip(order, times)]


def special(family):
    """{name: file} of what only one IP version has."""
    if family == "IPv4":
        return {"IP options": captures.pcap(dialogue.capture(V4, options=b"\x94\x04\0\0"))}
    return {f"extension headers {kinds}": captures.pcap(dialogue.capture(V6, extensions=kinds))
            for kinds in ((0,), (60,), (43,), (0, 43, 60))}


def session_of(found, keep=()):
    return records.by_stream([r for r in found if r["type"] not in ("capture", "end", "tcp")],
                             drop_fields=() if "frames" in keep else records.CUTTING)


def padded(segments):
    """Ethernet pads short frames to 60 octets; what stands behind the packet is not payload."""
    return [captures.Packet(p.time_ns, p.octets + b"\xee" * max(0, 60 - len(p.octets)), p.link)
            for p in dialogue.capture(segments)]


def main():
    with Tap() as tap:
        for family, segments in (("IPv4", V4), ("IPv6", V6)):
            plain = {"plain": captures.pcap(dialogue.capture(segments))}
            equal = same_frames(segments) | special(family) | {"padded": captures.pcap(padded(segments))}
            other = other_frames(segments)
            found, done = records.analyze_octets(plain | equal | other)
            tap.equal((done.status, done.errors), (0, ""), f"{family}: all files are read")
            tap.equal(len(records.of_type(found["plain"], "message", integrity="complete")), 1,
                      f"{family}: the plain file holds a mail")
            for name in equal:
                difference = records.difference(session_of(found[name], ["frames"]),
                                                session_of(found["plain"], ["frames"]))
                tap.ok(difference is None, f"{family}: {name}", difference)
            for name in other:
                difference = records.difference(session_of(found[name]), session_of(found["plain"]))
                tap.ok(difference is None, f"{family}: {name}", difference)
            for link, title in LINK_NAMES.items():
                tap.equal(records.of_type(found[f"link {link}"], "capture")[0]["links"], [title],
                          f"{family}: link {link} is called {title}")


if __name__ == "__main__":
    main()
