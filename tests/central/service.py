# SPDX-License-Identifier: GPL-3.0-or-later
"""The real motcua-central in a process of its own, with or without a dossier in it, and a socket that
says exactly what it is told."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
import tap  # noqa: E402


class Service:
    def __init__(self, folder, limits="", arguments=()):
        self.folder = folder
        self.data = os.path.join(folder, "data")
        self.program = os.path.join(tap.build_dir(), "central", "motcua-central")
        self.config = os.path.join(folder, "central.conf")
        with open(self.config, "w") as config:
            config.write("[limits]\n" + limits)
        self.log = os.path.join(folder, "log")
        self.arguments = arguments
        self.start()

    def environment(self):
        return {**os.environ, "MOTCUA_ASSETS": os.path.join(tap.ROOT, "assets"), "G_DEBUG": "",
                "LSAN_OPTIONS": "print_suppressions=0:suppressions=" +
                                os.path.join(tap.ROOT, "tests", "lsan.supp")}

    def start(self):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [self.program, "--config", self.config, "--data", self.data,
                 "--listen", "127.0.0.1:0", *self.arguments],
                stdout=subprocess.PIPE, stderr=log, env=self.environment())
        line = self.process.stdout.readline().decode()
        self.port = int(re.fullmatch(r"ready https?://127\.0\.0\.1:(\d+)\n", line).group(1))

    def command(self, *arguments, text=None):
        return subprocess.run([self.program, "--data", self.data, *arguments], input=text,
                              capture_output=True, text=True, env=self.environment())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        self.process.stdout.close()
        return code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()

    def metric(self, name):
        text = self.ask(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").decode()
        return float(re.search(rf"^{name} (\S+)$", text, re.M).group(1))

    def connect(self):
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=20)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return connection

    def ask(self, data, wait=20.0):
        """Sends, and reads until the service closes (or `wait` is over)."""
        with self.connect() as connection:
            connection.sendall(data)
            return read_all(connection, wait)


# From a dossier that has just arrived to its end, without a side path.
STEPS = [("receive", "reception"), ("chair_assign", "chairman"), ("dept_assign", "department"),
         ("process", "specialist"), ("dept_approve", "department"), ("chair_approve", "chairman"),
         ("register_result", "reception"), ("return", "reception")]


class Town(Service):
    """A service with one dossier filed."""

    def __init__(self, folder):
        data = os.path.join(folder, "data")
        os.mkdir(data, 0o700)
        program = os.path.join(tap.build_dir(), "tests", "central", "file-sample")
        result = subprocess.run([program, data], capture_output=True, text=True, check=True,
                                env={**os.environ,
                                     "MOTCUA_ASSETS": os.path.join(tap.ROOT, "assets")})
        self.code, self.token = result.stdout.split()
        super().__init__(folder, arguments=["--public-url", "https://motcua.example.vn"])

    def page(self, path, body=None):
        """Status, headers (lower case) and text."""
        head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: x\r\n"
        if body is not None:
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        answer = self.ask((head + "Connection: close\r\n\r\n" + (body or "")).encode())
        top, _, text = answer.partition(b"\r\n\r\n")
        lines = top.decode().split("\r\n")
        pairs = [line.partition(": ") for line in lines[1:]]
        headers = {name.lower(): value for name, _, value in pairs}
        assert len(headers) == len(pairs), lines  # none twice
        return int(lines[0].split()[1]), headers, text.decode()

    def step(self, action, role, *more):
        result = self.command("step", self.code, action, "--as", role, *more)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    def walk_to_result(self):
        """All steps but the last one, the return."""
        for action, role in STEPS[:-1]:
            self.step(action, role)


def read_all(connection, wait=20.0):
    """All that comes until the end of the stream. Raises TimeoutError when it does not end."""
    data = b""
    end = time.monotonic() + wait
    while True:
        connection.settimeout(max(0.01, end - time.monotonic()))
        try:
            piece = connection.recv(65536)
        except ConnectionResetError:
            return data
        if not piece:
            return data
        data += piece


def read_answer(connection):
    """One answer with its body, by its Content-Length; the connection stays."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            raise EOFError(data)
        data += piece
    head, body = data.split(b"\r\n\r\n", 1)
    length = int(re.search(rb"(?im)^content-length: *(\d+)", head).group(1))
    while len(body) < length:
        body += connection.recv(65536)
    return status_of(head), body


def status_of(answer):
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    return int(found.group(1)) if found else None
