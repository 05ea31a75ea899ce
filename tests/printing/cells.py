# SPDX-License-Identifier: GPL-3.0-or-later
"""Cells of a matrix of faults: each is a program of its own, which tells its result as a line of JSON."""

import json
import os
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.environ.get("MC_TEST_BUILD", os.path.join(ROOT, "build"))
CELL_LIMIT_S = 120


def run_cell(program, words):
    """What the cell told, with its log; or `error`, when it ended otherwise or not at all."""
    environment = dict(os.environ, G_TEST_SRCDIR=os.path.join(ROOT, "tests"),
                       G_TEST_BUILDDIR=os.path.join(BUILD, "tests"), LC_ALL="C.UTF-8")
    try:
        done = subprocess.run([os.path.join(BUILD, "tests/printing", program), *map(str, words)],
                              env=environment, stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=CELL_LIMIT_S, check=False)
    except subprocess.TimeoutExpired:
        return {"error": f"no end within {CELL_LIMIT_S} s", "log": ""}
    for line in done.stdout.splitlines():
        if line.startswith("{") and done.returncode == 0:
            return dict(json.loads(line), log=done.stderr)
    last = [line for line in done.stderr.splitlines() if line.strip()][-1:] or ["nothing said"]
    return {"error": f"ended with {done.returncode}: {last[0]}", "log": done.stderr}
