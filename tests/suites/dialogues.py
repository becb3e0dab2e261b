#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every command in every state (tests/dialogue): the reply, the state it leads to, and the server's log beside what
`analyze` reads off the wire: whole, pipelined, aborted before the reply and in the middle of the line, and in TLS.
dialogues.py --update [NAME…] writes the tables anew from what the servers do; read the diff."""

import smtplib
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from support.agreement import analyze, by_ends, difference
from support.dialogue_files import DIRECTORY, MODES, DialogueFile, Player, observed, state_of_last
from support.loopback import Loopback
from support.servers import PATIENCE_S, Servers, wait_until
from support.tap import Tap

USERS = 8  # each service: no session meets the one before it in a mailbox
MAILS = 8
SHOWN = 5
# Where the decoder reads otherwise, and why: by file, state and the beginning of the row.
KNOWN = {("imap", "AUTH", "LOGIN {5}"): "in a login it takes what looks like the header of a literal for one",
         ("imap", "AUTH", "APPEND "): "likewise",
         ("imap", "NOT-AUTHENTICATED", "IDLE / !DONE"): "DONE after an IDLE that was refused is the end of IDLE for it",
         ("imap", "AUTH", "IDLE / !DONE"): "likewise",
         ("imap", "AUTHENTICATED", "IDLE / NOOP"): "a command inside of IDLE is the next command for it",
         ("imap", "SELECTED", "IDLE / NOOP"): "likewise"}


class Play:
    """One session that was played."""

    def __init__(self, file, mode, cell, row):
        self.file, self.mode, self.cell, self.row = file, mode, cell, row
        self.ends = self.status = self.problem = None

    @property
    def title(self):
        return f"{self.file.name}, {self.mode}: {self.cell.title}"


def plays_of(file):
    cells = file.cells()
    return [Play(file, mode, cell, at // len(file.columns)) for mode in MODES for at, cell in enumerate(cells)
            if not (mode == "in TLS" and cell.lines[-1] in ("STARTTLS", "STLS"))]  # it is refused there


def play_all(servers, tls, plays, met):
    """`met` counts the pairs of ports: a client's port may come again."""
    for number, play in enumerate(plays):
        try:
            player = Player(play.file, servers.ports, f"{play.file.name}{number % USERS}", number, tls if play.mode == "in TLS" else None)
            play.ends = (*player.ends, met[player.ends])
            met[player.ends] += 1
            play.status = MODES[play.mode](player, play.cell)
        except OSError as why:
            play.problem = repr(why)


def run_files(servers, tls, files, modes, filled):
    """All plays, each file in a thread of its own."""
    plays = {file.name: [play for play in plays_of(file) if play.mode in modes] for file in files}
    threads = [threading.Thread(target=play_all, args=(servers, tls, plays[file.name], Counter([filled]))) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return plays


def fill_mailboxes(servers):
    with smtplib.SMTP("127.0.0.1", servers.ports["smtp"], timeout=PATIENCE_S) as session:
        for number in range(MAILS):
            to = [f"{name}{k}@lab.example" for name in ("imap", "pop3") for k in range(USERS)]
            session.sendmail("a@b.example", to, f"Subject: number {number}\r\n\r\nText.\r\n")
        return session.sock.getsockname()[1], servers.ports["smtp"]


def is_cut(play):
    """The last line did not come whole."""
    return play.mode == "half a line" or play.cell.is_cut or (play.mode == "without waiting" and "~" in play.cell.lines[-1])


def is_known(play):
    row = play.file.rows[play.row][0]
    return any((play.file.name, play.cell.state) == (name, state) and row.startswith(line) for name, state, line in KNOWN)


def judge_tables(tap, file, plays, log):
    wrong = []
    for play in plays:
        if play.mode not in ("whole", "in TLS") or play.problem:
            continue
        records = log.get(play.ends, [])
        found = observed(play.status, records)
        state = state_of_last(records) if play.status and play.cell.is_alone else play.cell.state
        if (found, state) != (play.cell.expected, play.cell.state):
            wrong.append(f"{play.title}: {found}, taken up in {state}; the table has {play.cell.expected}")
    tap.equal(wrong, [], f"{file.name}: each of {len(file.cells())} cells is what the server does, plain and in TLS")


def judge_agreement(tap, file, plays, log, wire):
    for mode in MODES:
        mine = [play for play in plays if play.mode == mode]
        if not mine:
            continue
        problems = [f"{play.title}: {play.problem}" for play in mine if play.problem]
        tap.equal(problems[:SHOWN], [], f"{file.name}, {mode}: every session could be played")
        wrong = [(play, found) for play in mine if not play.problem and not is_known(play)
                 for found in [difference(log.get(play.ends, []), wire.get(play.ends, []), is_cut(play))] if found]
        tap.ok(not wrong, f"{file.name}, {mode}: in {len(mine)} sessions the log tells what the wire shows",
               f"{len(wrong)} differ\n" + "\n".join(f"{play.title}\n{found}" for play, found in wrong[:SHOWN]))


def update(files, plays, log):
    for file in files:
        for play in plays[file.name]:
            if play.problem:
                print(f"# {play.title}: {play.problem}")
        cells = {(play.row, play.cell.state): observed(play.status, log[play.ends]) for play in plays[file.name] if play.mode == "whole" and not play.problem}
        file.write(cells)


def users_file(directory):
    users = Path(directory, "users.txt")
    users.write_text("".join(f"{path.stem}{k}:hungry\n" for path in DIRECTORY.glob("*.txt") for k in range(USERS)))
    return users


def main():
    asked = [word for word in sys.argv[1:] if not word.startswith("-")]  # only these files
    files = [DialogueFile(path) for path in sorted(DIRECTORY.glob("*.txt")) if not asked or path.stem in asked]
    with Tap() as tap, tempfile.TemporaryDirectory() as directory:
        capture_file, keys = Path(directory, "loopback.pcap"), Path(directory, "keys.txt")
        try:
            capture = Loopback(capture_file)
        except OSError as why:
            capture = None
            tap.skip("the log and the wire", f"the loopback cannot be captured here: {why}")
        with Servers("--users", str(users_file(directory)), env={"SSLKEYLOGFILE": str(keys)}) as servers:
            filled = fill_mailboxes(servers)
            plays = run_files(servers, servers.tls(), files, ["whole"] if "--update" in sys.argv else MODES, filled)
            lost = capture.stop() if capture else 0
            count = 1 + sum(map(len, plays.values()))
            wait_until(lambda: servers.log.read_text().count('"session-end"') >= count, 3 * PATIENCE_S)
            log = by_ends(servers.records())
            tap.equal(servers.stop(), 0, "the servers end cleanly")
            tap.equal(servers.complaints_of_sanitizers(), [], "no sanitizer complains")
        if "--update" in sys.argv:
            update(files, plays, log)
            return
        for file in files:
            judge_tables(tap, file, plays[file.name], log)
        if not capture:
            return
        tap.equal(lost, 0, "no packet was lost")
        done = analyze(servers.ports, keys, capture_file)
        tap.equal((done.status, done.errors), (0, ""), "the capture is analyzed")
        wire = by_ends([r for r in done.records if "stream" in r])
        for file in files:
            judge_agreement(tap, file, plays[file.name], log, wire)


if __name__ == "__main__":
    main()
