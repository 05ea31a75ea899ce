#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever guesses at the citizens' links learns nothing: not by an answer, not by its time."""

import hashlib
import os
import random
import statistics
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from service import Town, read_answer, tap  # noqa: E402

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32
LENGTH = 26
GAP_S = 0.001  # reliability.md, T5


def request(path):
    return f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


class Guesser:
    """One connection that asks again and again, some at a time."""

    def __init__(self, town):
        self.connection = town.connect()

    def ask(self, path):
        self.connection.sendall(request(path))
        return read_answer(self.connection)

    def ask_all(self, paths):
        """All at once (HTTP pipelining); their statuses and bodies."""
        self.connection.sendall(b"".join(request(path) for path in paths))
        data, answers = b"", []
        while len(answers) < len(paths):
            head, separator, rest = data.partition(b"\r\n\r\n")
            length = None
            if separator:
                lines = head.lower().split(b"\r\n")
                length = int(next(line[15:] for line in lines if line.startswith(b"content-length:")))
            if length is None or len(rest) < length:
                piece = self.connection.recv(1 << 20)
                assert piece, "closed"
                data += piece
                continue
            answers.append((int(head[9:12]), rest[:length]))
            data = rest[length:]
        return answers

    def time(self, path):
        start = time.perf_counter()
        status, _ = self.ask(path)
        return time.perf_counter() - start, status


def unknown_page(guesser, path="/t/"):
    """The one calm page that stands for all that is not there."""
    status, body = guesser.ask(path + "0" * LENGTH)
    assert status == 404
    return body


def test_mutants(folder):
    """Every token that differs from the true one in a character, or is cut or longer, gets the one page
    of an unknown one; the true one opens in either case and with the letters that look like digits."""
    with Town(folder) as town:
        guesser = Guesser(town)
        token = town.token
        calm = unknown_page(guesser)
        mutants = [token[:i] + letter + token[i + 1:]
                   for i in range(LENGTH) for letter in ALPHABET if letter != token[i]]
        mutants += [token[:i] for i in range(1, LENGTH)]
        mutants += [token + letter for letter in ALPHABET] + [token[::-1], token * 2, token[1:] + "0"]
        mutants += [token[:i] + token[i + 1] + token[i] + token[i + 2:]
                    for i in range(LENGTH - 1) if token[i] != token[i + 1]]
        for start in range(0, len(mutants), 64):
            some = mutants[start:start + 64]
            for mutant, answer in zip(some, guesser.ask_all(["/t/" + mutant for mutant in some])):
                assert answer == (404, calm), mutant
        for mutant in mutants[::9]:
            assert guesser.ask("/v1/status/" + mutant)[0] == 404, mutant

        alike = token.replace("0", "O").replace("1", "l")
        for same in {token, token.lower(), alike, alike.replace("l", "I")}:
            assert guesser.ask("/t/" + same)[0] == 200, same
            assert guesser.ask("/T/" + same)[0] == 200, same


def test_guesses(folder):
    """Twenty thousand guesses (a million in the long run) find nothing, and the service goes on."""
    source = random.Random(5)
    count = 1_000_000 if tap.long_run() else 20_000
    with Town(folder) as town:
        guesser = Guesser(town)
        calm = hashlib.sha256(unknown_page(guesser)).digest()
        for _ in range(count // 100):
            guesses = ["/t/" + "".join(source.choices(ALPHABET, k=LENGTH)) for _ in range(100)]
            for status, body in guesser.ask_all(guesses):
                assert status == 404 and hashlib.sha256(body).digest() == calm
        assert guesser.ask("/t/" + town.token)[0] == 200
        assert town.metric("motcua_status_views_total") >= count


def judge(samples):
    """Fails when the typical times of two kinds of guesses differ by a millisecond."""
    medians = {kind: statistics.median(times) for kind, times in samples.items()}
    gap = max(medians.values()) - min(medians.values())
    assert gap < GAP_S, f"{gap * 1000:.2f} ms apart: {medians}"
    return gap


def test_timing(folder):
    """How long the answer takes tells nothing: not for a token that is near the true one, not for one
    that cannot be any, not for one that is not there. The control would be found."""
    source = random.Random(6)
    rounds = 3000 if tap.long_run() else 800
    with Town(folder) as town:
        token = town.token
        last = ALPHABET[(ALPHABET.index(token[-1]) + 8) % 32]
        kinds = {
            "elsewhere": lambda: "".join(source.choices(ALPHABET, k=LENGTH)),
            "near": lambda: token[:-1] + last,
            "half": lambda: token[:13] + "".join(source.choices(ALPHABET, k=13)),
            "no letters": lambda: "U" * LENGTH,
            "short": lambda: token[:20],
        }
        for address in "/t/", "/v1/status/":
            guesser = Guesser(town)
            samples = {kind: [] for kind in kinds}
            for _ in range(rounds):
                for kind in source.sample(list(kinds), len(kinds)):
                    took, status = guesser.time(address + kinds[kind]())
                    assert status == 404, kind
                    samples[kind].append(took)
            judge(samples)
            slower = [took + GAP_S for took in samples["near"]]
            try:
                judge({**samples, "control": slower})
            except AssertionError:
                continue
            raise AssertionError("a millisecond more is not found")


if __name__ == "__main__":
    tap.main(globals())
