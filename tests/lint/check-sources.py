#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""House rules that a machine can see: licence tags, the formatter, calls that a kiosk must not make,
doc comments on public functions, complete translations. TAP; file:line for each breach."""

import os
import re
import shutil
import subprocess
import sys

SOURCES = ("app", "printing", "ui", "central", "tests")
# Ways out of a kiosk's window, and ways into a shell (screens.md, break-out surfaces).
FORBIDDEN_IN_UI = re.compile(
    r"GtkFileChooser|GtkLinkButton|GtkPrintOperation|gtk_show_uri|gtk_label_set_selectable|"
    r"gtk_label_set_markup\b|\bg_spawn|\bsystem \(|\bpopen \(")


def files(root, folders, endings):
    for folder in folders:
        for directory, names, found in os.walk(os.path.join(root, folder)):
            names[:] = [n for n in names if n not in ("node_modules", "__pycache__", "corpus")]
            for name in sorted(found):
                if name.endswith(endings):
                    yield os.path.relpath(os.path.join(directory, name), root)


def read(root, path):
    with open(os.path.join(root, path), encoding="utf-8") as source:
        return source.read()


def licence(root):
    every = files(root, SOURCES + ("packaging", "po"), (".c", ".h", ".py", ".sh", ".mjs", ".cjs", "meson.build", ".ui", ".css"))
    return [f"{path}:1: no SPDX tag" for path in every
            if "SPDX-License-Identifier: GPL-3.0-or-later" not in read(root, path)[:400]]


def formatter(root):
    tool = shutil.which("clang-format")
    version = subprocess.run([tool, "--version"], capture_output=True, text=True).stdout if tool else ""
    if "version 14." not in version:
        return None  # another version formats otherwise
    sources = list(files(root, SOURCES, (".c", ".h")))
    done = subprocess.run([tool, "--dry-run", "-Werror", *sources], cwd=root, capture_output=True,
                          text=True)
    return [line for line in done.stderr.splitlines() if ": error:" in line]


def escapes(root):
    problems = []
    for path in files(root, ("ui",), (".c", ".ui")):
        for number, line in enumerate(read(root, path).splitlines(), 1):
            found = FORBIDDEN_IN_UI.search(line)
            if found:
                problems.append(f"{path}:{number}: {found.group()} is a way out of the kiosk")
    return problems


def doc_comments(root):
    """Every public function of the layers' headers has a doc comment in its source."""
    problems = []
    documented = {}
    for path in files(root, ("app", "printing", "central"), (".h",)):
        if path.endswith("-private.h"):
            continue
        text = read(root, path)
        names = set(re.findall(r"^[a-zA-Z][\w \t]*[\s*]+(mc_\w+)\s+\(", text, re.M))
        part = path.split("/")[0]
        if part not in documented:
            documented[part] = "".join(read(root, c) for c in files(root, (part,), (".c",)))
        for name in sorted(names):
            if name.endswith(("_get_type", "_quark")):
                continue
            if not re.search(rf"^ \* {name}:", documented[part] + text, re.M):
                problems.append(f"{path}: {name} has no doc comment")
    return problems


def translations(root):
    po = os.path.join(root, "po", "vi.po")
    if not os.path.exists(po) or not shutil.which("msgfmt"):
        return None
    done = subprocess.run(["msgfmt", "--check", "--statistics", "-o", "/dev/null", po],
                          capture_output=True, text=True, env=dict(os.environ, LC_ALL="C"))
    if done.returncode != 0 or "untranslated" in done.stderr or "fuzzy" in done.stderr:
        return ["po/vi.po: " + done.stderr.strip()]
    return []


def machine_paths(root):
    """Nothing that is true on one machine only."""
    problems = []
    listed = subprocess.run(["git", "ls-files"], cwd=root, capture_output=True, text=True)
    if listed.returncode != 0:
        return None
    for path in listed.stdout.splitlines():
        if path.startswith("tests/lint/") or path == "COPYING":
            continue
        try:
            text = read(root, path)
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"(?<![\w.])/(work|root)/|/home/\w+/|registry\.npmjs", line):
                problems.append(f"{path}:{number}: names a place of one machine: {line.strip()[:80]}")
    return problems


def main():
    root = sys.argv[1]
    checks = [licence, formatter, escapes, doc_comments, translations, machine_paths]
    print(f"TAP version 13\n1..{len(checks)}")
    for number, check in enumerate(checks, 1):
        problems = check(root)
        if problems is None:
            print(f"ok {number} {check.__name__} # SKIP not possible here")
            continue
        print(("not ok" if problems else "ok") + f" {number} {check.__name__}")
        for problem in problems[:200]:
            print("# " + problem)
    return 0


sys.exit(main())
