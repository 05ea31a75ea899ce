# SPDX-License-Identifier: GPL-3.0-or-later
"""The Test Anything Protocol for tests written in Python: each function named test_* is one test,
its docstring the sentence about it."""

import os
import sys
import tempfile
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(ROOT, "packaging"))
sys.dont_write_bytecode = True


class Skip(Exception):
    """Not possible on this machine; the message says why."""


def long_run():
    return os.environ.get("MC_TEST_LONG") == "1"


def build_dir():
    return os.environ.get("MC_TEST_BUILD", os.path.join(ROOT, "build"))


def main(namespace):
    tests = [(name, function) for name, function in namespace.items()
             if name.startswith("test_") and callable(function)]
    chosen = sys.argv[1:]
    if chosen:
        tests = [test for test in tests if test[0] in chosen]
    print(f"TAP version 13\n1..{len(tests)}", flush=True)
    failed = 0
    for number, (name, function) in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
            try:
                function(folder)
                print(f"ok {number} {name}", flush=True)
            except Skip as reason:
                print(f"ok {number} {name} # SKIP {reason}", flush=True)
            except Exception:
                failed += 1
                print(f"not ok {number} {name}", flush=True)
                for line in traceback.format_exc().splitlines():
                    print("# " + line, flush=True)
    sys.exit(1 if failed else 0)
