#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py BUILD [NAME…]: the benchmarks. Every figure is a ratio against its limit or peer in the
same run, medians of pairs taken in turn, since machines are noisy and only ratios hold. Prints a
table and writes BUILD/bench.json. Exit status 1 when a benchmark could not run; a missed aim is
told, not failed."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import central
import paper
from measure import ASSETS, program, run_json
from house.processes import HouseError
from house.house import House
from house.screen import Display


def acknowledge(build, folder):
    """A citizen's commit through the outbox ÷ a bare SQLite FULL commit of the same bytes."""
    return run_json([program(build, "bench", "bench-acknowledge"), folder],
                    MC_TEST_BUILD=build, **ASSETS)


def receipt_render(build, folder):
    """Drawing a receipt ÷ a cairo PDF of one text line; the first one after start ÷ later ones."""
    return run_json([program(build, "printing", "bench-receipt-render")],
                    MC_TEST_BUILD=build, **ASSETS)


def receipts_long(build, folder):
    """Memory after 10,000 receipts on every medium ÷ after 1,000, and files left open."""
    return run_json([program(build, "printing", "bench-receipt-render"), "--long"],
                    MC_TEST_BUILD=build, **ASSETS)


def papers_long(build, folder):
    """A kiosk that files and prints 1,000 receipts (10,000 in the long run): what it uses then ÷ after half of them."""
    receipts = "10000" if os.environ.get("MC_TEST_LONG") == "1" else "1000"
    return run_json([program(build, "bench", "bench-papers"), folder, receipts],
                    MC_TEST_BUILD=build, **ASSETS)


# The first tile of the welcome screen: jade, and nothing else on the screen is.
TILE, TILE_SPOT = "0B5A52", "100,1100"


def page_like_ours(folder):
    """A page equal to the kiosk's first screen in what it paints: bar, title, tiles, notice."""
    path = os.path.join(folder, "page.html")
    with open(path, "w", encoding="utf-8") as page:
        page.write(f"""<!doctype html><meta charset="utf-8"><title>Một Cửa</title>
<style>*{{box-sizing:border-box}}body{{margin:0;background:#FBF8F2;font:30px 'Noto Sans';color:#1A1D1E}}
header{{background:#8E1B22;height:136px;border-bottom:6px solid #C8963E;color:#fff;padding:30px 64px}}
main{{padding:64px}}h1{{font-size:60px}}a{{display:block;border:3px solid #8C8778;border-radius:24px;
padding:48px;margin:24px 0;background:#fff;font-size:40px;color:inherit;text-decoration:none}}
a.main{{background:#{TILE};color:#fff;margin-top:600px;height:300px}}
</style><header>Ủy ban nhân dân<br><b>Phường Hoàn Kiếm · Một cửa</b></header>
<main><h1>Xin chào! Ông, bà dùng tiếng nào?</h1><a class="main">Tiếng Việt</a><a>English</a><p>Máy in sẵn sàng.</p></main>""")
    return "file://" + path


def kiosk_start(build, folder):
    """Start to first painted frame, and memory, of the kiosk ÷ Chromium --kiosk with an equal page."""
    eye = program(build, "bench", "first-paint")
    rounds = 5
    with House(os.path.join(folder, "house"), build=build, say=lambda text: None) as house:
        house.start_services()
        display = Display(1080, 1920, house.logs)
        try:
            env = house.environment(DISPLAY=display.name, GSK_RENDERER="cairo")
            chromium = ["chromium", "--kiosk", "--no-first-run", "--disable-gpu", "--disable-quic",
                        "--disable-background-networking", "--disable-component-update",
                        "--disable-sync", "--window-size=1080,1920", "--window-position=0,0",
                        "--user-data-dir=" + os.path.join(folder, "chromium")]
            if os.getuid() == 0:
                chromium.append("--no-sandbox")
            chromium.append(page_like_ours(folder))
            ours, theirs = [], []
            for number in range(rounds + 1):  # the first of each warms the disk cache
                for argv, into in (([house.program("motcua-kiosk"), "--config", house.config], ours),
                                   (chromium, theirs)):
                    figure = run_json([eye, TILE_SPOT, TILE, *argv], **env)
                    if number:
                        into.append(figure)
        finally:
            display.stop()
    median = lambda rows, key: statistics.median(row[key] for row in rows)
    return {"kiosk_ms": median(ours, "first_paint_ms"), "chromium_ms": median(theirs, "first_paint_ms"),
            "start_ratio": statistics.median(o["first_paint_ms"] / t["first_paint_ms"]
                                             for o, t in zip(ours, theirs)),
            "kiosk_mib": median(ours, "pss_kib") / 1024, "chromium_mib": median(theirs, "pss_kib") / 1024,
            "memory_ratio": statistics.median(o["pss_kib"] / t["pss_kib"]
                                              for o, t in zip(ours, theirs))}


def intake(build, folder):
    """Durable intake over HTTP at 64 connections ÷ the same rows verified, unsealed and
    group-committed in a loop without HTTP."""
    return run_json([program(build, "bench", "bench-intake"), folder],
                    MC_TEST_BUILD=build, **ASSETS)


# name, function, [(figure, aim, whether smaller is better)]
BENCHMARKS = [
    ("acknowledge", acknowledge, [("ratio", 2.0, True)]),
    ("receipt_render", receipt_render, [("ratio", 3.0, True), ("first_ratio", 5.0, True)]),
    ("receipts_long", receipts_long, [("memory_ratio", 1.05, True), ("files_more", 0, True)]),
    ("papers_long", papers_long, [("memory_ratio", 1.05, True), ("files_more", 0, True), ("log_ratio", 1.1, True)]),
    ("hand_over", paper.hand_over, [("cups_ratio", 1.2, True), ("ipp_ratio", 1.5, True),
                                    ("ipp_sent_ratio", 1.5, True), ("completed_ratio", 1.3, True)]),
    ("kiosk_start", kiosk_start, [("start_ratio", 0.25, True), ("memory_ratio", 1 / 6, True)]),
    ("intake", intake, [("ratio", 0.7, False)]),
    ("inbox", central.inbox, [("p99_ms", 50, True), ("heap_ratio", 2.0, True)]),
    ("report", central.report, [("page_ms", 2000, True)]),
    ("status_page", central.status_page, [("lookup_ratio", 0.8, False), ("repeated_ratio", 1.0, False)]),
]


def run(function, aims, build, folder):
    """The figures with their aims, printed; None when it could not run."""
    print(f"-- {function.__doc__.splitlines()[0]}", flush=True)
    try:
        result = function(build, folder)
    except (HouseError, OSError, subprocess.CalledProcessError) as error:
        print(f"   could not run: {error}", flush=True)
        return None
    for figure, aim, smaller in aims:
        met = result[figure] <= aim if smaller else result[figure] >= aim
        sign = "≤" if smaller else "≥"
        print(f"   {figure} {result[figure]:.2f}, aim {sign} {aim:.2f}: {'met' if met else 'MISSED'}")
        result[figure + "_aim"] = round(aim, 3)
    print("   " + ", ".join(f"{key} {value:.4g}" for key, value in result.items()
                            if not key.endswith("_aim")), flush=True)
    return {key: round(value, 4) for key, value in result.items()}


def main():
    build, chosen = sys.argv[1], sys.argv[2:]
    results = {}
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as whole:
        for name, function, aims in BENCHMARKS:
            if chosen and name not in chosen:
                continue
            folder = os.path.join(whole, name)
            os.mkdir(folder)
            results[name] = run(function, aims, build, folder)
            shutil.rmtree(folder)
    broken = [name for name, result in results.items() if result is None]
    with open(os.path.join(build, "bench.json"), "w") as file:
        json.dump({name: result for name, result in results.items() if result}, file, indent=2)
        file.write("\n")
    return 1 if broken else 0


sys.exit(main())
