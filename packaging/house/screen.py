# SPDX-License-Identifier: GPL-3.0-or-later
"""A virtual display, and a person in front of it: looks (widget map, screenshots), clicks, types.
All input comes from outside the kiosk's process, through the X server."""

import json
import os
import subprocess
import time

from .processes import HouseError, Process, die_with_parent, run, wait_until


class Display:
    """Xvfb of the kiosk's size, without a window manager: the window fills it."""

    def __init__(self, width, height, log_dir):
        self.width, self.height = width, height
        read_end, write_end = os.pipe()
        os.set_inheritable(write_end, True)
        argv = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", f"{width}x{height}x24",
                "-nolisten", "tcp", "-noreset"]
        log = open(os.path.join(log_dir, "display.log"), "ab")
        self.popen = subprocess.Popen(argv, pass_fds=[write_end], stderr=log, stdout=log,
                                      stdin=subprocess.DEVNULL, start_new_session=True,
                                      preexec_fn=die_with_parent)
        os.close(write_end)
        with os.fdopen(read_end) as pipe:
            number = pipe.readline().strip()
        if not number:
            raise HouseError("the virtual display did not start; see display.log")
        self.name = ":" + number
        self.env = dict(os.environ, DISPLAY=self.name)

    def screenshot(self, path):
        run(["import", "-silent", "-window", "root", path], "taking a screenshot", self.env)

    def stop(self):
        self.popen.terminate()
        self.popen.wait()


class Person:
    """Reads the widget map that a test build of the kiosk writes, as eyes read a screen."""

    def __init__(self, display, map_path, kiosk, patience=30):
        self.display, self.map_path, self.kiosk, self.patience = display, map_path, kiosk, patience
        self._last_tap = 0

    def look(self):
        try:
            with open(self.map_path) as file:
                return json.load(file)
        except FileNotFoundError:
            return {"serial": 0, "screen": "", "widgets": [], "busy": True}

    def widget(self, name, view=None):
        view = view or self.look()
        return next((w for w in view["widgets"] if w["id"] == name), None)

    def _check_alive(self):
        if not self.kiosk.alive():
            raise HouseError(f"the kiosk ended with status {self.kiosk.popen.poll()}:\n"
                             + self.kiosk.log_tail())

    def wait_screen(self, *names, seconds=None):
        def there():
            self._check_alive()
            view = self.look()
            return view if view["screen"] in names and not view.get("busy") else None
        try:
            return wait_until(there, seconds or self.patience, "screen " + " or ".join(names))
        except HouseError as error:
            raise HouseError(f"{error}; the kiosk shows '{self.look()['screen']}'") from None

    def wait_widget(self, name, sensitive=True, seconds=None):
        def there():
            self._check_alive()
            widget = self.widget(name)
            return widget if widget and (widget["sensitive"] or not sensitive) else None
        return wait_until(there, seconds or self.patience,
                          f"'{name}' on screen '{self.look()['screen']}'")

    def xdotool(self, *words):
        run(["xdotool", *words], "xdotool", self.display.env)

    def click(self, name, seconds=None):
        """One tap in the middle of a widget, then waits until the kiosk drew something new."""
        widget = self.wait_widget(name, seconds=seconds)
        if not name.startswith("key-"):
            # The kiosk takes a second tap within 300 ms for a trembling hand, not for a wish.
            time.sleep(max(0, self._last_tap + 0.35 - time.monotonic()))
        before = self.look()["serial"]
        x, y = widget["x"] + widget["w"] / 2, widget["y"] + widget["h"] / 2
        self.xdotool("mousemove", str(int(x)), str(int(y)), "mousedown", "1", "mouseup", "1")
        self._last_tap = time.monotonic()
        try:
            wait_until(lambda: self.look()["serial"] != before, 3, "an answer to a tap")
        except HouseError:
            pass  # some taps change nothing that the map tells; the next wait decides
        return widget

    TONES = {"\u0301": "key-tone-acute", "\u0300": "key-tone-grave", "\u0309": "key-tone-hook",
             "\u0303": "key-tone-tilde", "\u0323": "key-tone-dot"}

    def type_on_screen(self, text):
        """Types with the on-screen keyboard: whole letters, then the tone of the word."""
        import unicodedata
        for word_index, word in enumerate(text.split(" ")):
            if word_index:
                self.press_key("key-space")
            tones = []
            for letter in word:
                parts = unicodedata.normalize("NFD", letter)
                base = unicodedata.normalize(
                    "NFC", "".join(p for p in parts if p not in self.TONES))
                tones += [self.TONES[p] for p in parts if p in self.TONES]
                key = "key-" + base.lower()
                # The keyboard begins names with capitals by itself; its face tells.
                face = (self.widget(key) or {}).get("name")
                if base.isalpha() and face != base:
                    self.press_key("key-shift")
                    wait_until(lambda: (self.widget(key) or {}).get("name") == base, 3,
                               f"the key {base}")
                self.press_key(key)
            for tone in tones:
                self.press_key(tone)

    def press_key(self, name):
        self.click(name)

    def text_of(self, name):
        widget = self.widget(name)
        return (widget or {}).get("text") or ""
