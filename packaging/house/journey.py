# SPDX-License-Identifier: GPL-3.0-or-later
"""A citizen at the window: files a birth registration with taps on the screen and a card at the
scanner, as a person would. The demo and the end-to-end tests share her."""

import datetime
import time

from .processes import HouseError, wait_until

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


class Citizen:
    """Goes through the screens one after another; `shot` is called with a name at each of them."""

    def __init__(self, house, person, shot=lambda name: None):
        self.house, self.person, self.shot = house, person, shot

    def begin(self, language="vi"):
        self.person.wait_screen("welcome", seconds=60)
        self.shot("welcome")
        self.person.click(language)
        self.person.wait_screen("home")
        self.shot("home")

    def fill_in_birth(self):
        """From the home screen to the review."""
        person = self.person
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
        return self.fill_form()

    def submit(self):
        """From the review to the receipt; the code as the screen shows it."""
        self.shot("review")
        self.person.click("next")
        self.person.wait_screen("receipt", seconds=30)
        return self.shown_code()

    def shown_code(self):
        widget = self.person.wait_widget("code", sensitive=False)
        return (widget.get("text") or widget["name"]).replace("\u200b", "").replace("\n", "")

    def show_receipt(self, qr, picture=None, first=False):
        """The receipt at the return-result screen; what the screen says, and home again."""
        person = self.person
        person.wait_screen("welcome", seconds=60)
        person.click("vi")
        person.wait_screen("home")
        person.click("collect")
        person.wait_screen("lookup")
        if first:
            self.shot("return-scan")
        self.house.scan(qr)
        person.wait_screen("dossier", seconds=30)
        if picture:
            self.shot(picture)
        view = person.look()
        title = next((w.get("text") or w["name"] for w in view["widgets"] if w["id"] == "title"), "")
        verdict = person.text_of("verdict") or (person.widget("verdict") or {}).get("name")
        # a result that is ready: "I am only looking"
        person.click("secondary" if person.widget("secondary") else "next")
        person.wait_screen("welcome", seconds=60)
        return " · ".join(part for part in (title, verdict) if part)

    def take_number(self, qr):
        """Receipt and identity card at the return-result screen; the number that it shows, and the
        moment at which the card was held to the scanner (seconds since 1970)."""
        person = self.person
        person.wait_screen("welcome", seconds=60)
        person.click("vi")
        person.wait_screen("home")
        person.click("collect")
        person.wait_screen("lookup")
        self.house.scan(qr)
        person.wait_screen("dossier", seconds=30)
        person.click("next")
        person.wait_screen("collect")
        self.shot("collect")
        scanned_at = time.time()
        self.house.scan(CARD)
        person.wait_screen("number")
        return int(person.text_of("ticket") or person.widget("ticket")["name"]), scanned_at

    def next_page(self, screen):
        self.person.click("next")
        self.person.wait_screen(screen)

    def type_into(self, field, text):
        widget = self.person.wait_widget(field)
        if not widget.get("focused"):
            self.person.click(field)
        self.person.type_on_screen(text)

    def fill_form(self):
        """Goes from page to page as the form asks, until the review; the number of pages."""
        pages = 0
        while True:
            view = self.person.wait_screen("form", "review")
            if view["screen"] == "review":
                return pages
            pages += 1
            if pages > 60:
                raise HouseError("the form does not end")
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
                    shown = self.person.text_of(f"field-{key}")
                    if shown != value:
                        raise HouseError(f"typed {value!r}, the screen shows {shown!r}")

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
