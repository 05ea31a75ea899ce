# SPDX-License-Identifier: GPL-3.0-or-later
"""One dossier all the way, with nobody there: a person's clicks on the real window, the real paper,
a real browser, and officials' commands. Every outcome is looked at; nothing is assumed."""

import datetime
import glob
import json
import os
import shutil
import tempfile

from .browser import Browser
from .house import House, free_port
from .processes import HouseError, run, wait_until
from .screen import Display, Person

# A made-up citizen; the number is well formed (domain reference, section 4) and belongs to nobody.
CARD = ("001188000034|012345678|Trần Thị Bình|12051988|Nữ|"
        "Số 12 Hàng Bông, Phường Hoàn Kiếm, Hà Nội|01012022")

BIRTHDAY = datetime.date.today() - datetime.timedelta(days=9)

# What she answers, by the field's key; a field that is not here keeps what it shows.
ANSWERS = {
    "relation": "mother",
    "child_name": "Nguyễn Minh Khuê",
    "child_sex": "female",
    "child_birth_date": BIRTHDAY,
    "child_birth_place": "Bệnh viện Phụ sản Hà Nội",
    "child_native_place": "Hà Nội",
    "mother_name": "Trần Thị Bình",
    "mother_birth_year": "1988",
    "mother_residence": "Phường Hoàn Kiếm",
    "father_name": "Nguyễn Văn An",
    "father_birth_year": "1986",
    "father_residence": "Phường Hoàn Kiếm",
    "has_birth_notice": "yes",
    "copies": "2",
}

# The officials, in the order of the eight steps (2 to 7).
STEPS = [("receive", "reception", "received"),
         ("chair_assign", "chairman", "chair_assigned"),
         ("dept_assign", "department", "department_assigned"),
         ("process", "specialist", "processed"),
         ("dept_approve", "department", "department_approved"),
         ("chair_approve", "chairman", "ready")]


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
            with House(os.path.join(work, "house"), port=port,
                       public_url=self.options.public_url) as house:
                display = Display(self.options.width, self.options.height, house.logs)
                try:
                    self._journey(house, display, os.path.join(work, "map.json"), work)
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
        house.start_kiosk(display.name, map_path, GSK_RENDERER="cairo")
        self.house, self.display = house, display
        self.person = Person(display, map_path, house.kiosk)
        self.browser = Browser(os.path.join(work, "browser"), house.ca)

        self.file_birth()
        self.read_paper()
        self.visit("submitted", "1-filed", "submitted")
        self.walk("receive", "chair_assign", "dept_assign")
        self.visit("processing", "2-processing", "department_assigned")
        self.walk("process", "dept_approve", "chair_approve")
        self.visit("ready", "3-ready", "ready")
        self.hand_over()

    def shot(self, name):
        self.pictures += 1
        path = f"{self.pictures:02d}-{name}.png"
        self.display.screenshot(os.path.join(self.out, path))
        return path

    def file_birth(self):
        person = self.person
        person.wait_screen("welcome", seconds=60)
        self.shot("welcome")
        person.click("vi")
        person.wait_screen("home")
        self.shot("home")
        person.click("file")
        person.wait_screen("consent")
        self.shot("consent")
        self.next_page("identify")
        self.shot("identify")
        self.house.scan(CARD)
        person.wait_widget("next")
        self.shot("identify-found")
        self.next_page("search")
        self.type_into("field-query", "khai sinh")
        person.wait_widget("result-1.001193")
        self.shot("search")
        person.click("result-1.001193")
        person.wait_screen("checklist")
        self.shot("checklist")
        self.next_page("form")
        self.fill_form()
        self.shot("review")
        person.click("next")
        view = person.wait_screen("receipt", seconds=30)
        self.report["code"] = person.text_of("code") or person.widget("code", view)["name"]
        self.done("filed a birth registration", code=self.report["code"])

        rows = json.loads(self.house.ctl("outbox", "--json"))
        self.expect(len(rows) == 1, f"the outbox holds {len(rows)} dossiers, not one")
        self.report["id"] = rows[0]["id"]
        self.expect(rows[0]["code"] in self.report["code"].replace("\u200b", ""),
                    "the screen shows another code")
        self.report["code"] = rows[0]["code"]

        def printed():
            row = json.loads(self.house.ctl("outbox", "--json"))[0]
            return row if row["print"] in ("confirmed", "failed", "unknown") else None
        row = wait_until(printed, 60, "the paper")
        self.expect(row["print"] == "confirmed", f"the paper ended as {row['print']}")
        # The screen follows the journal: wait until it says so, then take its picture.
        wait_until(lambda: "print-confirmed" in [w["id"] for w in person.look()["widgets"]]
                   or True, 1, "the print state on screen")
        self.shot("receipt")
        person.click("rate-5")
        self.shot("receipt-rated")
        person.click("next")
        person.wait_screen("end", "welcome")
        self.shot("end")

        def delivered():
            row = json.loads(self.house.ctl("outbox", "--json"))[0]
            return row if row["state"] in ("confirmed", "safe") else None
        row = wait_until(delivered, 60, "central's confirmation")
        self.done("delivered to central", state=row["state"])
        person.wait_screen("welcome", seconds=60)

    def next_page(self, screen):
        self.person.click("next")
        self.person.wait_screen(screen)

    def type_into(self, field, text):
        widget = self.person.wait_widget(field)
        if not widget.get("focused"):
            self.person.click(field)
        self.person.type_on_screen(text)

    def fill_form(self):
        """Goes from page to page as the form asks, until the review."""
        pages = 0
        while True:
            view = self.person.wait_screen("form", "review")
            if view["screen"] == "review":
                self.done("answered the form", pages=pages)
                return
            pages += 1
            self.expect(pages < 60, "the form does not end")
            ids = [w["id"] for w in view["widgets"] if w["id"].startswith(("field-", "choice-"))]
            self.answer(ids)
            self.shot("form-" + ids[0].split("-")[1])
            before = ids
            self.person.click("next")

            def moved():
                now = self.person.look()
                fields = [w["id"] for w in now["widgets"]
                          if w["id"].startswith(("field-", "choice-"))]
                return now["screen"] == "review" or (fields and fields != before)
            try:
                wait_until(moved, 10, "the next page")
            except HouseError:
                self.shot("form-stuck")
                raise HouseError(f"the form does not go on from {ids}: "
                                 f"{self.person.text_of('trouble')}") from None

    def answer(self, ids):
        done = set()
        for widget_id in ids:
            kind, key = widget_id.split("-")[:2]
            if key in done or key not in ANSWERS:
                continue
            done.add(key)
            value = ANSWERS[key]
            if kind == "choice":
                self.click_choice(f"choice-{key}-{value}")
            elif isinstance(value, datetime.date):
                for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
                    self.type_digits(f"field-{key}-{part}", str(number))
            else:
                current = self.person.text_of(f"field-{key}")
                if current != value:
                    if current:
                        self.person.click(f"field-{key}")
                        for _ in current:
                            self.person.press_key("key-backspace")
                    self.type_into(f"field-{key}", value)
                    self.expect(self.person.text_of(f"field-{key}") == value,
                                f"typed {value!r}, the screen shows "
                                f"{self.person.text_of(f'field-{key}')!r}")

    def click_choice(self, name):
        """A choice may stand on a later page of a long list."""
        for _ in range(12):
            if self.person.widget(name):
                self.person.click(name)
                return
            self.person.click("page-down")
        raise HouseError(f"no choice {name} on the screen")

    def type_digits(self, field, digits):
        self.person.click(field)
        self.person.type_on_screen(digits)

    def read_paper(self):
        papers = glob.glob(os.path.join(self.house.printer["output"], "*.pdf"))
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

    def visit(self, moment, name, state):
        """The decoded URL, unmodified, in a browser; and the receipt at the return-result screen."""
        html = self.browser.html(self.report["qr"])
        with open(os.path.join(self.out, f"status-{name}.html"), "w", encoding="utf-8") as file:
            file.write(html)
        self.browser.screenshot(self.report["qr"], os.path.join(self.out, f"status-{name}.png"))
        self.expect(f'data-state="{state}"' in html,
                    f"the status page does not say {state} ({moment})")
        self.expect("Trần Thị Bình" not in html and "001188000034" not in html,
                    "the status page tells who it is")
        self.done("opened the status page", moment=moment)

        person = self.person
        person.wait_screen("welcome", seconds=60)
        person.click("vi")
        person.wait_screen("home")
        person.click("collect")
        person.wait_screen("lookup")
        if name.startswith("1"):
            self.shot("return-scan")
        self.house.scan(self.report["qr"])
        person.wait_screen("dossier", seconds=30)
        picture = self.shot(f"return-{name}")
        shown = person.text_of("verdict") or (person.widget("verdict") or {}).get("name")
        self.done("showed the receipt to the return-result screen", moment=moment, verdict=shown,
                  picture=picture)
        person.click("next")
        person.wait_screen("end", "welcome", "home")
        if person.look()["screen"] == "home":
            person.click("back")
        person.wait_screen("welcome", seconds=60)

    def walk(self, *actions):
        for action, role, state in STEPS:
            if action in actions:
                answer = json.loads(self.house.central_command(
                    "step", self.report["code"], action, "--as", role))
                self.expect(answer["state"] == state, f"{action} led to {answer['state']}")
                for form in answer.get("documents", []) or filter(None, [answer.get("document")]):
                    shutil.copy(form, os.path.join(self.out, os.path.basename(form)))
                self.done(f"{role}: {action}", state=answer["state"])

    def hand_over(self):
        answer = json.loads(self.house.central_command(
            "step", self.report["code"], "return", "--as", "reception"))
        self.expect(answer["state"] == "returned", f"the hand-over led to {answer['state']}")
        self.visit("returned", "4-returned", "returned")
        self.done("handed the result over", state="returned")
