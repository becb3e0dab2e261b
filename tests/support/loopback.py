# SPDX-License-Identifier: MIT
"""What passes the loopback, in a pcap file; only root may listen there."""

import socket
import struct
import threading
import time

OUTGOING = 4  # PACKET_OUTGOING: each packet passes the loopback twice, this is the first time
ETH_P_ALL = 3
SNAP = 262144
SO_RCVBUFFORCE, SOL_PACKET, PACKET_STATISTICS = 33, 263, 6  # Python names none of them
ON_ITS_WAY_S = 0.3


class Loopback:
    """Captures from when it is made until stop(). OSError where that is not permitted."""

    def __init__(self, file):
        try:
            self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
        except AttributeError as none:  # not Linux
            raise OSError("this system has no packet sockets") from none
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 256 << 20)
        self.socket.bind(("lo", 0))
        self.socket.settimeout(0.1)
        self.file = open(file, "wb")
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, SNAP, 1))
        self.is_over = False
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.is_over:
            try:
                octets, place = self.socket.recvfrom(SNAP)
            except TimeoutError:
                continue
            if place[2] == OUTGOING:
                now = time.time_ns()
                self.file.write(struct.pack("<IIII", now // 10**9, now % 10**9 // 1000, len(octets), len(octets)))
                self.file.write(octets)

    def stop(self):
        """Waits for what is on its way; the number of packets that were lost."""
        time.sleep(ON_ITS_WAY_S)
        self.is_over = True
        self.thread.join()
        _, dropped = struct.unpack("II", self.socket.getsockopt(SOL_PACKET, PACKET_STATISTICS, 8))
        self.file.close()
        self.socket.close()
        return dropped
