#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Our `stream` is tshark's tcp.stream: for every trace, and where connections resemble each other."""

import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support import captures, dialogue, records
from support.sample import session
from support.tap import Tap

# A SYN with the number of a connection that is over: one stream to tshark 4.0, a new one to 4.2 and later.
# Ours is the numbering of 4.0.
TSHARKS_DIFFER = {"SYN of a closed connection again", "refused, then again with the same number"}


def tshark_streams(path):
    """{frame: stream}; a TCP header quoted in an ICMP error does not count."""
    done = subprocess.run(["tshark", "-r", path, "-Y", "tcp and not icmp and not icmpv6", "-T", "fields",
                           "-e", "frame.number", "-e", "tcp.stream"],
                          capture_output=True, text=True, check=True)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {int(frame): int(stream) for frame, stream in rows if stream}  # none: too little of the header is there


def disagreements(found, streams):
    """Sentences: where a record names a frame of another stream, or counts differ."""
    for record in found:
        if "stream" not in record:
            continue
        for frame in record.get("frames") or ([record["frame"]] if "frame" in record else []):
            if streams.get(frame) != record["stream"]:
                yield f"{record['type']} in frame {frame}: stream {record['stream']}, tshark {streams.get(frame)}"
        if record["type"] == "conversation":
            mine = [frame for frame, stream in streams.items() if stream == record["stream"]]
            if mine and record["frames"] != [min(mine), max(mine)]:
                yield f"conversation {record['stream']}: frames {record['frames']}, tshark {[min(mine), max(mine)]}"
    for end in records.of_type(found, "end"):
        if end["conversations"] + end["other_tcp"] != len(set(streams.values())):
            yield f"{end['conversations']} + {end['other_tcp']} connections, tshark {len(set(streams.values()))}"


def connection(port=43516, **how):
    how.setdefault("client", ("10.0.1.10", port))
    return dialogue.segments(session(), **how)


def web(port=50000):
    """TCP that is no mail."""
    return dialogue.segments([("C", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"), ("S", b"HTTP/1.1 204 No Content\r\n\r\n")],
                             client=("10.0.1.10", port), server=("10.0.1.1", 80))


def resent_syn(**changes):
    whole = connection()
    return dialogue.insert(whole, 1, replace(whole[0], **changes))


def cut_header(packet, octets):
    """With so many octets of its TCP header."""
    return replace(packet, octets=packet.octets[:34 + octets], length=packet.wire_length)


def wrong_offset(packet, words):
    """With another data offset."""
    changed = bytearray(packet.octets)
    changed[34 + 12] = words << 4 | changed[34 + 12] & 15
    return replace(packet, octets=bytes(changed))


def damaged():
    """{name: packets}: SYNs whose header is cut or contradicts itself, where they begin a connection and where they
    begin it anew."""
    first = dialogue.capture(connection())
    both = dialogue.capture(connection() + connection(starts=(5_000_000, 7_000_000)) + connection(43517))
    places = {"first": 0, "again": len(first)}
    cases = {}
    for name, at in places.items():
        for octets in (15, 16, 19):
            cases[f"{name}, header cut to {octets}"] = both[:at] + [cut_header(both[at], octets)] + both[at + 1:]
        for words in (0, 4, 15):
            cases[f"{name}, data offset {words}"] = both[:at] + [wrong_offset(both[at], words)] + both[at + 1:]
    return cases


def generated():
    """{name: segments}"""
    first, later = connection(), connection(starts=(5_000_000, 7_000_000))
    headless = dialogue.drop(later, 0, 1, 2)
    v6 = connection(client=("fd00::10", 43516), server=("fd00::1", 25))
    return {
        "two in turn": first + connection(43517),
        "interleaved": dialogue.interleave(*[connection(43516 + n) for n in range(20)]),
        "with other TCP between": dialogue.interleave(web(), first, web(50001), connection(43517)),
        "IPv4 and IPv6, same ports": dialogue.interleave(first, v6),
        "port reused after FIN": first + later,
        "port reused three times": first + later + connection(starts=(9_000_000, 11_000_000)),
        "port reused after RST": connection(close="rst") + later,
        "port reused, never closed": connection(close=None) + later,
        "port reused in the other direction": first + connection(
            client=dialogue.SERVER, server=dialogue.CLIENT, starts=(5_000_000, 7_000_000)),
        "reused without its SYN": first + headless,
        "SYN sent twice": resent_syn(),
        "SYN sent again with another number": resent_syn(seq=77_000),
        "SYN/ACK sent twice": dialogue.insert(first, 2, first[1]),
        "no SYN": dialogue.drop(first, 0),
        "begins in the middle": first[8:],
        "begins in the middle, then the port again": first[8:] + later,
        "SYN of a closed connection again": first + [first[0]],
        "only the client": dialogue.only(first, "C") + dialogue.only(later, "C"),
        "only the server": dialogue.only(first, "S") + dialogue.only(later, "S"),
        "numbers wrap": connection(starts=(2**32 - 40, 2**32 - 90)),
        "SYN refused": first[:1] + [replace(first[-1], seq=0, flags=0x14, ack=1001)] + later,
        "refused, then again with the same number": (
            first[:1] + [replace(first[-1], seq=0, flags=0x14, ack=1001)] + first),
    }


def tshark_version():
    """(4, 0) of "TShark (Wireshark) 4.0.17 (…)"."""
    told = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(int(number) for number in re.search(r"(\d+)\.(\d+)", told).groups())


def main():
    with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
        cases = {trace.name: trace for trace in records.traces()}
        newer = tshark_version() >= (4, 2)
        for name, segments in generated().items():
            if newer and name in TSHARKS_DIFFER:
                continue
            cases[name] = Path(directory, name.replace(" ", "-").replace("/", "-") + ".pcap")
            cases[name].write_bytes(captures.pcap(dialogue.capture(segments)))
        for name, packets in damaged().items():
            cases[name] = Path(directory, name.replace(" ", "-") + ".pcap")
            cases[name].write_bytes(captures.pcap(packets))
        with ThreadPoolExecutor(2) as pool:  # tshark takes its time to start
            theirs = pool.map(tshark_streams, cases.values())
            for (name, path), streams in zip(cases.items(), theirs):
                wrong = list(disagreements(records.analyze(path).records, streams))
                tap.ok(not wrong, name, "\n".join(wrong[:10]))


if __name__ == "__main__":
    main()
