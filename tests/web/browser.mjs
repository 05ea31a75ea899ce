// SPDX-License-Identifier: GPL-3.0-or-later

// The system's Chromium as a person would have it, and what no page may do while one looks: log an
// error, break its own Content-Security-Policy, ask anybody but central, scroll sideways, keep
// somebody out (axe-core).

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import { chromium } from 'playwright-core';
import { build, certificates } from './central.mjs';
import { note } from './tap.mjs';

/** What people have: context options of Playwright. */
export const DEVICES = {
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1366, height: 768 } },
};

const PICTURES = path.join(build, 'web-pictures');
const GRAVE = ['serious', 'critical'];
const PATIENCE_MS = 30_000; // an upper limit: a shared machine may stall; nothing waits for it

let chromiumRunning = null;

function find(program) {
  const folders = process.env.PATH.split(path.delimiter);
  const found = folders.map(folder => path.join(folder, program)).find(file => fs.existsSync(file));
  assert.ok(found, `no ${program} in ${process.env.PATH}`);
  return found;
}

/** The one browser of this process. */
export async function browser() {
  chromiumRunning ??= chromium.launch({
    executablePath: find('chromium'),
    env: { ...process.env, HOME: certificates().home, LANG: 'vi_VN.UTF-8' },
    chromiumSandbox: process.getuid() !== 0, // refused to root
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
      '--no-proxy-server',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--force-color-profile=srgb',
    ],
  });
  return chromiumRunning;
}

/** Ends it. */
export async function closeBrowser() {
  if (chromiumRunning !== null) await (await chromiumRunning).close();
  chromiumRunning = null;
}

/** One person's visit: a browser window with cookies of its own. */
export class Visit {
  /**
   * @param {Central} central where to
   * @param {object} options `device`: a name of DEVICES; `dark`; `language`: the browser's own, "vi" or
   *   "en"; `script: false`: a browser that runs no scripts
   */
  static async begin(central, { device = 'desktop', dark = false, language = 'vi', script = true } = {}) {
    const visit = new Visit();
    visit.central = central;
    visit.problems = [];
    visit.context = await (await browser()).newContext({
      ...DEVICES[device],
      baseURL: central.url,
      locale: language === 'vi' ? 'vi-VN' : 'en-GB',
      timezoneId: 'Asia/Ho_Chi_Minh',
      colorScheme: dark ? 'dark' : 'light',
      javaScriptEnabled: script,
      serviceWorkers: 'block',
    });
    visit.context.setDefaultTimeout(PATIENCE_MS);
    visit.page = await visit.context.newPage();
    visit.#watch();
    return visit;
  }

  #watch() {
    const { page, context } = this;
    const origin = new URL(this.central.url).origin;
    context.on('request', request => {
      const url = request.url();
      const own = /^(data|blob|chrome|chrome-extension):|^about:blank$/; // its PDF viewer, for one
      if (!url.startsWith(origin + '/') && !own.test(url))
        this.problems.push(`asked somebody else: ${url}`);
    });
    // Chromium tells breaches of a Content-Security-Policy here, too. That the document itself came
    // with 404, say, is for `go` to judge.
    page.on('console', message => {
      const own = message.text().startsWith('Failed to load resource') &&
                  message.location().url === this.lastUrl;
      if (['error', 'warning'].includes(message.type()) && !own)
        this.problems.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', error => this.problems.push(`script: ${error}`));
    page.on('requestfailed', request => {
      const reason = request.failure()?.errorText;
      if (reason !== 'net::ERR_ABORTED') // what a download or a newer click ended
        this.problems.push(`${request.url()}: ${reason}`);
    });
  }

  /** Opens a path of central's; the answer must have that status. */
  async go(where, { status = 200 } = {}) {
    this.lastUrl = new URL(where, this.central.url).href;
    const answer = await this.page.goto(where);
    assert.equal(answer.status(), status, `${where}: ${answer.status()}`);
    return answer;
  }

  /** Signs in to the officials' console; the page that follows is shown. */
  async signIn(login, password) {
    await this.go('/console/sign-in');
    await this.page.locator('input[autocomplete="username"]').fill(login);
    await this.page.locator('input[type="password"]').fill(password);
    const shown = this.page.waitForEvent('load');
    await this.page.locator('input[type="password"]').press('Enter');
    await shown;
    if (new URL(this.page.url()).pathname.startsWith('/console/sign-in'))
      assert.fail(`${login} was not let in: ${await this.page.locator('body').innerText()}`);
  }

  /** Presses Tab until `target`, a locator, has the focus; each stop on the way must be seen. */
  async tabTo(target) {
    const wanted = await target.elementHandle();
    for (let stops = 0; stops < 200; stops += 1) {
      await this.page.keyboard.press('Tab');
      const { there, seen, what } = await this.page.evaluate(goal => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
        return {
          there: element === goal,
          seen: element === document.body || outlined || style.boxShadow !== 'none',
          what: element.outerHTML.slice(0, 120),
        };
      }, wanted);
      assert.ok(seen, `the focus is not seen on ${what}`);
      if (there) return;
    }
    assert.fail(`${target} cannot be reached with Tab`);
  }

  /** What axe-core finds. Serious and critical findings fail; the others are noted. */
  async checkAccess(where = this.page.url()) {
    // Evaluated by the debugger, so that the page's own policy stays in force.
    await this.page.evaluate(`${axe.source}; undefined`);
    const { violations } = await this.page.evaluate(() => window.axe.run(document, {
      resultTypes: ['violations'],
      rules: { 'target-size': { enabled: true } },
    }));
    const words = violations.map(({ id, impact, help, nodes }) =>
      `${impact}: ${help} (${id}), ${where}\n` +
      nodes.slice(0, 5).map(({ html, failureSummary }) => `    ${html.slice(0, 200)}\n    ${failureSummary.replaceAll('\n', '\n    ')}`)
        .join('\n'));
    const grave = words.filter((_, index) => GRAVE.includes(violations[index].impact));
    for (const text of words.filter(word => !grave.includes(word))) note(text);
    assert.ok(grave.length === 0, `axe-core:\n${grave.join('\n')}`);
  }

  /** A picture of the whole page, build/web-pictures/NAME.png. */
  async picture(name) {
    fs.mkdirSync(PICTURES, { recursive: true });
    await this.page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true, animations: 'disabled' });
  }

  /** All that can be judged by looking: nothing scrolls sideways, axe-core is content; and a picture. */
  async look(name) {
    await this.page.waitForLoadState();
    const { width, room } = await this.page.evaluate(() => ({
      width: document.documentElement.scrollWidth,
      room: document.documentElement.clientWidth,
    }));
    await this.picture(name);
    assert.ok(width <= room, `${name}: ${width} pixels wide in a window of ${room}`);
    await this.checkAccess(name);
  }

  /** look () in the light and in the dark. */
  async lookTwice(name) {
    for (const colorScheme of ['light', 'dark']) {
      await this.page.emulateMedia({ colorScheme });
      await this.look(`${name}-${colorScheme}`);
    }
  }

  /** Ends the visit. Whatever a page did that none may do fails here. */
  async end() {
    await this.context.close();
    assert.ok(this.problems.length === 0, this.problems.join('\n'));
  }
}
