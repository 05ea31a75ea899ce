#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The matrix of faults for ESC/POS printers: each fault before a receipt, in its midst and at its end,
on each line, with printers that say when a receipt is printed, that do not, and that cannot even be
told to forget. What the journal says is compared with the papers, dot by dot decoded, and the next
citizen must get theirs and nothing else.

Usage: escpos-faults.py [--jobs N] [--only WORD]... [--random N] [--seed N]

The table is written to build/print-faults-escpos.md; the row of the print where each fault comes is
chosen anew in every run from the seed, which is printed."""

import argparse
import concurrent.futures
import os
import random
import sys
import time

from cells import BUILD, run_cell

HEALTH_LIMIT_S = 3.0
RECOVERY_LIMIT_S = 15.0
# Of a receipt of some 1,450 rows: while it is printed, and when only the blade's feed is left.
ROWS = {"before": (0, 0), "during": (2, 1200), "after": (1430, 1520)}
# What a printer that cannot be told to forget may have: two steps, of mostly narrow rows.
CLONE_ROWS = 240

WAYS = ["usb", "serial", "socket"]
PRINTERS = {"id": "names its receipts", "plain": "does not", "clone": "cannot be told to forget, either"}
FAULTS = {
    "none": "none", "paper-out": "paper out", "cover-open": "cover open", "cutter-jam": "cutter jam",
    "off-line": "off line for no reason that it tells", "power": "off, back empty",
    "unplugged": "line cut, mended later", "slow": "three deadlines slow",
    "kiosk-killed": "our process gone, started again",
}


def allowed_outcomes(printer, fault, phase):
    whole = {"confirmed"} if printer == "id" else {"sent"}
    if fault == "none":
        return whole
    if phase == "before":
        return {"unknown"} if fault == "slow" else {"failed"}
    if phase == "during":
        # whoever looks again after a moment finds it printed already
        return {"unknown"} | (whole if fault == "slow" else set())
    return {"unknown"} | whole


def judge(result, printer, fault, phase):
    """What is wrong with a cell, in words; none: nothing."""
    if "error" in result:
        return [result["error"]]
    problems = []
    outcome, papers = result["outcome"], result["papers"]
    if outcome == "confirmed" and papers != 1:
        problems.append("CONFIRMED WITHOUT A PAPER")
    if outcome == "failed" and papers + result["torn"] > 0:
        problems.append("A PAPER THAT WAS CALLED FAILED")
    if papers > 1 or result["torn"] > 1:
        problems.append("ONE PAPER TOO MANY")
    if result["mixed"] > 0:
        problems.append("TWO CITIZENS ON ONE PAPER")
    if result["strangers"] > 0:
        problems.append("LETTERS ON THE PAPER")
    limit = CLONE_ROWS if printer == "clone" and (phase != "before" or fault == "slow") else 0
    if fault != "kiosk-killed" and fault != "unplugged" and not 0 <= result["late_rows"] <= limit:
        problems.append(f"{result['late_rows']} ROWS OF THE FORMER CAME OUT LATE")
    if outcome not in allowed_outcomes(printer, fault, phase):
        problems.append(f"{outcome} is not {' or '.join(sorted(allowed_outcomes(printer, fault, phase)))}")
    if result["next_outcome"] != ("confirmed" if printer == "id" else "sent") or result["next_papers"] != 1:
        problems.append(f"the next receipt: {result['next_outcome']}, {result['next_papers']} papers")
    # a fault when all was said may go before anybody looks
    if "wanted_health" in result and not (result["health_s"] or 99) <= HEALTH_LIMIT_S:
        problems.append(f"health {result['wanted_health']} seen after {result['health_s']} s")
    if result["recovery_s"] > RECOVERY_LIMIT_S:
        problems.append(f"ready again after {result['recovery_s']} s")
    return problems


def describe(result):
    if "error" in result:
        return result["error"]
    reason = f" ({result['reason']})" if result["reason"] else ""
    seen = f", seen after {result['health_s']:.1f} s" if result.get("health_s") else ""
    pieces = f"{result['papers']} whole, {result['torn']} torn"
    late = f", {result['late_rows']} rows late" if result["late_rows"] else ""
    return f"{result['outcome']}{reason}, {pieces}{late}{seen}, ready again after {result['recovery_s']:.1f} s"


def main():
    parser = argparse.ArgumentParser(usage=argparse.SUPPRESS, description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=6)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--random", type=int, default=1)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1000000))
    options = parser.parse_args()
    chance = random.Random(options.seed)
    cells = []
    for fault in FAULTS:
        for phase in ROWS if fault != "none" else ["before"]:
            if fault == "kiosk-killed" and phase == "before":
                continue
            # Each way with one of the printers, in turn; more with --random N.
            for number in range(options.random):
                for index, way in enumerate(WAYS):
                    printer = list(PRINTERS)[(index + len(cells) // 3 + number) % 3]
                    cells.append((way, printer, fault, phase, chance.randint(*ROWS[phase])))
    cells = [cell for cell in cells if all(word in cell for word in options.only)]
    print(f"TAP version 13\n1..{len(cells)}\n# seed {options.seed}", flush=True)
    start, results, failed = time.monotonic(), {}, 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        pending = {pool.submit(run_cell, "escpos-cell", (way, printer, fault, row)): (way, printer, fault, phase, row)
                   for way, printer, fault, phase, row in cells}
        for number, future in enumerate(concurrent.futures.as_completed(pending), 1):
            cell, result = pending[future], future.result()
            way, printer, fault, phase, row = cell
            problems = judge(result, printer, fault, phase)
            failed += bool(problems)
            results[cell] = ("**" + "; ".join(problems) + "** — " if problems else "") + describe(result)
            print(f"{'not ok' if problems else 'ok'} {number} {way}/{printer}/{fault}/{phase}/row {row}: "
                  f"{describe(result)}", flush=True)
            for line in problems + (result.get("log", "").splitlines()[-25:] if problems else []):
                print("# " + line, flush=True)
    lines = ["# Faults of ESC/POS printers and what became of the paper", "",
             "Outcome in the journal (and why), pieces of paper with the receipt's code and without, "
             "how soon the screen saw the fault, how soon after it the next receipt could be printed. "
             f"In every cell the next citizen got one paper, their own. Seed {options.seed}.", "",
             "| fault | when | line, printer, row | what became of it |", "|---|---|---|---|"]
    for cell in cells:
        way, printer, fault, phase, row = cell
        lines.append(f"| {FAULTS[fault]} | {phase} | {way}, {PRINTERS[printer]}, {row} | {results[cell]} |")
    lines += ["", f"{len(cells)} runs, {failed} not as they must be, {time.monotonic() - start:.0f} s.", ""]
    with open(os.path.join(BUILD, "print-faults-escpos.md"), "w", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return 1 if failed else 0


sys.exit(main())
