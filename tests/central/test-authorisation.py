#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who gets what over HTTP: each role, in its own unit and another, at each address of the console, as
one table. A page that no row speaks of fails the test: add its row to ROWS."""

import glob
import json
import os
import re
import select
import sqlite3
import sys
import time
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from console import COOKIE, PASSWORD, Browser, add_user  # noqa: E402
from service import Town, read_all, status_of, tap  # noqa: E402

WARD, OTHER, FINANCE = "00070", "00004", "H26.STC"
A, B = "Tư pháp - Hộ tịch", "Kinh tế"
ID = "01977a2e-6c00-7abc-8def-0123456789ab"  # received and decided in the ward, with department A
DOSSIER = f"/console/dossiers/{ID}"

ACTORS = {
    "reception": f"reception:{WARD}",
    "reception-other": f"reception:{OTHER}",
    "chairman": f"chairman:{WARD}",
    "chairman-other": f"chairman:{OTHER}",
    "head-a": f"department:{WARD}:{A}",
    "head-b": f"department:{WARD}:{B}",
    "head-other": f"department:{OTHER}:{A}",
    "assigned": f"specialist:{WARD}:{A}",
    "colleague": f"specialist:{WARD}:{A}",
    "specialist-b": f"specialist:{WARD}:{B}",
    "specialist-other": f"specialist:{OTHER}:{A}",
    "director": f"director:{FINANCE}",
    "division": f"division:{FINANCE}:{A}",
    "specialist-city": f"specialist:{FINANCE}:{A}",
    "auditor": f"auditor:{WARD}",
    "auditor-other": f"auditor:{OTHER}",
    "city-reader": "city_reader:*",
    "administrator": "administrator:*",
}
EVERYBODY = set(ACTORS)
DESKS = {"reception", "reception-other"}
AUDITORS = {"auditor", "auditor-other"}
WORKERS = EVERYBODY - AUDITORS - {"city-reader", "administrator"}
READERS = {"reception", "chairman", "head-a", "assigned", "colleague", "auditor"}
AT_WORK = READERS - {"auditor"}
OF_WARD = {"reception", "chairman", "head-a", "head-b", "assigned", "colleague", "specialist-b", "auditor"}
OF_OTHER = {"reception-other", "chairman-other", "head-other", "specialist-other", "auditor-other"}
OF_CITY = {"director", "division", "specialist-city"}
OF_BOOK = {"reception", "chairman", "auditor"}
NOBODY = set()

# Method, address, fields of the form, who may. `{draft}` is a form that `reception` is filling in at
# the counter, `{revision}` the dossier's. Forms are such that nothing changes when they are allowed, as
# they lack something; where that cannot be, UNSENT says so.
ROWS = [
    ("GET", "/console", None, EVERYBODY),
    ("GET", "/console/password", None, EVERYBODY),
    ("POST", "/console/password", {}, EVERYBODY),

    # a dossier and what belongs to it
    ("GET", DOSSIER, None, READERS),
    ("GET", f"{DOSSIER}/pages/1", None, READERS),
    ("GET", f"{DOSSIER}/attachments/1", None, READERS),
    ("GET", f"{DOSSIER}/actions/process", None, {"assigned"}),
    ("GET", f"{DOSSIER}/actions/stop", None, {"chairman"}),
    ("GET", f"{DOSSIER}/actions/withdraw", None, {"reception"}),
    ("POST", f"{DOSSIER}/actions/process", {"revision": "{revision}"}, {"assigned"}),
    # not possible now, for anybody: those who may read are told so
    ("POST", f"{DOSSIER}/actions/send_back", {"revision": "{revision}", "reason": "x"}, READERS),
    ("POST", f"{DOSSIER}/actions/register_result", {"revision": "{revision}", "result_number": "1"}, READERS),
    ("POST", f"{DOSSIER}/actions/stop", {"revision": "{revision}", "reason": "x"}, {"chairman"}),
    ("POST", f"{DOSSIER}/actions/withdraw", {"revision": "{revision}", "reason": "x"}, {"reception"}),
    ("POST", f"{DOSSIER}/actions/reassign", {"revision": "{revision}"}, {"head-a"}),
    ("POST", f"{DOSSIER}/attachments", {}, AT_WORK),
    ("POST", f"{DOSSIER}/problems", {"hindrance": ""}, AT_WORK),
    ("POST", f"{DOSSIER}/forms/declaration", {}, AT_WORK),
    ("POST", f"{DOSSIER}/forms/receipt", {}, AT_WORK),
    ("POST", f"{DOSSIER}/forms/control", {}, AT_WORK),
    ("POST", f"{DOSSIER}/forms/refusal", {}, NOBODY),
    ("POST", "/console/problems/1", {"dossier": ID, "solution": ""}, AT_WORK),
    ("GET", "/console/dossiers/01977a2e-6c00-7abc-8def-0123456789ac", None, NOBODY),

    # no such page
    ("GET", "/console/", None, NOBODY),

    # rooms
    ("GET", "/console/search", None, WORKERS | AUDITORS),
    ("POST", "/console/search", {"text": "x"}, WORKERS | AUDITORS),
    ("GET", "/console/problems", None, WORKERS | AUDITORS),
    ("GET", "/console/folders", None, WORKERS),
    ("POST", "/console/folders", {"scan": "x"}, WORKERS),
    ("GET", "/console/pickups", None, DESKS),
    ("GET", "/console/pickups/list", None, DESKS),
    ("GET", "/console/pickups/again", None, DESKS),
    ("POST", "/console/pickups/01977a2e-6c00-7abc-8def-0123456789ad/left", {}, NOBODY),
    ("GET", "/console/counter", None, DESKS),
    ("POST", "/console/counter", {"procedure": "none"}, DESKS),
    *[("GET", f"/console/counter/{{draft}}/{page}", None, {"reception"})
      for page in ("procedure", "applicant", "form", "papers", "review")],
    *[("POST", f"/console/counter/{{draft}}/{page}", {}, {"reception"})
      for page in ("procedure", "applicant", "form", "papers", "submit")],
    ("POST", "/console/counter/{draft}/slip", {}, NOBODY),  # nothing is filed yet
    ("GET", "/console/counter/{draft}", None, {"reception"}),
    ("POST", "/console/counter/{draft}/discard", {}, EVERYBODY),  # of their own, if there is one

    # several at once
    *[("POST", f"/console/batch{run}", {"action": "chair_assign", "post": "0", "department": A,
                                        "dossier": f"{ID}.{{revision}}"}, WORKERS) for run in ("", "/run")],

    # sums
    ("GET", "/console/reports", None, EVERYBODY - {"administrator"}),
    ("GET", f"/console/reports?unit={WARD}", None, OF_WARD | {"city-reader"}),
    ("GET", f"/console/reports?unit={OTHER}", None, OF_OTHER | {"city-reader"}),
    ("GET", f"/console/reports?unit={FINANCE}", None, OF_CITY | {"city-reader"}),
    ("GET", "/console/reports?unit=", None, {"city-reader"}),
    ("GET", f"/console/reports/06a.csv?unit={WARD}", None, OF_WARD | {"city-reader"}),
    ("GET", f"/console/reports/report.pdf?unit={OTHER}", None, OF_OTHER | {"city-reader"}),

    # the register has everybody's names: the desk's, the chairman's and the auditor's
    ("GET", "/console/register", None, OF_BOOK | {login + "-other" for login in OF_BOOK}),
    ("GET", f"/console/register?unit={WARD}", None, OF_BOOK),
    ("GET", f"/console/register?unit={OTHER}", None, {login + "-other" for login in OF_BOOK}),
    ("GET", f"/console/register?unit={FINANCE}", None, NOBODY),
    ("GET", "/console/register?unit=", None, NOBODY),
    ("GET", f"/console/register/register.csv?unit={WARD}", None, OF_BOOK),
    ("GET", f"/console/register/register.pdf?unit={OTHER}", None, {login + "-other" for login in OF_BOOK}),

    # accounts and the trail
    ("GET", "/console/users", None, {"administrator"}),
    ("GET", "/console/users/reception", None, {"administrator"}),
    ("GET", "/console/add-user", None, {"administrator"}),
    ("POST", "/console/add-user", {"name": "X"}, {"administrator"}),
    ("POST", "/console/users/reception/name", {"name": ""}, {"administrator"}),
    ("POST", "/console/users/reception/add-post", {"unit": "x"}, {"administrator"}),
    ("POST", "/console/users/reception/remove-post", {"post": "x"}, {"administrator"}),
    *[("POST", f"/console/users/nobody/{verb}", {}, NOBODY) for verb in ("reset", "disable", "enable")],
    ("GET", "/console/trail", None, AUDITORS | {"administrator"}),
    ("GET", f"/console/trail?unit={WARD}", None, {"auditor", "administrator"}),
    ("GET", f"/console/trail?unit={OTHER}", None, {"auditor-other", "administrator"}),
    ("GET", f"/console/trail?unit={WARD}&code=H26.104-250620-200012", None, {"auditor", "administrator"}),
    ("GET", "/console/trail?unit=*", None, {"administrator"}),
]

# Rows that would change something for who may: those do not send them.
UNSENT = {(f"{DOSSIER}/actions/stop", "chairman"), (f"{DOSSIER}/actions/withdraw", "reception"),
          (f"{DOSSIER}/actions/process", "assigned"), ("/console/counter/{draft}/discard", "reception")}


# All that there is for who has not signed in; every other row of the sources is for officials.
PUBLIC = {"/console/sign-in", "/console/language", "/console/style.css", "/console/console.js",
          "/console/icon.svg", "/console/taken.wav", "/console/mistake.wav"}


def read_routes():
    """Method, pattern and flags of each of the console's rows in the sources."""
    found = []
    for path in glob.glob(os.path.join(tap.ROOT, "central", "**", "*.c"), recursive=True):
        with open(path, encoding="utf-8") as file:
            text = file.read()
        defines = dict(re.findall(r'^#define (\w+) \(?"?([^"()\n]*)"?\)?$', text, re.M))
        for method, pattern, more, flags in re.findall(
                r'\{\s*"(GET|POST)",\s*"(/console[^"]*)"\s*(\w*),\s*[^,]+,\s*([A-Z_|\s]+),', text):
            found.append((method, pattern + defines.get(more, ""), defines.get(flags.strip(), flags)))
    assert len(found) > 50, found
    return found


OFFICIAL = [row for row in read_routes() if row[1] not in PUBLIC]


def fits(pattern, path):
    return re.fullmatch(re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(pattern)), path.split("?")[0])


def example(pattern):
    """An address that the pattern fits; what stands in place of {…} is nobody's."""
    return re.sub(r"\{[^}]*\}", "x", pattern)


def send(browser, method, path, fields, **more):
    upload = any("UPLOAD" in flags and m == method and fits(pattern, path) for m, pattern, flags in OFFICIAL)
    if method == "GET":
        return browser.get(path)
    if upload:
        return browser.upload(path, fields, **more)
    return browser.post(path, fields, **more)


def act(browser, action, **fields):
    page = browser.get(f"{DOSSIER}/actions/{action}")
    assert page.status == 200, (action, page.status)
    revision = re.search(r'name="revision" value="(\d+)"', page.text).group(1)
    page = browser.post(f"{DOSSIER}/actions/{action}", {"revision": revision, **fields})
    assert page.status == 303, (action, page.status, page.text)


class City(Town):
    """A town with everybody in it, and the dossier on a specialist's desk."""

    def __init__(self, folder):
        super().__init__(folder)
        self.browsers = {}
        for login, post in ACTORS.items():
            add_user(self, login, post)
            self.browsers[login] = Browser(self.port)
            self.browsers[login].sign_in(login)
        people = self.browsers
        act(people["reception"], "receive", **{f"{kind}-{paper}": value for paper in (
            "declaration", "birth_notice", "requester_id") for kind, value in (
            ("have", "yes"), ("originals", "1"), ("copies", "1"))})
        act(people["chairman"], "chair_assign", department=A)
        act(people["head-a"], "dept_assign", assignee="assigned")
        page = people["assigned"].upload(f"{DOSSIER}/attachments", {},
                                         files={"paper": ("giấy.png", "image/png", PNG)})
        assert page.status == 303, (page.status, page.text)
        page = people["assigned"].post(f"{DOSSIER}/problems", {"hindrance": "Thiếu chữ ký"})
        assert page.status == 303, (page.status, page.text)
        page = people["reception"].post("/console/counter", {"procedure": "1.001193"})
        assert page.status == 303, (page.status, page.text)
        self.draft = page.location.split("/")[3]


PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
                    "53de0000000c4944415408d763f8cfc00000030101004e6c8a620000000049454e44ae426082")


def test_table(folder):
    """Each row for each role: who may gets it, who may not learns nothing."""
    wrong = []
    with City(folder) as city:
        before = city.command("show", city.code).stdout
        users = city.command("user", "list").stdout
        revision = str(json.loads(before)["revision"])
        for method, address, fields, allowed in ROWS:
            path = address.replace("{draft}", city.draft)
            fields = {name: value.replace("{revision}", revision) for name, value in (fields or {}).items()}
            for login, browser in city.browsers.items():
                if method == "POST" and (address, login) in UNSENT:
                    continue
                page = send(browser, method, path, fields)
                if page.location and page.location.startswith("/console/sign-in"):
                    wrong.append(f"{login} is signed out by {method} {path}")
                elif login in allowed and page.status in (401, 403, 404, 405, 500, 501, 503):
                    wrong.append(f"{login} is refused {method} {path}: {page.status}")
                elif login not in allowed and page.status not in (403, 404):
                    wrong.append(f"{login} gets {method} {path}: {page.status} {page.location or ''}")
                elif login not in READERS and city.code in page.text and "/trail" not in path:
                    wrong.append(f"{login} learns the code from {method} {path}")
        assert not wrong, "\n".join(wrong)
        assert city.command("show", city.code).stdout == before
        assert city.command("user", "list").stdout == users
        assert city.browsers["reception"].get(f"/console/counter/{city.draft}/procedure").status == 200


def test_complete(folder):
    """The table speaks of each address of the console."""
    silent = [f"{method} {pattern}" for method, pattern, _ in OFFICIAL
              if pattern != "/console/sign-out" and
              not any(method == row[0] and fits(pattern, row[1]) for row in ROWS)]
    assert not silent, silent


def test_nobody(folder):
    """Without a session every address leads to the sign-in, a page's with the way back; and so does a
    session that somebody made up."""
    with Town(folder) as town:
        for token in (None, "A" * 43):
            browser = Browser(town.port)
            if token:
                browser.cookies[COOKIE] = token
            for method, pattern, _ in OFFICIAL:
                page = send(browser, method, example(pattern) + "?a=b", {})
                next_page = "?next=" + urllib.parse.quote(example(pattern) + "?a=b", safe="")
                expected = "/console/sign-in" + (next_page if method == "GET" else "")
                assert (page.status, page.location) == (303, expected), (method, pattern, page.location)


def test_forged(folder):
    """No form counts without the token of its own session, nor from another site; and nothing of it is
    done."""
    with Town(folder) as town:
        add_user(town, "root", "administrator:*", f"reception:{WARD}", f"chairman:{WARD}")
        browser, other = Browser(town.port), Browser(town.port)
        browser.sign_in("root")
        other.sign_in("root")
        assert browser.csrf != other.csrf
        before = town.command("show", town.code).stdout, town.command("user", "list").stdout
        for method, pattern, _ in OFFICIAL:
            if method == "GET":
                continue
            path = example(pattern.replace("{login}", "root").replace("{id}", ID))
            for fields, more in [({}, {"csrf": False}),
                                 ({"csrf": other.csrf}, {"csrf": False}),
                                 ({"csrf": browser.csrf[:-1]}, {"csrf": False}),
                                 ({}, {"headers": {"Origin": "https://evil.example"}}),
                                 ({}, {"headers": {"Origin": "null"}})]:
                own = browser.csrf
                page = send(browser, "POST", path, fields, **more)
                browser.csrf = own
                assert page.status == 403 and "đã cũ" in page.text, (path, fields, more, page.status)
        assert before == (town.command("show", town.code).stdout, town.command("user", "list").stdout)
        assert browser.get("/console/password").status == 200  # not signed out either


def test_one_time(folder):
    """With a one-time password every address but two leads to the choice of another one."""
    with Town(folder) as town:
        password = town.command("user", "add", "hoa.nt", "--name", "Hoa", "--post",
                                f"reception:{WARD}").stdout.strip()
        browser = Browser(town.port)
        browser.sign_in("hoa.nt", password)
        for method, pattern, flags in OFFICIAL:
            page = send(browser, method, example(pattern.replace("{id}", ID)), {})
            if "MUST_CHANGE" in flags:
                assert page.status != 303 or "sign-in" in page.location, (pattern, page.location)
            else:
                assert (page.status, page.location) == (303, "/console/password"), (pattern, page.location)
            if pattern == "/console/sign-out":
                browser.sign_in("hoa.nt", password)


def test_sessions(folder):
    """Nobody signs in with a session that somebody else chose; signing out really ends it, that one
    alone; a new password ends all others."""
    with Town(folder) as town:
        add_user(town, "hoa.nt", f"reception:{WARD}")
        first, second, thief = (Browser(town.port) for _ in range(3))
        first.cookies[COOKIE] = thief.cookies[COOKIE] = "A" * 43
        first.sign_in("hoa.nt")
        assert first.cookies[COOKIE] != "A" * 43
        assert thief.get("/console/password").status == 303
        before = first.cookies[COOKIE]
        first.sign_in("hoa.nt")
        thief.cookies[COOKIE] = before
        assert first.cookies[COOKIE] != before and thief.get("/console/password").status == 303

        second.sign_in("hoa.nt")
        thief.cookies[COOKIE] = first.cookies[COOKIE]
        assert thief.get("/console/password").status == 200
        page = first.post("/console/sign-out")
        assert page.location == "/console/sign-in?ended=yes" and COOKIE not in first.cookies
        assert thief.get("/console/password").status == 303
        assert second.get("/console/password").status == 200

        first.sign_in("hoa.nt")
        old = first.cookies[COOKIE]
        fresh = "quả xoài chín vàng"
        page = first.post("/console/password", {"current": "wrong", "fresh": fresh, "again": fresh})
        assert page.status == 422 and second.get("/console/password").status == 200
        page = first.post("/console/password", {"current": PASSWORD, "fresh": fresh, "again": fresh})
        assert page.status == 303 and first.cookies[COOKIE] != old
        assert first.get("/console/password").status == 200
        assert second.get("/console/password").status == 303
        assert Browser(town.port).try_password("hoa.nt", PASSWORD).status == 403
        assert Browser(town.port).try_password("hoa.nt", fresh).status == 303


def wait_out(browser, login):
    """Waits as long as the page says that a locked login must."""
    page = browser.try_password(login, "wrong")
    while page.status == 429:
        time.sleep(int(re.search(r"đợi (\d+) giây", page.text).group(1)))
        page = browser.try_password(login, "wrong")
    assert page.status == 403, page.status


def restart(town, browser):
    town.process.kill()
    town.process.wait()
    town.process.stdout.close()
    town.start()
    browser.port = town.port


def test_lock(folder):
    """Wrong passwords lock an account, for the right one, too; a crash forgets none of them; nobody else
    is locked out, and a reset opens it."""
    with Town(folder) as town:
        add_user(town, "hoa.nt", f"reception:{WARD}")
        add_user(town, "an.lv", f"chairman:{WARD}")
        browser = Browser(town.port)
        for n in range(4):
            assert browser.try_password("hoa.nt", f"wrong {n}").status == 403
        for _ in range(4):  # locks of 1, 2, 4 and 8 seconds
            wait_out(browser, "hoa.nt")
        page = browser.try_password("hoa.nt", PASSWORD)
        assert page.status == 429 and "giây" in page.text, page.text
        assert "locked" in town.command("user", "list").stdout
        assert browser.try_password("an.lv", PASSWORD).status == 303
        restart(town, browser)
        wait_out(browser, "hoa.nt")
        page = browser.try_password("hoa.nt", PASSWORD)
        assert int(re.search(r"đợi (\d+) giây", page.text).group(1)) > 8, page.text
        town.command("user", "reset", "hoa.nt", "--password-stdin", text=PASSWORD + "\n")
        assert browser.try_password("hoa.nt", PASSWORD).status == 303


def count_tries(town):
    database = sqlite3.connect(os.path.join(town.data, "central.db"))
    try:
        return sum(row[0] for row in database.execute("SELECT failures FROM tries"))
    finally:
        database.close()


def test_killed(folder):
    """A try counts before it is looked at: whoever kills the service to be spared the answer has used
    it up."""
    with Town(folder) as town:
        add_user(town, "hoa.nt", f"reception:{WARD}")
        body = b"login=hoa.nt&password=wrong"
        unanswered = 0
        for n in range(4):
            with town.connect() as connection:
                connection.sendall(b"POST /console/sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                   b"Content-Type: application/x-www-form-urlencoded\r\n"
                                   b"Content-Length: %d\r\n\r\n" % len(body) + body)
                end = time.monotonic() + 60
                while count_tries(town) == n:
                    assert time.monotonic() < end, "the try is not counted"
                town.process.kill()
                unanswered += read_all(connection) == b""
            restart(town, Browser(town.port))
            assert count_tries(town) == n + 1
        assert unanswered > 0


def test_unknown(folder):
    """A login that nobody has is answered word for word like one that somebody has, locked or not."""
    with Town(folder) as town:
        add_user(town, "hoa.nt", f"reception:{WARD}")
        words = {}
        for login in ("hoa.nt", "ma.qt", "a b c", "x" * 64):
            browser = Browser(town.port)
            pages = [browser.try_password(login, "wrong") for _ in range(5)]
            assert [page.status for page in pages] == [403] * 5
            for _ in range(8):  # a slow machine misses the first lock, and not the third
                locked = browser.try_password(login, "wrong")
                if locked.status == 429:
                    break
            assert locked.status == 429, locked.text
            words[login] = [re.sub(r"\d+ giây", "N giây", page.text.replace(login, "LOGIN"))
                            for page in (*pages, locked)]
        assert len({tuple(texts) for texts in words.values()}) == 1, words


def test_gate(folder):
    """However many names are tried, so many tries a minute are taken, and then everybody is told to
    come again in a minute."""
    with Town(folder) as town:
        add_user(town, "an.lv", f"chairman:{WARD}")
        browser = Browser(town.port)
        for _ in range(700):
            page = browser.try_password("nobody", "wrong")
            if "quá nhiều lượt" in page.text:
                break
        assert page.status == 429 and "quá nhiều lượt" in page.text, page.text
        taken = {browser.try_password("an.lv", PASSWORD).status for _ in range(3)}
        assert taken <= {429, 303}, taken


def test_crowd(folder):
    """A crowd at the door is answered, too many of it told to come again; it does not hold up those
    inside."""
    with Town(folder) as town:
        add_user(town, "root", "city_reader:*")
        inside = Browser(town.port)
        inside.sign_in("root")
        statuses, crowd = [], []
        for n in range(120):
            body = f"login=u{n}&password=wrong".encode()
            connection = town.connect()
            connection.sendall(b"POST /console/sign-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                               b"Content-Type: application/x-www-form-urlencoded\r\n"
                               b"Content-Length: %d\r\n\r\n" % len(body) + body)
            crowd.append(connection)
        assert inside.get("/console/reports").status == 200
        waiting = select.select(crowd, [], [], 0)[0]
        assert len(waiting) < len(crowd), "all of the crowd was served first"
        for connection in crowd:
            answer = read_all(connection, 60)
            statuses.append(status_of(answer))
            assert statuses[-1] == 403 or b"Retry-After: " in answer, answer
            connection.close()
        assert set(statuses) == {403, 503} and statuses.count(403) >= 60, statuses


def test_trail(folder):
    """What people did at the door stands in the trail, with the account and without what was typed."""
    with Town(folder) as town:
        add_user(town, "root", "administrator:*")
        add_user(town, "hoa.nt", f"reception:{WARD}")
        browser, root = Browser(town.port), Browser(town.port)
        browser.try_password("hoa.nt", "wrong secret")
        browser.try_password("my secret as a login", "wrong secret")
        browser.sign_in("hoa.nt")
        browser.post("/console/sign-out")
        root.sign_in("root")
        text = root.get("/console/trail").text
        lines = [re.sub(r"<[^>]*>", " ", row) for row in re.findall(r"<tr><td.*?</tr>", text, re.S)]
        words = [next(word for word in ("Đăng nhập sai", "Đăng nhập", "Đăng xuất", "Tạo tài khoản", "?")
                      if word in line) for line in lines]
        assert words == ["Đăng nhập", "Đăng xuất", "Đăng nhập", "Đăng nhập sai", "Đăng nhập sai",
                         "Tạo tài khoản", "Tạo tài khoản"], lines
        assert "hoa.nt" in lines[4] and "Không rõ ai" in lines[3] and "secret" not in text
        with open(os.path.join(town.data, "central.db-wal"), "rb") as wal:
            kept = wal.read()
        with open(os.path.join(town.data, "central.db"), "rb") as database:
            kept += database.read()
        assert b"hoa.nt" in kept and b"secret" not in kept and browser.csrf.encode() not in kept


if __name__ == "__main__":
    tap.main(globals())
