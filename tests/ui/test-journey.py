#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A citizen files a birth registration at the real program, offline: a card at the scanner, the
on-screen keyboard, mistakes and their words, a change from the review, the receipt whose code a
phone can read, and nothing left behind. Input comes from outside the process only. Reports TAP.

  test-journey.py KIOSK CTL ENROL-OFFLINE [PICTURES]
"""
import json
import os
import pathlib
import pty
import shutil
import subprocess
import sys
import tempfile
import time
import tty
import unicodedata

kiosk, ctl, enrol = sys.argv[1:4]
pictures = pathlib.Path(sys.argv[4]) if len(sys.argv) > 4 else None
CARD = "001304000028||Trần Thị Bình|29022004|Nữ|Thôn 1, Xã Sóc Sơn, Hà Nội|01082024||||"
CHILD = "Nguyễn Minh Khuê"
NAMES = ("Khuê", "Bình", "001304000028", "Sóc Sơn")
TONES = {"\u0301": "acute", "\u0300": "grave", "\u0309": "hook", "\u0303": "tilde",
         "\u0323": "dot"}
number = failed = shots = 0


def report(good, name, why=""):
    global number, failed
    number += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {number} /ui/journey/{name}{' # ' + why if why else ''}",
          flush=True)


for program in "xdotool", "zbarimg", "import":
    if shutil.which(program) is None:
        print(f"1..0 # SKIP {program} is not installed")
        sys.exit(77)


class Kiosk:
    def __init__(self, folder):
        self.folder, self.map_path = folder, folder / "map.json"
        self.config = folder / "kiosk.conf"
        self.scanner, slave = pty.openpty()
        tty.setraw(slave)
        (folder / "state").mkdir(mode=0o700)
        self.config.write_text(
            f"[kiosk]\nstate-dir={folder}/state\n[delivery]\nreserve-mib=1\n"
            f"[scanner]\ndevice={os.ttyname(slave)}\n[ui]\nwidth=1080\nheight=1920\n")
        subprocess.run([enrol, folder / "state", "00070", "HK-03", "2"], check=True)
        self.log = open(folder / "kiosk.log", "wb")
        self.process = subprocess.Popen([kiosk, "--config", self.config], stderr=self.log,
                                        env=dict(os.environ, MOTCUA_UI_MAP=str(self.map_path)))

    def map(self):
        try:
            return json.loads(self.map_path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {"screen": "", "busy": True, "serial": 0, "widgets": []}

    def wait(self, condition, what, seconds=20):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            shown = self.map()
            if not shown["busy"] and condition(shown):
                return shown
            if self.process.poll() is not None:
                sys.exit(f"Bail out! the kiosk ended with {self.process.returncode}")
            time.sleep(0.02)
        self.shot("stuck")
        sys.exit(f"Bail out! waited for {what} in vain; {self.map()['screen']} shows "
                 f"{[w['id'] for w in self.map()['widgets']]}")

    def find(self, name):
        return next((w for w in self.map()["widgets"] if w["id"] == name), None)

    def xdo(self, *arguments):
        subprocess.run(["xdotool", *map(str, arguments)], check=True)

    def press(self, name):
        """One finger; not within 300 ms of another one, which would count as the same."""
        self.wait(lambda m: any(w["id"] == name and w["sensitive"] for w in m["widgets"]), name)
        widget = self.find(name)
        if not name.startswith("key-"):
            time.sleep(0.35)
            widget = self.find(name) or widget
        self.xdo("mousemove", widget["x"] + widget["w"] // 2, widget["y"] + widget["h"] // 2,
                 "click", 1)

    def go(self, name, screen):
        self.press(name)
        self.wait(lambda m: m["screen"] == screen, f"screen {screen}")

    def next_page(self):
        before = self.fields()
        self.press("next")
        self.wait(lambda m: m["screen"] != "form" or self.fields(m) != before, "the next page")

    def fields(self, shown=None):
        return sorted(w["id"] for w in (shown or self.map())["widgets"]
                      if w["id"].startswith(("field-", "choice-")))

    def text(self, name):
        return (self.find(name) or {}).get("text") or ""

    def type(self, text):
        """Letter for letter on the keyboard of the screen, a word's tone after its letters."""
        for index, word in enumerate(text.split(" ")):
            keys = ["key-space"] if index else []
            tones = []
            for letter in unicodedata.normalize("NFC", word):
                parts = unicodedata.normalize("NFD", letter)
                base = unicodedata.normalize("NFC", "".join(p for p in parts if p not in TONES))
                tones += ["key-tone-" + TONES[p] for p in parts if p in TONES]
                keys.append("key-" + base.lower())
            for key in keys + tones:
                self.press(key)

    def typed(self, name, text):
        """Waits until the last key has been handled; capital letters are the keyboard's choice."""
        self.wait(lambda m: any(w["id"] == name and w["text"].lower() == text.lower()
                                for w in m["widgets"]), f"{text!r} in {name}")

    def clear(self, name):
        for _ in self.text(name):
            self.press("key-backspace")

    def scan(self, payload):
        os.write(self.scanner, (payload + "\r").encode())

    def shot(self, name):
        global shots
        if pictures is None:
            return
        shots += 1
        pictures.mkdir(parents=True, exist_ok=True)
        time.sleep(0.3)
        subprocess.run(["import", "-silent", "-window", "root", "-crop", "1080x1920+0+0",
                        pictures / f"{shots:02d}-{name}.png"], check=True)

    def outbox(self):
        found = subprocess.run([ctl, "--config", self.config, "outbox", "--json"], check=True,
                               capture_output=True, text=True)
        return json.loads(found.stdout)


def identify(program):
    program.go("vi", "home")
    program.shot("home")
    program.go("file", "consent")
    program.shot("consent")
    program.go("next", "identify")
    program.shot("identify")
    program.scan("8934588063053")
    program.wait(lambda m: any(w["id"] == "trouble" for w in m["widgets"]), "words about the scan")
    report(program.map()["screen"] == "identify" and not program.find("next"), "wrong-scan")
    program.scan(CARD)
    shown = program.wait(lambda m: any(w["id"] == "not-me" for w in m["widgets"]), "the card")
    program.shot("identify-found")
    found = program.find("found")["name"]
    report("Trần Thị Bình" in found and "0028" in found and "001304000028" not in
           json.dumps(shown, ensure_ascii=False), "card-masked", found)


def search(program):
    program.go("next", "search")
    program.type("khai sinh")
    program.typed("field-query", "khai sinh")
    program.wait(lambda m: any(w["id"] == "result-1.001193" for w in m["widgets"]), "a result")
    program.shot("search")
    report(program.find("result-1.009998") is None, "search-without-accents")
    program.go("result-1.001193", "checklist")
    program.shot("checklist")
    program.go("next", "form")


def fill(program):
    report("field-requester_name" not in program.fields(), "card-not-asked-again")
    program.press("next")
    program.wait(lambda m: any(w["id"] == "trouble" for w in m["widgets"]), "words")
    report(True, "nothing-chosen")
    program.press("choice-relation-mother")
    program.next_page()
    program.type("Khuê1")
    program.press("next")
    program.wait(lambda m: any(w["id"] == "trouble" for w in m["widgets"]), "words")
    program.shot("form-error")
    report(program.text("field-child_name") == "Khuê1", "error-keeps-text")
    program.clear("field-child_name")
    program.typed("field-child_name", "")
    report(program.find("trouble") is None, "error-goes-when-changed")
    program.type(CHILD)
    program.typed("field-child_name", CHILD)
    report(True, "vietnamese-name", program.text("field-child_name"))
    answers = {"child_sex": "female", "child_birth_date": "14112026"}
    pages = 1
    while program.map()["screen"] == "form":
        for name in program.fields():
            kind, key = name.split("-")[:2]
            if kind == "choice" and name == f"choice-{key}-{answers.get(key)}":
                program.press(name)
            elif name.endswith("-day"):
                program.press(name)
                program.type(answers[key])
            elif kind == "field" and "-" not in name[6:] and not program.text(name):
                program.type("1996" if "year" in key else "an" if "name" in key else "ha noi")
        program.shot(f"form-{program.fields()[0].split('-')[1]}")
        program.next_page()
        pages += 1
        if pages > 40:
            sys.exit("Bail out! the form does not end")
    report(program.map()["screen"] == "review", "form-ends", f"{pages} pages")


def review(program):
    program.shot("review")
    report("001304000028" not in program.map_path.read_text(), "review-masked")
    program.press("show-applicant.id_number")
    program.wait(lambda m: any(w["text"] == "001304000028" for w in m["widgets"]), "the number")
    report(True, "review-shows-when-asked")
    program.shot("review-shown")
    while not program.find("change-child_name")["visible"]:
        program.press("page-down")
    program.go("change-child_name", "form")
    report(program.fields() == ["field-child_name"], "change-one-thing")
    program.type(" an")
    program.go("next", "review")
    report(program.text("value-child_name").lower() == (CHILD + " an").lower(),
           "change-comes-back", program.text("value-child_name"))


def submit(program):
    program.press("next")
    program.xdo("click", "--repeat", 4, "--delay", 30, 1)
    program.wait(lambda m: m["screen"] == "receipt", "the receipt")
    time.sleep(0.5)
    program.shot("receipt")
    records = program.outbox()
    code = program.text("code").replace("\u200b", "")
    report(len(records) == 1 and records[0]["code"] == code, "one-dossier",
           f"{len(records)} records")
    report(records[0]["shown"] is True, "shown-once-painted")
    picture = program.folder / "receipt.png"
    subprocess.run(["import", "-silent", "-window", "root", picture], check=True)
    read = subprocess.run(["zbarimg", "--quiet", "--raw", picture], capture_output=True, text=True)
    report(read.stdout.startswith("HTTPS://MOTCUA.EXAMPLE/T/") and len(read.stdout.strip()) == 51,
           "phone-reads-the-screen", read.stdout.strip())
    report("print" in [w["id"] for w in program.map()["widgets"]], "print-words")
    program.press("rate-5")


def leave(program):
    program.go("next", "end")
    program.shot("end")
    program.go("next", "welcome")
    clean = all(name not in program.map_path.read_text() for name in NAMES)
    for name, screen in ("en", "home"), ("file", "consent"), ("next", "identify"), \
            ("type", "applicant"):
        program.go(name, screen)
        clean = clean and all(name not in program.map_path.read_text() for name in NAMES)
    report(clean and program.text("field-applicant.id_number") == "", "nothing-left")


folder = pathlib.Path(tempfile.mkdtemp(prefix="motcua-journey-"))
program = Kiosk(folder)
try:
    program.wait(lambda m: m["screen"] == "welcome", "the first page")
    for step in identify, search, fill, review, submit, leave:
        step(program)
finally:
    program.process.terminate()
    status = program.process.wait()
criticals = [line for line in (folder / "kiosk.log").read_text(errors="replace").splitlines()
             if "CRITICAL" in line]
report(status == 0 and not criticals, "no-criticals", "; ".join(criticals[:3]))
shutil.rmtree(folder)
print(f"1..{number}")
sys.exit(1 if failed else 0)
