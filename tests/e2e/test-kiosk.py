#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real window, driven from outside: the whole demo, a kiosk killed right after it promised, and a
day without central."""

import glob
import json
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402
from house.house import House  # noqa: E402
from house.journey import CARD, Citizen  # noqa: E402
from house.processes import wait_until  # noqa: E402
from house.screen import Display, Person  # noqa: E402


class Hall:
    """A house with a window and a citizen in front of it."""

    def __init__(self, folder):
        self.house = House(folder, build=tap.build_dir(), say=lambda text: print("# " + text))
        self.map_path = os.path.join(folder, "map.json")
        self.display = None

    def __enter__(self):
        self.house.start_scanner()
        self.house.start_services(width=1080, height=1920)
        self.display = Display(1080, 1920, self.house.logs)
        self.open_window()
        return self

    def open_window(self):
        if os.path.exists(self.map_path):
            os.remove(self.map_path)
        kiosk = self.house.start_kiosk(self.display.name, self.map_path, GSK_RENDERER="cairo")
        self.person = Person(self.display, self.map_path, kiosk)
        self.citizen = Citizen(self.house, self.person)

    def kill_window(self):
        self.house.kiosk.popen.send_signal(signal.SIGKILL)
        self.house.kiosk.popen.wait()
        self.house.processes.remove(self.house.kiosk)

    def outbox(self):
        return json.loads(self.house.ctl("outbox", "--json"))

    def wait_confirmed(self, seconds):
        wait_until(lambda: all(row["state"] in ("confirmed", "safe") for row in self.outbox()),
                   seconds, "central's confirmation")

    def papers(self):
        return glob.glob(os.path.join(self.house.printer["output"], "*.pdf"))

    def __exit__(self, *_):
        self.house.stop()
        if self.display:
            self.display.stop()


def test_demo(folder):
    """packaging/run's demo succeeds: one dossier all the way, eight steps, paper, phone, window."""
    out = os.path.join(folder, "out")
    done = subprocess.run(
        [sys.executable, "-m", "house", "--demo", out], capture_output=True, text=True,
        env=dict(os.environ, PYTHONPATH=os.path.join(tap.ROOT, "packaging"),
                 MOTCUA_BUILD=tap.build_dir()))
    assert done.returncode == 0, done.stdout + done.stderr
    with open(os.path.join(out, "demo.json"), encoding="utf-8") as file:
        report = json.load(file)
    assert report["outcome"] == "succeeded", report
    assert report["qr"].endswith(report["token"]), report


def test_revoked(folder):
    """A machine that central has revoked says that it is out of service, before a citizen begins."""
    with Hall(folder) as hall:
        hall.kill_window()
        hall.house.central_command("kiosk", "revoke", hall.house.kiosk_name)
        hall.open_window()
        hall.citizen.begin()
        wait_until(lambda: not hall.person.widget("file")["sensitive"], 30, "the machine's word")
        hall.person.wait_widget("procedures")


def test_killed_after_submit(folder):
    """SIGKILL in the moment in which the code is on the screen: after a restart the dossier reaches
    central once, the window shows nothing of the former citizen, and no second paper comes."""
    with Hall(folder) as hall:
        hall.house.stop_central()  # so that nothing can have been delivered before the kill
        hall.citizen.begin()
        hall.citizen.fill_in_birth()
        code = hall.citizen.submit()
        hall.kill_window()
        papers = len(hall.papers())

        hall.house.start_central()
        hall.open_window()
        view = hall.person.wait_screen("welcome", seconds=60)
        texts = json.dumps(view, ensure_ascii=False)
        assert CARD.split("|")[2] not in texts and code not in texts
        hall.wait_confirmed(60)
        rows = hall.outbox()
        assert [row["code"] for row in rows] == [code], rows
        events = json.loads(hall.house.central_command("show", code))["events"]
        assert [event["action"] for event in events] == ["submit"], events
        # asking the spooler and sending go on side by side: either may be done first
        wait_until(lambda: hall.outbox()[0]["print"] in ("confirmed", "unknown", "failed"), 60,
                   "the paper's outcome")
        assert len(hall.papers()) <= max(papers, 1)


def test_without_central(folder):
    """Central is away: the citizen gets code and paper all the same, the screen says that the dossier
    is kept here, and it arrives later, once."""
    with Hall(folder) as hall:
        hall.house.stop_central()
        hall.citizen.begin()
        hall.citizen.fill_in_birth()
        code = hall.citizen.submit()
        kept = hall.person.text_of("delivered") or hall.person.widget("delivered")["name"]
        wait_until(lambda: hall.outbox()[0]["print"] == "confirmed", 60, "the paper")
        text = subprocess.run(["pdftotext", hall.papers()[0], "-"], capture_output=True,
                              text=True, check=True).stdout
        assert "Hệ thống đã nhận được hồ sơ" not in text, text
        hall.house.start_central()
        hall.wait_confirmed(400)  # the back-off grows to five minutes at most
        assert "Trung tâm đã nhận" not in kept, kept
        events = json.loads(hall.house.central_command("show", code))["events"]
        assert len(events) == 1, events


tap.main(globals())
