# SPDX-License-Identifier: MIT
"""Ends programs that a test has started, whether they want to or not."""

import signal
import subprocess

END_S = 20


def wait_or_kill(process, patience_s=END_S):
    """The exit status, once it has ended by itself; who takes longer is killed."""
    try:
        return process.wait(timeout=patience_s)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def stop(process, number=signal.SIGTERM):
    """Asks it with a signal to end, if it still runs; the exit status."""
    process.send_signal(number)
    return wait_or_kill(process)
