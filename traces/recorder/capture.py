"""Captures what crosses the switch, into one file."""

import re
import signal
import subprocess
import time


class Capture:
    """Runs tcpdump (or dumpcap, for pcapng) on the switch's bridge.

    A bridge in promiscuous mode sees each forwarded frame exactly once, so
    every hop is in the file and nothing twice.
    tcpdump gives up root for the user "tcpdump", who must be allowed to write
    where the file goes. (`-Z root` would avoid that, but crashes on Ubuntu 24.04:
    https://bugs.launchpad.net/ubuntu/+source/tcpdump/+bug/2071891.)
    kind: "pcap" (microseconds), "nano" (pcap with nanoseconds) or "pcapng"."""

    def __init__(self, network, path, kind="pcap", bpf=""):
        self.network = network
        self.path = path
        self.kind = kind
        self.bpf = bpf

    def command(self):
        if self.kind == "pcapng":
            return ["dumpcap", "-q", "-i", "br0", "-B", "64", "-w", self.path,
                    *(["-f", self.bpf] if self.bpf else [])]
        precision = ["--time-stamp-precision=nano"] if self.kind == "nano" else []
        return ["tcpdump", "-i", "br0", "-n", "--immediate-mode", "-B", "65536", "-s", "262144",
                *precision, "-w", self.path, *([self.bpf] if self.bpf else [])]

    def __enter__(self):
        self.log = open(self.network.scratch / "capture.log", "w+")
        self.process = self.network.switch.start(self.command(), stdout=self.log, stderr=self.log)
        ready = "listening on" if self.kind != "pcapng" else "File:"
        end = time.monotonic() + 10
        while ready not in self.said():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the capture does not start: " + self.said())
            time.sleep(0.02)
        time.sleep(0.3)
        return self

    def __exit__(self, kind, *_):
        # dumpcap and the last FIN both need a moment.
        time.sleep(2.0 if self.kind == "pcapng" else 0.5)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(10)
        if kind is None:
            self.check_nothing_dropped()
        self.log.close()

    def said(self):
        """What the capturing program printed until now."""
        with open(self.log.name, errors="replace") as log:
            return log.read()

    def check_nothing_dropped(self):
        """Fails if the kernel dropped packets, by the program's own count."""
        said = self.said()
        dropped = (re.search(r"(\d+) packets? dropped by kernel", said)
                   or re.search(r"received/dropped on interface '[^']*': \d+/(\d+)", said))
        if not dropped or dropped.group(1) != "0":
            raise RuntimeError("packets were dropped while capturing: " + said)


def count_packets(path):
    """Number of packets in a capture, by capinfos."""
    done = subprocess.run(["capinfos", "-Mc", path], text=True, capture_output=True, check=True)
    return int(re.search(r"Number of packets:\s*(\d+)", done.stdout).group(1))
