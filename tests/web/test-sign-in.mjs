// SPDX-License-Identifier: GPL-3.0-or-later

// The way into the officials' console, as they have it on an office PC and on a phone.

import assert from 'node:assert/strict';
import { DEVICES, test } from './harness.mjs';

const CHOSEN = 'chuối xanh sông Hồng';

async function addClerk(central) {
  return (await central.command('user', 'add', 'hoa.nt', '--name', 'Nguyễn Thị Hoa', '--post',
                                'reception:00070')).trim();
}

async function type(visit, fields) {
  for (const [id, text] of Object.entries(fields)) await visit.page.locator(`#${id}`).fill(text);
  await visit.page.locator('main button.main').click();
}

/** Wrong tries answer with 403 or 429, which Chromium notes on its console. */
function forgive(visit) {
  visit.problems = visit.problems.filter(problem => !/status of (403|422|429|404)/.test(problem));
}

test('a one-time password opens one door: to a password of one\'s own', async house => {
  const central = await house.central();
  const slip = await addClerk(central);
  const visit = await house.visit(central);

  await visit.go('/console/password?x=1');
  assert.match(visit.page.url(), /\/console\/sign-in\?next=/);
  await type(visit, { login: 'HOA.NT ', password: slip.toUpperCase().replaceAll('-', ' ') });
  assert.match(visit.page.url(), /\/console\/password$/);
  await type(visit, { fresh: 'ngắn', again: 'ngắn' });
  assert.equal(await visit.page.locator('#fresh').getAttribute('aria-invalid'), 'true');
  await type(visit, { fresh: slip, again: slip });
  assert.match(await visit.page.locator('.mistake').innerText(), /khác mật khẩu cũ/);
  await type(visit, { fresh: CHOSEN, again: `${CHOSEN}!` });
  assert.equal(await visit.page.locator('#again').getAttribute('aria-invalid'), 'true');
  await type(visit, { fresh: CHOSEN, again: CHOSEN });
  assert.match(visit.page.url(), /\/console$/);

  await visit.go('/console/password');
  await visit.page.locator('.bar form button').click();
  assert.match(visit.page.url(), /\/console\/sign-in\?ended=/);
  await type(visit, { login: 'hoa.nt', password: slip });
  assert.match(await visit.page.locator('.notice.alarm').innerText(), /không đúng/);
  await type(visit, { login: 'hoa.nt', password: CHOSEN.normalize('NFD') });
  assert.match(visit.page.url(), /\/console$/);
  await visit.go('/console/password');
  forgive(visit);
});

test('both pages, right and wrong, on both devices and in both languages', async house => {
  const central = await house.central();
  const slip = await addClerk(central);

  for (const device of Object.keys(DEVICES)) {
    const visit = await house.visit(central, { device });
    await visit.go('/console/sign-in');
    for (const language of ['vi', 'en']) {
      const name = `${device}-${language}`;
      assert.equal(await visit.page.locator('html').getAttribute('lang'), language);
      await visit.look(`sign-in-${name}`);
      await type(visit, { login: 'hoa.nt', password: 'wrong' });
      await visit.look(`sign-in-wrong-${name}`);
      await visit.page.locator('.bar a[hreflang]').click();
    }
    await type(visit, { login: 'hoa.nt', password: slip });
    for (const language of ['vi', 'en']) {
      const name = `${device}-${language}`;
      assert.equal(await visit.page.locator('html').getAttribute('lang'), language);
      await visit.look(`password-${name}`);
      await type(visit, { fresh: 'ngan', again: 'ngan' });
      await visit.look(`password-wrong-${name}`);
      await visit.page.locator('.bar a[hreflang]').click();
    }
    forgive(visit);
  }
});

test('without script everything works, and the password can be shown with it', async house => {
  const central = await house.central();
  const slip = await addClerk(central);

  const plain = await house.visit(central, { script: false });
  await plain.go('/console/sign-in');
  assert.ok(await plain.page.locator('[data-reveal]').isHidden());
  await type(plain, { login: 'hoa.nt', password: slip });
  await type(plain, { fresh: CHOSEN, again: CHOSEN });
  assert.match(plain.page.url(), /\/console$/);

  const visit = await house.visit(central);
  await visit.go('/console/sign-in');
  await visit.page.locator('#password').fill('abc');
  await visit.page.locator('[data-reveal]').check();
  assert.equal(await visit.page.locator('#password').getAttribute('type'), 'text');
  await visit.page.locator('[data-reveal]').uncheck();
  assert.equal(await visit.page.locator('#password').getAttribute('type'), 'password');
  [plain, visit].forEach(forgive);
});

test('the fifth wrong try is told when the next may be made', async house => {
  const central = await house.central();
  await addClerk(central);
  const visit = await house.visit(central);

  await visit.go('/console/sign-in');
  // Each wrong try doubles the delay: sooner or later it is longer than the browser takes for the next.
  let told = '';
  for (let n = 0; n < 20 && !/đợi/.test(told); n += 1) {
    await type(visit, { login: 'hoa.nt', password: `wrong ${n}` });
    told = await visit.page.locator('.notice.alarm').innerText();
  }
  assert.match(told, /đợi \d+ (giây|phút)/);
  await visit.look('sign-in-locked');
  await type(visit, { login: 'nobody', password: 'wrong' });
  assert.match(await visit.page.locator('.notice.alarm').innerText(), /không đúng/);
  forgive(visit);
});
