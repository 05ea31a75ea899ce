// SPDX-License-Identifier: GPL-3.0-or-later

// The page behind the QR code of a receipt, as its citizen has it on a phone and at a desk.

import assert from 'node:assert/strict';
import { DEVICES, test } from './harness.mjs';

/** Both devices, both languages, light and dark: axe-core, no sideways scrolling, and a picture of each. */
async function lookEverywhere(house, central, name, where, options) {
  for (const device of Object.keys(DEVICES)) {
    const visit = await house.visit(central, { device });
    for (const language of ['vi', 'en']) {
      await visit.go(`${where}?lang=${language}`, options);
      assert.equal(await visit.page.locator('html').getAttribute('lang'), language);
      await visit.lookTwice(`${name}-${device}-${language}`);
    }
  }
}

test('the page of a dossier that has just arrived', async house => {
  const central = await house.central();
  await lookEverywhere(house, central, 'status-submitted', `/t/${central.token}`);
});

test('the page of a dossier under way', async house => {
  const central = await house.central();
  await central.walkTo(central.code, 'process');
  await lookEverywhere(house, central, 'status-processed', `/t/${central.token}`);
});

test('the page of a dossier that waits for papers', async house => {
  const central = await house.central();
  await central.step(central.code, 'ask_supplement', 'reception', '--note', 'Bản chính giấy chứng sinh');
  await lookEverywhere(house, central, 'status-supplement', `/t/${central.token}`);
});

test('the page of a dossier that was not accepted', async house => {
  const central = await house.central();
  await central.step(central.code, 'refuse', 'reception', '--note', 'Không thuộc thẩm quyền của phường');
  await lookEverywhere(house, central, 'status-refused', `/t/${central.token}`);
});

test('the page of a result that is signed and not there yet', async house => {
  const central = await house.central();
  await central.walkTo(central.code, 'chair_approve');
  await lookEverywhere(house, central, 'status-approved', `/t/${central.token}`);
});

test('the page of a result that is ready', async house => {
  const central = await house.central();
  await central.walkTo(central.code, 'register_result');
  await lookEverywhere(house, central, 'status-ready', `/t/${central.token}`);
});

test('the page of an unknown token says calmly what to do', async house => {
  const central = await house.central();
  await lookEverywhere(house, central, 'status-unknown', '/t/ABCDEFGHJKMNPQRSTVWXYZ0123', { status: 404 });
});

test('one tap rates, and the page says thank you', async house => {
  const central = await house.central();
  await central.walkTo(central.code, 'return');
  await lookEverywhere(house, central, 'status-returned', `/t/${central.token}`);

  const visit = await house.visit(central, { device: 'phone' });
  await visit.go(`/T/${central.token}`);
  assert.equal(await visit.page.locator('#rating button').count(), 5);
  await visit.page.getByRole('button', { name: 'Rất hài lòng' }).tap();
  await visit.page.getByText('Cảm ơn ông, bà đã đánh giá.').waitFor();
  assert.equal(new URL(visit.page.url()).hash, '#rating');
  assert.equal(JSON.parse(await central.command('show', central.code)).rated, true);
  await visit.lookTwice('status-rated-phone-vi');

  await visit.page.reload();
  assert.equal(await visit.page.locator('button').count(), 0, 'it can be rated once');
});

test('the language changes with a tap and stays with the rating', async house => {
  const central = await house.central();
  await central.walkTo(central.code, 'return');
  const visit = await house.visit(central, { device: 'phone' });
  await visit.go(`/t/${central.token}`);
  await visit.page.getByRole('link', { name: 'English' }).tap();
  await visit.page.getByRole('button', { name: 'Very satisfied', exact: true }).tap();
  await visit.page.getByText('Thank you for your rating.').waitFor();
  await visit.page.getByRole('link', { name: 'Tiếng Việt' }).tap();
  await visit.page.getByText('Cảm ơn ông, bà đã đánh giá.').waitFor();
});

test('a keyboard alone reads, changes the language and rates', async house => {
  const central = await house.central();
  await central.walkTo(central.code, 'return');
  const visit = await house.visit(central, { device: 'desktop' });
  const { page } = visit;
  await visit.go(`/t/${central.token}`);
  await visit.tabTo(page.getByRole('link', { name: 'English' }));
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Tiếng Việt' }).waitFor();
  await visit.tabTo(page.getByRole('button', { name: 'Satisfied', exact: true }));
  await visit.picture('status-keyboard');
  await page.keyboard.press('Space');
  await page.getByText('Thank you for your rating.').waitFor();
  await visit.tabTo(page.getByRole('link', { name: 'Look again' }));
  await page.keyboard.press('Enter');
  await page.getByText('Thank you for your rating.').waitFor();
  assert.equal(JSON.parse(await central.command('show', central.code)).rated, true);
});

test('a browser without scripts shows the same page', async house => {
  const central = await house.central();
  const visit = await house.visit(central, { device: 'phone', script: false });
  for (const [language, title] of [['vi', 'Hồ sơ đã đến nơi'], ['en', 'Your dossier has arrived']]) {
    await visit.go(`/t/${central.token}?lang=${language}`);
    await visit.page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.equal(await visit.page.locator('.steps li').count(), 8);
  }
});
