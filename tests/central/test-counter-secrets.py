#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a clerk types for a citizen: nothing of it on a disk before it is filed, in the log ever, or in an
address; and of the clerk neither password nor session."""

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from console import COOKIE, PASSWORD, Browser, add_user  # noqa: E402
from service import Service, tap  # noqa: E402

NAME = "Nguyễn Thị Canary"
NUMBER = "001199912345"
STREET = "Ngõ 7f3a"
CANARIES = ["Canary", NUMBER, STREET, "0912999888"]


def spellings(text):
    return {text.encode(), text.upper().encode(), text.lower().encode()}


def find(folder, text):
    """The files below a folder that hold it."""
    wanted = spellings(text)
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            if os.path.isfile(path):
                data = open(path, "rb").read()
                if any(word in data for word in wanted):
                    found.append(path)
    return found


def follow(browser, page):
    while page.status == 303:
        assert not any(word in page.location for canary in CANARIES for word in (canary, canary.lower()))
        assert "%" not in page.location, page.location
        page = browser.get(page.location)
    assert page.status == 200, (page.status, page.title)
    return page


def begin(browser):
    """A signature to be certified, up to the review; the draft's address."""
    page = browser.post("/console/counter", {"procedure": "2.000884"})
    place = page.location.rsplit("/", 1)[0]
    follow(browser, page)
    follow(browser, browser.post(place + "/applicant", {
        "applicant.name": NAME, "applicant.id_number": NUMBER, "applicant.birth_date": "1/2/1999",
        "applicant.address": STREET, "applicant.phone": "0912999888", "go": "next"}))
    follow(browser, browser.post(place + "/form?section=1", {"go": "next"}))
    page = follow(browser, browser.post(place + "/form?section=2", {
        "f.document_name": "Giấy Canary", "f.sets": "1", "f.signing_way": "sign", "go": "next"}))
    assert "Giấy tờ nào" in page.title, page.title
    boundary = "a-line-that-nobody-types"
    body = "".join(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                   for name, value in (("csrf", browser.csrf), ("go", "next"))) + f"--{boundary}--\r\n"
    page = follow(browser, browser.ask("POST", place + "/papers", body,
                                       {"Content-Type": f"multipart/form-data; boundary={boundary}"}))
    assert place + "/submit" in page.text
    return place


def test_draft_is_nowhere(folder):
    """Up to the last click nothing of the citizen is on the disk, not even after a kill; the control:
    once filed it is found there, where the search by name needs it."""
    with Service(folder) as service:
        add_user(service, "hoa", "reception:00070")
        browser = Browser(service.port)
        browser.sign_in("hoa")
        place = begin(browser)
        for canary in CANARIES:
            assert find(folder, canary) == [], canary
        service.process.kill()
        service.process.wait()
        service.process.stdout.close()
        for canary in CANARIES:
            assert find(folder, canary) == [], canary

        service.start()
        browser.port = service.port
        page = browser.get(place + "/review")
        assert page.status == 404 and "không còn ở đây" in page.title, page.title
        place = begin(browser)
        page = follow(browser, browser.post(place + "/submit"))
        assert NAME in page.text
        assert find(folder, NAME) != []  # in the records: names are searched by
        assert find(folder, STREET) == []  # sealed


def test_log_is_silent(folder):
    """The log names no citizen, and holds neither password, session nor form token of the clerk."""
    with Service(folder) as service:
        add_user(service, "hoa", "reception:00070")
        browser = Browser(service.port)
        browser.sign_in("hoa")
        secrets = [PASSWORD, browser.cookies[COOKIE], browser.csrf]
        place = begin(browser)
        page = follow(browser, browser.post(place + "/submit"))
        code = re.search(r'class="code">([^<]+)<', page.text).group(1)
        page = browser.post(place + "/slip")
        assert page.status == 200 and page.body.startswith(b"%PDF-")
        service.stop()
        with open(service.log, encoding="utf-8") as log:
            text = log.read()
        assert "event=ready" in text  # the search does find
        for word in CANARIES + secrets + [code]:
            assert word not in text, word


if __name__ == "__main__":
    tap.main(globals())
