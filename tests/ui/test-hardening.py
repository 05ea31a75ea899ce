#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ways out of a GTK window, tried from outside on the real program (screens reference,
section 3): after each of them it is the same process with one toplevel on the same page, and
nothing was pasted or opened. Reports TAP."""
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile
import time

kiosk = sys.argv[1]
number = 0
failed = 0


def report(good, name, why=""):
    global number, failed
    number += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {number} /ui/hardening/{name}{' # ' + why if why else ''}",
          flush=True)


if shutil.which("xdotool") is None:
    print("1..0 # SKIP xdotool is not installed")
    sys.exit(77)

folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-hardening-"))
(folder / "state").mkdir(mode=0o700)
(folder / "kiosk.conf").write_text(
    f"[kiosk]\nstate-dir={folder}/state\n[delivery]\nreserve-mib=1\n[printer]\nuri=none\n")
ui_map = folder / "map.json"
# every door that the environment could open stands wide
environment = dict(os.environ, MOTCUA_UI_MAP=str(ui_map), GTK_DEBUG="interactive",
                   GTK_THEME="HighContrast", GTK_PATH="/tmp", GTK_MODULES="canberra",
                   GTK_INSPECTOR_DISPLAY="1", GTK_IM_MODULE="xim")


class Kiosk:
    def __init__(self):
        ui_map.unlink(missing_ok=True)
        self.process = subprocess.Popen([kiosk, "--config", folder / "kiosk.conf"],
                                        env=environment)

    def map(self):
        try:
            return json.loads(ui_map.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return None

    def wait(self, condition, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = self.map()
            if shown and not shown["busy"] and condition(shown):
                return shown
            if self.process.poll() is not None:
                raise SystemExit(f"Bail out! the kiosk ended with {self.process.returncode}")
            time.sleep(0.02)
        raise SystemExit(f"Bail out! waited in vain; the map is {self.map()}")

    def widget(self, name):
        shown = self.wait(lambda m: any(w["id"] == name for w in m["widgets"]))
        return next(w for w in shown["widgets"] if w["id"] == name)

    def xdo(self, *arguments):
        subprocess.run(["xdotool", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)

    def move(self, name):
        widget = self.widget(name)
        self.xdo("mousemove", widget["x"] + widget["w"] // 2, widget["y"] + widget["h"] // 2)

    def click(self, name, condition):
        """Touches until it has its effect: a touch within 300 ms of another is dropped."""
        for _ in range(10):
            self.move(name)
            self.xdo("click", 1)
            try:
                return self.wait(condition, 1.5)
            except SystemExit:
                continue
        return self.wait(condition)

    def toplevels(self):
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
            capture_output=True, text=True)
        return len(found.stdout.split())


    def settle(self):
        """A key that is let through, and seen: what was sent before it has been handled."""
        self.xdo("key", "x")
        self.wait(lambda m: any(w["id"] == "field-code" and w["text"].endswith("x")
                                for w in m["widgets"]))
        self.xdo("key", "BackSpace")
        self.wait(lambda m: any(w["id"] == "field-code" and not w["text"].endswith("x")
                                for w in m["widgets"]))


limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
program = Kiosk()
try:
    program.wait(lambda m: m["screen"] == "welcome")
    limits = pathlib.Path(f"/proc/{program.process.pid}/limits").read_text().splitlines()
    core = next(line for line in limits if line.startswith("Max core")).split()[4:6]
    report(core == ["0", "0"], "core", f"a core of {core} bytes may be written")
    window = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid",
                             str(program.process.pid)], capture_output=True,
                            text=True).stdout.split()
    report(len(window) == 1, "one-toplevel", f"{len(window)} windows")
    program.xdo("windowfocus", window[0])
    program.click("vi", lambda m: m["screen"] == "home")
    program.click("status", lambda m: m["screen"] == "lookup")
    program.click("type-code", lambda m: m["screen"] == "lookup-code")
    program.xdo("type", "abc")
    program.wait(lambda m: any(w["id"] == "field-code" and w["text"] == "abc"
                               for w in m["widgets"]))
    process, toplevels = program.process.pid, program.toplevels()

    def unchanged(name, text="abc"):
        program.settle()
        shown = program.map()
        field = next(w for w in shown["widgets"] if w["id"] == "field-code")
        good = (program.process.poll() is None and program.process.pid == process
                and program.toplevels() == toplevels and shown["screen"] == "lookup-code"
                and field["text"] == text)
        report(good, name, "" if good else
               f"{program.toplevels()} windows, {shown['screen']}, {field['text']!r}")

    for name, chord in [
            ("inspector-i", "ctrl+shift+i"), ("inspector-d", "ctrl+shift+d"), ("menu", "Menu"),
            ("shift-f10", "shift+F10"), ("f10", "F10"), ("f1", "F1"), ("emoji", "ctrl+period"),
            ("emoji-semicolon", "ctrl+semicolon"), ("alt-f4", "alt+F4"), ("ctrl-q", "ctrl+q"),
            ("ctrl-w", "ctrl+w"), ("alt-space", "alt+space"), ("alt-tab", "alt+Tab"),
            ("super", "super+d"), ("print", "ctrl+p"), ("escape", "Escape"),
            ("undo", "ctrl+z"), ("delete-word", "ctrl+slash")]:
        program.xdo("key", chord)
        unchanged(name)

    program.xdo("key", "ctrl+a", "ctrl+c", "End", "ctrl+v")
    unchanged("clipboard")
    program.xdo("key", "shift+Insert")
    unchanged("shift-insert")
    program.xdo("key", "ctrl+shift+u")
    program.xdo("key", "7")
    program.xdo("key", "BackSpace")
    unchanged("unicode-entry")
    program.move("field-code")
    for button, name in [(3, "right-click"), (2, "middle-click"), (8, "back-button")]:
        program.xdo("click", button)
        unchanged(name)
    # a long press, as a finger would
    program.xdo("mousedown", 1)
    time.sleep(1.6)
    program.xdo("mouseup", 1)
    program.xdo("key", "End")
    unchanged("long-press")
    # dragging selected text out of the field
    field = program.widget("field-code")
    program.xdo("key", "Home", "shift+End")
    program.xdo("mousemove", field["x"] + 60, field["y"] + field["h"] // 2, "mousedown", 1,
                "mousemove_relative", 0, 300, "mousemove_relative", 40, 100, "mouseup", 1)
    program.xdo("key", "End")
    unchanged("drag")

    # two touches in a row are one: the second would press what the next page shows there
    time.sleep(0.4)
    program.move("back")
    program.xdo("click", "--repeat", 2, "--delay", 60, 1)
    shown = program.wait(lambda m: m["screen"] != "lookup-code")
    time.sleep(0.3)
    report(program.map()["screen"] == "lookup", "debounce", program.map()["screen"])
finally:
    program.process.terminate()
    status = program.process.wait()
report(status == 0, "ends-when-told", f"status {status}")
shutil.rmtree(folder)
print(f"1..{number}")
sys.exit(1 if failed else 0)
