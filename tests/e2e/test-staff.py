#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Staff at the real window, with a real spooler and printer: the corner held by a finger, the PIN on the
screen's keys, a slip that got lost, its copy on paper, the slip of the day, and a roll that runs out."""

import glob
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402
from house.house import House  # noqa: E402
from house.people import PIN  # noqa: E402
from house.processes import wait_until  # noqa: E402
from house.screen import Display, Person  # noqa: E402

BIRTH = os.path.join(tap.ROOT, "assets", "examples", "birth.json")


class Hall:
    """A house with a window, a PIN and a roll, and a member of staff in front of it."""

    def __init__(self, folder):
        self.house = House(folder, build=tap.build_dir(), say=lambda text: print("# " + text))
        self.map_path = os.path.join(folder, "map.json")
        self.display = None

    def __enter__(self):
        self.house.roll_m = 1
        self.house.start_services(width=1080, height=1920)
        self.display = Display(1080, 1920, self.house.logs)
        kiosk = self.house.start_kiosk(self.display.name, self.map_path, GSK_RENDERER="cairo")
        self.person = Person(self.display, self.map_path, kiosk)
        self.person.wait_screen("welcome", seconds=60)
        return self

    def hold_corner(self, seconds):
        """A finger on the emblem, held until the PIN is asked for or the time is over."""
        emblem = self.person.widget("emblem")
        self.person.xdotool("mousemove", str(emblem["x"] + emblem["w"] // 2),
                            str(emblem["y"] + emblem["h"] // 2), "mousedown", "1")
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.person.look()["cover"] != "pin":
            time.sleep(0.05)
        self.person.xdotool("mouseup", "1")
        return self.person.look()["cover"]

    def open_staff(self):
        assert self.hold_corner(20) == "pin"
        for digit in PIN:
            self.person.click("pin-" + digit)
        self.person.click("pin-enter")
        self.person.wait_screen("staff-home")

    def papers(self):
        return sorted(glob.glob(os.path.join(self.house.printer["output"], "*.pdf")), key=os.path.getmtime)

    def text(self, paper):
        return subprocess.run(["pdftotext", paper, "-"], capture_output=True, text=True, check=True).stdout

    def wait_papers(self, count):
        wait_until(lambda: len(self.papers()) == count, 60, f"{count} papers, not {len(self.papers())}")
        return self.text(self.papers()[-1])

    def __exit__(self, *_):
        self.house.stop()
        if self.display:
            self.display.stop()


def test_staff(folder):
    """A touch of the corner opens nothing, three seconds do; printed again a slip says so in its middle;
    the test page and the day's slip come out; by then the roll of one metre is low, and a new one is not."""
    with Hall(folder) as hall:
        assert hall.hold_corner(1) == "none"
        code = json.loads(hall.house.ctl("submit", BIRTH))["code"]
        hall.wait_papers(1)
        wait_until(lambda: json.loads(hall.house.ctl("outbox", "--json"))[0]["print"] == "confirmed", 60,
                   "the slip's outcome")
        hall.open_staff()
        hall.person.click("papers")
        hall.person.wait_screen("staff-papers")
        hall.person.click("see-" + code)
        hall.person.wait_screen("staff-paper")
        assert hall.person.widget("discard") is None  # it is known to be there
        hall.person.click("print-again")
        assert "BẢN IN LẠI · 2" in hall.wait_papers(2)
        hall.person.click("back")
        hall.person.wait_screen("staff-papers")
        hall.person.click("back")
        hall.person.wait_screen("staff-home")
        hall.person.click("printer")
        hall.person.wait_screen("staff-printer")
        hall.person.click("print-day")
        day = hall.wait_papers(3)
        assert "PHIẾU ĐỐI CHIẾU NGÀY" in day, day
        hall.person.click("print-test")
        hall.wait_papers(4)
        figures = json.loads(hall.house.ctl("day"))
        assert figures["dossiers"] == figures["confirmed"] == 1 and figures["reprints"] == 1, figures
        roll = json.loads(hall.house.ctl("roll"))
        printed = sum(float(line.split()[4]) for paper in hall.papers() for line in subprocess.run(
            ["pdfinfo", paper], capture_output=True, text=True, check=True).stdout.splitlines()
            if line.startswith("Page size"))
        assert roll["low"], roll
        assert abs(roll["printed_mm"] - printed / 72 * 25.4) < 5, (roll, printed / 72 * 25.4)
        hall.person.click("new-roll")
        hall.person.click("roll-in")
        wait_until(lambda: json.loads(hall.house.ctl("roll"))["printed_mm"] == 0, 20, "the new roll")
        hall.person.click("back")
        hall.person.wait_screen("staff-home")
        hall.person.click("next")
        hall.person.wait_screen("welcome")


tap.main(globals())
