#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""motcua-ctl from outside: every subcommand, its exit code, and what it leaves behind."""

import base64
import json
import os
import pty
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import threading
import time
import zlib

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
import tap  # noqa: E402
from house.house import House  # noqa: E402

EXAMPLES = os.path.join(tap.ROOT, "assets", "examples")
BIRTH = os.path.join(EXAMPLES, "birth.json")
CARD = "001304000028||Trần Thị B|29022004|Nữ|Thôn 1, Xã Sóc Sơn, Hà Nội|01082024||||"


class Kiosk:
    """A configuration of its own, with no printer and no central unless they are given."""

    def __init__(self, folder, ca="/nonexistent/ca.pem", extra=""):
        self.state = os.path.join(folder, "state")
        self.config = os.path.join(folder, "kiosk.conf")
        self.program = os.path.join(tap.build_dir(), "app", "ctl", "motcua-ctl")
        with open(self.config, "w") as config:
            config.write(f"[kiosk]\nstate-dir={self.state}\nassets-dir={tap.ROOT}/assets\n"
                         f"[central]\nca-file={ca}\n[delivery]\nreserve-mib=0\n{extra}")

    def argv(self, *words):
        return [self.program, "--config", self.config, *words]

    def run(self, *words, stdin=None):
        return subprocess.run(self.argv(*words), input=stdin, capture_output=True,
                              env={**os.environ, "G_DEBUG": "fatal-warnings", "LC_ALL": "C.UTF-8"},
                              timeout=60)

    def expect(self, code, *words, stdin=None, says=""):
        """Runs; wants this exit code, and `says` in what it said. Returns stdout as text."""
        done = self.run(*words, stdin=stdin)
        text = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == code, f"{words}: exit {done.returncode}, wanted {code}: {text}"
        assert says in text, f"{words}: {says!r} is not in {text!r}"
        if code not in (0, 75):
            assert done.stderr, f"{words}: exit {code} without a reason"
        return done.stdout.decode()

    def outbox(self):
        return json.loads(self.expect(0, "outbox", "--json"))


def png(width=8):
    """A real, small PNG."""
    def chunk(kind, data):
        return (len(data).to_bytes(4, "big") + kind + data
                + zlib.crc32(kind + data).to_bytes(4, "big"))
    rows = b"".join(b"\0" + bytes(range(width)) for _ in range(width))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", width.to_bytes(4, "big") * 2 + b"\x08\0\0\0\0")
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def closed_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def enrolled(folder):
    """A house with central and an enrolled kiosk, without a printer."""
    house = House(os.path.join(folder, "house"), build=tap.build_dir(), say=lambda text: None)
    house.start_central()
    kiosk = Kiosk(folder, ca=house.ca)
    code = house.central_command("kiosk", "add", "HK-07", "--point", "00070").strip()
    kiosk.expect(0, "enrol", house.url, code)
    return house, kiosk


def run_central(house, *words):
    return subprocess.run([house.program("motcua-central"), "--data", house.central_data, *words],
                          env=house.environment(), capture_output=True).returncode


def test_help_and_usage(folder):
    """Every command explains itself; what is no command, no option or too few words is 64."""
    kiosk = Kiosk(folder)
    text = kiosk.expect(0, "--help")
    assert "sysexits" in text
    for command in ("enrol", "submit", "outbox", "flush", "receipt", "test-page", "print", "qr", "day", "roll",
                    "staff-pin", "pickup",
                    "check-config", "check-procedure", "check-printer", "card", "due"):
        assert command in text, command
        assert "Exit codes" in kiosk.expect(0, command, "--help")
        kiosk.expect(64, command, "--no-such-option", says="no-such-option")
    assert kiosk.expect(0, "--version").startswith("motcua-ctl ")
    kiosk.expect(64, says="no command")
    kiosk.expect(64, "frobnicate", says="frobnicate")
    for words in (["submit"], ["submit", "a", "b"], ["card"], ["due", "1.001193"], ["enrol", "x"],
                  ["outbox", "export"], ["outbox", "x", "y"], ["check-procedure"],
                  ["receipt", "x"], ["flush", "x"]):
        kiosk.expect(64, *words, says="usage")
    kiosk.expect(64, "flush", "--wait", "-3")
    kiosk.expect(64, "flush", "--wait", "soon")


class LinePrinter(threading.Thread):
    """A thermal printer on a free port that answers for its state (DLE EOT) and prints nothing."""

    def __init__(self):
        super().__init__(daemon=True)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.answers = [0x16, 0x12, 0x12, 0x12]
        self.start()

    def run(self):
        while True:
            caller, _ = self.listener.accept()
            with caller:
                data = b""
                while more := caller.recv(64):
                    data += more
                    while (at := data.find(b"\x10\x04")) >= 0 and len(data) > at + 2:
                        caller.sendall(bytes([self.answers[data[at + 2] - 1]]))
                        data = data[at + 3:]


def test_check_printer(folder):
    """The configured printer says how it is; one that is not there is a fault, too."""
    Kiosk(folder).expect(69, "check-printer", says="no printer is configured")
    printer = LinePrinter()
    port = printer.listener.getsockname()[1]
    kiosk = Kiosk(folder, extra=f"[printer]\nuri=socket://127.0.0.1:{port}\n")
    told = json.loads(kiosk.expect(0, "check-printer"))
    assert told == {"uri": f"socket://127.0.0.1:{port}", "health": "ready", "reason": None}, told
    printer.answers[3] = 0x1e
    told = json.loads(kiosk.expect(0, "check-printer"))
    assert told["health"] == "warning" and told["reason"] == "media-low", told
    printer.answers[1] = 0x16
    told = json.loads(kiosk.expect(69, "check-printer", says="cannot print: cover-open"))
    assert told["health"] == "fault" and told["reason"] == "cover-open", told
    kiosk = Kiosk(folder, extra=f"[printer]\nuri=socket://127.0.0.1:{closed_port()}\n")
    kiosk.expect(69, "check-printer", says="unreachable")


def test_check_config(folder):
    """A right one is 0; every mistake is told as file:line with 78; what cannot be read is 66."""
    kiosk = Kiosk(folder)
    kiosk.expect(0, "check-config")
    kiosk.expect(0, "--check-config")
    assert "state-dir" in kiosk.expect(0, "check-config", "--keys")
    with open(kiosk.config, "a") as config:
        config.write("[ui]\ntext-size=2\nwidth=-1\n")
    done = kiosk.run("check-config")
    assert done.returncode == 78, done
    lines = done.stderr.decode().splitlines()
    assert lines == [f"{kiosk.config}:9: unknown key text-size in [ui]",
                     f"{kiosk.config}:10: width must be a whole number from 0 to 16384"], lines
    kiosk.expect(78, "--check-config")
    for words in (["outbox"], ["submit", BIRTH], ["flush"]):
        kiosk.expect(78, *words, says=":9: unknown key")  # nothing runs on a wrong one
    os.unlink(kiosk.config)
    kiosk.expect(66, "check-config")
    os.mkfifo(kiosk.config)
    kiosk.expect(66, "check-config", says="not a regular file")


def test_check_procedure(folder):
    """The shipped ones are right; mistakes are told as file:line, all of them, with 65."""
    kiosk = Kiosk(folder)
    procedures = os.path.join(tap.ROOT, "assets", "procedures")
    names = sorted(os.path.join(procedures, name) for name in os.listdir(procedures)
                   if name.endswith(".json"))
    assert len(names) >= 12
    kiosk.expect(0, "check-procedure", *names)
    with open(names[0], encoding="utf-8") as good:
        lines = good.read().split("\n")
    bad = os.path.join(folder, "bad.json")
    with open(bad, "w", encoding="utf-8") as file:
        file.write("\n".join(lines[:1] + ['"no_such_member": 1, "neither_this": 2,'] + lines[1:]))
    done = kiosk.run("check-procedure", names[1], bad)
    assert done.returncode == 65, done
    errors = done.stderr.decode().splitlines()
    assert len(errors) == 2 and all(line.startswith(f"{bad}:2") for line in errors), errors
    assert names[1] in done.stdout.decode()
    for text in ("", "{", "[]", "{}", '{"a":1,"a":2}', "[" * 5000, "\0", "nul\\u0000"):
        with open(bad, "w") as file:
            file.write(text)
        kiosk.expect(65, "check-procedure", bad, says=bad)
    kiosk.expect(66, "check-procedure", os.path.join(folder, "missing.json"))


def test_card(folder):
    """A card becomes JSON; each bad one says why with 65 and prints nothing on stdout."""
    kiosk = Kiosk(folder)
    card = json.loads(kiosk.expect(0, "card", CARD))
    assert card["number"] == "001304000028" and card["name"] == "Trần Thị B"
    assert card["birth_date"] == "2004-02-29" and card["sex"] == "female"
    assert json.loads(kiosk.expect(0, "card", "-", stdin=CARD.encode() + b"\r\n")) == card
    bad = ["", "x", CARD.replace("|", ""), CARD.replace("|", "｜"), CARD.replace("Nữ", "Nam"),
           CARD.replace("29022004", "29022023"), CARD.replace("29022004", "2902204"),
           CARD.replace("01082024", "01082999"), CARD.replace("001304000028", "00130400002"),
           CARD.replace("Trần Thị B", ""), CARD.replace("Trần Thị B", "Trần\u202eThị"),
           CARD + "|" * 20, CARD + "\n" + CARD, "https://motcua.example/T/ABC",
           "0002010102122638", "I<VNM0013040000280013040000283<<"]
    for payload in bad:
        assert kiosk.expect(65, "card", "--", payload) == ""
    for payload in (CARD.encode("utf-16"), CARD.encode()[:20] + b"\xff", b"\0", b"a\0b", b"x" * 5000):
        assert kiosk.expect(65, "card", "-", stdin=payload) == ""


def test_due(folder):
    """Both times are RFC 3339; the same second of the day may mean another day."""
    kiosk = Kiosk(folder)
    for received, due in (("2025-06-20T09:00:00+07:00", "2025-06-20T17:00:00+07:00"),
                          ("2025-06-20T16:00:00+07:00", "2025-06-23T17:00:00+07:00"),
                          ("2025-06-20T02:00:00Z", "2025-06-20T17:00:00+07:00")):
        assert kiosk.expect(0, "due", "1.001193", received) == due + "\n"
    late = json.loads(kiosk.expect(0, "due", "--json", "1.001193", "2025-06-20T16:00:00+07:00"))
    assert late["reasons"] == ["after-cut-off"], late
    kiosk.expect(65, "due", "1.001193", "20/6/2025", says="RFC 3339")
    kiosk.expect(65, "due", "1.999999", "2025-06-20T09:00:00+07:00", says="1.999999")
    kiosk.expect(65, "due", "1.001193", "2025-06-20T09:00:00+07:00", "--case", "none", says="cases")
    kiosk.expect(65, "due", "1.001193", "2025-06-20T09:00:00+07:00", "--hours", "9-5")
    kiosk.expect(65, "due", "1.001193", "2199-06-20T09:00:00+07:00")  # beyond the calendar


def test_not_enrolled(folder):
    """Before enrolment nothing is promised and nothing kept."""
    kiosk = Kiosk(folder)
    kiosk.expect(69, "submit", BIRTH, says="not enrolled")
    kiosk.expect(69, "flush", says="not enrolled")
    assert kiosk.outbox() == []
    kiosk.expect(66, "receipt", "H26.107-250620-070001", "--pdf", os.path.join(folder, "x.pdf"))
    kiosk.expect(66, "qr", "H26.107-250620-070001")
    kiosk.expect(69, "print", "H26.107-250620-070001", says="no printer")


def test_enrol(folder):
    """A mistyped code, a wrong address, nobody there, a foreign CA and an unknown code each have
    their answer; a code serves once; what is enrolled stays so."""
    kiosk = Kiosk(folder)
    url = f"https://127.0.0.1:{closed_port()}"
    shape = "0000-0000-0000-0000-0000-0000-0000-0000"
    kiosk.expect(65, "enrol", url, "ABC", says="mistyped")
    for wrong in ("http://example.vn", "https://", "127.0.0.1:1", "ftp://x", url + "/path"):
        kiosk.expect(64, "enrol", wrong, shape)
    kiosk.expect(75, "enrol", url, shape)
    with House(os.path.join(folder, "house"), build=tap.build_dir(), say=lambda text: None) as house:
        house.start_central()
        code = house.central_command("kiosk", "add", "HK-07", "--point", "00070").strip()
        kiosk.expect(76, "enrol", house.url, code)  # its CA is not the configured one
        kiosk = Kiosk(folder, ca=house.ca)
        kiosk.expect(65, "enrol", house.url, shape)
        told = json.loads(kiosk.expect(0, "enrol", house.url, *code.lower().split("-")))
        assert told["kiosk"] == "HK-07" and told["point"] == "00070", told
        first, last = told["serials"]
        assert 0 < first <= last <= 999999, told
        other = Kiosk(os.path.join(folder, "house"), ca=house.ca)
        other.expect(77, "enrol", house.url, code)  # used by another key
        other.expect(69, "submit", BIRTH)
        kiosk.expect(0, "submit", BIRTH)


def test_staff_pin(folder):
    """A PIN comes from standard input; what is none changes nothing. On a terminal it is asked for
    twice and never shown."""
    kiosk = Kiosk(folder)
    kiosk.expect(64, "staff-pin", says="usage")
    kiosk.expect(64, "staff-pin", "show", says="usage")
    kiosk.expect(66, "staff-pin", "set", stdin=b"")
    for wrong in (b"12345\n", b"123456\n", b"000000", b"58291a\n", b"5829 14\n", b"\n", b"9" * 300):
        kiosk.expect(65, "staff-pin", "set", stdin=wrong)
    told = kiosk.expect(0, "staff-pin", "set", stdin=b"582914\n")
    assert "582914" not in told
    kiosk.expect(0, "staff-pin", "clear")
    kiosk.expect(0, "staff-pin", "set", stdin=b"582914")
    for name in os.listdir(kiosk.state):
        path = os.path.join(kiosk.state, name)
        assert os.stat(path).st_mode & 0o077 == 0 or not os.path.isfile(path), name
        if os.path.isfile(path):
            with open(path, "rb") as file:
                assert b"582914" not in file.read(), name
    code, shown = on_terminal(kiosk, [b"582914\n", b"582914\n"])
    assert code == 0 and "Once more" in shown and "582914" not in shown, shown
    code, shown = on_terminal(kiosk, [b"582914\n", b"582915\n"])
    assert code == 65 and "not the same" in shown, shown


def on_terminal(kiosk, answers):
    """Types each answer when it is asked for; returns the exit code and all that was shown."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(kiosk.program, kiosk.argv("staff-pin", "set"))
    shown = b""
    while True:
        try:
            piece = os.read(terminal, 1000)
        except OSError:
            break  # the other end is gone
        if not piece:
            break
        shown += piece
        if answers and shown.count(b": ") > 2 - len(answers):
            os.write(terminal, answers.pop(0))
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


def test_day(folder):
    """A day adds up, also one without a dossier, and is drawn as a slip."""
    house, kiosk = enrolled(folder)
    with house:
        kiosk.expect(64, "day", "2/3/2026", says="no day")
        kiosk.expect(0, "submit", "--no-print", BIRTH)
        kiosk.expect(0, "submit", BIRTH)
        pdf = os.path.join(folder, "day.pdf")
        day = json.loads(kiosk.expect(0, "day", "--pdf", pdf))
        assert day["dossiers"] == 2 and day["not_asked"] == 2 and day["gaps"] == [], day
        assert day["dossiers"] == sum(day[name] for name in ("confirmed", "sent", "unknown", "waiting", "failed",
                                                             "not_asked")), day
        assert day["undelivered"] == 2, day
        text = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
        assert "PHIẾU ĐỐI CHIẾU NGÀY" in text and "HK-07" in text, text
        assert json.loads(kiosk.expect(0, "day", "2020-01-01"))["dossiers"] == 0


def test_roll(folder):
    """A new roll is told, and what is left of it; without one in the configuration nothing is."""
    kiosk = Kiosk(folder)
    kiosk.expect(64, "roll", "old", says="usage")
    kiosk.expect(69, "roll", says="put in")
    kiosk.expect(69, "roll", "new", says="roll-length-m")
    kiosk = Kiosk(folder, extra="[printer]\nroll-length-m=80\n")
    for wrong in ("0", "1001", "-3", "long"):
        kiosk.expect(64, "roll", "new", "--", wrong)
    roll = json.loads(kiosk.expect(0, "roll", "new"))
    assert (roll["length_mm"], roll["printed_mm"], roll["left_mm"], roll["low"]) == \
        (80000, 0, 80000, False), roll
    assert json.loads(kiosk.expect(0, "roll", "new", "50"))["left_mm"] == 50000
    assert json.loads(kiosk.expect(0, "roll"))["length_mm"] == 50000


def test_no_core(folder):
    """A crash with a dossier in memory leaves no core file behind."""
    resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
    kiosk = Kiosk(folder)
    with subprocess.Popen(kiosk.argv("submit", "-"), stdin=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 10
        while (core := core_limits(process.pid)) != ["0", "0"] and time.monotonic() < deadline:
            time.sleep(0.01)  # it has not come to main() yet
        process.stdin.close()
    assert core == ["0", "0"], core


def core_limits(pid):
    with open(f"/proc/{pid}/limits") as limits:
        return next(line for line in limits if line.startswith("Max core")).split()[4:6]


def test_enrol_again(folder):
    """A kiosk that is enrolled again under its name goes on: what it files then becomes safe with
    the next backup, and what it filed before is not called safe by it."""
    house, kiosk = enrolled(folder)
    with house:
        def file_one():
            kiosk.expect(0, "submit", BIRTH)
            kiosk.expect(0, "flush", "--wait", "20")
        file_one()
        code = house.central_command("kiosk", "add", "HK-07", "--point", "00070").strip()
        kiosk.expect(0, "enrol", house.url, code)
        file_one()
        house.central_command("backup", os.path.join(folder, "backup.db"))
        deadline = time.monotonic() + 30
        while kiosk.outbox()[1]["state"] != "safe" and time.monotonic() < deadline:
            file_one()  # its heartbeat brings central's word
        assert [row["state"] for row in kiosk.outbox()[:3]] == ["confirmed", "safe", "confirmed"], \
            kiosk.outbox()


def test_move(folder):
    """A kiosk moves to another central when nothing waits for the first; what waits for one that is
    gone for good is set aside when that is said, and no code is used up by asking."""
    house, kiosk = enrolled(folder)
    with house:
        house.stop_central()
        kiosk.expect(0, "submit", BIRTH)
        house.central_data = os.path.join(folder, "other")
        house.start_central()
        code = house.central_command("kiosk", "add", "HK-07", "--point", "00070").strip()
        kiosk.expect(65, "enrol", house.url, code, says="--set-aside")
        assert "valid" not in house.central_command("kiosk", "list")
        kiosk.expect(0, "enrol", "--set-aside", house.url, code)
        kiosk.expect(0, "submit", BIRTH)
        kiosk.expect(0, "flush", "--wait", "20")
        assert [row["state"] for row in kiosk.outbox()] == ["quarantined", "confirmed"], kiosk.outbox()
        archive = os.path.join(folder, "export.tar")
        assert json.loads(kiosk.expect(0, "outbox", "export", archive))["dossiers"] == 2


def test_submit_is_understood(folder):
    """What is submitted here is a whole dossier to central, as from the screens: nothing about it
    needs a clerk's attention."""
    house, kiosk = enrolled(folder)
    with house:
        code = json.loads(kiosk.expect(0, "submit", BIRTH))["code"]
        kiosk.expect(0, "flush", "--wait", "20")
        shown = json.loads(house.central_command("show", code))
        assert "attention" not in shown, shown
        assert shown["state"] == "submitted" and shown["procedure"] == "1.001193", shown


def test_submit(folder):
    """Told is kept: JSON with id, code, url and state; pages are checked and sealed; what is wrong
    keeps nothing; central may be away."""
    house, kiosk = enrolled(folder)
    with house:
        house.stop_central()
        image = os.path.join(folder, "page.png")
        with open(image, "wb") as file:
            file.write(png())
        told = json.loads(kiosk.expect(0, "submit", BIRTH, "--page", "birth_notice=" + image,
                                       "--page", "birth_notice=" + image))
        assert set(told) == {"id", "code", "url", "state"} and told["state"] == "queued", told
        assert told["url"].startswith("HTTPS://") and "/T/" in told["url"], told
        with open(BIRTH, "rb") as file:
            second = json.loads(kiosk.expect(0, "submit", "-", stdin=file.read()))
        assert second["code"] != told["code"]
        rows = kiosk.outbox()
        assert [row["code"] for row in rows] == [told["code"], second["code"]], rows
        assert all(row["shown"] and row["state"] == "queued" for row in rows), rows
        assert told["code"] in kiosk.expect(0, "outbox")

        text = os.path.join(folder, "text.png")
        with open(text, "w") as file:
            file.write("no image")
        large = os.path.join(folder, "large.png")
        with open(large, "wb") as file:
            file.write(png() + b"\0" * (1024 * 1024))
        for page in ("birth_notice=" + text, "birth_notice=" + large, "no_paper=" + image):
            kiosk.expect(65, "submit", BIRTH, "--page", page)
        kiosk.expect(66, "submit", BIRTH, "--page", "birth_notice=" + folder + "/missing.png")
        kiosk.expect(66, "submit", folder)
        kiosk.expect(66, "submit", os.path.join(folder, "missing.json"))
        kiosk.expect(64, "submit", BIRTH, "--page", "birth_notice")

        with open(BIRTH, encoding="utf-8") as file:
            good = json.load(file)
        broken = {
            "procedure": {**good, "procedure": "9.999999"},
            "member": {**good, "whatever": 1},
            "answer": {**good, "answers": {**good["answers"], "child_birth_date": "2999-01-01"}},
            "missing": {**good, "answers": {}},
            "applicant": {**good, "applicant": {**good["applicant"], "id_number": "1"}},
        }
        bad = os.path.join(folder, "bad.json")
        for name, value in broken.items():
            with open(bad, "w", encoding="utf-8") as file:
                json.dump(value, file, indent=1)
            kiosk.expect(65, "submit", bad, says=bad)
        for data in (b"", b"{", b"[" * 100000, b"\xff\xfe", b'{"procedure":"1","procedure":"2"}',
                     b'{"procedure":1e999}', b"x" * 5000000):
            kiosk.expect(65, "submit", "-", stdin=data)
        assert len(kiosk.outbox()) == 2


def test_every_example(folder):
    """Each shipped submission file is taken, and its receipt can be drawn."""
    house, kiosk = enrolled(folder)
    with house:
        house.stop_central()
        for name in sorted(os.listdir(EXAMPLES)):
            told = json.loads(kiosk.expect(0, "submit", os.path.join(EXAMPLES, name)))
            kiosk.expect(0, "receipt", told["code"], "--pdf", os.path.join(folder, "x.pdf"))


def test_told_is_kept(folder):
    """Killed the moment its answer is read, and with nobody to read it: what was told is kept, and
    what could not be told is flagged for the clerk."""
    house, kiosk = enrolled(folder)
    with house:
        codes = []
        for _ in range(10):
            process = subprocess.Popen(kiosk.argv("submit", BIRTH), stdout=subprocess.PIPE)
            codes.append(json.loads(process.stdout.readline())["code"])
            process.send_signal(signal.SIGKILL)
            process.wait()
            process.stdout.close()
        assert [row["code"] for row in kiosk.outbox()] == codes
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run(kiosk.argv("submit", BIRTH), stdout=writer, stderr=subprocess.PIPE)
        os.close(writer)
        assert done.returncode == 74, done
        assert [row["shown"] for row in kiosk.outbox()][-1] is False
        with open("/dev/full", "w") as full:
            assert subprocess.run(kiosk.argv("submit", BIRTH), stdout=full,
                                  stderr=subprocess.PIPE).returncode == 74


def test_flush(folder):
    """With central away something waits: 75; afterwards nothing, once each, and again is no harm.
    Two at once share the work."""
    house, kiosk = enrolled(folder)
    with house:
        image = os.path.join(folder, "page.png")
        with open(image, "wb") as file:
            file.write(png())
        house.stop_central()
        codes = [json.loads(kiosk.expect(0, "submit", BIRTH, "--page", "birth_notice=" + image))["code"]
                 for _ in range(3)]
        assert json.loads(kiosk.expect(75, "flush", "--wait", "1"))["pending"] == 3
        house.start_central()
        flushes = [subprocess.Popen(kiosk.argv("flush", "--wait", "40"), stdout=subprocess.PIPE)
                   for _ in range(2)]
        for flush in flushes:
            out, _ = flush.communicate(timeout=60)
            assert flush.returncode == 0 and json.loads(out)["pending"] == 0, out
        assert [row["state"] for row in kiosk.outbox()] == ["confirmed"] * 3
        for code in codes:
            assert json.loads(house.central_command("show", code))
        kiosk.expect(0, "flush", "--wait", "5")
        assert len({row["digest"] for row in kiosk.outbox()}) == 3


def test_central_restored(folder):
    """What central lost since its last backup comes to it once more, on request; nothing twice."""
    house, kiosk = enrolled(folder)
    with house:
        codes = [json.loads(kiosk.expect(0, "submit", BIRTH))["code"]]
        kiosk.expect(0, "flush", "--wait", "40")
        backup = os.path.join(folder, "backup.db")
        house.central_command("backup", backup)
        codes.append(json.loads(kiosk.expect(0, "submit", BIRTH))["code"])
        kiosk.expect(0, "flush", "--wait", "40")
        house.stop_central()
        shutil.rmtree(house.central_data)
        shutil.copytree(backup + ".keys", os.path.join(house.central_data, "keys"))
        shutil.copy(backup, os.path.join(house.central_data, "central.db"))
        for path in (house.central_data, os.path.join(house.central_data, "keys")):
            os.chmod(path, 0o700)
        house.start_central()
        kiosk.expect(0, "flush", "--wait", "5")
        assert run_central(house, "show", codes[1]) == 66
        assert json.loads(kiosk.expect(0, "flush", "--again", "--wait", "40"))["pending"] == 0
        for code in codes:
            assert len(json.loads(house.central_command("show", code))["events"]) == 1
        assert {row["state"] for row in kiosk.outbox()} <= {"confirmed", "safe"}


def test_export(folder):
    """A tar file that tar reads, with sealed bytes whose digests fit and nothing personal; it is
    written whole or not at all."""
    house, kiosk = enrolled(folder)
    with house:
        house.stop_central()
        image = os.path.join(folder, "page.png")
        with open(image, "wb") as file:
            file.write(png())
        told = json.loads(kiosk.expect(0, "submit", BIRTH, "--page", "birth_notice=" + image))
        path = os.path.join(folder, "out.tar")
        assert json.loads(kiosk.expect(0, "outbox", "export", path))["dossiers"] == 1
        assert os.stat(path).st_mode & 0o777 == 0o600
        import hashlib
        with tarfile.open(path) as archive:
            index = json.load(archive.extractfile("index.json"))
            sealed = archive.extractfile(f"dossiers/{told['id']}.mce").read()
            page = archive.extractfile(f"pages/{index[0]['pages'][0]}.mce").read()
        assert index[0]["code"] == told["code"]
        assert hashlib.sha256(sealed).hexdigest() == index[0]["digest"]
        assert hashlib.sha256(page).hexdigest() == index[0]["pages"][0]
        assert sealed.startswith(b"MCE1") and page.startswith(b"MCE1")
        with open(path, "rb") as file:
            data = file.read()
        assert told["code"].encode() in data  # the search is known to work
        for secret in ("Trần Thị Bích Ngọc", "001198004321", "Nguyễn Minh Khuê", "0912345678"):
            raw = secret.encode()
            for shape in (raw, secret.encode("utf-16-le"), raw.hex().encode(),
                          base64.b64encode(raw[: len(raw) // 3 * 3])):
                assert shape not in data, secret
        kiosk.expect(73, "outbox", "export", os.path.join(folder, "missing", "out.tar"))
        if os.path.exists("/dev/full"):
            before = set(os.listdir(folder))
            kiosk.expect(73, "outbox", "export", os.path.join("/proc", "out.tar"))
            assert set(os.listdir(folder)) == before


def make_ready(house, code):
    for action, role in (("receive", "reception"), ("chair_assign", "chairman"),
                         ("dept_assign", "department"), ("process", "specialist"),
                         ("dept_approve", "department"), ("chair_approve", "chairman"),
                         ("register_result", "reception")):
        house.central_command("step", code, action, "--as", role)


def words_of(pdf):
    return " ".join(subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True,
                                   check=True).stdout.split())


def test_pickup(folder):
    """A number for the right card, and the same one again; another's card, no result, a mistyped
    code and no network each have their exit code, and after the hand-over the state is told."""
    house, kiosk = enrolled(folder)
    mine = "001198004321||Trần Thị B|08031998|Nữ|Hà Nội|01012022\r\n".encode()
    with house:
        told = json.loads(kiosk.expect(0, "submit", BIRTH))
        kiosk.expect(0, "flush", "--wait", "40")
        state = json.loads(kiosk.run("pickup", told["url"]).stdout)
        assert state["state"] == "submitted", state
        kiosk.expect(65, "pickup", told["url"], says="nothing to collect: submitted")
        make_ready(house, told["code"])

        kiosk.expect(65, "pickup", told["url"], "--card", "-", stdin=b"no card", says="--card")
        kiosk.expect(65, "pickup", told["url"], "--card", "-", stdin=CARD.encode(),
                     says="2 more are compared")
        number = json.loads(kiosk.expect(0, "pickup", told["url"], "--card", "-", stdin=mine))
        assert number["number"] == 1 and number["checked"] == "card", number
        assert number["masked_name"] == "Trần Thị B•••" and number["print"] == "none", number
        assert "001198004321" not in json.dumps(number)
        token = told["url"].rsplit("/", 1)[1]
        assert json.loads(kiosk.expect(0, "pickup", token.lower()))["number"] == 1
        slip = os.path.join(folder, "slip.pdf")
        again = json.loads(kiosk.expect(0, "pickup", told["code"], "--id-last4", "4321",
                                        "--birth-year", "1998", "--language", "en", "--pdf", slip))
        assert "NUMBER FOR YOUR RESULT" in words_of(slip)
        assert again["number"] == 1 and again["procedure_name"] == "Birth registration", again

        kiosk.expect(66, "pickup", told["code"], "--id-last4", "9999", "--birth-year", "1998")
        kiosk.expect(65, "pickup", told["code"], says="--id-last4")
        kiosk.expect(64, "pickup", token, "--language", "fr")
        kiosk.expect(64, "pickup", token, "--wait", "-1")
        house.central_command("step", told["code"], "return", "--as", "reception")
        kiosk.expect(65, "pickup", token, says="nothing to collect: returned")
        house.stop_central()
        kiosk.expect(75, "pickup", token)
    other = Kiosk(os.path.join(folder, "house"))
    other.expect(69, "pickup", token, says="not enrolled")


def test_paper(folder):
    """The receipt as PDF says the code, and its QR is the url, unmodified; so is the one on the
    terminal, as an image."""
    house, kiosk = enrolled(folder)
    with house:
        house.stop_central()
        told = json.loads(kiosk.expect(0, "submit", BIRTH))
        pdf = os.path.join(folder, "receipt.pdf")
        kiosk.expect(0, "receipt", told["code"], "--pdf", pdf)
        with open(pdf, "rb") as file:
            assert file.read(5) == b"%PDF-"
        assert told["code"] in words_of(pdf).replace(" ", ""), words_of(pdf)
        for media, size in (("roll-80", "226 x"), ("roll-58", "164 x"), ("a5", "419.5"), ("a4", "595.2")):
            kiosk.expect(0, "receipt", told["code"], "--pdf", pdf, "--media", media)
            told_size = subprocess.run(["pdfinfo", pdf], capture_output=True, text=True).stdout
            assert "Page size:       " + size in told_size, told_size
        kiosk.expect(64, "receipt", told["code"], "--pdf", pdf, "--media", "a3", says="--media")
        kiosk.expect(0, "test-page", "--pdf", pdf, "--media", "roll-58", "--language", "en")
        assert "TEST PAGE" in words_of(pdf) and "MC4 " in words_of(pdf), words_of(pdf)
        kiosk.expect(64, "test-page", says="--pdf")
        kiosk.expect(64, "test-page", "--pdf", pdf, "--language", "fr")
        image = os.path.join(folder, "qr.png")
        shown = kiosk.expect(0, "qr", told["code"], "--png", image)
        assert told["url"] in shown and told["code"] in shown and "█" in shown
        if shutil.which("zbarimg"):
            read = subprocess.run(["zbarimg", "-q", "--nodbus", "--raw", image],
                                  capture_output=True, text=True).stdout.strip()
            assert read == told["url"], (read, told["url"])
        for words in (["receipt", told["code"], "--pdf"], ["qr", told["code"], "--png"]):
            kiosk.expect(73, *words, os.path.join(folder, "missing", "file"))
        kiosk.expect(66, "receipt", "H26.107-250620-999999", "--pdf", pdf)
        kiosk.expect(69, "print", told["code"], says="no printer")


def test_newer_state(folder):
    """A state folder of a newer program is refused and left as it was."""
    kiosk = Kiosk(folder)
    assert kiosk.outbox() == []
    path = os.path.join(kiosk.state, "outbox.db")
    with open(path, "r+b") as file:
        file.seek(60)
        file.write((99).to_bytes(4, "big"))
    with open(path, "rb") as file:
        before = file.read()
    kiosk.expect(74, "outbox", says="version 99")
    with open(path, "rb") as file:
        assert file.read() == before


if __name__ == "__main__":
    tap.main(globals())
