# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks share: programs that tell JSON, and wrk."""

import json
import os
import subprocess
import sys
from typing import NamedTuple

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402
from house.processes import HouseError  # noqa: E402

ASSETS = {"MOTCUA_ASSETS": os.path.join(tap.ROOT, "assets")}


def program(build, *path):
    return os.path.join(build, "tests", *path)


def run_json(argv, **env):
    done = subprocess.run(argv, capture_output=True, text=True, env=dict(os.environ, **env))
    if done.returncode != 0:
        raise HouseError(f"{os.path.basename(argv[0])}: {done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])


class Load(NamedTuple):
    """What wrk saw."""

    requests: int
    per_s: float
    p99_ms: float


def to_ms(text):
    number = text.rstrip("mus")
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[text[len(number):]]


def wrk(url, connections, *options, script=(), seconds=3):
    """Asks for `seconds`, one thread; an answer that is not 2xx, or none, ends the benchmark.
    `script` is a Lua file and its arguments."""
    argv = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *options]
    if script:
        argv += ["-s", script[0]]
    done = subprocess.run([*argv, url, *(["--", *script[1:]] if script else [])],
                          capture_output=True, text=True)
    told = {}
    for line in done.stdout.splitlines():
        words = line.split()
        if "Non-2xx" in line or "Socket errors" in line:
            raise HouseError("wrk: " + line.strip())
        if words[1:3] == ["requests", "in"]:
            told["requests"] = int(words[0])
        elif words[:1] == ["Requests/sec:"]:
            told["per_s"] = float(words[1])
        elif words[:1] == ["99%"]:
            told["p99_ms"] = to_ms(words[1])
    if len(told) < 3:
        raise HouseError("wrk: " + (done.stderr.strip() or "told nothing"))
    return Load(**told)


def cpu_seconds(pid):
    """What a process has used of the processors, in its own code and in the kernel for it."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
