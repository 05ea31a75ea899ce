#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every outcome that a screen's source can end with stands in its row of ui/flow.c, and no screen
names another one."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
flow = (root / "ui/flow.c").read_text()
rows = {}
for match in re.finditer(
        r'\{ "([a-z-]+)",\s*mc_([a-z_]+)_screen_get_type,\s*\{((?:\s*\{[^{}]*\},?)+)\s*\} \}', flow):
    rows[match[2].replace("_", "-")] = (
        match[1], set(re.findall(r'\{ "([a-z-]+)"', match[3])))
mistakes = []
if len(rows) < 3:
    mistakes.append("ui/flow.c: the table could not be read")
for path in sorted((root / "ui/screens").glob("*-screen.c")):
    name = path.name.removesuffix("-screen.c")
    text = path.read_text()
    if name not in rows:
        if name != "diagnostic":
            mistakes.append(f"{path}: no row in ui/flow.c")
        continue
    outcomes = set(re.findall(r'mc_screen_finish \([^;"]*"([a-z-]+)"', text))
    for outcome in sorted(outcomes - rows[name][1]):
        mistakes.append(f'{path}: ends with "{outcome}", which its row does not have')
    for other in rows:
        if other != name and f'"ui/screens/{other}-screen.h"' in text:
            mistakes.append(f"{path}: names the screen {other}")
print("\n".join(mistakes) or f"{len(rows)} screens, every outcome leads somewhere")
sys.exit(1 if mistakes else 0)
