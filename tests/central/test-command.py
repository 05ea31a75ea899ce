#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: settings with file:line, exit codes of sysexits, keys, and the served API file."""

import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from service import Service, Town, tap  # noqa: E402

PROGRAM = os.path.join(tap.build_dir(), "central", "motcua-central")
USAGE, DATAERR, NOINPUT, UNAVAILABLE, TEMPFAIL, CONFIG = 64, 65, 66, 69, 75, 78


def run(*arguments, **more):
    environment = {**os.environ, "MOTCUA_ASSETS": os.path.join(tap.ROOT, "assets"), "G_DEBUG": ""}
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, env=environment,
                          timeout=60, **more)


def write(folder, text):
    path = os.path.join(folder, "central.conf")
    with open(path, "wb") as config:
        config.write(text if isinstance(text, bytes) else text.encode())
    return path


def test_settings(folder):
    """Every mistake of the settings is told, each with its file and line, and nothing is served."""
    path = write(folder, "# all wrong\n[central]\nlisten=127.0.0.1:0\nlisten=[::1]:0\ncolour=red\n"
                         "[limits]\nthreads=many\nconnections=3\nsomething\n[other]\nkey=1\n[central\n")
    done = run("--config", path, "--check-config")
    assert done.returncode == CONFIG and done.stdout == "", done
    lines = done.stderr.strip().splitlines()
    for number, words in [(4, "listen stands twice"), (5, "colour"), (7, "threads"),
                          (8, "connections"), (9, "key=value"), (10, "[other]"), (12, "]")]:
        assert any(line.startswith(f"{path}:{number}: ") and words in line for line in lines), (
            number, lines)
    assert len(lines) == 7, lines


def test_good_settings(folder):
    """Settings without a mistake pass in silence, and the command line goes before them."""
    path = write(folder, f"[central]\ndata={folder}/a\nlisten=127.0.0.1:1\npublic-url=https://x.vn\n"
                         "[limits]\nconnections=64\nheader-deadline-ms=5000\n")
    done = run("--config", path, "--check-config")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), done
    with Service(folder) as service:
        assert service.port != 1


def test_bad_files(folder):
    """A file that is no text, absent, or a pipe that ends is refused without a crash."""
    for content in [b"\xff\xfe\n", b"\0\0\0", b"x" * 100000, b"[central]\n" * 10000 + b"a\n"]:
        done = run("--config", write(folder, content), "--check-config")
        assert done.returncode == CONFIG and "central.conf:" in done.stderr, done
    assert run("--config", os.path.join(folder, "none"), "--check-config").returncode == NOINPUT


def test_usage(folder):
    """What is not understood ends with 64, what cannot be with its own code; help and version 0."""
    data = os.path.join(folder, "data")
    assert run("--help").returncode == 0
    behind = run("user", "import", "--help")
    assert behind.returncode == 0 and behind.stdout == run("--help").stdout, behind
    version = run("--version")
    assert version.returncode == 0 and re.fullmatch(r"motcua-central \d+\.\d+\.\d+\n", version.stdout)
    for arguments in [("--colour",), ("--data",), (), ("--data", data, "dance"),
                      ("--data", data, "kiosk"), ("--data", data, "kiosk", "add", "HK-03"),
                      ("--data", data, "kiosk", "add", "--point", "00070"),
                      ("--data", data, "kiosk", "add", "HK 03", "--point", "00070"),
                      ("--data", data, "backup"), ("--data", data, "keys"),
                      ("--data", data, "keys", "eat")]:
        assert run(*arguments).returncode == USAGE, arguments
    for arguments, code in [
            (("kiosk", "add", "HK-03", "--point", "99999"), DATAERR),
            (("kiosk", "add", "HK-03", "--point", "00070", "--agency", "no"), DATAERR),
            (("kiosk", "revoke", "HK-99"), NOINPUT)]:
        assert run("--data", data, *arguments).returncode == code, arguments
    for arguments in [("--listen", "0.0.0.0:0"), ("--listen", "here"), ("--listen", "127.0.0.1"),
                      ("--listen", "127.0.0.1:0", "--tls-cert", "a"), ("--db", "mysql:x"),
                      ("--listen", "127.0.0.1:70000"), ("--public-url", "ftp://x"),
                      ("--public-url", "https://x/path"), ("--listen", "[::]:0")]:
        assert run("--data", data, *arguments).returncode == CONFIG, arguments


def test_serving(folder):
    """A data folder is served once at a time; a taken address is told; commands work meanwhile."""
    with Service(folder) as service:
        again = run("--data", service.data, "--listen", "127.0.0.1:0")
        assert again.returncode == TEMPFAIL and again.stdout == "", again
        other = run("--data", os.path.join(folder, "other"), "--listen", f"127.0.0.1:{service.port}")
        assert other.returncode == UNAVAILABLE, other
        added = service.command("kiosk", "add", "HK-03", "--point", "00070")
        assert re.fullmatch(r"([0-9A-Z]{4}-){7}[0-9A-Z]{4}\n", added.stdout), added
        assert service.stop() == 0


def test_bad_certificate(folder):
    """A certificate that is none, or not there, keeps the service from starting, with a reason."""
    bad = os.path.join(folder, "bad.pem")
    with open(bad, "w") as file:
        file.write("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    data = os.path.join(folder, "data")
    done = run("--data", data, "--listen", "127.0.0.1:0", "--tls-cert", bad, "--tls-key", bad)
    assert done.returncode == UNAVAILABLE and "certificate" in done.stderr, done
    done = run("--data", data, "--listen", "127.0.0.1:0", "--tls-cert", "/none", "--tls-key", bad)
    assert done.returncode == CONFIG and "/none" in done.stderr, done


def test_modes(folder):
    """Whatever the umask: keys and database are for their owner alone."""
    data = os.path.join(folder, "data")
    done = subprocess.run(["sh", "-c", 'umask 0; exec "$@"', "sh", PROGRAM, "--data", data, "kiosk",
                           "list"], capture_output=True,
                          env={**os.environ, "MOTCUA_ASSETS": os.path.join(tap.ROOT, "assets")})
    assert done.returncode == 0, done
    for directory, folders, files in os.walk(data):
        for name in folders:
            assert os.stat(os.path.join(directory, name)).st_mode & 0o777 == 0o700, name
        for name in files:
            assert os.stat(os.path.join(directory, name)).st_mode & 0o777 == 0o600, name


def ask_promtool(text):
    """What Prometheus' own tool finds wrong with the figures."""
    tool = os.path.join(tap.ROOT, "tests", "central", "promtool")
    done = subprocess.run([tool, "check", "metrics"], input=text, capture_output=True, text=True)
    return "" if done.returncode == 0 else f"{done.returncode}: {done.stdout}{done.stderr}"


def test_metrics(folder):
    """Figures are as Prometheus wants them, few, and about nobody."""
    with Town(folder) as town:
        town.walk_to_result()
        status, headers, text = town.page("/metrics")
        assert status == 200 and headers["content-type"].startswith("text/plain; version=0.0.4")
        assert ask_promtool(text) == "", ask_promtool(text)
        assert ask_promtool(text.replace("motcua_ratings_total", "motcua_ratings")) != ""  # the control
        series = [line for line in text.splitlines() if not line.startswith("#")]
        assert 20 < len(series) < 100, len(series)
        assert town.code not in text and town.token not in text


if __name__ == "__main__":
    tap.main(globals())
