# SPDX-License-Identifier: GPL-3.0-or-later
"""Child processes that are waited for by what they say, and that end with their parent."""

import ctypes
import os
import select
import signal
import subprocess
import time


class HouseError(Exception):
    """Something did not start or did not happen; the message is for a person."""


def die_with_parent():
    # PR_SET_PDEATHSIG: a child must not outlive us, not even when we are killed with SIGKILL.
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Process:
    """One child with its log file. `ready` waits for a line on its stdout."""

    def __init__(self, name, argv, log_dir, env=None, stdout=subprocess.PIPE):
        self.name = name
        self.log_path = os.path.join(log_dir, name + ".log")
        self._log = open(self.log_path, "ab")
        # An own session: Ctrl+C reaches us alone, and we end the children in our order.
        self.popen = subprocess.Popen(
            argv, stdin=subprocess.DEVNULL, stdout=stdout, stderr=self._log,
            env=env, start_new_session=True, preexec_fn=die_with_parent)
        self._buffer = b""

    def alive(self):
        return self.popen.poll() is None

    def read_line(self, seconds):
        """The next line of stdout, or HouseError when none comes in time or the process ends."""
        deadline = time.monotonic() + seconds
        descriptor = self.popen.stdout.fileno()
        while b"\n" not in self._buffer:
            left = deadline - time.monotonic()
            if left <= 0:
                raise HouseError(f"{self.name} said nothing within {seconds} s; see {self.log_path}")
            if select.select([descriptor], [], [], left)[0]:
                chunk = os.read(descriptor, 65536)
                if not chunk:
                    raise HouseError(
                        f"{self.name} ended with status {self.popen.wait()}:\n{self.log_tail()}")
                self._buffer += chunk
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line.decode()

    def log_tail(self):
        with open(self.log_path, errors="replace") as log:
            return "".join(log.readlines()[-15:])

    def stop(self, seconds=10):
        """SIGTERM, then SIGKILL for what does not listen. Only this very process."""
        if self.alive():
            self.popen.terminate()
            try:
                self.popen.wait(seconds)
            except subprocess.TimeoutExpired:
                self.popen.kill()
                self.popen.wait()
        if self.popen.stdout:
            self.popen.stdout.close()
        self._log.close()


def wait_until(condition, seconds, what):
    """Looks again and again, quickly, until the condition holds; returns its value."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise HouseError(f"waited {seconds} s for {what}, in vain")
        time.sleep(0.02)


def run(argv, what, env=None, data=None):
    """Runs a command to its end; its stdout, or HouseError with its stderr."""
    done = subprocess.run(argv, input=data, capture_output=True, env=env)
    if done.returncode != 0:
        raise HouseError(f"{what}: {' '.join(argv[:3])} … ended with status {done.returncode}: "
                         f"{done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode()
