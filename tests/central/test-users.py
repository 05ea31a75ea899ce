#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accounts from the command line: one by one, and those of a whole city at once."""

import csv
import os
import re
import shutil
import stat
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from console import PASSWORD, Browser, add_user  # noqa: E402
from service import Service, tap  # noqa: E402

USAGE, DATAERR, NOINPUT = 64, 65, 66
ONE_TIME = re.compile(r"[2-9cfhkmprtvx]{5}(-[2-9cfhkmprtvx]{5}){2}")


def listed(service, *unit):
    lines = service.command("user", "list", *unit).stdout.splitlines()[1:]
    return {line.split("\t")[0]: line.split("\t")[1:] for line in lines}


def ask(service, *arguments, text=None, code=0):
    done = service.command("user", *arguments, text=text)
    assert done.returncode == code, (arguments, done)
    return done


def test_one(folder):
    """An account from its first day to its last: made, used, reset, closed, opened, its posts changed;
    its owner is out when the password or the account is gone, and all of it stands in the list."""
    with Service(folder) as service:
        first = ask(service, "add", "Hoa.NT", "--name", "Nguyễn  Thị Hoa", "--post", "reception:00070",
                    "--post", "specialist:00070:Phòng Văn hóa - Xã hội").stdout
        assert ONE_TIME.fullmatch(first.rstrip("\n")), first
        assert listed(service)["hoa.nt"] == ["one-time", "-", "Nguyễn Thị Hoa",
                                             "reception:00070, specialist:00070:Phòng Văn hóa - Xã hội"]
        browser = Browser(service.port)
        assert browser.try_password("hoa.nt", first.strip()).location == "/console/password"
        browser.get("/console/password")
        assert browser.post("/console/password", {"fresh": PASSWORD, "again": PASSWORD}).status == 303
        assert browser.get("/console/password").status == 200
        state = listed(service)["hoa.nt"]
        assert state[0] == "valid" and state[1].startswith("20"), state

        second = ask(service, "reset", "hoa.nt").stdout.strip()
        assert ONE_TIME.fullmatch(second) and second != first.strip()
        assert browser.get("/console/password").status == 303
        assert Browser(service.port).try_password("hoa.nt", PASSWORD).status == 403
        ask(service, "reset", "hoa.nt", "--password-stdin", text=PASSWORD + "\n")
        browser.sign_in("hoa.nt")

        ask(service, "disable", "hoa.nt")
        assert listed(service)["hoa.nt"][0] == "disabled"
        assert browser.get("/console/password").status == 303
        page = Browser(service.port).try_password("hoa.nt", PASSWORD)
        assert page.status == 403 and "ngừng hoạt động" in page.text
        page = Browser(service.port).try_password("hoa.nt", "something else")
        assert page.status == 403 and "ngừng hoạt động" not in page.text
        ask(service, "enable", "hoa.nt")
        browser.sign_in("hoa.nt")

        ask(service, "post", "remove", "hoa.nt", "reception:00070")
        assert browser.get("/console/password").status == 200
        assert browser.get("/console/counter").status == 403
        ask(service, "post", "add", "hoa.nt", "auditor:00004")
        assert listed(service)["hoa.nt"][3] == \
            "auditor:00004, specialist:00070:Phòng Văn hóa - Xã hội"
        assert set(listed(service, "00004")) == {"hoa.nt"} and not listed(service, "00008")
        with open(service.log) as log:
            text = log.read()
        assert PASSWORD not in text and first.strip() not in text and "hoa.nt" not in text


def test_refused(folder):
    """What cannot be is refused with a reason and its own exit code, and nothing is kept."""
    with Service(folder) as service:
        add_user(service, "hoa.nt", "reception:00070")
        good = ("--name", "A", "--post", "reception:00070")
        for arguments, text, code, words in [
                (("add",), None, USAGE, "user add"),
                (("add", "a.b", "--name", "A"), None, USAGE, "user add"),
                (("add", "a.b", "--post", "reception:00070"), None, USAGE, "user add"),
                (("add", "a.b", "c.d", *good), None, USAGE, "user add"),
                (("dance",), None, USAGE, "user add"),
                (("post", "add", "hoa.nt"), None, USAGE, "user add"),
                (("post", "give", "hoa.nt", "reception:00070"), None, USAGE, "user add"),
                (("import",), None, USAGE, "user add"),
                (("list", "00070", "00004"), None, USAGE, "user add"),
                (("add", "a b", *good), None, DATAERR, "not a login"),
                (("add", "a.b", "--name", "A", "--post", "boss:00070"), None, DATAERR, "not a role"),
                (("add", "a.b", "--name", "A", "--post", "reception"), None, DATAERR, "not a post"),
                (("add", "a.b", "--name", "", "--post", "reception:00070"), None, DATAERR, "a name has"),
                (("add", "hoa.nt", *good), None, DATAERR, "the login hoa.nt is taken"),
                (("add", "a.b", *good, "--password-stdin"), "short\n", DATAERR, "10 characters"),
                (("add", "a.b", *good, "--password-stdin"), "", DATAERR, "one line"),
                (("reset", "nobody"), None, NOINPUT, "no account nobody"),
                (("disable", "nobody"), None, NOINPUT, "no account nobody"),
                (("post", "add", "nobody", "reception:00070"), None, NOINPUT, "no account"),
                (("post", "add", "hoa.nt", "reception:00070"), None, DATAERR, "hoa.nt has that post"),
                (("post", "remove", "hoa.nt", "auditor:00070"), None, DATAERR, "does not have"),
                (("import", "/none.csv"), None, NOINPUT, "none.csv")]:
            done = ask(service, *arguments, text=text, code=code)
            assert words in done.stderr and done.stdout == "", (arguments, done)
        assert set(listed(service)) == {"hoa.nt"}
        assert listed(service)["hoa.nt"][3] == "reception:00070"


def write_city(folder, n_units):
    """Four posts in each unit, as a spreadsheet saves them: a mark before, semicolons, and units that
    lost their zeros."""
    with open(os.path.join(tap.ROOT, "assets", "points.csv"), encoding="utf-8") as file:
        units = [row["unit_code"] for row in csv.DictReader(file) if row["kind"] == "unit"]
    path = os.path.join(folder, "city.csv")
    with open(path, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file, delimiter=";")
        rows.writerow("login name role unit department".split())
        for unit in units[:n_units]:
            for role, department in (("reception", ""), ("chairman", ""),
                                     ("department", "Phòng Kinh tế"), ("specialist", "Phòng Kinh tế")):
                rows.writerow([f"{role[:4]}.{unit}", f"Nguyễn Văn {role}", role, int(unit), department])
    return path, units[:n_units]


def slips_of(pdf):
    """Login: one-time password, as they stand on the paper."""
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True,
                          check=True).stdout
    logins = re.findall(r"Tên đăng nhập: (\S+)", text)
    passwords = [found.group() for found in ONE_TIME.finditer(text)]
    assert len(logins) == len(passwords) > 0, text
    return dict(zip(logins, passwords))


def test_import(folder):
    """A city comes in at once, while the service runs; each slip opens its account; who never signed
    in gets another one, and nobody else."""
    if shutil.which("pdftotext") is None:
        raise tap.Skip("no pdftotext")
    path, units = write_city(folder, 126 if tap.long_run() else 6)
    slips = os.path.join(folder, "slips.pdf")
    with Service(folder, arguments=["--public-url", "https://motcua.example.vn"]) as service:
        start = time.monotonic()
        done = ask(service, "import", path, "--slips", slips)
        print(f"# {4 * len(units)} accounts in {time.monotonic() - start:.1f} s")
        assert done.stdout == "" and "print it, then delete it" in done.stderr, done
        assert f"{4 * len(units)} of {4 * len(units)} passwords" in done.stderr, done.stderr
        assert stat.S_IMODE(os.stat(slips).st_mode) == 0o600
        assert len(listed(service)) == 4 * len(units)
        passwords = slips_of(slips)
        assert set(passwords) == set(listed(service)) and len(set(passwords.values())) == len(passwords)

        login = f"chai.{units[0]}"
        browser = Browser(service.port)
        assert browser.try_password(login, passwords[login]).location == "/console/password"
        again = ask(service, "reissue", units[0], "--slips", slips)
        assert "of 3 officials" in again.stderr, again.stderr
        fresh = slips_of(slips)
        assert set(fresh) == {f"{role}.{units[0]}" for role in ("rece", "depa", "spec")}
        assert browser.get("/console/password").status == 200
        assert Browser(service.port).try_password(f"rece.{units[0]}", passwords[f"rece.{units[0]}"]).status == 403
        assert Browser(service.port).try_password(f"rece.{units[0]}", fresh[f"rece.{units[0]}"]).status == 303
        plain = ask(service, "reissue", units[1]).stdout.splitlines()
        assert len(plain) == 4 and all(ONE_TIME.fullmatch(line.split("\t")[1]) for line in plain)

        twice = ask(service, "import", path, code=DATAERR)
        assert len(twice.stderr.splitlines()) == 4 * len(units) + 1
        assert f"{path}:2: the login rece.{units[0]} is taken" in twice.stderr


def test_mistakes(folder):
    """A file with mistakes is told line by line, and not even its good rows come in."""
    path = os.path.join(folder, "bad.csv")
    slips = os.path.join(folder, "slips.pdf")
    with open(path, "w") as file:
        file.write("login,name,role,unit,department\ngood.one,Lê Văn An,chairman,00070,\n"
                   "bad one,Lê Văn An,chairman,00070,\nx.y,Lê Văn An,boss,99999,\nshort,row\n")
    with Service(folder) as service:
        done = ask(service, "import", path, "--slips", slips, code=DATAERR)
        lines = done.stderr.splitlines()
        assert [line.split(": ")[0] for line in lines[:-1]] == \
            [f"{path}:{number}" for number in (3, 4, 4, 5)], lines
        assert lines[-1].endswith("nothing is imported") and done.stdout == ""
        assert not listed(service) and not os.path.exists(slips)


def test_slips_nowhere(folder):
    """When the slips cannot be written nobody comes in: their passwords would be lost."""
    path, _ = write_city(folder, 1)
    with Service(folder) as service:
        done = service.command("user", "import", path, "--slips", os.path.join(folder, "none", "slips.pdf"))
        assert done.returncode != 0 and "slips.pdf" in done.stderr, done
        assert not listed(service)


if __name__ == "__main__":
    tap.main(globals())
