# SPDX-License-Identifier: MIT
"""A person at a terminal: a program behind a pseudo-terminal, and a small screen that understands what it writes."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
import unicodedata

from support.processes import stop

PATIENCE_S = 90
SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([@-~])")


def columns_of(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


class Screen:
    """Rows of cells. What it does not know is kept in `strange`."""

    def __init__(self, columns, rows):
        self.strange, self.is_alternate, self.has_cursor = [], False, True
        self.styles = 0  # sequences that only change how letters look
        self.other = None
        self.resize(columns, rows)

    def resize(self, columns, rows):
        self.columns, self.height = columns, rows
        self.cells = [[" "] * columns for _ in range(rows)]
        self.row = self.column = 0

    def feed(self, text):
        """Takes what is complete; returns the rest."""
        at = 0
        while at < len(text):
            if text[at] != "\x1b":
                self.put(text[at])
                at += 1
                continue
            found = SEQUENCE.match(text, at)
            if found is None and len(text) - at < 16:
                return text[at:]
            if found is None:
                self.strange.append(text[at:at + 8])
                at += 1
                continue
            self.obey(found[1], found[2])
            at = found.end()
        return ""

    def obey(self, numbers, final):
        if (numbers, final) in (("?1049", "h"), ("?1049", "l")):
            self.turn(final == "h")
        elif (numbers, final) in (("?25", "h"), ("?25", "l")):
            self.has_cursor = final == "h"
        elif final == "H" and re.fullmatch(r"\d+;\d+", numbers):
            row, column = map(int, numbers.split(";"))
            self.row, self.column = min(row, self.height) - 1, min(column, self.columns) - 1
        elif (numbers, final) == ("2", "K"):
            self.cells[self.row] = [" "] * self.columns
        elif final == "m" and not numbers.startswith("?"):
            self.styles += 1
        else:
            self.strange.append(f"CSI {numbers}{final}")

    def turn(self, is_alternate):
        if is_alternate != self.is_alternate:
            cells, self.cells = self.cells, self.other or [[" "] * self.columns for _ in range(self.height)]
            self.other = None if not is_alternate else cells
        self.is_alternate = is_alternate
        self.row = self.column = 0

    def put(self, character):
        if character == "\n":
            self.down()
        elif character == "\r":
            self.column = 0
        elif character == "\b":
            self.column = max(self.column - 1, 0)
        elif ord(character) < 0x20 or 0x7f <= ord(character) < 0xa0:
            self.strange.append(repr(character))
        else:
            self.write(character)

    def write(self, character):
        width = columns_of(character)
        if self.column + width > self.columns:
            self.column = 0
            self.down()
        if width == 0:
            return
        self.cells[self.row][self.column] = character
        if width == 2:
            self.cells[self.row][self.column + 1] = ""
        self.column += width

    def down(self):
        self.row += 1
        if self.row >= self.height:
            self.cells = self.cells[1:] + [[" "] * self.columns]
            self.row = self.height - 1

    @property
    def lines(self):
        return ["".join(row).rstrip() for row in self.cells]

    @property
    def text(self):
        return "\n".join(self.lines)


class Session:
    """A program at a terminal of this size, typed to, and looked at."""

    def __init__(self, command, env, columns=90, rows=30):
        self.master, self.slave = pty.openpty()
        self.screen = Screen(columns, rows)
        self.decoder, self.pending, self.written = codecs.getincrementaldecoder("utf-8")("replace"), "", ""
        self.set_size(columns, rows)
        self.before = termios.tcgetattr(self.slave)
        self.process = subprocess.Popen(command, env=env, stdin=self.slave, stdout=self.slave, stderr=self.slave,
                                        start_new_session=True, preexec_fn=self.take_terminal)

    def take_terminal(self):
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        stop(self.process, signal.SIGKILL)
        os.close(self.master)
        os.close(self.slave)

    def set_size(self, columns, rows):
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def resize(self, columns, rows):
        self.read_for(0)
        self.screen.resize(columns, rows)
        self.set_size(columns, rows)  # the kernel sends SIGWINCH
        os.kill(self.process.pid, signal.SIGWINCH)

    def type(self, keys):
        os.write(self.master, keys.encode())

    def read_for(self, seconds):
        """Shows what comes within that time on the screen; False: nothing."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        text = self.decoder.decode(os.read(self.master, 65536))
        self.written += text
        self.pending = self.screen.feed(self.pending + text)
        return True

    def sees(self, *texts, gone=()):
        """Waits until all of these stand on the screen, and none of `gone`."""
        end = time.monotonic() + PATIENCE_S
        while True:
            shown = self.screen.text
            if all(text.rstrip() in shown for text in texts) and not any(text in shown for text in gone):
                return True
            if time.monotonic() > end or (self.process.poll() is not None and not self.read_for(0.2)):
                return False
            self.read_for(0.5)

    def ends(self):
        """Waits for the end of the program; its status, or None."""
        end = time.monotonic() + PATIENCE_S
        while self.process.poll() is None and time.monotonic() < end:
            self.read_for(0.1)
        while self.read_for(0.2):
            continue
        return self.process.poll()

    @property
    def is_restored(self):
        """The terminal is as it was found: its modes, its first screen, its cursor."""
        return (termios.tcgetattr(self.slave) == self.before and not self.screen.is_alternate
                and self.screen.has_cursor)
