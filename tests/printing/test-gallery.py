#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws every document × medium × language × length, makes pictures of them for people to look at
(BUILD/gallery/index.html), and looks at each page's ink itself: the page has exactly the size that
was asked for, no glyph leaves what can be printed on, no text stands over another, none is cut off
by a clip, white letters stand on black, and no character is missing from the fonts. What it looks
at is what poppler, not we, makes of the PDF. Part of meson test; by hand: test_gallery.py"""

import concurrent.futures
import html
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, ".."))
import tap  # noqa: E402

BUILD = tap.build_dir()
FOLDER = os.path.join(BUILD, "gallery")
# A register of a year has hundreds of pages alike: the first ones and the last.
PAGES = 3
# Printable, in points: a roll's head by its width; what a laser printer leaves white at least.
HEADS = {226: 576 * 72 / 203, 164: 384 * 72 / 203}
SHEET_MARGIN = 4 / 25.4 * 72
# Outlines are superset boxes of curves, and neighbours may touch.
TOLERANCE = 0.2
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Page:
    """A page as poppler draws it: boxes of glyphs, and of what is filled in black."""

    def __init__(self, svg):
        self.width, self.height = map(float, re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
        self.clipped = "clip-path" in svg
        self.shapes = {}
        self.glyphs = []  # (left, top, right, bottom, baseline, white, name)
        self.black = []
        white = [False]
        for match in re.finditer(
                r'<symbol[^>]*id="(glyph\S+?)">\s*<path[^>]* d="([^"]*)"'
                r'|<g(?: [^>]*?style="([^"]*)")?[^>]*>|</g>'
                r'|<use xlink:href="#(glyph\S+?)" x="(\S+?)" y="(\S+?)"'
                r'|<path style="([^"]*fill:rgb\(0%[^"]*)" d="([^"]*)"', svg):
            shape, outline, style, name, x, y, fill, path = match.groups()
            if shape:
                self.shapes[shape] = box_of(outline)
            elif name:
                self.add_glyph(name, float(x), float(y), white[-1])
            elif fill and not fill.startswith("fill:none"):
                box = box_of(path)
                if box:
                    self.black.append(box)
            elif match[0] == "</g>":
                white.pop()
            elif match[0].startswith("<g"):
                white.append(white[-1] if style is None or "fill:" not in style
                             else "fill:rgb(100%" in style)

    def add_glyph(self, name, x, y, white):
        shape = self.shapes.get(name)
        if shape:
            self.glyphs.append((shape[0] + x, shape[1] + y, shape[2] + x, shape[3] + y, y, white,
                                name))


def box_of(path):
    numbers = [float(number) for number in NUMBER.findall(path)]
    if not numbers:
        return None  # a blank
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def overlaps(page):
    """Pairs of glyphs of different lines whose ink meets, and of one line that lie on each other."""
    found = []
    glyphs = sorted(page.glyphs, key=lambda glyph: glyph[1])
    for i, a in enumerate(glyphs):
        for b in glyphs[i + 1:]:
            if b[1] >= a[3] - TOLERANCE:
                break
            wide = min(a[2], b[2]) - max(a[0], b[0])
            high = min(a[3], b[3]) - max(a[1], b[1])
            if wide <= TOLERANCE or high <= TOLERANCE:
                continue
            # The hook of an f hangs over an i; half of a wide letter is another text.
            if abs(a[4] - b[4]) < 0.05 and wide < 0.5 * max(a[2] - a[0], b[2] - b[0]):
                continue
            found.append((a, b))
    return found


def examine(page, width, height):
    problems = []
    if abs(page.width - width) > 0.01 or abs(page.height - height) > 0.01:
        problems.append(f"{page.width} × {page.height} points, not {width} × {height}")
    head = HEADS.get(round(width, 3))
    side = (width - head) / 2 if head else SHEET_MARGIN
    edge = 2 if head else SHEET_MARGIN
    for glyph in page.glyphs:
        if glyph[0] < side - TOLERANCE or glyph[2] > width - side + TOLERANCE or \
                glyph[1] < edge or glyph[3] > height - edge:
            problems.append(f"ink beyond the margins at {glyph[0]:.0f}, {glyph[1]:.0f}")
        if glyph[6].endswith("-0"):
            problems.append(f"a character without a glyph at {glyph[0]:.0f}, {glyph[4]:.0f}")
        if glyph[5] and not any(box[0] <= glyph[0] and box[1] <= glyph[1] and glyph[2] <= box[2] and
                                glyph[3] <= box[3] for box in page.black):
            problems.append(f"white ink that leaves its black at {glyph[0]:.0f}, {glyph[4]:.0f}")
    for a, b in overlaps(page):
        problems.append(f"ink on ink at {max(a[0], b[0]):.0f}, {max(a[1], b[1]):.0f}")
    if page.clipped:
        problems.append("something is clipped")
    if not page.glyphs:
        problems.append("there is no text")
    return problems


def run(*argv):
    return subprocess.run(argv, capture_output=True, check=True).stdout


def look(document):
    """The pictures of a document, and what is wrong with it."""
    name, width, height, n_pages = document
    pdf = os.path.join(FOLDER, name + ".pdf")
    roll = round(width, 3) in HEADS
    pictures, problems = [], []
    for number in sorted({*range(1, min(n_pages, PAGES) + 1), n_pages}):
        svg = run("pdftocairo", "-svg", "-f", str(number), "-l", str(number), pdf, "-").decode()
        problems += [f"{name} page {number}: {problem}"
                     for problem in examine(Page(svg), width, height)]
        picture = f"{name}-{number}"
        # A slip as a thermal printer's dots show it.
        run("pdftoppm", "-png", "-f", str(number), "-singlefile",
            *(["-r", "203", "-mono"] if roll else ["-r", "100"]), pdf,
            os.path.join(FOLDER, picture))
        pictures.append(picture + ".png")
    return name, pictures, problems


def draw_all():
    """[(name, width, height, pages)] of the documents that now stand as PDF in the gallery."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    told = subprocess.run(
        [os.path.join(BUILD, "tests", "printing", "print-gallery"), FOLDER], check=True, text=True,
        stdout=subprocess.PIPE,
        env=dict(os.environ, MOTCUA_ASSETS=os.path.join(tap.ROOT, "assets"))).stdout
    return [(name, float(width), float(height), int(pages))
            for name, width, height, pages in (line.split("\t") for line in told.splitlines())]


def write_index(looked, documents):
    sizes = {document[0]: document[1:] for document in documents}
    with open(os.path.join(FOLDER, "index.html"), "w", encoding="utf-8") as index:
        index.write('<!doctype html><html lang="en"><meta charset="utf-8"><title>Documents</title>'
                    "<style>body{font:14px sans-serif;background:#bbb;margin:16px}"
                    "figure{display:inline-block;vertical-align:top;margin:8px}"
                    "img{display:inline-block;vertical-align:top;max-width:320px;margin-right:4px;"
                    "background:#fff}.bad{color:#a00}</style><h1>Every document</h1>\n")
        for name, pictures, problems in looked:
            width, height, pages = sizes[name]
            text = (f"{name}: {width / 72 * 25.4:.1f} × {height / 72 * 25.4:.1f} mm, "
                    f"{pages} page{'s' if pages > 1 else ''}")
            images = "".join(f'<a href="{picture}"><img src="{picture}" alt="" loading="lazy"></a>'
                             for picture in pictures)
            bad = "".join(f'<p class="bad">{html.escape(problem)}</p>' for problem in problems)
            index.write(f'<figure>{images}<figcaption><a href="{name}.pdf">{text}</a>{bad}'
                        "</figcaption></figure>\n")


def test_every_document(folder):
    """No page of any document has ink where none may be."""
    for program in ("pdftocairo", "pdftoppm"):
        if shutil.which(program) is None:
            raise tap.Skip(f"{program} is missing (Debian package poppler-utils)")
    documents = draw_all()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        looked = list(pool.map(look, documents))
    write_index(looked, documents)
    problems = [problem for _, _, found in looked for problem in found]
    print(f"# {len(documents)} documents, {sum(len(pictures) for _, pictures, _ in looked)} "
          f"pictures: {os.path.relpath(FOLDER)}/index.html")
    assert len(documents) >= 150
    assert not problems, f"{len(problems)} problems:\n" + "\n".join(problems[:40])


def test_eyes(folder):
    """What this test looks for it also finds: text over text, beyond the edge, cut, white, boxes."""
    shapes = "".join(f'<symbol overflow="visible" id="glyph0-{n}"><path style="stroke:none;" '
                     f'd="M 0 0 L 5 0 L 5 -7 Z "/></symbol>' for n in range(3))

    def see(body):
        svg = f'<svg viewBox="0 0 226 100"><defs><g>{shapes}</g></defs>{body}</svg>'
        return " ".join(examine(Page(svg), 226, 100))

    def glyphs(*places, name="glyph0-1", fill="0%,0%,0%"):
        uses = "".join(f'<use xlink:href="#{name}" x="{x}" y="{y}"/>' for x, y in places)
        return f'<g style="fill:rgb({fill});fill-opacity:1;">{uses}</g>'

    band = '<path style=" stroke:none;fill-rule:nonzero;fill:rgb(0%,0%,0%);" d="M 40 40 L 80 60 Z "/>'
    assert see(glyphs((50, 50), (55.5, 50), (50, 58))) == ""
    assert "ink on ink" in see(glyphs((50, 50), (50, 54)))
    assert "ink on ink" in see(glyphs((50, 50), (51, 50)))
    assert "beyond" in see(glyphs((5, 50)))
    assert "beyond" in see(glyphs((50, 6)))
    assert "without a glyph" in see(glyphs((50, 50), name="glyph0-0"))
    assert "white ink" in see(glyphs((50, 50), fill="100%,100%,100%"))
    assert see(band + glyphs((50, 55), fill="100%,100%,100%")) == ""
    assert "clipped" in see('<g clip-path="url(#c)">' + glyphs((50, 50)) + "</g>")
    assert "no text" in see("")
    assert "points, not" in " ".join(examine(Page('<svg viewBox="0 0 225 100">'), 226, 100))


if __name__ == "__main__":
    tap.main(globals())
