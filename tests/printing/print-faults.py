#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix of faults: each fault, before, during and after the data are sent, on a CUPS queue and
on IPP printers. What the journal says of a citizen's receipt is compared with the papers that the
printer really made, and the next citizen must get theirs and nothing else.

Usage: print-faults.py [--jobs N] [--only WORD]... [--random N] [--seed N]

--jobs N    so many cells side by side, each with its own cupsd and printer (default 6)
--only WORD cells with that word in their name alone: --only cups --only after
--random N  instead of the matrix, N faults at random instants, healed at random instants
--seed N    of those; it is printed, so that a run can be repeated

The table is written to build/print-faults.md, random runs to build/print-faults-random.md.
MC_TEST_LONG=1 (tests/run --long) runs the matrix and then 150 random faults."""

import argparse
import concurrent.futures
import os
import random
import shutil
import sys
import time

from cells import BUILD, run_cell

LONG_RANDOM = 150
HEALTH_LIMIT_S = 3.0
RECOVERY_LIMIT_S = 15.0

PEERS = {"cups": "CUPS queue (cupsd, ippeveprinter)", "ipp": "direct IPP (ippeveprinter)",
         "stub": "direct IPP (own stub)"}
PHASES = ["before", "during", "after"]
FAULTS = {
    "paper-out": "paper out",
    "cover-open": "cover open",
    "jam": "jam",
    "offline": "offline, back as it was",
    "killed": "printer killed, back empty",
    "cupsd-killed": "cupsd killed with all its children, back on its spool",
    "cupsd-stopped": "cupsd stopped, back on its spool",
    "paused": "queue or printer paused",
    "rejecting": "queue or printer rejecting",
    "strict-media": "strict media refused",
    "slow": "printer three deadlines slow",
    "restarted": "printer restarted, ids from 1, ours reused",
    "network-cut": "network cut, mended later",
    "kiosk-killed": "our process gone, started again",
}
ODD_MANNERS = ["plain", "http10", "chunked", "nolists", "all", "anonymous", "language", "late", "deaf"]
TRUE = {"confirmed", "failed", "unknown"}

# What the table of outcomes lets a cell end with; the papers decide the rest.
EXPECTED = {
    ("slow", "before"): {"unknown"},
    # somebody's document is under way, and cupsd comes back to a busy printer too late
    ("restarted", "before"): {"confirmed", "failed"},
    ("killed", "during"): TRUE,
    ("kiosk-killed", "during"): {"failed", "unknown"},
    ("kiosk-killed", "after"): {"confirmed", "unknown"},
    ("restarted", "during"): TRUE,
    ("cupsd-killed", "during"): TRUE,
    ("cupsd-stopped", "during"): TRUE,
    ("rejecting", "during"): TRUE,
    ("cupsd-killed", "after"): {"confirmed", "unknown"},
    ("cupsd-stopped", "after"): {"confirmed", "unknown"},
    # cupsd lets a job that it has begun go on
    ("paused", "during", "cups"): TRUE,
    ("paused", "after", "cups"): {"confirmed", "unknown"},
    ("rejecting", "after"): {"confirmed"},
}
BY_PHASE = {"before": {"failed"}, "during": {"failed", "unknown"}, "after": {"unknown"}}


def why_impossible(peer, fault, phase):
    if fault.startswith("cupsd") and peer != "cups":
        return "no cupsd stands between"
    if fault == "kiosk-killed" and phase == "before":
        return "nothing was wanted yet"
    if fault == "strict-media" and phase != "before":
        return "a job that was taken has its size"
    if fault == "rejecting" and peer == "ipp":
        return "ippeveprinter cannot; see the stub"
    return None


# ippeveprinter changes its reasons from two threads without a lock, and now and then takes back a fault that
# it tells again a moment later: the next citizen is told at once, and tries again.
def judge(result, allowed, next_tries=2, nameless=False):
    """What is wrong with a cell, in words; none: nothing."""
    if "error" in result:
        return [result["error"]]
    problems = []
    outcome, papers = result["outcome"], result["papers"]
    if outcome == "confirmed" and papers == 0:
        problems.append("CONFIRMED WITHOUT A PAPER")
    if papers > 1:
        problems.append("ONE PAPER TOO MANY")
    if outcome == "failed" and papers > 0:
        problems.append("A PAPER THAT WAS CALLED FAILED")
    if outcome not in TRUE:
        problems.append("NO OUTCOME")
    if result["late_papers"] > 0:
        problems.append("THE FORMER PAPER CAME OUT FOR THE NEXT CITIZEN")
    if outcome not in allowed:
        problems.append(f"{outcome} is not {' or '.join(sorted(allowed))}")
    # of a printer that tells no names nothing is ever confirmed
    wanted = "unknown" if nameless else "confirmed"
    if result["next_outcome"] != wanted or result["next_papers"] != 1 or result["next_tries"] > next_tries:
        problems.append(f"the next receipt: {result['next_outcome']}, {result['next_reason']}, "
                        f"{result['next_papers']} papers, {result['next_tries']} tries")
    if result.get("wanted_health") and not (result["health_s"] or 99) <= HEALTH_LIMIT_S:
        problems.append(f"health {result['wanted_health']} seen after {result['health_s']} s")
    if result["recovery_s"] > RECOVERY_LIMIT_S:
        problems.append(f"ready again after {result['recovery_s']} s")
    return problems


def describe(result):
    if "error" in result:
        return result["error"]
    reason = f" ({result['reason']})" if result["reason"] else ""
    seen = f", seen after {result['health_s']:.1f} s" if result.get("health_s") else ""
    papers = f"{result['papers']} paper" + ("" if result["papers"] == 1 else "s")
    again = ", the next receipt at the second try" if result["next_tries"] > 1 else ""
    return (f"{result['outcome']}{reason}, {papers}{seen}, ready again after {result['recovery_s']:.1f} s"
            f"{again}")


class Report:
    """TAP on the standard output as results come, a table at the end."""

    def __init__(self, n_tests):
        self.number = self.failed = 0
        self.start = time.monotonic()
        print(f"TAP version 13\n1..{n_tests}", flush=True)

    def tell(self, name, result, problems):
        self.number += 1
        self.failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {self.number} {name}: {describe(result)}", flush=True)
        if problems:
            for line in problems + result.get("log", "").splitlines()[-25:]:
                print("# " + line, flush=True)

    def write(self, file_name, lines):
        took = time.monotonic() - self.start
        path = os.path.join(BUILD, file_name)
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(lines + ["", f"{self.number} runs, {self.failed} not as they must be, "
                                          f"{took:.0f} s.", ""]))
        print(f"# {path}: {took:.0f} s", flush=True)


def run_side_by_side(jobs, cells, tell):
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        pending = {pool.submit(run_cell, "print-cell", words): words for words in cells}
        for future in concurrent.futures.as_completed(pending):
            tell(pending[future], future.result())


def run_matrix(report, jobs, cells):
    results = {}

    def tell(words, result):
        peer, fault, phase = words
        allowed = EXPECTED.get((fault, phase, peer), EXPECTED.get((fault, phase), BY_PHASE[phase]))
        problems = judge(result, allowed)
        results[words] = ("**" + "; ".join(problems) + "** — " if problems else "") + describe(result)
        report.tell("/".join(words), result, problems)

    run_side_by_side(jobs, cells, tell)
    lines = ["# Faults of the printer and what became of the paper", "",
             "Outcome in the journal (and why), papers that the printer really made, how soon the "
             "screen saw the fault, how soon after it the next receipt could be printed. In every cell "
             "the next citizen got one paper, their own.", "",
             "| fault | when | " + " | ".join(PEERS.values()) + " |",
             "|---|---|" + "---|" * len(PEERS)]
    for fault, words in FAULTS.items():
        for phase in PHASES:
            row = []
            for peer in PEERS:
                why = why_impossible(peer, fault, phase)
                row.append(f"– {why}" if why else results.get((peer, fault, phase), "not run"))
            lines.append(f"| {words} | {phase} | " + " | ".join(row) + " |")
    report.write("print-faults.md", lines)


def choose_random(seed, number, only):
    """One fault at a random instant of the print; from the seed, its number and --only alone."""
    chance = random.Random(f"{seed}/{number}")
    while True:
        peer, fault = chance.choice([*PEERS, "odd", "odd"]), chance.choice(list(FAULTS))
        if (peer, fault) == ("odd", "restarted"):
            continue  # it has no foreign document to print
        if not all(word in (peer, fault) for word in only):
            continue
        if fault != "strict-media" and not why_impossible(peer, fault, "after"):
            break
    at_ms = chance.randrange(0, 2200)
    heal_ms = chance.choice([chance.randrange(0, 1500), chance.randrange(0, 12000)])
    print_ms = chance.choice([20, 300, 1000, 1500])
    manner = chance.choice(ODD_MANNERS if peer == "odd" else ["polite", "polite", "deaf"] + (
        ["stubborn", "forgetful", "fickle"] if peer == "stub" else []))
    return peer, fault, "any", at_ms, heal_ms, print_ms, manner


def run_random(report, jobs, seed, count, only):
    rows = []

    def tell(words, result):
        problems = judge(result, TRUE, next_tries=3, nameless="anonymous" in words)
        peer, fault, _, at_ms, heal_ms, print_ms, manner = words
        rows.append(f"| {peer}, {manner}, {print_ms} ms | {fault} | {at_ms} | {heal_ms} | " +
                    ("**" + "; ".join(problems) + "** — " if problems else "") + describe(result) + " |")
        report.tell(f"random/{peer}/{fault}/at {at_ms} ms/healed {heal_ms} ms later/{print_ms} ms/{manner}", result, problems)

    run_side_by_side(jobs, [choose_random(seed, number, only) for number in range(count)], tell)
    report.write("print-faults-random.md", [
        "# Faults at random instants", "", f"Seed {seed}: print-faults.py --random {count} --seed {seed}", "",
        "| peer | fault | at ms | healed ms later | what became of it |", "|---|---|---|---|---|"] + sorted(rows))


def main():
    parser = argparse.ArgumentParser(usage=argparse.SUPPRESS, description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=6)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--random", type=int)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1000000))
    options = parser.parse_args()
    for program in ("cupsd", "ippeveprinter", "dbus-daemon"):
        if shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin") is None:
            print(f"1..0 # SKIP {program} is missing")
            return 0
    cells = [(peer, fault, phase) for fault in FAULTS for phase in PHASES for peer in PEERS
             if not why_impossible(peer, fault, phase)
             and all(word in (peer, fault, phase) for word in options.only)]
    if options.random is not None:
        cells = []
    count = options.random if options.random is not None else (
        LONG_RANDOM if os.environ.get("MC_TEST_LONG") == "1" and not options.only else 0)
    report = Report(len(cells) + count)
    if cells:
        run_matrix(report, options.jobs, cells)
    if count > 0:
        print(f"# seed {options.seed}", flush=True)
        run_random(report, options.jobs, options.seed, count, options.only)
    return 1 if report.failed else 0


sys.exit(main())
