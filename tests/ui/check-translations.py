#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""po/POTFILES names every file of ui/ that has texts, and po/vi.po says every one of them."""
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
mistakes = []
listed = set((root / "po/POTFILES").read_text().split())
texts = re.compile(r'\b(?:_|N_|C_|Q_) \("|\bdn?gettext \(|translatable="yes"')
for path in sorted([*root.glob("ui/**/*.c"), *root.glob("ui/**/*.ui")]):
    name = str(path.relative_to(root))
    if texts.search(path.read_text()) and name not in listed:
        mistakes.append(f"po/POTFILES: {name} is missing")
for name in sorted(listed):
    if not (root / name).exists():
        mistakes.append(f"po/POTFILES: {name} does not exist")
pot = subprocess.run(
    ["xgettext", "--from-code=UTF-8", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
     "--no-location", "--no-wrap", "--output=-", *sorted(n for n in listed if (root / n).exists())],
    cwd=root, capture_output=True, text=True, check=True).stdout
merged = subprocess.run(
    ["msgmerge", "--quiet", "--no-fuzzy-matching", "--no-wrap", root / "po/vi.po", "-"],
    input=pot.replace("charset=CHARSET", "charset=UTF-8"), capture_output=True, text=True,
    check=True).stdout
missing = subprocess.run(["msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", "-"],
                         input=merged, capture_output=True, text=True, check=True).stdout
for msgid in re.findall(r'^msgid "(.+)"$', missing, re.M):
    mistakes.append(f"po/vi.po: no translation of “{msgid}”")
fuzzy = subprocess.run(["msgattrib", "--only-fuzzy", "--no-obsolete", "--no-wrap", root / "po/vi.po"],
                       capture_output=True, text=True, check=True).stdout
for msgid in re.findall(r'^msgid "(.+)"$', fuzzy, re.M):
    mistakes.append(f"po/vi.po: fuzzy: “{msgid}”")
check = subprocess.run(["msgfmt", "--check-format", "--output-file=/dev/null", root / "po/vi.po"],
                       capture_output=True, text=True)
if check.returncode:
    mistakes.append(check.stderr)
print("\n".join(mistakes) or f"{len(listed)} files, all said in Vietnamese")
sys.exit(1 if mistakes else 0)
