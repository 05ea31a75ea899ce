# SPDX-License-Identifier: GPL-3.0-or-later
"""From the tap to the paper: a real cupsd and a real IPP printer behind it."""

import json
import os
import urllib.parse

import tap
from measure import ASSETS, program, run_json
from house.processes import Process

# What a receipt of 95 to 150 mm takes a thermal printer, without the cut (printing reference 5).
PRINT_MS = 600


def hand_over(build, folder):
    """Tap to hand-over by CUPS ÷ lp of a ready PDF, by IPP ÷ a bare POST; tap to paper ÷ the printer's time.

    The tap is followed by commit, drawing and the journal's row; `ipp_sent` is what then comes, from
    the page being ready and its row written to the printer's answer, as the bare POST has it."""
    data = os.path.join(folder, "printer")
    os.mkdir(data)
    printer = Process("virtual-printer", [
        os.path.join(tap.ROOT, "packaging", "virtual-printer"), "--print-ms", str(PRINT_MS), data],
        folder, dict(os.environ, HOME=folder))  # nobody's ~/.cups/lpoptions takes part
    try:
        told = json.loads(printer.read_line(60))
        return run_json([program(build, "bench", "bench-print"), folder, told["server"],
                         told["queue"], str(urllib.parse.urlsplit(told["device_uri"]).port)],
                        HOME=folder, **ASSETS)
    finally:
        printer.stop()
