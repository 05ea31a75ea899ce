#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a citizen was told stays true: central away, processes killed, files shared by two programs."""

import json
import os
import signal
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402
from house.house import House  # noqa: E402
from house.processes import wait_until  # noqa: E402

EXAMPLE = os.path.join(tap.ROOT, "assets", "examples", "birth.json")


def new_house(folder):
    return House(folder, build=tap.build_dir(), say=lambda text: print("# " + text, flush=True))


def known_to_central(house, code):
    done = subprocess.run([house.program("motcua-central"), "--data", house.central_data, "show", code],
                          capture_output=True, text=True, env=house.environment())
    return json.loads(done.stdout) if done.returncode == 0 else None


def test_central_away(folder):
    """Without central a dossier is acknowledged all the same, and arrives later, once."""
    with new_house(folder) as house:
        house.start_services()
        house.stop_central()
        told = json.loads(house.ctl("submit", EXAMPLE))
        assert told["state"] == "queued", told
        assert told["code"] and told["url"].startswith("HTTPS://"), told

        house.start_central()
        assert known_to_central(house, told["code"]) is None  # the control: it is not there yet
        house.ctl("flush", "--wait", "30")
        assert known_to_central(house, told["code"])
        rows = json.loads(house.ctl("outbox", "--json"))
        assert [row["state"] for row in rows] == ["confirmed"], rows
        house.ctl("flush", "--wait", "30")
        counted = json.loads(house.central_command("show", told["code"]))
        submits = [event for event in counted["events"] if event["action"] == "submit"]
        assert len(submits) == 1, counted


def test_killed_after_the_answer(folder):
    """SIGKILL right after `submit` answered, fifty times over: each dossier reaches central once."""
    rounds = 50 if tap.long_run() else 8
    with new_house(folder) as house:
        house.start_services()
        codes = []
        for _ in range(rounds):
            process = subprocess.Popen(
                [house.program("motcua-ctl"), "--config", house.config, "submit", EXAMPLE],
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=house.environment())
            line = process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            process.wait()
            codes.append(json.loads(line)["code"])
        assert len(set(codes)) == rounds
        house.ctl("flush", "--wait", "60")
        for code in codes:
            assert known_to_central(house, code), code


def test_central_killed(folder):
    """Central killed with SIGKILL keeps what it confirmed and takes the rest after its restart."""
    with new_house(folder) as house:
        house.start_services()
        first = json.loads(house.ctl("submit", EXAMPLE))
        house.ctl("flush", "--wait", "30")
        house.central.popen.kill()
        house.central.popen.wait()
        house.processes.remove(house.central)
        second = json.loads(house.ctl("submit", EXAMPLE))
        house.start_central()
        house.ctl("flush", "--wait", "60")
        for told in (first, second):
            wait_until(lambda: known_to_central(house, told["code"]), 10, "the dossier at central")


tap.main(globals())
