#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The description of the HTTP interface: clean for two outside linters, and the same addresses,
methods, problems and states as in the sources. Each check has a control: a spoilt copy must be found.
TAP."""

import functools
import json
import os
import re
import subprocess
import sys
import tempfile

METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")
# Pages for people: their forms are the only contract.
PAGES = "/console"

root = sys.argv[1]
lint = os.path.join(root, "tests", "lint")
web = os.path.join(root, "tests", "web")
quiet = dict(os.environ, REDOCLY_TELEMETRY="off", REDOCLY_SUPPRESS_UPDATE_NOTICE="true", NO_COLOR="1")


def read(*path):
    with open(os.path.join(root, *path), encoding="utf-8") as source:
        return source.read()


def run_tool(name, *arguments):
    """The words of an npm tool that does not end well; nothing when it does."""
    done = subprocess.run([os.path.join(web, "node"),
                           os.path.join(web, "node_modules", ".bin", name), *arguments],
                          capture_output=True, text=True, cwd=lint, env=quiet)
    words = (done.stdout + done.stderr).strip().splitlines()
    return [] if done.returncode == 0 else words or [f"{name} ended with status {done.returncode}"]


def redocly(description):
    return run_tool("redocly", "lint", "--config", "redocly.yaml", "--max-problems", "1000", description)


def spectral(description):
    return run_tool("spectral", "lint", "--ruleset", "spectral.yaml", "--fail-severity", "hint", description)


def load(description):
    """The description as Python has it; the linter's own reader of YAML makes JSON of it."""
    return load_once(description, os.stat(description).st_mtime_ns)


@functools.lru_cache
def load_once(description, _):
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "openapi.json")
        words = run_tool("redocly", "bundle", "--config", "redocly.yaml", "--output", copy, description)
        if words:
            raise SystemExit("\n".join(words))
        with open(copy, encoding="utf-8") as bundle:
            return json.load(bundle)


def routes_of_sources():
    """Each row of a table of McRoute, wherever below central/ it stands."""
    found = set()
    for directory, _, names in os.walk(os.path.join(root, "central")):
        for name in sorted(names):
            if name.endswith(".c"):
                rows = re.findall(r'^\s*\{\s*"([A-Z]+)",\s*"(/[^"]*)",', read(directory, name), re.M)
                found.update((method.lower(), path) for method, path in rows)
    return {(method, path) for method, path in found
            if path != PAGES and not path.startswith(PAGES + "/")}


def routes(description):
    told = {(method, path) for path, item in load(description)["paths"].items()
            for method in item if method in METHODS}
    there = routes_of_sources()
    return ([f"{method.upper()} {path} is served and not described" for method, path in sorted(there - told)] +
            [f"{method.upper()} {path} is described and not served" for method, path in sorted(told - there)])


def problems(description):
    """The table of problems is what the description names, in its answers or in its foreword."""
    table = set(re.findall(r'^  \{ "([a-z-]+)", \d{3}, "', read("app", "protocol", "messages.c"), re.M))
    bundle = load(description)
    text = json.dumps({key: bundle[key] for key in ("paths", "components")})
    answers = set(re.findall(r'"(?:const|enum)": (?:\[[^\]]*)?"urn:motcua:problem:([a-z-]+)"', text))
    for several in re.findall(r'"enum": \[([^\]]*)\]', text):
        answers.update(re.findall(r"urn:motcua:problem:([a-z-]+)", several))
    foreword = set(re.findall(r"`([a-z-]+)`", bundle["info"]["description"])) & table
    return ([f"problem {name} is told and not described" for name in sorted(table - answers - foreword)] +
            [f"problem {name} is described and never told" for name in sorted(answers - table)])


def states(description):
    """A dossier's states are those of the workflow, a draft aside, which never leaves its kiosk."""
    rows = re.findall(r'^  \[MC_STATE_[A-Z_]+\] = \{ "([a-z_]+)"', read("app", "domain", "workflow.c"), re.M)
    told = load(description)["components"]["schemas"]["Status"]["properties"]["state"]["enum"]
    there = [row for row in rows if row != "draft"]
    return [] if sorted(told) == sorted(there) else [f"the states are {there}, told are {told}"]


def spoil(text, was, becomes):
    assert was in text, was
    return text.replace(was, becomes, 1)


# check, how a copy is spoilt for its control
CHECKS = [
    (redocly, ("      operationId: beat\n", "      operationId: enrol\n")),
    (spectral, ("schema: { $ref: '#/components/schemas/Received' }", "schema: { type: strnig }")),
    (routes, ("  /v1/heartbeats:\n    post:", "  /v1/heartbeats:\n    put:")),
    (states, ("enum: [submitted, received, ", "enum: [submitted, ")),
    (problems, ("urn:motcua:problem:clock-skew\n    ", "urn:motcua:problem:clock-is-wrong\n    ")),
]


def main():
    true_one = os.path.join(root, "assets", "openapi.yaml")
    text = read("assets", "openapi.yaml")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "openapi.yaml")
        for check, (was, becomes) in CHECKS:
            results.append((check.__name__, check(true_one)))
            with open(copy, "w", encoding="utf-8") as spoilt:
                spoilt.write(spoil(text, was, becomes))
            results.append((check.__name__ + " control",
                            [] if check(copy) else ["the spoilt copy was not found"]))
    print(f"TAP version 13\n1..{len(results)}")
    for number, (name, words) in enumerate(results, 1):
        print(("not ok" if words else "ok") + f" {number} {name}")
        for word in words[:200]:
            print("# " + word)
    return 0


sys.exit(main())
