#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SIGKILL under load, again and again: every mail that was acknowledged is there, once, and keeps its unique-id.
MAILLAB_KILL_ROUNDS says how often (10)."""

import os
import poplib
import random
import re
import signal
import smtplib
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.servers import PATIENCE_S, Servers
from support.tap import Tap

ROUNDS = int(os.environ.get("MAILLAB_KILL_ROUNDS", "10"))
USERS = {"alice": "wonderland", "bob": "hungry"}
ADDRESSES = [f"{user}@lab.example" for user in USERS]


class Sender(threading.Thread):
    """Sends mails, each with a tag of its own, until the server is gone; notes what was acknowledged, for whom."""

    def __init__(self, servers, service, name, size):
        super().__init__(daemon=True)
        self.kind = smtplib.LMTP if service == "lmtp" else smtplib.SMTP
        self.port, self.name, self.size = servers.ports[service], name, size
        self.acknowledged, self.sent = [], []

    def run(self):
        try:
            with self.kind("127.0.0.1", self.port, timeout=PATIENCE_S) as client:
                for n in range(10**6):
                    tag = f"{self.name}-{n}"
                    self.sent.append(tag)
                    refused = client.sendmail("x@lab.example", ADDRESSES, f"X-Tag: {tag}\r\n\r\n" + "y" * 70 * self.size)
                    self.acknowledged += [(tag, address) for address in ADDRESSES if address not in refused]
        except (OSError, smtplib.SMTPException):
            pass


def read_all(servers, user):
    """The tags of all mails of a user, and their unique-ids."""
    client = poplib.POP3("127.0.0.1", servers.ports["pop3"], timeout=PATIENCE_S)
    client.user(user)
    client.pass_(USERS[user])
    unique_ids = [line.split()[1] for line in client.uidl()[1]]
    tags = []
    for number in range(1, len(unique_ids) + 1):
        header = b"\n".join(client.top(number, 0)[1]).decode()
        found = re.search(r"^X-Tag: (.*)$", header, re.MULTILINE)
        tags.append(found[1] if found else None)
    client.quit()
    return tags, unique_ids


def one_round(state, number, chance):
    """Starts the servers, lets four clients send, kills. What was acknowledged."""
    with Servers("--mail", str(state / "mail"), state=state) as servers:
        senders = [Sender(servers, service, f"{number}-{service}-{size}", size) for service in ("smtp", "lmtp") for size in (1, 200)]
        for sender in senders:
            sender.start()
        time.sleep(chance.uniform(0.1, 0.5))
        servers.stop(signal.SIGKILL)
        for sender in senders:
            sender.join(PATIENCE_S)
    return [pair for sender in senders for pair in sender.acknowledged]


def check(tap, state, acknowledged, known, what):
    with Servers("--mail", str(state / "mail"), state=state) as servers:
        lost, doubled, moved = [], [], []
        for user, address in zip(USERS, ADDRESSES):
            tags, unique_ids = read_all(servers, user)
            counts = Counter(tag for tag in tags if tag)
            lost += [tag for tag, to in acknowledged if to == address and counts[tag] == 0]
            doubled += [tag for tag, count in counts.items() if count > 1]
            now = {tag: unique_id for tag, unique_id in zip(tags, unique_ids) if tag}
            moved += [tag for tag, unique_id in known.get(user, {}).items() if now.get(tag) != unique_id]
            known[user] = now
        left = [path.name for path in (state / "mail").glob("*/tmp/*")]
        servers.stop()
    tap.equal(lost, [], f"{what}: nothing acknowledged is lost")
    tap.equal(doubled, [], f"{what}: nothing is there twice")
    tap.equal(moved, [], f"{what}: unique-ids stay")
    tap.equal(left, [], f"{what}: no half mails are left in tmp")


with Tap() as tap, tempfile.TemporaryDirectory(prefix="maillab-") as directory:
    chance = random.Random(4)
    acknowledged, known = [], {}
    for number in range(ROUNDS):
        acknowledged += one_round(Path(directory), number, chance)
        check(tap, Path(directory), acknowledged, known, f"round {number + 1}")
    tap.ok(len(acknowledged) > ROUNDS, f"mails were acknowledged before the kills", str(len(acknowledged)))
