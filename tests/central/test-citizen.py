#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One dossier as its citizen sees it: the real service, the commands of officials beside it, and
the QR code as it stands on the printed form."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from urllib.parse import urlsplit

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from service import Town, tap  # noqa: E402

SECRETS = ["Ngọc", "Nguyễn", "001198004321", "0912345678", "Hàng Bông"]


def title_of(text):
    return re.search(r"<h1>(.*?)</h1>", text).group(1)


def test_all_steps(folder):
    """Each official's command shows on the citizen's page at once, and never a person's data."""
    expected = [
        ("receive", "reception", "Đã tiếp nhận hồ sơ"),
        ("chair_assign", "chairman", "Đang giải quyết, đúng hạn"),
        ("dept_assign", "department", "Đang giải quyết, đúng hạn"),
        ("process", "specialist", "Đang giải quyết, đúng hạn"),
        ("dept_approve", "department", "Đang giải quyết, đúng hạn"),
        ("chair_approve", "chairman", "Đã ký kết quả, đang chuyển về quầy"),
        ("register_result", "reception", "Đã có kết quả, mời ông, bà đến nhận"),
        ("return", "reception", "Đã trả kết quả"),
    ]
    with Town(folder) as town:
        status, _, text = town.page(f"/t/{town.token}")
        assert (status, title_of(text)) == (200, "Hồ sơ đã đến nơi, đang chờ tiếp nhận"), text
        for number, (action, role, title) in enumerate(expected, 2):
            answer = town.step(action, role)
            # Between steps 7 and 8 the result is registered, which completes no step.
            done = number - (number > 7)
            assert answer.get("step", done) == done and answer["revision"] == number, answer
            status, _, text = town.page(f"/T/{town.token}")
            assert (status, title_of(text)) == (200, title)
            assert text.count('<li class="done">') == done
            for secret in SECRETS:
                assert secret not in text, secret
        history = json.loads(town.command("show", town.code).stdout)
        assert [event["action"] for event in history["events"]] == \
            ["submit"] + [action for action, _, _ in expected]


def test_printed_form(folder):
    """The QR code on the printed form 01 opens the dossier's page by a token of its own, and the
    form's text holds code and times."""
    for tool in ("zbarimg", "pdftoppm", "pdftotext"):
        if shutil.which(tool) is None:
            raise tap.Skip(f"no {tool}")
    with Town(folder) as town:
        answer = town.step("receive", "reception", "--note", "Đủ giấy tờ")
        picture = os.path.join(folder, "form")
        subprocess.run(["pdftoppm", "-r", "300", "-png", answer["document"], picture], check=True)
        pages = [os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".png")]
        read = subprocess.run(["zbarimg", "-q", "--raw", *pages], capture_output=True, text=True)
        url = read.stdout.strip()
        assert re.fullmatch(r"HTTPS://MOTCUA\.EXAMPLE\.VN/T/[0-9A-Z]{26}", url), read
        path = urlsplit(url).path
        assert town.token not in path
        status, _, text = town.page(path)
        assert status == 200 and town.code in text
        text = subprocess.run(["pdftotext", answer["document"], "-"], capture_output=True,
                              text=True, check=True).stdout
        assert town.code in text


def test_headers(folder):
    """What the page forbids to browsers and caches arrives, for known tokens and unknown ones."""
    with Town(folder) as town:
        for path, wanted in ((f"/t/{town.token}", 200), (f"/t/{town.token[::-1]}", 404),
                             ("/t/hello", 404), (f"/t/{town.token}?lang=en", 200)):
            status, headers, text = town.page(path)
            assert status == wanted, path
            assert headers["cache-control"] == "no-store"
            assert headers["referrer-policy"] == "no-referrer"
            assert headers["x-content-type-options"] == "nosniff"
            assert headers["content-security-policy"].startswith("default-src 'none'; style-src 'sha")
            assert headers["content-language"] == ("en" if "lang=en" in path else "vi")
            assert "set-cookie" not in headers
            assert "<script" not in text


def test_rating(folder):
    """The form on the page rates once, after the return."""
    with Town(folder) as town:
        town.walk_to_result()
        assert "<form" not in town.page(f"/t/{town.token}")[2]
        town.step("return", "reception")
        page = town.page(f"/t/{town.token}?lang=en")[2]
        target = re.search(r'<form[^>]* action="([^"]*)"', page).group(1)
        assert page.count('<button name="score"') == 5
        status, headers, _ = town.page(target, "score=5")
        assert (status, headers["location"]) == (303, f"/t/{town.token}?lang=en#rating")
        assert "Thank you for your rating" in town.page(f"/t/{town.token}?lang=en")[2]
        assert town.page(target, "score=1")[0] == 303
        known = json.loads(town.command("show", town.code).stdout)
        assert known["rated"] is True and "rating" not in known
        with sqlite3.connect(os.path.join(town.data, "central.db")) as db:
            assert db.execute("SELECT score FROM ratings").fetchall() == [(5,)]
            assert db.execute("SELECT rating FROM facts").fetchall() == [(5,)]


def test_unreadable(folder):
    """A storage that cannot be read is no missing dossier: the page and its rating say to come again."""
    with Town(folder) as town:
        town.walk_to_result()
        town.step("return", "reception")
        target = f"/t/{town.token}/rating"
        with sqlite3.connect(os.path.join(town.data, "central.db")) as db:
            db.execute("ALTER TABLE dossiers RENAME TO elsewhere")
        for answer in (town.page(f"/t/{town.token}"), town.page(target, "score=5")):
            assert answer[0] == 503 and answer[1]["retry-after"] == "60", answer
        with sqlite3.connect(os.path.join(town.data, "central.db")) as db:
            db.execute("ALTER TABLE elsewhere RENAME TO dossiers")
        assert town.page(target, "score=5")[0] == 303


def test_exit_codes(folder):
    """What is not possible is refused with its own exit code and a sentence."""
    with Town(folder) as town:
        for arguments, code, words in (
                (("step", "H26.104-250620-200013", "receive", "--as", "reception"), 66, "no dossier"),
                (("step", town.code, "receive", "--as", "chairman"), 77, "for the role reception"),
                (("step", town.code, "return", "--as", "reception"), 65, "possible: receive"),
                (("step", town.code, "receive", "--as", "mayor"), 64, "ROLE is"),
                (("step", town.code), 64, "step CODE"),
                (("show", "x"), 66, "no dossier"),
                (("show",), 64, "show CODE")):
            result = town.command(*arguments)
            assert result.returncode == code, (arguments, result)
            assert words in result.stderr, result.stderr
            assert result.stdout == ""


if __name__ == "__main__":
    tap.main(globals())
