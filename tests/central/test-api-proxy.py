#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prism between the test and the real service: it knows assets/openapi.yaml alone, and whatever the
file does not say is an error. What kiosks sign goes through it in central-service-described; here
are the addresses without a signature, and the controls."""

import http.client
import json
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from service import STEPS, Town, tap  # noqa: E402

WEB = os.path.join(tap.ROOT, "tests", "web")
DESCRIPTION = os.path.join(tap.ROOT, "assets", "openapi.yaml")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Proxy:
    def __init__(self, service, description=DESCRIPTION):
        self.process = subprocess.Popen(
            [os.path.join(WEB, "node"), os.path.join(WEB, "validating-proxy.cjs"), description,
             f"http://127.0.0.1:{service.port}"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for line in self.process.stdout:
            ready = re.fullmatch(r"ready http://127\.0\.0\.1:(\d+)\n", line.decode())
            if ready:
                self.port = int(ready.group(1))
                return
        raise AssertionError("Prism did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=30)
        self.process.stdout.close()

    def ask(self, method, path, body=None, headers=None):
        """Status, headers and text of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        result = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return result

    def passes(self, status, *request):
        """The answer, which must be the service's own and as the file says."""
        got, headers, text = self.ask(*request)
        assert "sl-violations" not in headers, (request, headers["sl-violations"])
        assert got == status, (request, got, text)
        return headers, text

    def refuses(self, problem, *request):
        """What Prism itself says instead of asking the service."""
        got, headers, text = self.ask(*request)
        assert got >= 400 and json.loads(text)["type"].endswith("#" + problem), (request, got, text)


def spoil(folder, was, becomes):
    with open(DESCRIPTION, encoding="utf-8") as source:
        text = source.read()
    assert was in text, was
    path = os.path.join(folder, "openapi.yaml")
    with open(path, "w", encoding="utf-8") as copy:
        copy.write(text.replace(was, becomes, 1))
    return path


def count_answers(town):
    """How many answers the service has given so far."""
    counts = re.findall(r"^motcua_http_answers_total\{.*\} (\d+)$", town.page("/metrics")[2], re.M)
    return sum(int(count) for count in counts)


def test_described(folder):
    """What citizens and operators ask, and what they are answered, is as the file says."""
    with Town(folder) as town, Proxy(town) as proxy:
        _, text = proxy.passes(200, "GET", f"/v1/status/{town.token}?lang=en")
        assert json.loads(text)["state"] == "submitted"
        proxy.passes(200, "GET", f"/v1/status/{town.token.lower()}")
        proxy.passes(404, "GET", "/v1/status/AAAA")
        proxy.passes(200, "GET", f"/T/{town.token}")
        proxy.passes(404, "GET", f"/t/{town.token[::-1]}")
        proxy.passes(200, "GET", f"/t/{town.token}?lang=en")
        proxy.passes(404, "POST", f"/t/{town.token[::-1]}/rating", "score=5", FORM)
        proxy.passes(303, "POST", f"/t/{town.token}/rating", "score=5", FORM)  # not yet: ignored
        for action, role in STEPS:
            town.step(action, role)
            proxy.passes(200, "GET", f"/v1/status/{town.token}")
        headers, _ = proxy.passes(303, "POST", f"/t/{town.token}/rating?lang=en", "score=5", FORM)
        assert headers["location"] == f"/t/{town.token}?lang=en#rating"
        _, text = proxy.passes(200, "GET", f"/v1/status/{town.token}")
        assert json.loads(text)["rated"] is True
        proxy.passes(200, "GET", "/healthz")
        proxy.passes(200, "GET", "/metrics")
        _, text = proxy.passes(200, "GET", "/openapi.yaml")
        with open(DESCRIPTION, "rb") as source:
            assert text == source.read()


def test_what_is_not_described_is_refused(folder):
    """The control of requests: what the file does not allow never reaches the service."""
    with Town(folder) as town, Proxy(town) as proxy:
        before = count_answers(town)
        proxy.refuses("NO_PATH_MATCHED_ERROR", "GET", "/v1/nothing")
        proxy.refuses("NO_METHOD_MATCHED_ERROR", "GET", "/v1/lookups")
        proxy.refuses("UNPROCESSABLE_ENTITY", "GET", f"/t/{town.token}?lang=fr")
        proxy.refuses("UNPROCESSABLE_ENTITY", "POST", f"/t/{town.token}/rating", "score=6", FORM)
        proxy.refuses("UNPROCESSABLE_ENTITY", "POST", f"/t/{town.token}/rating", "", FORM)
        proxy.refuses("UNPROCESSABLE_ENTITY", "POST", f"/t/{town.token}/rating", '{"score":5}',
                      {"Content-Type": "application/json"})
        proxy.refuses("UNAUTHORIZED", "POST", "/v1/heartbeats", "{}",
                      {"Content-Type": "application/json"})
        proxy.refuses("UNPROCESSABLE_ENTITY", "POST", "/v1/lookups", '{"token":1}',
                      {"Content-Type": "application/json", "Signature": "mc=:YQ==:"})
        assert count_answers(town) == before + 1, "something went through"  # `before` itself was one


def test_undescribed_answers_are_found(folder):
    """The control of answers: a status, a member, a header or a problem that the file does not have."""
    with Town(folder) as town:
        unknown = ("GET", f"/v1/status/{town.token[::-1]}")
        for was, becomes, request in (
                ("required: [status, version]", "required: [status, version, mood]", ("GET", "/healthz")),
                ("const: ok", "const: fine", ("GET", "/healthz")),
                ("const: noindex", "const: index", ("GET", f"/t/{town.token}")),
                ("text/plain:\n              schema:\n                type: string\n        '400'",
                 "text/csv:\n              schema:\n                type: string\n        '400'",
                 ("GET", "/metrics")),
                ("urn:motcua:problem:not-arrived' }", "urn:motcua:problem:arrived' }", unknown),
                ("        '404': { $ref: '#/components/responses/NotArrivedUnsigned' }\n", "", unknown)):
            with Proxy(town, spoil(folder, was, becomes)) as proxy:
                status, headers, text = proxy.ask(*request)
                assert "sl-violations" in headers or b"#VIOLATIONS" in text, (was, status, text)


if __name__ == "__main__":
    tap.main(globals())
