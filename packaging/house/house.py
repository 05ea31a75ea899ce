# SPDX-License-Identifier: GPL-3.0-or-later
"""One house on one machine: central over TLS, a virtual printer, an enrolled kiosk."""

import json
import os
import secrets
import socket
import sys
import time

from . import people, pki
from .processes import HouseError, Process, run

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class House:
    """Everything lives below `data`; a second start goes on with what is there."""

    def __init__(self, data, build=None, port=None, public_url=None, kiosk="HK-01", point="00070",
                 media="roll-80",
                 say=lambda text: print(text, flush=True)):
        self.data = os.path.abspath(data)
        self.build = build or os.environ.get("MOTCUA_BUILD", os.path.join(ROOT, "build"))
        self.kiosk_name, self.point, self.media, self.say = kiosk, point, media, say
        self.roll_m = 80
        self.logs = os.path.join(self.data, "logs")
        self.state = os.path.join(self.data, "kiosk")
        self.central_data = os.path.join(self.data, "central")
        os.makedirs(self.logs, mode=0o700, exist_ok=True)
        self.port = port or self._stored_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.public_url = public_url or f"https://localhost:{self.port}"
        self.local = self.public_url.startswith(("https://localhost", "https://127.0.0.1"))
        self.processes = []
        self.scanner = None
        self.printer = None

    def _stored_port(self):
        """The enrolled kiosk knows central by its port, so a house keeps the one it began with."""
        path = os.path.join(self.data, "port")
        if not os.path.exists(path):
            with open(path, "w") as stored:
                stored.write(str(free_port()))
        with open(path) as stored:
            return int(stored.read())

    def program(self, name):
        folder = {"motcua-central": "central", "motcua-ctl": "app/ctl", "motcua-kiosk": "ui"}[name]
        return os.path.join(self.build, folder, name)

    def environment(self, **more):
        env = dict(os.environ, MOTCUA_ASSETS=os.path.join(ROOT, "assets"),
                   MOTCUA_LOCALE_DIR=os.path.join(self.build, "po"))
        if not env.get("LC_ALL", env.get("LANG", "")).upper().replace("-", "").endswith("UTF8"):
            env["LC_ALL"] = "C.UTF-8"
        env.update(more)
        return env

    def start(self, name, argv, env=None):
        process = Process(name, argv, self.logs, env or self.environment())
        self.processes.append(process)
        return process

    # The parts, in the order in which they need each other

    def start_central(self):
        ca, certificate, key = pki.ensure(os.path.join(self.data, "ca"), self.public_url)
        self.ca = ca
        listen = f"{'127.0.0.1' if self.local else '0.0.0.0'}:{self.port}"
        self.central = self.start("central", [
            self.program("motcua-central"), "--data", self.central_data, "--listen", listen,
            "--tls-cert", certificate, "--tls-key", key, "--public-url", self.public_url])
        line = self.central.read_line(30)
        if not line.startswith("ready "):
            raise HouseError(f"central said {line!r} instead of ready")
        self.say(f"central           {self.url}  (data in {self.central_data})")
        self.say(f"public address    {self.public_url}")

    def stop_central(self):
        self.central.stop()
        self.processes.remove(self.central)

    def start_printer(self):
        printer = self.start("printer", [
            os.path.join(ROOT, "packaging", "virtual-printer"), "--media", self.media,
            os.path.join(self.data, "printer")])
        self.printer = json.loads(printer.read_line(60))
        self.say(f"virtual printer   papers land in {self.printer['output']}")

    def start_scanner(self):
        """A pseudo terminal stands for the code scanner's serial line; we hold its other end."""
        self.scanner, slave = os.openpty()
        self.scanner_device = os.ttyname(slave)
        self._scanner_slave = slave

    def scan(self, payload):
        os.write(self.scanner, payload.encode() + b"\r")

    def write_config(self, **ui):
        self.config = os.path.join(self.data, "kiosk.conf")
        lines = ["[kiosk]", f"state-dir={self.state}", "[central]", f"url={self.url}",
                 f"ca-file={self.ca}", "[printer]",
                 f"uri=cups:{self.printer['queue']}", f"server={self.printer['server']}",
                 f"device-uri={self.printer['device_uri']}", f"media={self.media}"]
        if self.media.startswith("roll"):
            lines += [f"roll-length-m={self.roll_m}"]
        if self.scanner is not None:
            lines += ["[scanner]", f"device={self.scanner_device}"]
        lines += ["[ui]"] + [f"{key.replace('_', '-')}={value}" for key, value in ui.items()]
        with open(self.config, "w") as config:
            config.write("\n".join(lines) + "\n")

    def central_command(self, *words, data=None):
        return run([self.program("motcua-central"), "--data", self.central_data, *words],
                   "motcua-central " + words[0], self.environment(), data)

    def ctl(self, *words, data=None):
        return run([self.program("motcua-ctl"), "--config", self.config, *words],
                   "motcua-ctl " + words[0], self.environment(), data)

    def enrol(self):
        """Once a house: the one-time code goes from central to the kiosk as an IT person would
        carry it."""
        marker = os.path.join(self.data, "enrolled")
        if os.path.exists(marker):
            return
        code = self.central_command("kiosk", "add", self.kiosk_name, "--point", self.point).strip()
        self.ctl("enrol", self.url, code)
        self.ctl("staff-pin", "set", data=people.PIN.encode())
        if self.media.startswith("roll"):
            self.ctl("roll", "new")
        with open(marker, "w") as enrolled:
            enrolled.write(self.kiosk_name + "\n")
        self.say(f"kiosk             {self.kiosk_name} enrolled at point {self.point}")

    def _choose_password(self):
        """The one that everybody knows, until a network can reach the house: then one of its own, kept from
        then on. Returns it, and whether the accounts still have the other one."""
        path = os.path.join(self.data, "officials-password")
        stored = people.PASSWORD
        if os.path.exists(path):
            with open(path) as file:
                stored = file.read()
        if self.local or stored != people.PASSWORD:
            return stored, False
        with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(secrets.token_hex(8))
        return self._choose_password()[0], True

    def add_people(self):
        """An account for each role, all with one password. Those that are there stay as they are."""
        self.password, changed = self._choose_password()
        known = {line.split("\t")[0] for line in self.central_command("user", "list").splitlines()}
        for person in people.of(self.point):
            posts = [word for post in person.posts for word in ("--post", post)]
            words = ["add", person.login, "--name", person.name, *posts]
            if person.login in known:
                if not changed:
                    continue
                words = ["reset", person.login]
            self.central_command("user", *words, "--password-stdin", data=self.password.encode() + b"\n")
        self.say(f"officials         {self.public_url}/console  (password of all: {self.password})")
        for person in people.of(self.point):
            self.say(f"  {person.login:<15} {person.what}")

    def start_kiosk(self, display, ui_map=None, **env):
        more = {"DISPLAY": display} if display else {}
        if ui_map:
            more["MOTCUA_UI_MAP"] = ui_map
        self.kiosk = self.start("kiosk", [self.program("motcua-kiosk"), "--config", self.config],
                                self.environment(**more, **env))
        return self.kiosk

    def start_services(self, **ui):
        self.start_central()
        self.start_printer()
        self.write_config(**ui)
        self.enrol()

    def say_how(self):
        """What a person may do with a house that runs."""
        here = lambda path: os.path.relpath(path) if path.startswith(os.getcwd() + "/") else path
        into = f"meson devenv -C {here(self.build)} -w ."
        self.say(f"staff at the kiosk hold its emblem for three seconds; their PIN is {people.PIN}")
        self.say(f"try, in another terminal:\n"
                 f"  {into} motcua-ctl --config {here(self.config)} outbox\n"
                 f"  {into} motcua-central --data {here(self.central_data)} kiosk list")

    def watch(self, until=None):
        """Says when something ends that should not; the rest goes on, as it would in a ward."""
        running = list(self.processes)
        while until is None or until.alive():
            for process in [each for each in running if not each.alive()]:
                running.remove(process)
                if process is not until:
                    self.say(f"{process.name} ended with status {process.popen.wait()}; the rest "
                             f"goes on without it. Its log ends:\n{process.log_tail()}")
            time.sleep(0.2)
        raise HouseError(f"{until.name} ended with status {until.popen.wait()}:\n{until.log_tail()}")

    def stop(self):
        for process in reversed(self.processes):
            process.stop()
        self.processes.clear()
        if self.scanner is not None:
            os.close(self.scanner)
            os.close(self._scanner_slave)
            self.scanner = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def fail(message):
    print(f"packaging/run: {message}", file=sys.stderr)
    sys.exit(1)
