# SPDX-License-Identifier: GPL-3.0-or-later
"""One dossier all the way, with nobody there: a person's clicks on the real window, the real paper,
a phone's browser, and the officials' clicks in theirs. Every outcome is looked at; nothing is
assumed."""

import datetime
import glob
import json
import os
import shutil
import tempfile

from . import people
from .browser import Browser
from .house import House, free_port
from .processes import HouseError, run, wait_until
from .journey import CARD, Citizen
from .officials import Console
from .screen import Display, Person

# The officials' clicks, in the order of the eight steps (2 to 7): action, who, what they choose, the
# state that it leads to.
STEPS = [("receive", "tiepnhan", None, "received"),
         ("chair_assign", "chutich", people.CULTURE, "chair_assigned"),
         ("dept_assign", "truongphong", "Phạm Thị Cúc", "department_assigned"),
         ("process", "chuyenvien", None, "processed"),
         ("dept_approve", "truongphong", None, "department_approved"),
         ("chair_approve", "chutich", None, "approved"),
         ("register_result", "tiepnhan", None, "ready")]

# Who comes for a result stands on the clerk's screen this soon after the number was on the kiosk's.
LISTED_WITHIN_S = 1.0


def decode_qr(png):
    return run(["zbarimg", "-q", "--nodbus", "--raw", "-Sdisable", "-Sqrcode.enable", png],
               "reading the printed QR").strip()


class Demo:
    def __init__(self, options):
        self.options = options
        self.out = os.path.abspath(options.demo)
        self.report = {"started": self._now(), "steps": []}
        self.pictures = 0

    @staticmethod
    def _now():
        return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds")

    def done(self, what, **outcome):
        self.report["steps"].append({"at": self._now(), "what": what, **outcome})
        self._save()
        print(f"  {what}" + "".join(f", {key} {value}" for key, value in outcome.items()), flush=True)

    def _save(self):
        with open(os.path.join(self.out, "demo.json"), "w", encoding="utf-8") as file:
            json.dump(self.report, file, ensure_ascii=False, indent=2)
            file.write("\n")

    def expect(self, holds, message):
        if not holds:
            raise HouseError(message)

    def run(self):
        os.makedirs(self.out, exist_ok=True)
        for old in glob.glob(os.path.join(self.out, "*.png")) + glob.glob(
                os.path.join(self.out, "*.html")) + glob.glob(os.path.join(self.out, "*.pdf")):
            os.remove(old)
        # The house itself is thrown away afterwards; a demo leaves pictures and papers only.
        work = tempfile.mkdtemp(prefix="motcua-demo-")
        try:
            port = self.options.port or free_port()
            with House(os.path.join(work, "house"), port=port, media=self.options.media,
                       public_url=self.options.public_url) as house:
                display = Display(self.options.width, self.options.height, house.logs)
                try:
                    self._journey(house, display, os.path.join(work, "map.json"), work)
                except HouseError:
                    display.screenshot(os.path.join(self.out, "failed.png"))
                    raise
                finally:
                    house.stop()
                    display.stop()
                    shutil.copytree(house.logs, os.path.join(self.out, "logs"), dirs_exist_ok=True)
            self.report["finished"] = self._now()
            self.report["outcome"] = "succeeded"
            print(f"Demo succeeded: pictures, papers and demo.json are in {self.out}", flush=True)
        except BaseException as error:
            self.report["outcome"] = "failed"
            self.report["error"] = str(error)
            raise
        finally:
            self._save()
            shutil.rmtree(work, ignore_errors=True)

    # The parts of the journey

    def _journey(self, house, display, map_path, work):
        house.start_scanner()
        house.start_services(width=self.options.width, height=self.options.height)
        house.add_people()
        house.start_kiosk(display.name, map_path, GSK_RENDERER="cairo")
        self.house, self.display = house, display
        self.person = Person(display, map_path, house.kiosk)
        self.citizen = Citizen(house, self.person, self.shot)
        self.browser = Browser(os.path.join(work, "browser"), house.ca)
        self.console = Console(house.public_url, self.browser, self.picture_path)
        try:
            self.go_all_the_way()
        except HouseError:
            self.console.picture("console-failed")
            raise
        finally:
            self.console.close()

    def go_all_the_way(self):
        self.file_birth()
        self.read_paper()
        self.check_rating()
        self.visit("submitted", "1-filed", "submitted")
        self.walk("receive", "chair_assign", "dept_assign")
        self.visit("processing", "2-processing", "department_assigned")
        self.walk("process", "dept_approve", "chair_approve", "register_result")
        self.visit("ready", "3-ready", "ready")
        self.collect()
        self.visit("returned", "4-returned", "returned", says="Đã trả lúc")

    def picture_path(self, name):
        self.pictures += 1
        return os.path.join(self.out, f"{self.pictures:02d}-{name}.png")

    def shot(self, name):
        path = self.picture_path(name)
        self.display.screenshot(path)
        return os.path.basename(path)

    def file_birth(self):
        citizen, person = self.citizen, self.person
        citizen.begin()
        self.done("answered the form", pages=citizen.fill_in_birth())
        self.report["code"] = citizen.submit()
        self.done("filed a birth registration", code=self.report["code"])

        rows = self.outbox()
        self.expect(len(rows) == 1, f"the outbox holds {len(rows)} dossiers, not one")
        self.expect(rows[0]["code"] == self.report["code"],
                    f"the screen shows {self.report['code']}, the outbox has {rows[0]['code']}")
        self.report["id"] = rows[0]["id"]

        row = wait_until(lambda: self.outbox("print", "confirmed", "failed", "unknown"), 60,
                         "the paper")
        self.expect(row["print"] == "confirmed", f"the paper ended as {row['print']}")
        self.shot("receipt")
        person.click("rate-5")
        self.shot("receipt-rated")
        person.click("next")
        person.wait_screen("end")
        self.shot("end")
        row = wait_until(lambda: self.outbox("state", "confirmed", "safe"), 60,
                         "central's confirmation")
        self.done("delivered to central", state=row["state"])

    def papers(self):
        return glob.glob(os.path.join(self.house.printer["output"], "*.pdf"))

    def outbox(self, member=None, *values):
        """All rows; or the first one, once its member has one of the values."""
        rows = json.loads(self.house.ctl("outbox", "--json"))
        if member is None:
            return rows
        return rows[0] if rows[0][member] in values else None

    def read_paper(self):
        papers = self.papers()
        self.expect(len(papers) == 1, f"the printer holds {len(papers)} papers, not one")
        pdf = os.path.join(self.out, "receipt.pdf")
        shutil.copy(papers[0], pdf)
        run(["pdftoppm", "-r", "203", "-png", "-singlefile", pdf, pdf[:-4]], "rendering the paper")
        text = decode_qr(os.path.join(self.out, "receipt.png"))
        with open(os.path.join(self.out, "qr.txt"), "w") as file:
            file.write(text + "\n")
        self.report["qr"] = text
        self.report["token"] = text.rsplit("/", 1)[1]
        self.expect(text == text.upper() and "/T/" in text, f"the QR says {text}")
        history = json.loads(self.house.central_command("show", self.report["code"]))
        self.expect(history["id"] == self.report["id"], "central knows another id")
        self.done("read the printed QR", qr=text)

    def check_rating(self):
        """The tap on the receipt screen travels after its dossier."""
        def rated():
            known = json.loads(self.house.central_command("show", self.report["code"]))
            return known.get("rated") is True
        wait_until(rated, 60, "the rating at central")
        self.done("rated the service", score=5)

    def visit(self, moment, name, state, says=""):
        """The decoded URL, unmodified, in a browser; and the receipt at the return-result screen.
        Both use the words that are given."""
        html = self.browser.html(self.report["qr"])
        with open(os.path.join(self.out, f"status-{name}.html"), "w", encoding="utf-8") as file:
            file.write(html)
        self.browser.screenshot(self.report["qr"], os.path.join(self.out, f"status-{name}.png"))
        self.expect(f'data-state="{state}"' in html,
                    f"the status page does not say {state} ({moment})")
        number, _, name_on_card = CARD.split("|")[:3]
        self.expect(name_on_card not in html and number not in html,
                    "the status page tells who it is")
        self.expect(says in html, f"the status page does not say {says}")
        self.done("opened the status page", moment=moment)

        shown = self.citizen.show_receipt(self.report["qr"], f"return-{name}",
                                          first=name.startswith("1"))
        self.expect(says in shown, f"the kiosk says {shown}")
        self.done("showed the receipt to the return-result screen", moment=moment, said=shown)

    def walk(self, *actions):
        """Each official signs in, opens the dossier from their own inbox, and clicks."""
        console = self.console
        for action, login, choice, state in STEPS:
            if action not in actions:
                continue
            console.sign_in(login, self.house.password)
            console.open_from_inbox(self.report["id"])
            console.picture(f"console-{action}")
            self.act(login, action, choice, state)
            console.sign_out()

    def act(self, login, action, choice, state):
        self.console.act(action, choose=choice)
        known = json.loads(self.house.central_command("show", self.report["code"]))
        self.expect(known["state"] == state, f"{action} led to {known['state']}")
        self.done(f"{login} at the console: {action}", state=state)

    def collect(self):
        """The citizen comes for the result: receipt and card at the kiosk, a number on its screen and
        on paper, the same number before the clerk's eyes, the hand-over, and nobody waits any more."""
        console, papers = self.console, len(self.papers())
        console.sign_in("tiepnhan", self.house.password)
        console.watch_pickups()
        number, scanned_at = self.citizen.take_number(self.report["qr"])
        shown_at = os.stat(self.person.map_path).st_mtime
        listed_at, listed = console.wait_pickup()
        self.expect(listed == number, f"the kiosk shows {number}, the console {listed}")
        self.expect(listed_at - shown_at <= LISTED_WITHIN_S,
                    f"the console showed it {listed_at - shown_at:.2f} s after the kiosk")
        self.done("took a number for the result", number=number,
                  listed_after_scan_ms=round((listed_at - scanned_at) * 1000))
        console.picture("console-pickups")
        self.read_slip(papers, number)
        console.open_pickup(self.report["id"])
        console.picture("console-return")
        self.act("tiepnhan", "return", None, "returned")
        console.watch_pickups()
        console.sign_out()

    def read_slip(self, papers_before, number):
        wait_until(lambda: len(self.papers()) > papers_before, 60, "the slip with the number")
        slip = max(self.papers(), key=os.path.getmtime)
        shutil.copy(slip, os.path.join(self.out, "number.pdf"))
        text = run(["pdftotext", slip, "-"], "reading the slip")
        self.expect(str(number) in text.split() and self.report["code"] in text,
                    f"the slip says {text}")
        wait_until(lambda: "đã in" in self.person.text_of("print"), 60,
                   "the kiosk's word that the slip is printed")
        self.shot("number")
        self.person.click("next")
        self.done("took the slip", number=number)
