#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The manual pages say what the programs say: every option, command and key has its paragraph, and
no paragraph stands for what is gone. TAP; one line for each breach.

usage: check-manuals.py ROOT PAGES [PROGRAM=PATH…]     PAGES holds the pages as they are installed
"""

import os
import re
import shutil
import subprocess
import sys

ROOT, PAGES = sys.argv[1:3]
PROGRAMS = dict(word.split("=", 1) for word in sys.argv[3:])
ENV = dict(os.environ, LC_ALL="C.UTF-8")


def page(name):
    with open(os.path.join(PAGES, name), encoding="utf-8") as file:
        return file.read()


def say(program, *words):
    done = subprocess.run([PROGRAMS[program], *words], capture_output=True, text=True, env=ENV)
    if done.returncode != 0:
        raise SystemExit(f"Bail out! {program} {' '.join(words)}: {done.stderr}")
    return done.stdout


def help_options(text):
    return set(re.findall(r"^ +(?:-\w, )?--([a-z-]+)", text, re.M))


def page_options(text):
    """Options that have a paragraph of their own."""
    return {name for line in re.findall(r"^\.It .*", text, re.M)
            if not line.startswith(".It Cm") for name in re.findall(r"Fl Fl ([a-z-]+)", line)}


def compare(where, said, written):
    return ([f"{where}: {name} has no paragraph" for name in sorted(said - written)] +
            [f"{where}: {name} is not in the program" for name in sorted(written - said)])


def commands_of_page(text):
    """Each command with the text of its paragraph. A paragraph that begins with words such as
    "kiosk add" counts as that command."""
    found = {}
    parts = re.split(r"^\.It Cm (?=[a-z])", text, flags=re.M)
    for part in parts[1:]:
        part = re.split(r"^\.S[sh] ", part, flags=re.M)[0]
        words = re.match(r"[a-z-]+(?: [a-z]+)*", part.split("\n")[0]).group()
        found[words] = part
    return found


def before_sections(text):
    """The program's own options: what stands before the first .Ss."""
    return text.split("\n.Ss ")[0]


def kiosk():
    return compare("motcua-kiosk.1", help_options(say("kiosk", "--help")),
                   page_options(page("motcua-kiosk.1")))


def ctl():
    text, told = page("motcua-ctl.1"), say("ctl", "--help")
    problems = compare("motcua-ctl.1", help_options(told), page_options(before_sections(text)))
    names = set(re.findall(r"^  ([a-z-]+)(?: .*)?$", told.split("Commands:")[1].split("\n\n")[0], re.M))
    written = commands_of_page(text)
    problems += compare("motcua-ctl.1", names, {words.split()[0] for words in written})
    for name in sorted(names):
        options = set().union(*(page_options("\n" + part) for words, part in written.items()
                                if words.split()[0] == name))
        problems += compare(f"motcua-ctl.1, {name}", help_options(say("ctl", name, "--help")) - {"help"},
                            options)
    return problems


def central():
    text, told = page("motcua-central.1"), say("central", "--help")
    problems = compare("motcua-central.1", help_options(told), page_options(before_sections(text)))
    written = commands_of_page(text)
    said = {}
    for line in told.split("Commands,")[1].splitlines()[1:]:
        found = re.match(r"  ([a-z]+(?: [a-z]+)?) (.*)", line)
        if found:
            said[found.group(1)] = set(re.findall(r"--([a-z-]+)", line))
    problems += compare("motcua-central.1", set(said), set(written))
    for name in sorted(set(said) & set(written)):
        problems += compare(f"motcua-central.1, {name}", said[name], page_options("\n" + written[name]))
    with open(os.path.join(ROOT, "app/domain/workflow.c"), encoding="utf-8") as source:
        rows = re.findall(r'^  \{ "(\w+)", MC_ROLE_(\w+),', source.read(), re.M)
    steps = {(action, role.lower()) for action, role in rows if action != "submit"}
    listed = set(re.findall(r"^\.It (\w+) Ta (\w+) Ta", text, re.M))
    return problems + compare("motcua-central.1, steps", {" by ".join(step) for step in steps},
                              {" by ".join(step) for step in listed})


def keys_of_page(text):
    """(group, key): its paragraph."""
    found = {}
    for group, part in re.findall(r"^\.Ss Group \[(\w+)\]\n(.*?)(?=^\.S[sh] )", text, re.M | re.S):
        for item in re.split(r"^\.It Cm ", part, flags=re.M)[1:]:
            found[f"[{group}] {item.split()[0]}"] = item
    return found


def kiosk_conf():
    written, said, group, range_ = keys_of_page(page("kiosk.conf.5")), {}, "", None
    for line in say("ctl", "check-config", "--keys").splitlines():
        if line.startswith("["):
            group = line
        elif line.startswith("# "):
            range_ = re.search(r"\(([\d.]+ to [\d.]+|\w+(?:\|\w+)+)\)$", line)
        elif line.startswith("#"):
            key, fallback = line[1:].split("=", 1)
            said[f"{group} {key}"] = (range_.group(1) if range_ else "", fallback)
    problems = compare("kiosk.conf.5", set(said), set(written))
    for name in sorted(set(said) & set(written)):
        range_, fallback = said[name]
        if range_.replace("|", " | ") not in written[name].split("\n")[0]:
            problems.append(f"kiosk.conf.5: {name} does not say {range_}")
        if fallback and f"Default: {fallback}." not in written[name]:
            problems.append(f"kiosk.conf.5: {name} does not say “Default: {fallback}.”")
    return problems


def central_conf():
    written = keys_of_page(page("central.conf.5"))
    with open(os.path.join(ROOT, "central/settings.c"), encoding="utf-8") as source:
        table = re.search(r"\} rows\[\] = \{(.*?)^\};", source.read(), re.M | re.S).group(1)
    rows = re.findall(r'\{\s*"(\w+)",\s*"([a-z-]+)",\s*(\w+),.*?\),\s*(\d+),\s*(\d+)\s*\}', table, re.S)
    problems = compare("central.conf.5", {f"[{row[0]}] {row[1]}" for row in rows}, set(written))
    return problems + [f"central.conf.5: [{group}] {key} does not say {low} to {high}"
                       for group, key, kind, low, high in rows if kind == "KIND_NUMBER" and
                       f"{low} to {high}" not in written.get(f"[{group}] {key}", "").split("\n")[0]]


def formatting():
    """What the tools of this machine complain about; None without any tool."""
    problems, tools = [], 0
    for name in sorted(os.listdir(PAGES)):
        if not re.search(r"\.[15]$", name):
            continue
        path = os.path.join(PAGES, name)
        commands = []
        if shutil.which("mandoc"):
            commands.append(["mandoc", "-Tlint", "-W", "warning", path])
        if shutil.which("man"):
            commands.append(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", path])
        for command in commands:
            tools += 1
            done = subprocess.run(command, capture_output=True, text=True, env=dict(ENV, MANWIDTH="80"))
            told = done.stderr + (done.stdout if command[0] == "mandoc" else "")
            problems += [f"{name}: {line}" for line in told.splitlines()]
    return problems if tools else None


def main():
    checks = [ctl, central, kiosk_conf, central_conf, formatting]
    if "kiosk" in PROGRAMS:
        checks.insert(0, kiosk)
    print(f"TAP version 13\n1..{len(checks)}")
    failed = False
    for number, check in enumerate(checks, 1):
        problems = check()
        if problems is None:
            print(f"ok {number} {check.__name__} # SKIP neither mandoc nor man here")
            continue
        failed = failed or bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} {check.__name__}")
        for problem in problems:
            print("# " + problem)
    return 1 if failed else 0


sys.exit(main())
