#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""run.py BUILD [NAME…]: the benchmarks. Every figure is a ratio against its limit or peer in the
same run, medians of pairs taken in turn, since machines are noisy and only ratios hold. Prints a
table and writes BUILD/bench.json. Exit status 1 when a benchmark could not run; a missed aim is
told, not failed."""

import http.client
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402
from house.processes import HouseError, Process, wait_until  # noqa: E402
from house.house import House, free_port  # noqa: E402
from house.screen import Display  # noqa: E402


def program(build, *path):
    return os.path.join(build, "tests", *path)


def run_json(argv, **env):
    done = subprocess.run(argv, capture_output=True, text=True, env=dict(os.environ, **env))
    if done.returncode != 0:
        raise HouseError(f"{os.path.basename(argv[0])}: {done.stderr.strip()}")
    return json.loads(done.stdout.splitlines()[-1])


def acknowledge(build, folder):
    """A citizen's commit through the outbox ÷ a bare SQLite FULL commit of the same bytes."""
    return run_json([program(build, "bench", "bench-acknowledge"), folder],
                    MOTCUA_ASSETS=os.path.join(tap.ROOT, "assets"), MC_TEST_BUILD=build)


def receipt_render(build, folder):
    """Drawing a receipt ÷ a cairo PDF of one text line."""
    return run_json([program(build, "printing", "bench-receipt-render")],
                    MOTCUA_ASSETS=os.path.join(tap.ROOT, "assets"), MC_TEST_BUILD=build)


# The first tile of the welcome screen: jade, and nothing else on the screen is.
TILE, TILE_SPOT = "0B5A52", "100,1100"


def page_like_ours(folder):
    """A page equal to the kiosk's first screen in what it paints: bar, title, tiles, notice."""
    path = os.path.join(folder, "page.html")
    with open(path, "w", encoding="utf-8") as page:
        page.write(f"""<!doctype html><meta charset="utf-8"><title>Một Cửa</title>
<style>*{{box-sizing:border-box}}body{{margin:0;background:#FBF8F2;font:30px 'Noto Sans';color:#1A1D1E}}
header{{background:#8E1B22;height:136px;border-bottom:6px solid #C8963E;color:#fff;padding:30px 64px}}
main{{padding:64px}}h1{{font-size:60px}}a{{display:block;border:3px solid #8C8778;border-radius:24px;
padding:48px;margin:24px 0;background:#fff;font-size:40px;color:inherit;text-decoration:none}}
a.main{{background:#{TILE};color:#fff;margin-top:600px;height:300px}}
</style><header>Ủy ban nhân dân<br><b>Phường Hoàn Kiếm · Một cửa</b></header>
<main><h1>Xin chào! Ông, bà dùng tiếng nào?</h1><a class="main">Tiếng Việt</a><a>English</a><p>Máy in sẵn sàng.</p></main>""")
    return "file://" + path


def kiosk_start(build, folder):
    """Start to first painted frame, and memory, of the kiosk ÷ Chromium --kiosk with an equal page."""
    eye = program(build, "bench", "first-paint")
    rounds = 5
    with House(os.path.join(folder, "house"), build=build, say=lambda text: None) as house:
        house.start_services()
        display = Display(1080, 1920, house.logs)
        try:
            env = house.environment(DISPLAY=display.name, GSK_RENDERER="cairo")
            chromium = ["chromium", "--kiosk", "--no-first-run", "--disable-gpu", "--disable-quic",
                        "--disable-background-networking", "--disable-component-update",
                        "--disable-sync", "--window-size=1080,1920", "--window-position=0,0",
                        "--user-data-dir=" + os.path.join(folder, "chromium")]
            if os.getuid() == 0:
                chromium.append("--no-sandbox")
            chromium.append(page_like_ours(folder))
            ours, theirs = [], []
            for number in range(rounds + 1):  # the first of each warms the disk cache
                for argv, into in (([house.program("motcua-kiosk"), "--config", house.config], ours),
                                   (chromium, theirs)):
                    figure = run_json([eye, TILE_SPOT, TILE, *argv], **env)
                    if number:
                        into.append(figure)
        finally:
            display.stop()
    median = lambda rows, key: statistics.median(row[key] for row in rows)
    return {"kiosk_ms": median(ours, "first_paint_ms"), "chromium_ms": median(theirs, "first_paint_ms"),
            "start_ratio": statistics.median(o["first_paint_ms"] / t["first_paint_ms"]
                                             for o, t in zip(ours, theirs)),
            "kiosk_mib": median(ours, "pss_kib") / 1024, "chromium_mib": median(theirs, "pss_kib") / 1024,
            "memory_ratio": statistics.median(o["pss_kib"] / t["pss_kib"]
                                              for o, t in zip(ours, theirs))}


def intake(build, folder):
    """Durable intake over HTTP at 64 connections ÷ the same rows verified, unsealed and
    group-committed in a loop without HTTP."""
    return run_json([program(build, "bench", "bench-intake"), folder],
                    MOTCUA_ASSETS=os.path.join(tap.ROOT, "assets"), MC_TEST_BUILD=build)


def wrk_rate(url):
    done = subprocess.run(["wrk", "-t1", "-c64", "-d3s", url], capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if "Non-2xx" in line or "Socket errors" in line:
            raise HouseError("wrk: " + line.strip())
    rates = [line.split()[1] for line in done.stdout.splitlines() if "Requests/sec" in line]
    return float(rates[0])


def status_page(build, folder):
    """Status page requests/s ÷ nginx (one worker, both plain HTTP) serving the same bytes."""
    example = os.path.join(tap.ROOT, "assets", "examples", "birth.json")
    with House(os.path.join(folder, "house"), build=build, say=lambda text: None) as house:
        house.start_services()
        told = json.loads(house.ctl("submit", example))
        house.ctl("flush", "--wait", "30")
        house.stop_central()
        plain_port = free_port()
        central = house.start("central-plain", [
            house.program("motcua-central"), "--data", house.central_data,
            "--listen", f"127.0.0.1:{plain_port}", "--public-url", house.public_url])
        central.read_line(30)
        token = told["url"].rsplit("/", 1)[1]
        url = f"http://127.0.0.1:{plain_port}/t/{token}"
        page = subprocess.run(["curl", "-sSf", url], capture_output=True, check=True).stdout

        root = os.path.join(folder, "nginx")
        os.makedirs(os.path.join(root, "www", "t"))
        with open(os.path.join(root, "www", "t", token), "wb") as file:
            file.write(page)
        port = free_port()
        with open(os.path.join(root, "nginx.conf"), "w") as conf:
            conf.write(f"""daemon off; worker_processes 1; pid {root}/pid; error_log {root}/error.log;
{'user root;' if os.getuid() == 0 else ''}
events {{ worker_connections 1024; }}
http {{ access_log off; default_type text/html; keepalive_requests 1000000; sendfile on;
  open_file_cache max=100;
  client_body_temp_path {root}/body; proxy_temp_path {root}/proxy; fastcgi_temp_path {root}/fcgi;
  uwsgi_temp_path {root}/uwsgi; scgi_temp_path {root}/scgi;
  server {{ listen 127.0.0.1:{port} backlog=1024; root {root}/www;
    add_header Cache-Control no-store; add_header Referrer-Policy no-referrer; }} }}""")
        nginx = Process("nginx", ["nginx", "-c", os.path.join(root, "nginx.conf"), "-p", root,
                                  "-e", os.path.join(root, "error.log")], house.logs)
        peer = f"http://127.0.0.1:{port}/t/{token}"
        try:
            wait_until(lambda: subprocess.run(["curl", "-sf", "-o", "/dev/null", peer]).returncode == 0,
                       10, "nginx")
            pairs = [(wrk_rate(url), wrk_rate(peer)) for _ in range(4)][1:]
        finally:
            nginx.stop()
    return {"central_per_s": statistics.median(a for a, _ in pairs),
            "nginx_per_s": statistics.median(b for _, b in pairs), "bytes": len(page),
            "ratio": statistics.median(a / b for a, b in pairs)}


PASSWORD = "Mot Cua benchmark"
OFFICE = "Phòng Văn hóa - Xã hội"


def fill_city(build, database, dossiers, unfinished):
    os.makedirs(os.path.dirname(database), mode=0o700)
    return run_json([program(build, "bench", "bench-city"), database, "--dossiers", str(dossiers),
                     "--open", str(unfinished)], MOTCUA_ASSETS=os.path.join(tap.ROOT, "assets"))


def sign_in(port, login):
    """The cookie that a browser would send."""
    browser = http.client.HTTPConnection("127.0.0.1", port)
    browser.request("POST", "/console/sign-in",
                    urllib.parse.urlencode({"login": login, "password": PASSWORD}),
                    {"Content-Type": "application/x-www-form-urlencoded"})
    answer = browser.getresponse()
    answer.read()
    if answer.status != 303:
        raise HouseError(f"sign-in of {login}: {answer.status}")
    return answer.getheader("Set-Cookie").split(";")[0]


class Office:
    """A central on plain HTTP with a city's dossiers, and the officials of its busiest ward."""

    ROLES = {"hoa": "reception", "an": "chairman", "binh": "department", "mai": "specialist"}

    def __init__(self, build, folder, dossiers, unfinished):
        self.data = os.path.join(folder, "central")
        self.city = fill_city(build, os.path.join(self.data, "central.db"), dossiers, unfinished)
        central = os.path.join(build, "central", "motcua-central")
        env = dict(os.environ, MOTCUA_ASSETS=os.path.join(tap.ROOT, "assets"))
        with sqlite3.connect(os.path.join(self.data, "central.db")) as database:
            self.ward, self.waiting = database.execute(
                "SELECT unit, count(*) FROM dossiers WHERE turn IS NOT NULL"
                " GROUP BY unit ORDER BY 2 DESC LIMIT 1").fetchone()
            self.ROLES = dict(self.ROLES)
            self.ROLES[database.execute(
                "SELECT assignee FROM dossiers WHERE resolver = ? AND turn = 'specialist'"
                " GROUP BY assignee ORDER BY count(*) DESC LIMIT 1",
                (self.ward,)).fetchone()[0]] = self.ROLES.pop("mai")
        database.close()
        for login, role in self.ROLES.items():
            post = f"{role}:{self.ward}" + (f":{OFFICE}" if role in ("department", "specialist") else "")
            subprocess.run([central, "--data", self.data, "user", "add", login, "--name", "Lê Văn An",
                            "--post", post, "--password-stdin"], input=PASSWORD + "\n", text=True,
                           check=True, env=env, stdout=subprocess.DEVNULL)
        self.port = free_port()
        self.process = Process("central", [
            central, "--data", self.data, "--listen", f"127.0.0.1:{self.port}",
            "--public-url", f"http://127.0.0.1:{self.port}"], folder, env)
        self.process.read_line(30)
        self.cookies = {login: sign_in(self.port, login) for login in self.ROLES}

    def p99_ms(self, login, path="/console"):
        done = subprocess.run(["wrk", "-t1", "-c4", "-d3s", "--latency", "-H",
                               "Cookie: " + self.cookies[login], f"http://127.0.0.1:{self.port}{path}"],
                              capture_output=True, text=True)
        for line in done.stdout.splitlines():
            words = line.split()
            if "Non-2xx" in line or "Socket errors" in line:
                raise HouseError("wrk: " + line.strip())
            if words[:1] == ["99%"]:
                number = words[1].rstrip("mus")
                return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[words[1][len(number):]]
        raise HouseError("wrk told no p99")


def inbox(build, folder):
    """Inbox page p99 with 100,000 open dossiers ÷ with a hundredth of them, and in milliseconds.

    Each role of the busiest ward signs in and asks for its first page, at four connections."""
    offices = []
    try:
        for dossiers, unfinished in ((1000000, 103000), (10000, 1030)):
            place = os.path.join(folder, str(dossiers))
            os.makedirs(place)
            offices.append(Office(build, place, dossiers, unfinished))
        large, small = offices
        rounds = [[(large.p99_ms(a), small.p99_ms(b)) for a, b in zip(large.ROLES, small.ROLES)]
                  for _ in range(6)][1:]
    finally:
        for office in offices:
            office.process.stop()
    # Of each role the median round, of these the slowest role.
    by_role = [list(zip(*pairs)) for pairs in zip(*rounds)]
    return {"p99_ms": max(statistics.median(ours) for ours, _ in by_role),
            "small_p99_ms": max(statistics.median(theirs) for _, theirs in by_role),
            "heap_ratio": statistics.median(a / b for pairs in rounds for a, b in pairs),
            "open": large.city["open"], "open_in_ward": large.waiting}


# name, function, [(figure, aim, whether smaller is better)]
BENCHMARKS = [
    ("acknowledge", acknowledge, [("ratio", 2.0, True)]),
    ("receipt_render", receipt_render, [("ratio", 3.0, True)]),
    ("kiosk_start", kiosk_start, [("start_ratio", 0.25, True), ("memory_ratio", 1 / 6, True)]),
    ("intake", intake, [("ratio", 0.7, False)]),
    ("inbox", inbox, [("p99_ms", 50, True), ("heap_ratio", 2.0, True)]),
    ("status_page", status_page, [("ratio", 1.0, False)]),
]


def main():
    build, chosen = sys.argv[1], sys.argv[2:]
    results, broken = {}, 0
    for name, function, aims in BENCHMARKS:
        if chosen and name not in chosen:
            continue
        print(f"-- {function.__doc__.splitlines()[0]}", flush=True)
        with tempfile.TemporaryDirectory(prefix="motcua-bench-") as folder:
            try:
                result = function(build, folder)
            except (HouseError, OSError, subprocess.CalledProcessError) as error:
                print(f"   could not run: {error}", flush=True)
                broken += 1
                continue
        for figure, aim, smaller in aims:
            met = result[figure] <= aim if smaller else result[figure] >= aim
            sign = "≤" if smaller else "≥"
            print(f"   {figure} {result[figure]:.2f}, aim {sign} {aim:.2f}: {'met' if met else 'MISSED'}")
            result[figure + "_aim"] = round(aim, 3)
        print("   " + ", ".join(f"{key} {value:.4g}" for key, value in result.items()
                                if not key.endswith("_aim")), flush=True)
        results[name] = {key: round(value, 4) for key, value in result.items()}
    with open(os.path.join(build, "bench.json"), "w") as file:
        json.dump(results, file, indent=2)
        file.write("\n")
    return 1 if broken else 0


sys.exit(main())
