#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may include whom: the layer table of the README, as a test. Reads every #include below the
layers' folders; prints file:line for each that crosses a wall, in TAP."""

import os
import re
import sys

# Headers of each library, as they are written in an #include.
LIBRARIES = {
    "gtk": r"gtk/|gdk/|gsk/", "sqlite": r"sqlite3\.h", "curl": r"curl/", "cups": r"cups/",
    "pq": r"libpq", "microhttpd": r"microhttpd", "sodium": r"sodium", "jansson": r"jansson",
    "cairo": r"cairo", "pango": r"pango/", "qrencode": r"qrencode", "sane": r"sane/",
    "evdev": r"libevdev", "gnutls": r"gnutls/",
}

# folder: (project folders it may include, libraries beyond GLib and libc). The first match counts.
LAYERS = [
    ("app/domain", ["app/domain"], ["jansson"]),
    ("app/protocol", ["app/protocol", "app/domain"], ["jansson", "sodium"]),
    ("app/store", ["app/store", "app/domain", "app/protocol"], ["sqlite", "jansson", "sodium"]),
    ("app/delivery", ["app/delivery", "app/domain", "app/protocol", "app/store"],
     ["curl", "jansson", "sodium"]),
    ("app/devices", ["app/devices", "app/domain"], ["sane", "evdev"]),
    ("app/kiosk", ["app", "printing"], ["jansson"]),
    ("printing/documents", ["printing/documents", "app/domain"],
     ["cairo", "pango", "qrencode", "jansson"]),
    ("printing/transports", ["printing", "app/domain"], ["cups", "cairo"]),
    ("ui", ["ui", "app/kiosk", "app/domain"], ["gtk", "pango", "cairo", "jansson"]),
    ("central", ["central", "app/domain", "app/protocol", "printing/documents"],
     ["microhttpd", "gnutls", "sqlite", "pq", "sodium", "cairo", "jansson"]),
]

# Composition roots wire concrete classes and may include across the table (gtk only in ui/).
ROOTS = {"app/compose.c", "app/compose.h", "app/assets.c", "app/assets.h", "app/system-clock.c",
         "app/system-clock.h", "ui/main.c", "central/main.c"}
ROOT_FOLDERS = ["app/ctl"]

# A store's public header is all that delivery and the controllers see of it.
PRIVATE = re.compile(r"-private\.h$")
# Files, clocks and sockets are no business of the pure layers.
PURE = ["app/domain", "app/protocol"]
IMPURE = re.compile(r"\b(g_file_get_contents|g_file_set_contents|fopen|open|socket|g_get_real_time|"
                    r"g_get_monotonic_time|g_date_time_new_now\w*|time|gettimeofday|clock_gettime|"
                    r"g_getenv|randombytes_buf|g_random_int)\s*\(")
# randombytes belongs to key generation alone.
IMPURE_ALLOWED = {("app/protocol/keys.c", "randombytes_buf")}


def check(root):
    problems = []
    for folder, projects, libraries in LAYERS:
        for directory, _, files in os.walk(os.path.join(root, folder)):
            for name in sorted(files):
                if not name.endswith((".c", ".h")):
                    continue
                path = os.path.relpath(os.path.join(directory, name), root)
                if path in ROOTS or any(path.startswith(f + "/") for f in ROOT_FOLDERS):
                    continue
                problems += check_file(root, path, folder, projects, libraries)
    return problems


def check_file(root, path, folder, projects, libraries):
    problems = []
    with open(os.path.join(root, path), encoding="utf-8") as source:
        for number, line in enumerate(source, 1):
            include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
            if include:
                problems += check_include(path, number, include.group(1), folder, projects, libraries)
            elif folder in PURE and not line.lstrip().startswith(("*", "/*")):
                call = IMPURE.search(line)
                if call and (path, call.group(1)) not in IMPURE_ALLOWED and '"' not in line:
                    problems.append(f"{path}:{number}: {call.group(1)} () in a pure layer")
    return problems


def check_include(path, number, header, folder, projects, libraries):
    if re.match(r"(app|printing|ui|central)/", header):
        if not any(header.startswith(project + "/") for project in projects):
            return [f"{path}:{number}: {folder} may not include {header}"]
        if PRIVATE.search(header) and not header.startswith(os.path.dirname(path)):
            return [f"{path}:{number}: {header} is private to its folder"]
        return []
    for library, pattern in LIBRARIES.items():
        if re.match(pattern, header) and library not in libraries:
            return [f"{path}:{number}: {folder} may not use {library} ({header})"]
    return []


def main():
    root = sys.argv[1]
    problems = check(root)
    # The control: a file that breaks the rule must be found.
    control = check_include("app/domain/x.c", 1, "sqlite3.h", "app/domain", ["app/domain"], [])
    print("TAP version 13\n1..2")
    print(("not ok" if problems else "ok") + " 1 layers")
    for problem in problems:
        print("# " + problem)
    print(("ok" if control else "not ok") + " 2 control")
    return 0


sys.exit(main())
