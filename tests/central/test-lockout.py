#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whoever only knows the logins of a city keeps nobody out who comes in by a browser of their own."""

import contextlib
import os
import re
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from console import PASSWORD, Browser, add_user  # noqa: E402
from service import Service, tap  # noqa: E402

KNOWN = "__Host-motcua-browser"
STRICT = re.compile(rf"{KNOWN}=[A-Za-z0-9_-]{{22}}(\.[A-Za-z0-9_-]{{22}}){{1,8}}; Path=/; Secure; HttpOnly; "
                    r"SameSite=Strict; Max-Age=15552000")


def sign_out(browser):
    browser.get("/console/password")
    assert browser.post("/console/sign-out").status == 303


def lock(service, login, browser=None):
    """Wrong tries until nothing is taken; then, so that no test waits, as if there had been many more."""
    browser = browser or Browser(service.port)
    while browser.try_password(login, "not the one").status == 403:
        pass
    with contextlib.closing(sqlite3.connect(os.path.join(service.data, "central.db"), timeout=20)) as database:
        with database:
            database.execute("UPDATE tries SET failures = 14, locked_until = unixepoch () + 600")


def enter(browser, login, password=PASSWORD):
    return browser.try_password(login, password)


def test_own_browser(folder):
    """While a stranger's tries lock a login for strangers, its owner comes in as ever, and changes the
    password; another person's browser, or a cookie made up, is a stranger's."""
    with Service(folder) as service:
        for login in ("hoa.nt", "an.lv"):
            add_user(service, login, "reception:00070")
        own, other = Browser(service.port), Browser(service.port)
        first = enter(own, "hoa.nt")
        assert any(STRICT.fullmatch(cookie) for cookie in first.cookies), first.cookies
        own.get("/console/password")
        sign_out(own)
        assert enter(other, "an.lv").status == 303
        sign_out(other)

        lock(service, "hoa.nt")
        assert enter(Browser(service.port), "hoa.nt").status == 429
        assert enter(other, "hoa.nt").status == 429
        forged = Browser(service.port)
        for cookie in ("x", "." * 30, "A" * 22 + "." + "A" * 22, own.cookies[KNOWN][:-1] + "_",
                       "B" * 22 + own.cookies[KNOWN][22:], other.cookies[KNOWN]):
            forged.cookies[KNOWN] = cookie
            assert enter(forged, "hoa.nt").status == 429, cookie
        assert enter(own, "hoa.nt").status == 303
        own.get("/console/password")
        changed = own.post("/console/password", {"current": PASSWORD, "fresh": PASSWORD + " mới",
                                                 "again": PASSWORD + " mới"})
        assert changed.status == 303, changed.text


def test_own_tries(folder):
    """A known browser's wrong tries are counted, too, and lock it alone; a new password ends that."""
    with Service(folder) as service:
        add_user(service, "hoa.nt", "reception:00070")
        own = Browser(service.port)
        enter(own, "hoa.nt")
        sign_out(own)
        lock(service, "hoa.nt", own)
        assert enter(own, "hoa.nt").status == 429
        assert enter(Browser(service.port), "hoa.nt").status == 303
        reset = service.command("user", "reset", "hoa.nt").stdout.strip()
        assert enter(own, "hoa.nt", reset).status == 303


def test_shared_browser(folder):
    """The computer of a counter is known for those who come in there, the eight latest."""
    with Service(folder) as service:
        logins = [f"can-bo-{number}" for number in range(9)]
        shared = Browser(service.port)
        for login in logins:
            add_user(service, login, "reception:00070")
        for login in logins:
            assert enter(shared, login).status == 303
            sign_out(shared)
        assert len(shared.cookies[KNOWN].split(".")) == 9
        for login in (logins[0], logins[1], logins[8]):
            lock(service, login)
        assert enter(shared, logins[0]).status == 429
        assert enter(shared, logins[8]).status == 303
        sign_out(shared)
        assert enter(shared, logins[1]).status == 303


def test_crowded_gate(folder):
    """Strangers who crowd the gate crowd their own."""
    with Service(folder) as service:
        add_user(service, "hoa.nt", "reception:00070")
        own, stranger = Browser(service.port), Browser(service.port)
        enter(own, "hoa.nt")
        sign_out(own)
        for _ in range(3):  # a minute may end in between
            for _ in range(700):
                if "quá nhiều lượt" in stranger.try_password("nobody", "wrong").text:
                    break
            status = enter(own, "hoa.nt").status
            sign_out(own)
            if enter(Browser(service.port), "hoa.nt").status == 429:
                break
        else:
            raise AssertionError("the gate is never full")
        assert status == 303


if __name__ == "__main__":
    tap.main(globals())
