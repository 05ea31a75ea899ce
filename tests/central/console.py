# SPDX-License-Identifier: GPL-3.0-or-later
"""An official's browser in front of the real service: cookies, forms and their tokens, nothing else.
What it is given it looks at: a page without its policies, or a cookie that is not strict, fails."""

import http.client
import re
import urllib.parse

COOKIE = "__Host-motcua"
STRICT = re.compile(rf"{COOKIE}=[A-Za-z0-9_-]{{0,43}}; Path=/; Secure; HttpOnly; SameSite=Strict(; Max-Age=0)?")
PASSWORD = "chuối xanh sông Hồng"


class Page:
    def __init__(self, answer, body):
        self.status = answer.status
        self.headers = {name.lower(): value for name, value in answer.getheaders()}
        self.cookies = answer.headers.get_all("Set-Cookie") or []
        self.body = body
        self.type = self.headers.get("content-type", "")
        self.text = body.decode() if "text" in self.type or "json" in self.type else ""
        self.location = self.headers.get("location")

    @property
    def title(self):
        found = re.search(r"<h1>(.*?)</h1>", self.text)
        return found.group(1) if found else None


class Browser:
    def __init__(self, port):
        self.port = port
        self.cookies = {}
        self.csrf = None
        self.authority = "motcua.example.vn"

    def ask(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Host": self.authority, "Connection": "close"}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if method == "POST":
            sent["Origin"] = f"https://{self.authority}"
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent.update(headers or {})
        try:
            connection.request(method, path, body=body,
                               headers={name: value for name, value in sent.items() if value})
            answer = connection.getresponse()
            page = Page(answer, answer.read())
            self._take_cookies(answer)
        finally:
            connection.close()
        self._look(path, page)
        return page

    def _take_cookies(self, answer):
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, value = line.split(";")[0].split("=", 1)
            if name == COOKIE:
                assert STRICT.fullmatch(line), line
            self.cookies[name] = value
            if "Max-Age=0" in line:
                del self.cookies[name]

    def _look(self, path, page):
        token = self.cookies.get(COOKIE)
        if token:
            assert token not in page.text and token not in (page.location or ""), path
        if not page.type.startswith("text/html") or not path.startswith("/console"):
            return
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy, policy
        assert page.headers["cache-control"] == "no-store", page.headers
        assert page.headers["x-content-type-options"] == "nosniff"
        assert page.headers["referrer-policy"] == "same-origin"
        assert not re.search(r"<script>|\son\w+=|\sstyle=|javascript:", page.text), path
        found = re.search(r'name="csrf" value="([^"]+)"', page.text)
        if found:
            self.csrf = found.group(1)

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, fields=None, csrf=True, **more):
        pairs = list((fields or {}).items())
        if csrf:
            pairs.append(("csrf", self.csrf or ""))
        return self.ask("POST", path, urllib.parse.urlencode(pairs, encoding="utf-8"), **more)

    def upload(self, path, fields=None, csrf=True, files=None, **more):
        """A form in parts; `files` are name: (file name, type, bytes)."""
        edge = "----motcua-test"
        parts = [(f'name="{name}"', "", value.encode()) for name, value in (fields or {}).items()]
        if csrf:
            parts.append(('name="csrf"', "", (self.csrf or "").encode()))
        for name, (file_name, kind, data) in (files or {}).items():
            parts.append((f'name="{name}"; filename="{file_name}"', f"Content-Type: {kind}\r\n", data))
        body = b"".join(f"--{edge}\r\nContent-Disposition: form-data; {head}\r\n{kind}\r\n".encode() +
                        data + b"\r\n" for head, kind, data in parts) + f"--{edge}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={edge}", **more.pop("headers", {})}
        return self.ask("POST", path, body, headers=headers, **more)

    def try_password(self, login, password):
        return self.post("/console/sign-in", {"login": login, "password": password}, csrf=False)

    def sign_in(self, login, password=PASSWORD):
        """Signs in, and reads a page, so that forms can be sent."""
        page = self.try_password(login, password)
        assert page.status == 303, (page.status, page.text)
        self.get("/console/password")
        return page


def add_user(service, login, *posts, name="Nguyễn Thị Hoa", password=PASSWORD):
    """An account that is ready for use."""
    words = [word for post in posts for word in ("--post", post)]
    done = service.command("user", "add", login, "--name", name, *words, "--password-stdin",
                           text=password + "\n")
    assert done.returncode == 0, done.stderr
