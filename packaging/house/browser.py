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

    def words(self, profile="profile"):
        """What Chromium is started with. One profile is used by one process at a time."""
        words = ["--headless=new", "--disable-gpu", "--disable-quic", "--no-first-run",
                 "--disable-background-networking", "--disable-component-update", "--disable-sync",
                 "--hide-scrollbars", "--force-device-scale-factor=1",
                 "--user-data-dir=" + os.path.join(self.home, profile)]
        if os.getuid() == 0:
            words.append("--no-sandbox")  # Chromium refuses its sandbox to root
        return words

    def environment(self):
        return dict(os.environ, HOME=self.home, LANG="vi_VN.UTF-8")

    def _argv(self, *words):
        return ["chromium", *self.words(), *words]

    def html(self, url):
        """The page as the browser has it after loading the URL exactly as given."""
        return run(self._argv("--dump-dom", url), "opening the page", self.environment())

    def screenshot(self, url, path, width=390, height=1100):
        run(self._argv(f"--window-size={width},{height}", "--screenshot=" + path, url),
            "taking the page's picture", self.environment())
