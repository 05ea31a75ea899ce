#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Usage: tests/run [--long] [--ci] [SUITE…]

Installs what is missing, builds into build/ and runs the suites, all of them without a name:
  unit storage ui integration web lint e2e   the tests
  bench                                      the benchmarks (build/bench.json); only when named
Options:
  --long   release sizes instead of a merge's
  --ci     what a merge must pass: warnings are errors, with gcc, and unit and storage once more with
           clang, AddressSanitizer and UndefinedBehaviorSanitizer in build/sanitized
The last line is `N passed, N failed, N skipped`. Exit status: 0 nothing failed; 1 something did;
64 wrong usage.
"""

import json
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SUITES = ["unit", "storage", "ui", "integration", "web", "lint", "e2e", "bench"]
SANITIZED_SUITES = ["unit", "storage"]
# Outside judges that no Debian package brings by being installed, and the suites that ask them.
OUTSIDE_TOOLS = {"web/node": {"integration", "web", "lint"}, "central/promtool": {"integration"}}


class Tally:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.failures = []

    def add_logs(self, folder):
        """Counts every TAP subtest that meson wrote down; a program without any counts as one. One that
        ended badly with every subtest passed (killed, timed out, a leak at its end) is a failure of its
        own, which the JUnit file does not tell."""
        broken = set()
        for suite in ElementTree.parse(os.path.join(folder, "testlog.junit.xml")).getroot().iter("testsuite"):
            for case in suite.iter("testcase"):
                if case.find("failure") is not None or case.find("error") is not None:
                    self.fail(f"{suite.get('name')}: {case.get('name')}")
                    broken.add(suite.get("name"))
                elif case.find("skipped") is not None:
                    self.skipped += 1
                else:
                    self.passed += 1
        with open(os.path.join(folder, "testlog.json"), encoding="utf-8") as file:
            for program in map(json.loads, file):
                name = "motcua." + program["name"]
                if program["result"] not in ("OK", "SKIP") and name not in broken:
                    self.fail(f"{name}: {program['result']}")

    def fail(self, what):
        self.failed += 1
        self.failures.append(what)


def build(folder, *setup, compiler=None):
    """Configures once, then builds; ends the run with the compiler's words when it fails."""
    env = dict(os.environ)
    if compiler:
        env["CC"] = compiler
    if not os.path.exists(os.path.join(folder, "build.ninja")):
        subprocess.run(["meson", "setup", *setup, folder, ROOT], check=True, env=env,
                       stdout=subprocess.DEVNULL)
    elif setup:
        subprocess.run(["meson", "configure", *setup, folder], check=True, env=env,
                       stdout=subprocess.DEVNULL)
    done = subprocess.run(["ninja", "-C", folder], capture_output=True, text=True)
    if done.returncode != 0:
        print(done.stdout[-6000:], done.stderr[-2000:])
        print(f"tests/run: the build in {folder} failed")
        print("0 passed, 1 failed, 0 skipped")
        sys.exit(1)


def run_suites(folder, suites, long, tally, what):
    # Tests with servers and displays want the machine for themselves: they are marked
    # is_parallel: false in their meson.build. One more than there are cores, since many a test waits
    # for a printer.
    argv = ["meson", "test", "-C", folder, "--no-rebuild", "--print-errorlogs",
            "--num-processes", str(len(os.sched_getaffinity(0)) + 1),
            "--timeout-multiplier", "20" if long else "3"]
    for suite in suites:
        argv += ["--suite", suite]
    started = time.monotonic()
    print(f"== {what}: {' '.join(suites)}", flush=True)
    logs = os.path.join(folder, "meson-logs")
    junit = os.path.join(logs, "testlog.junit.xml")
    if os.path.exists(junit):
        os.remove(junit)
    failed = tally.failed
    done = subprocess.run(argv)
    if os.path.exists(junit):
        tally.add_logs(logs)
    if done.returncode != 0 and tally.failed == failed:
        tally.fail(f"{what}: meson test ended with status {done.returncode}")
    print(f"== {what}: {time.monotonic() - started:.0f} s", flush=True)


def main():
    arguments = sys.argv[1:]
    long, ci = "--long" in arguments, "--ci" in arguments
    suites = [word for word in arguments if not word.startswith("--")]
    unknown = [word for word in arguments if word.startswith("--") and word not in ("--long", "--ci")]
    unknown += [suite for suite in suites if suite not in SUITES]
    if unknown:
        print(f"tests/run: what is {' '.join(unknown)}? See tests/run --help", file=sys.stderr)
        return 64
    if not suites:
        suites = [suite for suite in SUITES if suite != "bench"]

    os.environ.setdefault("LC_ALL", "C.UTF-8")
    if long:
        os.environ["MC_TEST_LONG"] = "1"
    tally = Tally()
    folder = os.path.join(ROOT, "build")
    build(folder, *(["--werror"] if ci and not os.path.exists(folder) else []))
    # Before the tests' time limits run; without it each of them says what is missing.
    for tool, its_suites in OUTSIDE_TOOLS.items():
        if its_suites & set(suites):
            subprocess.run([os.path.join(ROOT, "tests", tool), "--version"], stdout=subprocess.DEVNULL)
    tests = [suite for suite in suites if suite != "bench"]
    if tests:
        run_suites(folder, tests, long, tally, "gcc")
    if ci:
        sanitized = os.path.join(ROOT, "build", "sanitized")
        build(sanitized, "--werror", "-Db_sanitize=address,undefined", "-Db_lundef=false",
              compiler="clang")
        run_suites(sanitized, SANITIZED_SUITES, long, tally, "clang, sanitized")
    if "bench" in suites:
        done = subprocess.run([sys.executable, os.path.join(ROOT, "tests", "bench", "run.py"), folder])
        tally.passed += done.returncode == 0
        if done.returncode != 0:
            tally.fail("bench")

    for failure in tally.failures:
        print("FAILED", failure)
    print(f"{tally.passed} passed, {tally.failed} failed, {tally.skipped} skipped")
    return 1 if tally.failed or not tally.passed else 0


sys.exit(main())
