# SPDX-License-Identifier: GPL-3.0-or-later
"""The central service with a city's dossiers: what officials and citizens wait for."""

import http.client
import os
import random
import sqlite3
import statistics
import subprocess
import time
import urllib.parse
from csv import DictReader
from datetime import datetime, timedelta, timezone

from measure import ASSETS, HERE, HouseError, cpu_seconds, program, run_json, wrk
from house.house import free_port
from house.processes import Process, wait_until

PASSWORD = "Mot Cua benchmark"
OFFICE = "Phòng Văn hóa - Xã hội"

HANOI = timezone(timedelta(hours=7))

# A year of the whole city, and how many of it are not finished (some of the last stop early).
CITY, OPEN = 1000000, 103000


class City:
    """A data folder of central with so many dossiers of all 126 units, as of today."""

    made = {}

    def __init__(self, build, folder, dossiers, unfinished):
        self.data = os.path.join(folder, f"city-{dossiers}")
        self.database = os.path.join(self.data, "central.db")
        self.tokens = os.path.join(self.data, "tokens")
        os.makedirs(self.data, mode=0o700)
        self.told = run_json([program(build, "bench", "bench-city"), self.database,
                              "--dossiers", str(dossiers), "--open", str(unfinished),
                              "--tokens", self.tokens], **ASSETS)

    @classmethod
    def of(cls, build, folder, dossiers, unfinished):
        """Made once for all benchmarks of a run: a million take a minute."""
        shared, size = os.path.dirname(folder), (dossiers, unfinished)
        if size not in cls.made:
            cls.made[size] = cls(build, shared, *size)
        return cls.made[size]

    def ask(self, question, *values):
        database = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        try:
            return database.execute(question, values).fetchone()
        finally:
            database.close()


class Central:
    """The service on plain HTTP with such a data folder."""

    def __init__(self, build, city, folder):
        self.program = os.path.join(build, "central", "motcua-central")
        self.city, self.env = city, dict(os.environ, **ASSETS)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.cookies = {}
        self.process = Process("central", [
            self.program, "--data", city.data, "--listen", f"127.0.0.1:{self.port}",
            "--public-url", self.url], folder, self.env)
        self.process.read_line(30)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stop()

    def add_official(self, login, post):
        """One with an account, signed in; `cookies` holds what the browser would send."""
        subprocess.run([self.program, "--data", self.city.data, "user", "add", login,
                        "--name", "Lê Văn An", "--post", post, "--password-stdin"],
                       input=PASSWORD + "\n", text=True, check=True, env=self.env,
                       stdout=subprocess.DEVNULL)
        browser = http.client.HTTPConnection("127.0.0.1", self.port)
        browser.request("POST", "/console/sign-in",
                        urllib.parse.urlencode({"login": login, "password": PASSWORD}),
                        {"Content-Type": "application/x-www-form-urlencoded"})
        answer = browser.getresponse()
        answer.read()
        if answer.status != 303:
            raise HouseError(f"sign-in of {login}: {answer.status}")
        self.cookies[login] = answer.getheader("Set-Cookie").split(";")[0]

    def get(self, path, login=None):
        """The page's bytes and the milliseconds until the last of them."""
        browser = http.client.HTTPConnection("127.0.0.1", self.port)
        started = time.monotonic()
        browser.request("GET", path, headers={"Cookie": self.cookies[login]} if login else {})
        answer = browser.getresponse()
        page = answer.read()
        took = (time.monotonic() - started) * 1000
        browser.close()
        if answer.status != 200:
            raise HouseError(f"GET {path}: {answer.status}")
        return page, took


def open_ward(central):
    """An official of each role in the city's busiest ward; the logins, and what waits there."""
    ward, waiting = central.city.ask("SELECT unit, count(*) FROM dossiers WHERE turn IS NOT NULL"
                                     " GROUP BY unit ORDER BY 2 DESC LIMIT 1")
    busiest, = central.city.ask("SELECT assignee FROM dossiers WHERE resolver = ? AND"
                                " turn = 'specialist' GROUP BY assignee ORDER BY count(*) DESC"
                                " LIMIT 1", ward)
    for login, post in (("hoa", f"reception:{ward}"), ("an", f"chairman:{ward}"),
                        ("binh", f"department:{ward}:{OFFICE}"),
                        (busiest, f"specialist:{ward}:{OFFICE}")):
        central.add_official(login, post)
    return list(central.cookies), waiting


def inbox(build, folder):
    """Inbox page p99 with 100,000 open dossiers ÷ with a hundredth of them, and in milliseconds.

    Each role of the busiest ward signs in and asks for its first page, at four connections."""
    def p99(central, login):
        return wrk(central.url + "/console", 4, "-H", "Cookie: " + central.cookies[login]).p99_ms

    city = City.of(build, folder, CITY, OPEN)
    with Central(build, city, folder) as large, \
         Central(build, City.of(build, folder, CITY // 100, OPEN // 100), folder) as small:
        roles, waiting = open_ward(large)
        peers, _ = open_ward(small)
        rounds = [[(p99(large, a), p99(small, b)) for a, b in zip(roles, peers)]
                  for _ in range(6)][1:]
    # Of each role the median round, of these the slowest role.
    by_role = [list(zip(*pairs)) for pairs in zip(*rounds)]
    return {"p99_ms": max(statistics.median(ours) for ours, _ in by_role),
            "small_p99_ms": max(statistics.median(theirs) for _, theirs in by_role),
            "heap_ratio": statistics.median(a / b for pairs in rounds for a, b in pairs),
            "open": city.told["open"], "open_in_ward": waiting}


def report(build, folder):
    """The city's report of a year, 1,000,000 dossiers of 126 units, as its reader waits for it.

    The page at the console, from the request to its last byte, and its table 06a as CSV; beside
    them the same figures counted in a process of its own that has just begun. Both must have counted
    the same dossiers."""
    def alone():
        return run_json([program(build, "bench", "bench-report"), city.database], **ASSETS)

    city = City.of(build, folder, CITY, OPEN)
    day = lambda before: (datetime.now(HANOI) - timedelta(before)).strftime("%Y-%m-%d")
    year = f"?period=days&unit=*&from={day(366)}&to={day(0)}"
    page, csv, counted = [], [], []
    with Central(build, city, folder) as central:
        central.add_official("reader", "city_reader:*")
        for _ in range(6):
            page.append(central.get("/console/reports" + year, "reader")[1])
            table, took = central.get("/console/reports/06a.csv" + year, "reader")
            csv.append(took)
            counted.append(alone())
    received = sum(int(row["Số hồ sơ nhận giải quyết: Tổng số"])
                   for row in DictReader(table.decode("utf-8-sig").splitlines()))
    if received != counted[0]["received"] or received < CITY * 0.9:
        raise HouseError(f"the table has {received} dossiers, {counted[0]['received']} were counted")
    return {"page_ms": statistics.median(page[1:]), "first_page_ms": page[0],
            "csv_ms": statistics.median(csv[1:]),
            "counted_alone_ms": statistics.median(each["ms"] for each in counted),
            "dossiers": city.told["dossiers"], "received_in_year": received}


# More pages than central keeps drawn (main.c), asked for in turn: none of them is kept when it is
# asked for again, so each answer is looked up and drawn.
PAGES_ASKED = 50000


class Nginx:
    """nginx with one worker on plain HTTP, serving a folder of pages from memory."""

    def __init__(self, folder):
        self.folder, self.port = folder, free_port()
        self.pages = os.path.join(folder, "www", "t")
        self.url = f"http://127.0.0.1:{self.port}"
        os.makedirs(self.pages)

    def __enter__(self):
        root, conf = self.folder, os.path.join(self.folder, "nginx.conf")
        with open(conf, "w") as file:
            file.write(f"""daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error.log;
{'user root;' if os.getuid() == 0 else ''}
events {{ worker_connections 1024; }}
http {{ access_log off; default_type text/html; keepalive_requests 1000000; sendfile on;
  open_file_cache max=100;
  client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fcgi;
  uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
  server {{ listen 127.0.0.1:{self.port} backlog=1024; root {root}/www;
    add_header Cache-Control no-store; add_header Referrer-Policy no-referrer; }} }}""")
        self.process = Process("nginx", ["nginx", "-c", conf, "-p", root,
                                         "-e", os.path.join(root, "error.log")], root)
        wait_until(lambda: self.worker() is not None, 10, "nginx")
        return self

    def worker(self):
        pid = self.process.popen.pid
        with open(f"/proc/{pid}/task/{pid}/children") as children:
            pids = children.read().split()
        return int(pids[0]) if pids else None

    def __exit__(self, *_):
        self.process.stop()


def save_pages(central, tokens, folder):
    """What central answers, as files."""
    browser = http.client.HTTPConnection("127.0.0.1", central.port)
    total = 0
    for token in tokens:
        browser.request("GET", "/t/" + token)
        answer = browser.getresponse()
        page = answer.read()
        if answer.status != 200:
            raise HouseError(f"GET /t/…: {answer.status}")
        with open(os.path.join(folder, token), "wb") as file:
            file.write(page)
        total += len(page)
    browser.close()
    return total / len(tokens)


def status_page(build, folder):
    """Status page requests/s ÷ nginx (one worker, both plain HTTP) serving the same bytes.

    Looked up among 1,000,000 dossiers, another one at each request, and one page again and
    again. 64 connections from the same client, in turn. `cpu` figures are processor time used by
    the servers alone, which a busy machine changes least."""
    city = City.of(build, folder, CITY, OPEN)
    with open(city.tokens) as file:
        tokens = random.Random(1).sample(file.read().split(), PAGES_ASKED)
    asked = os.path.join(folder, "asked")
    with open(asked, "w") as file:
        file.write("\n".join(tokens) + "\n")
    lookups, repeated, cpu = [], [], []
    with Central(build, city, folder) as central, Nginx(folder) as nginx:
        size = save_pages(central, tokens, nginx.pages)
        for number in range(6):
            script = (os.path.join(HERE, "ask.lua"), asked, str(random.randrange(PAGES_ASKED)))
            rates, used = [], []
            for url, pid in ((central.url, central.process.popen.pid), (nginx.url, nginx.worker())):
                before = cpu_seconds(pid)
                load = wrk(url, 64, script=script)
                used.append((cpu_seconds(pid) - before) / load.requests * 1e6)
                rates.append(load.per_s)
            once = [wrk(f"{url}/t/{tokens[0]}", 64).per_s for url in (central.url, nginx.url)]
            if number:  # the first round warms both
                lookups.append(rates)
                cpu.append(used)
                repeated.append(once)
    median = lambda rows, column: statistics.median(row[column] for row in rows)
    ratio = lambda rows: statistics.median(ours / theirs for ours, theirs in rows)
    return {"lookup_ratio": ratio(lookups), "repeated_ratio": ratio(repeated),
            "lookups_per_s": median(lookups, 0), "nginx_per_s": median(lookups, 1),
            "lookup_cpu_us": median(cpu, 0), "nginx_cpu_us": median(cpu, 1),
            "repeated_per_s": median(repeated, 0), "nginx_repeated_per_s": median(repeated, 1),
            "bytes": size}
