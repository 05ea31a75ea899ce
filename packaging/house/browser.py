# SPDX-License-Identifier: GPL-3.0-or-later
"""A real browser (Chromium, headless) that trusts the house's own CA, and nothing is overridden:
a wrong certificate fails here as it would on a phone."""

import os
import shutil

from .processes import run


class Browser:
    def __init__(self, home, ca):
        self.home = home
        shutil.rmtree(home, ignore_errors=True)
        store = os.path.join(home, ".pki", "nssdb")
        os.makedirs(store)
        run(["certutil", "-N", "-d", "sql:" + store, "--empty-password"], "making a trust store")
        run(["certutil", "-A", "-d", "sql:" + store, "-t", "C,,", "-n", "motcua", "-i", ca],
            "trusting the CA")

    def _argv(self, *words):
        argv = ["chromium", "--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--hide-scrollbars", "--force-device-scale-factor=1",
                "--user-data-dir=" + os.path.join(self.home, "profile")]
        if os.getuid() == 0:
            argv.append("--no-sandbox")  # Chromium refuses its sandbox to root
        return argv + list(words)

    def _env(self):
        return dict(os.environ, HOME=self.home, LANG="vi_VN.UTF-8")

    def html(self, url):
        """The page as the browser has it after loading the URL exactly as given."""
        return run(self._argv("--dump-dom", url), "opening the page", self._env())

    def screenshot(self, url, path, width=390, height=1100):
        run(self._argv(f"--window-size={width},{height}", "--screenshot=" + path, url),
            "taking the page's picture", self._env())
