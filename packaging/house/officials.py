# SPDX-License-Identifier: GPL-3.0-or-later
"""The officials of a demo, in a real browser: each signs in at the console, opens the dossier from
their own inbox, and does with the mouse what is their turn."""

import os

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from .processes import HouseError

WIDTH, HEIGHT = 1366, 768
# A page that hashes a password or draws a paper takes a moment, more on a busy machine.
PATIENCE_S = 30


class Console:
    """One browser; whoever signs in sits at it."""

    def __init__(self, url, browser, shot):
        """`browser` trusts the house's CA; `shot (name)` gives the path of the next picture."""
        self.url, self.shot = url, shot
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for word in browser.words("officials") + [f"--window-size={WIDTH},{HEIGHT}"]:
            options.add_argument(word)
        service = Service("/usr/bin/chromedriver", env=browser.environment())
        try:
            self.driver = webdriver.Chrome(options=options, service=service)
        except WebDriverException as error:
            raise HouseError(f"the officials' browser did not start: {error.msg}") from error
        self.wait = WebDriverWait(self.driver, PATIENCE_S)

    def close(self):
        self.driver.quit()

    def find(self, css):
        found = self.driver.find_elements(By.CSS_SELECTOR, css)
        if not found:
            raise HouseError(f"{self.driver.current_url} shows no {css}:\n"
                             + self.driver.find_element(By.TAG_NAME, "body").text[:600])
        return found[0]

    def click(self, element):
        """A click that leads to another page, and the page it leads to."""
        page = self.driver.find_element(By.TAG_NAME, "html")
        element.click()
        self.wait.until(lambda _: self._is_gone(page))
        self.wait.until(lambda driver: driver.execute_script("return document.readyState") == "complete")

    @staticmethod
    def _is_gone(element):
        try:
            element.is_enabled()
            return False
        except WebDriverException:
            return True

    def picture(self, name):
        """All of the page, as on a screen that is tall enough."""
        height = self.driver.execute_script("return document.documentElement.scrollHeight")
        chrome = self.driver.execute_script("return window.outerHeight - window.innerHeight")
        self.driver.set_window_size(WIDTH, max(HEIGHT, height) + chrome)
        self.driver.save_screenshot(self.shot(name))
        self.driver.set_window_size(WIDTH, HEIGHT + chrome)

    def sign_in(self, login, password):
        self.driver.get(self.url + "/console/sign-in")
        self.find("input[name=login]").send_keys(login)
        self.find("input[name=password]").send_keys(password)
        self.click(self.find("main form button"))
        if "/console/sign-in" in self.driver.current_url:
            raise HouseError(f"{login} could not sign in:\n" + self.find("main").text)

    def sign_out(self):
        self.click(self.find("form[action='/console/sign-out'] button"))

    def open_from_inbox(self, dossier):
        """From what waits for the one who is signed in; or from what waits for the applicant, who
        has just come."""
        self.driver.get(self.url + "/console")
        wanted = f"main a[href^='/console/dossiers/{dossier}']"
        if not self.driver.find_elements(By.CSS_SELECTOR, wanted):
            self.click(self.find("main a[href*='citizen']"))
        self.click(self.find(wanted))

    def watch_pickups(self):
        """Opens the list of those who came for a result, and notes the moment at which somebody
        stands on it; the page asks for it again by itself."""
        self.driver.get(self.url + "/console/pickups")
        if self.driver.find_elements(By.CSS_SELECTOR, ".waiting li"):
            raise HouseError("somebody waits for a result already:\n" + self.find("main").text)
        self.driver.execute_script("""
            const main = document.querySelector("main");
            new MutationObserver((_, observer) => {
              if (!main.querySelector(".waiting li"))
                return;
              window.listedAt = Date.now() / 1000;
              observer.disconnect();
            }).observe(main, { childList: true, subtree: true });""")

    def wait_pickup(self):
        """When the first one stood on the list (seconds since 1970), and with which number."""
        at = self.wait.until(lambda driver: driver.execute_script("return window.listedAt"))
        number = self.find(".waiting li .turn").text.split()[-1]
        return at, int(number)

    def open_pickup(self, dossier):
        """What a clerk clicks who calls the next one."""
        self.click(self.find(f".waiting a[href^='/console/dossiers/{dossier}?pickup=']"))

    def act(self, action, choose=None, **values):
        """Fills the action's form on the dossier's page and sends it. Every paper is ticked as handed
        in; of a choice the one with those words is taken, else what stands there already."""
        form = self.find(f"form[action$='/actions/{action}']")
        for box in form.find_elements(By.CSS_SELECTOR, "tbody input[type=checkbox]"):
            if not box.is_selected():
                box.click()
        if choose is not None:
            labels = form.find_elements(By.CSS_SELECTOR, "label.choice")
            fitting = [label for label in labels if choose in label.text]
            if len(fitting) != 1:
                raise HouseError(f"{action} offers {[label.text for label in labels]}, not {choose}")
            fitting[0].click()
        for name, value in values.items():
            control = form.find_element(By.NAME, name)
            if control.get_attribute("type") != "file":
                control.clear()
            control.send_keys(os.fspath(value))
        self.click(form.find_element(By.CSS_SELECTOR, "button.main, button.danger"))
        if self.driver.find_elements(By.CSS_SELECTOR, ".mistake"):
            raise HouseError(f"{action} was not taken:\n" + self.find("main").text[:800])
