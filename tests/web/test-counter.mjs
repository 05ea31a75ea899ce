// SPDX-License-Identifier: GPL-3.0-or-later

// Filing for a citizen at the counter, as a clerk does it in a browser: with the hand scanner, a mistake
// on the way, a scan of a paper; in both languages, on an office PC and on a phone, with and without
// script.

import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { test } from './harness.mjs';

const PASSWORD = 'mot-cua-thu-nghiem';
const DESK = '00070'; // Phường Hoàn Kiếm
const NASTY = `<script>alert(1)</script>"'&`;

/** The smallest picture that is one. */
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
                        'base64');

/** A day of the past as one writes it: the child was born then. */
function daysAgo(days) {
  const day = new Date(Date.now() - days * 86_400_000 + 7 * 3_600_000);
  return `${day.getUTCDate()}/${day.getUTCMonth() + 1}/${day.getUTCFullYear()}`;
}

/** A picture of so many pixels that nothing makes smaller but fewer pixels. */
function noise(width, height) {
  const lines = Buffer.alloc(height * (1 + width * 3));
  for (let line = 0; line < height; line += 1) randomFillSync(lines, line * (1 + width * 3) + 1, width * 3);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const whole = Buffer.alloc(body.length + 8);
    whole.writeUInt32BE(data.length, 0);
    body.copy(whole, 4);
    whole.writeUInt32BE(crc32(body), body.length + 4);
    return whole;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8); // 8 bits, colours
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', head),
                        chunk('IDAT', deflateSync(lines, { level: 1 })), chunk('IEND', Buffer.alloc(0))]);
}

async function signIn(visit) {
  await visit.go('/console/counter'); // to the sign-in, and on from there
  await visit.page.locator('input[autocomplete="username"]').fill('hoa');
  await visit.page.locator('input[type="password"]').fill(PASSWORD);
  await visit.page.locator('input[type="password"]').press('Enter');
  await visit.page.waitForURL(/\/counter$/);
}

async function atTheDesk(house, options) {
  const central = await house.central('--public-url', 'https://motcua.example.vn');
  await central.addUser('hoa', 'Nguyễn Thị Hoa', [`reception:${DESK}`], PASSWORD);
  const visit = await house.visit(central, options);
  await signIn(visit);
  if (options?.language === 'en') await visit.go('/console/language?to=en&next=/console/counter');
  return visit;
}

async function press(visit, name) {
  const shown = visit.page.waitForEvent('load');
  await visit.page.getByRole('button', { name, exact: true }).first().click();
  await shown;
}

/** A hand scanner types the code and the Enter key. */
async function scan(visit, code) {
  const shown = visit.page.waitForEvent('load');
  await visit.page.locator('[id="applicant.card"]').fill(code);
  await visit.page.keyboard.press('Enter');
  await shown;
}

const type = (visit, name, value) => visit.page.locator(`[name="${name}"]`).fill(value);
const choose = (visit, name, value) => visit.page.locator(`[name="${name}"][value="${value}"]`).check();

/** The whole way for a birth, up to the review; looks at each page when it is told a name. */
async function fillBirth(visit, words, look = async () => {}) {
  await visit.go('/console/counter');
  await look('choose');
  await visit.page.locator('button[value="1.001193"]').click();
  await visit.page.waitForURL(/\/applicant$/);
  await look('applicant');
  await press(visit, words.next);
  await look('applicant-mistakes');
  await scan(visit, '001198004321||Trần Thị Bích Ngọc|08031998|Nữ|Số 12, ngõ 5, phố Hàng Bông, Hà Nội|01012022');
  assert.equal(await visit.page.locator('[name="applicant.birth_date"]').inputValue(), '8/3/1998');
  await type(visit, 'applicant.phone', '0912 345 678');
  await look('applicant-card');
  await press(visit, words.next);
  await choose(visit, 'f.relation', 'mother');
  await look('form-1');
  await press(visit, words.next);
  await type(visit, 'f.child_name', 'Nguyễn Minh Khuê');
  await choose(visit, 'f.child_sex', 'female');
  await type(visit, 'f.child_birth_date', '31/2/2025');
  await type(visit, 'f.child_birth_place', NASTY);
  await type(visit, 'f.child_native_place', 'Xã Sóc Sơn, Hà Nội');
  await press(visit, words.next);
  await look('form-2-mistakes');
  await type(visit, 'f.child_birth_date', daysAgo(5));
  await press(visit, words.next);
  await type(visit, 'f.mother_name', 'Trần Thị Bích Ngọc');
  await type(visit, 'f.mother_birth_year', '1998');
  await type(visit, 'f.mother_residence', 'Số 12, ngõ 5, phố Hàng Bông, Hà Nội');
  await choose(visit, 'f.has_father', 'no');
  await press(visit, words.next);
  await look('form-3');
  while (/\/form/.test(visit.page.url())) await press(visit, words.next);
  await look('papers');
}

const WORDS = {
  vi: { next: 'Tiếp tục', file: 'Nộp hồ sơ', done: 'Hồ sơ đã nộp và tiếp nhận' },
  en: { next: 'Continue', file: 'File the dossier', done: 'Filed and received' },
};

for (const language of ['vi', 'en'])
  for (const device of ['desktop', 'phone'])
    test(`a birth is filed and received at the counter, ${language}, ${device}`, async house => {
      const visit = await atTheDesk(house, { device, language });
      const words = WORDS[language];
      const look = name => visit.look(`counter-${name}-${device}-${language}`);
      await fillBirth(visit, words, look);
      await visit.page.locator('[name="n.birth_notice.scan"]').setInputFiles({
        name: 'giay-chung-sinh.png', mimeType: 'image/png',
        buffer: DOT,
      });
      await press(visit, words.next);
      await look('review');
      assert.ok((await visit.page.locator('main').innerText()).includes(NASTY));
      await visit.page.locator('[name="receive"]').check();
      await press(visit, words.file);
      assert.equal(await visit.page.locator('h1').innerText(), words.done);
      await look('filed');

      // Going back shows what became of it, and files nothing anew.
      const code = await visit.page.locator('.filed .code').innerText();
      await visit.page.goBack();
      assert.equal(await visit.page.locator('.filed .code').innerText(), code);
    });

test('a photograph that is too large is made smaller on the way; without script central says so', async house => {
  const photograph = { name: 'anh-chup.png', mimeType: 'image/png', buffer: noise(1600, 1200) };
  assert.ok(photograph.buffer.length > 4_000_000);
  const visit = await atTheDesk(house);
  await fillBirth(visit, WORDS.vi);
  await visit.page.locator('[name="n.birth_notice.scan"]').setInputFiles(photograph);
  await visit.page.locator('button.main:enabled').waitFor();
  await press(visit, WORDS.vi.next);
  assert.match(await visit.page.locator('main').innerText(), /1 trang quét/);

  const plain = await house.visit(visit.central, { script: false });
  await signIn(plain);
  await fillBirth(plain, WORDS.vi);
  await plain.page.locator('[name="n.birth_notice.scan"]').setInputFiles(photograph);
  await press(plain, WORDS.vi.next);
  assert.match(await plain.page.locator('main').innerText(), /“anh-chup.png” lớn hơn 1 MB/);
});

test('as many pages as a thick paper has are taken at once', async house => {
  const visit = await atTheDesk(house);
  await fillBirth(visit, WORDS.vi);
  await visit.page.locator('[name="n.birth_notice.scan"]').setInputFiles(
    Array.from({ length: 60 }, (_, page) => ({ name: `trang-${page + 1}.png`, mimeType: 'image/png', buffer: DOT })));
  await press(visit, WORDS.vi.next);
  assert.match(await visit.page.locator('main').innerText(), /60 trang quét/);
});

test('without script it is the same', async house => {
  const visit = await atTheDesk(house, { script: false });
  const words = WORDS.vi;
  await fillBirth(visit, words);
  await press(visit, words.next);
  await press(visit, words.file);
  assert.equal(await visit.page.locator('h1').innerText(), 'Hồ sơ đã nộp, chờ tiếp nhận');
});

test('the browser\'s way back and its reload lose and repeat nothing', async house => {
  const visit = await atTheDesk(house);
  await fillBirth(visit, WORDS.vi);
  while (!/section=2$/.test(visit.page.url())) await visit.page.goBack();
  assert.equal(await visit.page.locator('[name="f.child_name"]').inputValue(), 'Nguyễn Minh Khuê');
  await visit.page.reload();
  assert.equal(await visit.page.locator('[name="f.child_name"]').inputValue(), 'Nguyễn Minh Khuê');
});
