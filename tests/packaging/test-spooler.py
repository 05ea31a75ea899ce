#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The package's own print spooler: its configuration, as it is shipped, with a real cupsd and a printer
behind it; and the units that start it."""

import json
import os
import re
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402
from house.house import House  # noqa: E402
from house.processes import wait_until  # noqa: E402

PACKAGING = os.path.join(tap.ROOT, "packaging")
EXAMPLE = os.path.join(tap.ROOT, "assets", "examples", "birth.json")


def new_house(folder):
    return House(folder, build=tap.build_dir(), say=lambda text: print("# " + text, flush=True))


def files_below(*folders):
    return [os.path.join(place, name) for folder in folders for place, _, names in os.walk(folder)
            for name in names if not os.path.islink(os.path.join(place, name))]


def documents(spool):
    """A job's documents; cupsd calls them d00001-001, and its list c00001."""
    return [name for name in os.listdir(spool) if re.fullmatch(r"[cd]\d{5}(-\d{3})?", name)]


def read(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""  # a socket, or just gone


def test_nothing_of_a_person_stays(folder):
    """While a receipt prints, its document is in the spool; once it is settled neither that nor any list,
    history or log knows whose it was."""
    with open(EXAMPLE, encoding="utf-8") as file:
        example = json.load(file)
    secrets = [str(value) for value in example["applicant"].values() if len(str(value)) >= 8]
    assert len(secrets) >= 3, example["applicant"]
    with new_house(folder) as house:
        house.start_services()
        private = house.printer["private"]
        spool = os.path.join(private, "spool")
        code = json.loads(house.ctl("submit", EXAMPLE))["code"]
        process = subprocess.Popen([house.program("motcua-ctl"), "--config", house.config, "print", code,
                                    "--wait", "60"], stdout=subprocess.PIPE, env=house.environment())
        # The control: it does go through this spool.
        wait_until(lambda: any(name.startswith("d") for name in documents(spool)), 30, "a document in the spool")
        told = json.loads(process.communicate()[0])
        assert told["outcome"] == "confirmed", told
        wait_until(lambda: not documents(spool), 10, "the settled job to be purged")

        history = subprocess.run(["lpstat", "-h", house.printer["server"], "-W", "all", "-o", "-l"],
                                 capture_output=True, text=True, check=True,
                                 env=dict(os.environ, CUPS_SERVER=house.printer["server"]))
        assert history.stdout.strip() == "", history.stdout
        places = files_below(private, house.printer["log"])
        places = [path for path in places if not path.startswith(os.path.join(private, "documents"))]
        assert any(path.endswith("cups-access") and b"POST" in read(path) for path in places), places
        for path in places:
            data = read(path)
            for secret in secrets + [code]:
                assert secret.encode() not in data, (path, secret)


def test_old_spool(folder):
    """The unit's folders end with the spooler, so that one that was killed prints nothing when it comes
    back: the configuration keeps spool and list of jobs nowhere else."""
    kept = {}
    with open(os.path.join(PACKAGING, "cups", "cups-files.conf"), encoding="utf-8") as file:
        for line in file:
            words = line.split()
            if len(words) == 2 and not line.startswith("#"):
                kept[words[0]] = words[1]
    with open(os.path.join(PACKAGING, "systemd", "motcua-cups.service"), encoding="utf-8") as file:
        unit = file.read()
    runtime = re.search(r"^RuntimeDirectory=(.*)$", unit, re.M).group(1).split()
    assert "RuntimeDirectoryPreserve" not in unit
    for key in ("RequestRoot", "CacheDir", "TempDir", "StateDir"):
        assert kept[key].removeprefix("/run/") in runtime, (key, kept[key])


def test_queue(folder):
    """A printer that says nothing gets no queue, and mistakes are named."""
    with new_house(folder) as house:
        house.start_printer()
        environment = dict(os.environ, MOTCUA_CUPS_SOCKET=house.printer["server"],
                           MOTCUA_CUPS_PPDS=os.path.join(house.printer["private"], "etc", "ppd"),
                           PATH=os.environ["PATH"] + ":/usr/sbin")

        def queue(*words, **more):
            return subprocess.run([os.path.join(PACKAGING, "motcua-queue"), *words], capture_output=True,
                                  text=True, env=dict(environment, **more))

        uri = house.printer["device_uri"]
        for words, code, says in [
                ((), 64, "usage"), (("add", "a b", uri), 64, "'a b'"), (("add", "a", "printer"), 64, "'printer'"),
                (("add", "a", uri + "?x=1"), 64, "leave out"), (("remove", "a"), 66, "'a'"),
                (("add", "a", uri, "drv:///nobody.ppd"), 69, "refused")]:
            done = queue(*words)
            assert (done.returncode, says in done.stderr) == (code, True), (words, done)
        done = queue("list", MOTCUA_CUPS_SOCKET="/nowhere")
        assert done.returncode == 69 and "systemctl start" in done.stderr, done
        assert queue("add", "second", uri).returncode == 0
        assert "second" in queue("list").stdout
        assert queue("remove", "second").returncode == 0
        assert "second" not in queue("list").stdout


def test_units(folder):
    """systemd knows every key of the units."""
    if shutil.which("systemd-analyze") is None:
        raise tap.Skip("no systemd-analyze")
    here = {"/usr/bin/motcua-central": os.path.join(tap.build_dir(), "central", "motcua-central"),
            "/usr/bin/cage": "/bin/true"}
    units = os.path.join(PACKAGING, "systemd")
    for name in sorted(os.listdir(units)):
        with open(os.path.join(units, name), encoding="utf-8") as file:
            text = file.read()
        for program, other in here.items():
            text = text.replace(f"ExecStart={program}", f"ExecStart={other}")
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
        done = subprocess.run(["systemd-analyze", "verify", "--man=no", os.path.join(folder, name)],
                              capture_output=True, text=True)
        assert done.returncode == 0 and name not in done.stderr, (name, done.stderr)


if __name__ == "__main__":
    tap.main(globals())
