#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Officials who click on whatever stands there and type whatever comes to their minds: no request ends
the service, fails inside, shows markup that somebody typed, or says a header that somebody wrote.

MC_MONKEY_REQUESTS and MC_MONKEY_SEED make it longer and other."""

import html.parser
import http.client
import os
import random
import re
import sys
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from console import Browser, add_user  # noqa: E402
from service import Town, tap  # noqa: E402

REQUESTS = int(os.environ.get("MC_MONKEY_REQUESTS", "1200"))
SEED = os.environ.get("MC_MONKEY_SEED", "1")

MARK = "<script>zz</script>"
TEXTS = [
    "", " ", MARK, "\"'&<>" + MARK, "=1+1", "@SUM(A1)", "-1", "0", "1", "2", "99999999999999999999",
    "0001-01-01", "9999-12-31", "2025-06-20", "20/6/2025", "29/2/2025", "../../etc/passwd",
    "x\r\nX-Evil: 1", "\t", "\x7f", "\u202egnp.exe", "\ufeff", "ạ" * 600, "a" * 6000, "e\u0301" * 50,
    "Nguyễn Thị Hoa", "001198004321", "0912345678", "yes", "no", "owner", "delegate", "next", "back",
    "Đủ điều kiện", "H26.104-250620-200012", "hoa", "mai", "an", "*", "00070", "G13.22", "%", "%s%n",
    "\U0001f4a9", "{}", "{}{}{}{}",
]
# What no text has: percent-encoded as it stands.
RAW = ["%00", "%F0", "%FC%80", "%ED%A0%80", "%zz", "%", "a%00b"]
FILES = [b"", b"%PDF-1.4\n%%EOF\n", b"%PDF-", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"\xff\xd8\xff\xe0" + b"x" * 90,
         b"<html>" + MARK.encode(), b"GIF89a", random.Random(SEED).randbytes(3000), b"%PDF-" + b"a" * 300000]
FILE_NAMES = ["a.pdf", "..\\..\\b.png", "../../c.jpg", MARK + ".pdf", "x\\\".pdf", "\u202efdp.exe", "ạ" * 300, ".",
              "a.pdf\x01", "%0d%0aX-Evil: 1"]
PATHS = ["/console", "/console/counter", "/console/pickups", "/console/folders", "/console/search",
         "/console/problems", "/console/reports", "/console/register", "/console/users",
         "/console/add-user", "/console/trail", "/console/password", "/console/pickups/list",
         "/console/reports/report.pdf", "/console/reports/06a.csv", "/console/register/register.csv",
         "/console/register/register.pdf", "/console/users/hoa"]
# Of these the monkey would have to begin anew.
SPARED = re.compile(r"/sign-out|/password|/(reset|disable|remove-post)$")
NAMES = ["unit", "from", "to", "period", "page", "before", "q", "post", "view", "due", "state", "after",
         "section", "missing", "login", "code", "done", "show", "separator", "desk", "result", "dossier"]


class Forms(html.parser.HTMLParser):
    """The links and forms of a page, each form with its controls: name, value, whether it is on."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.form, self.area = [], [], None, None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("a", "img") and (given.get("href") or given.get("src") or "").startswith("/console"):
            self.links.append(given.get("href") or given.get("src"))
        elif tag == "form":
            self.form = {"action": given.get("action"), "post": given.get("method") == "post",
                         "parts": given.get("enctype") == "multipart/form-data", "controls": [],
                         "buttons": []}
            self.forms.append(self.form)
        elif self.form is None or not given.get("name"):
            return
        elif tag == "button":
            self.form["buttons"].append((given["name"], given.get("value") or ""))
        elif tag == "input":
            kind = given.get("type", "text")
            shown = kind not in ("radio", "checkbox") or "checked" in given
            self.form["controls"].append([given["name"], given.get("value") or "", shown, kind])
        elif tag in ("textarea", "select"):
            self.form["controls"].append([given["name"], "", True, tag])
        if tag == "option" and self.form and self.form["controls"] and self.form["controls"][-1][3] == "select":
            if not self.form["controls"][-1][1] or "selected" in given:
                self.form["controls"][-1][1] = given.get("value") or ""

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None


class Monkey:
    def __init__(self, town, login, dice):
        self.town, self.login, self.dice = town, login, dice
        self.browser = Browser(town.port)
        self.known = list(PATHS)
        self.browser.sign_in(login)

    def read_log(self):
        with open(self.town.log) as log:
            return log.read()

    def value(self, old=""):
        """Percent-encoded."""
        if self.dice.random() < 0.1:
            return self.dice.choice(RAW)
        if self.dice.random() < 0.2 and old:
            spot = self.dice.randrange(len(old))
            return urllib.parse.quote(old[:spot] + self.dice.choice(TEXTS) + old[spot + 1:])
        return urllib.parse.quote(self.dice.choice(TEXTS))

    def look(self, method, path, page):
        where = (self.login, method, path[:300])
        assert page.status < 500, (where, page.status, page.text[:2000])
        assert "x-evil" not in page.headers, (where, page.headers)
        if page.type.startswith("text/html"):
            assert MARK not in page.text, where
            assert page.headers["cache-control"] == "no-store", (where, page.headers)
        if page.location is not None:
            assert page.location.startswith("/console"), (where, page.location)
        assert self.town.process.poll() is None, where

    def ask(self, method, path, body=None, headers=None):
        try:
            page = self.browser.ask(method, path, body, headers)
        except (OSError, http.client.HTTPException, AssertionError) as error:
            raise AssertionError(self.login, method, path, body, self.read_log()[-2000:]) from error
        self.look(method, path, page)
        if (page.location or "").startswith("/console/sign-in"):
            self.browser.sign_in(self.login)
        elif page.location and len(self.known) < 2000:
            self.known.append(page.location)
        return page

    def bend(self, path):
        """The same address with something else in it."""
        base, _, query = path.partition("?")
        roll = self.dice.random()
        if roll < 0.35:
            segments = base.split("/")
            segments[self.dice.randrange(2, len(segments)) if len(segments) > 2 else -1] = self.value() or "x"
            base = "/".join(segments)
        elif roll < 0.7 and query:
            pairs = query.split("&")
            spot = self.dice.randrange(len(pairs))
            pairs[spot] = pairs[spot].partition("=")[0] + "=" + self.value()
            query = "&".join(pairs)
        else:
            query += ("&" if query else "") + self.dice.choice(NAMES) + "=" + self.value()
        return (base + ("?" + query if query else ""))[:1900]

    def send(self, form):
        fields = []
        for name, value, shown, kind in form["controls"]:
            if kind == "file":
                fields.append((name, None, kind))
            elif name == "csrf":
                fields.append((name, urllib.parse.quote(value), kind))
            elif kind in ("radio", "checkbox"):
                if shown != (self.dice.random() < 0.3):
                    fields.append((name, urllib.parse.quote(value), kind))
            elif self.dice.random() < 0.35 and name != "revision":
                fields.append((name, self.value(value), kind))
            elif self.dice.random() < 0.97:
                fields.append((name, urllib.parse.quote(value), kind))
        if form["buttons"]:
            name, value = self.dice.choice(form["buttons"])
            fields.append((name, urllib.parse.quote(value), "button"))
        if not form["post"]:
            query = "&".join(f"{urllib.parse.quote(name)}={value}" for name, value, _ in fields)
            return self.ask("GET", (form["action"] + "?" + query)[:1900])
        if form["parts"]:
            return self.send_parts(form, fields)
        return self.ask("POST", form["action"], "&".join(
            f"{urllib.parse.quote(name)}={value}" for name, value, _ in fields))

    def send_parts(self, form, fields):
        body = b""
        for name, value, kind in fields:
            for _ in range(self.dice.choice([0, 1, 1, 2]) if kind == "file" else 1):
                body += b"--zzz\r\nContent-Disposition: form-data; name=\"" + name.encode() + b"\""
                if kind == "file":
                    body += b"; filename=\"" + self.dice.choice(FILE_NAMES).encode() + b"\""
                    body += b"\r\n\r\n" + self.dice.choice(FILES) + b"\r\n"
                else:
                    body += b"\r\n\r\n" + urllib.parse.unquote_to_bytes(value) + b"\r\n"
        body += b"--zzz--\r\n"
        if self.dice.random() < 0.05:
            body = body[:self.dice.randrange(len(body))]
        return self.ask("POST", form["action"], body,
                        {"Content-Type": "multipart/form-data; boundary=zzz"})

    def play(self):
        path = self.dice.choice(self.known[-200:] if self.dice.random() < 0.6 else self.known)
        if self.dice.random() < 0.2:
            path = self.bend(path)
        page = self.ask("GET", path)
        if not page.type.startswith("text/html"):
            return
        found = Forms(page.text)
        for link in found.links:
            if len(self.known) < 2000 and link not in self.known and not SPARED.search(link):
                self.known.append(link)
        forms = [form for form in found.forms if form["action"] and not SPARED.search(form["action"])]
        if forms:
            self.send(self.dice.choice(forms))


PEOPLE = [("hoa", "reception:00070", "specialist:00070:Phòng Văn hóa - Xã hội"), ("an", "chairman:00070"),
          ("binh", "department:00070:Phòng Văn hóa - Xã hội"),
          ("mai", "specialist:00070:Phòng Văn hóa - Xã hội"), ("kiem", "auditor:00070"),
          ("xa", "reception:00004", "chairman:00004"), ("so", "director:H26.STC", "auditor:H26.STC"),
          ("doc", "city_reader:*"), ("quan", "administrator:*")]


def test_monkey(folder):
    """Hundreds of pages, forms, files and addresses by officials of all roles."""
    dice = random.Random(SEED)
    with Town(folder) as town:
        monkeys = []
        for login, *posts in PEOPLE:
            add_user(town, login, *posts)
            monkeys.append(Monkey(town, login, dice))
        for _ in range(REQUESTS // 2):
            dice.choice(monkeys).play()
        text = monkeys[0].read_log()
        assert not re.search(r"CRITICAL|WARNING \*\*|runtime error|Sanitizer", text), text[-3000:]
        assert MARK not in text
        assert town.stop() == 0


if __name__ == "__main__":
    tap.main(globals())
