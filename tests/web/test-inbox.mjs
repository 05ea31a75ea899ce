// SPDX-License-Identifier: GPL-3.0-or-later

// A ward's morning in front of its lists: what waits for whom, several dossiers passed on at once,
// a dossier looked for, a problem closed; over a city's dossiers drawn by lot.

import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, Central, fileSample, root } from './central.mjs';
import { DEVICES, test } from './harness.mjs';

const PASSWORD = 'chuối xanh sông Hồng';
const OFFICE = 'Phòng Văn hóa - Xã hội'; // of those that bench-city draws

/** The ward in which most dossiers wait for the chairman to assign them. */
function findWard(database) {
  const script = `
import sqlite3, sys
print(sqlite3.connect(sys.argv[1]).execute(
  "SELECT resolver FROM dossiers WHERE state = 'received' AND by_city = 0"
  " GROUP BY resolver ORDER BY count(*) DESC LIMIT 1").fetchone()[0])`;
  return execFileSync('/usr/bin/python3', ['-c', script, database], { encoding: 'utf8' }).trim();
}

async function openWard(house) {
  const data = path.join(house.folder, 'city');
  const database = path.join(data, 'central.db');
  await fileSample(data);
  await promisify(execFile)(path.join(build, 'tests', 'bench', 'bench-city'),
                            [database, '--dossiers', '4000', '--open', '2600', '--days', '40'],
                            { env: { ...process.env, MOTCUA_ASSETS: path.join(root, 'assets') } });
  const ward = findWard(database);
  const central = await Central.start(data);
  house.toEnd.push(() => central.stop());
  await central.addUser('hoa', 'Nguyễn Thị Hoa', [`reception:${ward}`], PASSWORD);
  await central.addUser('an', 'Lê Văn An', [`chairman:${ward}`], PASSWORD);
  await central.addUser('binh', 'Trần Quốc Bình', [`department:${ward}:${OFFICE}`], PASSWORD);
  await central.addUser('son', 'Vũ Hồng Sơn',
                        [`department:${ward}:Phòng Kinh tế, Hạ tầng và Đô thị`, `specialist:${ward}:${OFFICE}`],
                        PASSWORD);
  await central.addUser(`${ward}.chuyenvien1`, 'Lê Thị Mai', [`specialist:${ward}:${OFFICE}`], PASSWORD);
  return { central, ward };
}

const title = visit => visit.page.locator('h1').innerText();
const boxes = visit => visit.page.locator('tbody input[type=checkbox]');
const names = visit => visit.page.locator('.dossiers .name').allInnerTexts();

async function turnTo(visit, language, next = '/console') {
  await visit.go(`/console/language?to=${language}&next=${encodeURIComponent(next)}`);
}

test('the lists of every post, in both languages on both devices', async house => {
  const { central } = await openWard(house);
  for (const device of Object.keys(DEVICES)) {
    for (const login of ['hoa', 'an', 'son']) {
      const visit = await house.visit(central, { device });
      await visit.signIn(login, PASSWORD);
      for (const language of ['vi', 'en']) {
        await turnTo(visit, language);
        await visit.look(`inbox-${login}-${device}-${language}`);
      }
    }
  }
});

test('where the other dossiers are is one click away, and a short one back', async house => {
  const { central, ward } = await openWard(house);
  for (const login of ['an', `${ward}.chuyenvien1`]) {
    const visit = await house.visit(central, { script: false });
    await visit.signIn(login, PASSWORD);
    const own = await names(visit);
    const links = await visit.page.locator('.views a').all();
    const places = await Promise.all(links.map(link => link.getAttribute('href')));
    assert.ok(places.length >= 3);
    for (const place of places.slice(1)) {
      await visit.go(place);
      assert.equal(await visit.page.locator('.dossiers .go a', { hasText: /^(Phân công|Ký duyệt|Thụ lý)/ }).count(), 0);
      assert.equal(await boxes(visit).count(), 0);
    }
    await visit.page.locator('.views a').first().click();
    assert.deepEqual(await names(visit), own);
  }
});

test('a tile narrows the list, and says that it does', async house => {
  const { central } = await openWard(house);
  const visit = await house.visit(central, { script: false });
  await visit.signIn('an', PASSWORD);
  const all = await names(visit);
  await visit.page.locator('.tile', { hasText: 'quá hạn' }).click();
  assert.equal(await visit.page.locator('.tile[aria-current]').innerText().then(text => /quá hạn/.test(text)), true);
  const overdue = await visit.page.locator('.dossiers .badge').allInnerTexts();
  assert.ok(overdue.length > 0 && overdue.every(text => text.startsWith('Quá hạn')), overdue.join('|'));
  await visit.page.locator('.pill', { hasText: 'tất cả' }).click();
  assert.deepEqual(await names(visit), all);
});

test('the chairman assigns a page of dossiers at once, the head gives them on', async house => {
  const { central } = await openWard(house);
  const an = await house.visit(central);
  await an.signIn('an', PASSWORD);

  // Nothing chosen is told, not done.
  await an.page.getByRole('button', { name: 'Phân công các hồ sơ đã chọn' }).click();
  assert.equal(await title(an), 'Ông, bà chưa chọn hồ sơ nào');
  an.problems = an.problems.filter(problem => !/status of 422/.test(problem));

  // The box in the head chooses all rows; those that wait for a signature are left out, and told.
  await an.go('/console');
  await an.page.locator('[data-choose-all]').check();
  const n = await boxes(an).count();
  assert.equal(await an.page.locator('tbody input:checked').count(), n);
  await an.page.getByRole('button', { name: 'Phân công các hồ sơ đã chọn' }).click();
  const ready = Number((await title(an)).match(/^Phân công (\d+) hồ sơ$/)[1]);
  assert.ok(ready > 1 && ready <= n);
  await an.look('batch-review');
  await an.page.getByLabel(OFFICE).check();
  await an.page.getByLabel('Ý kiến chỉ đạo').fill('Ưu tiên <giải quyết>');
  await an.page.getByRole('button', { name: `Phân công ${ready} hồ sơ` }).click();
  assert.equal(await title(an), `Đã phân công ${ready} hồ sơ`);
  await an.look('batch-result');

  const binh = await house.visit(central, { device: 'phone' });
  await binh.signIn('binh', PASSWORD);
  assert.ok((await boxes(binh).count()) >= ready);
  await boxes(binh).first().check();
  await boxes(binh).nth(1).check();
  await binh.page.getByRole('button', { name: 'Giao các hồ sơ đã chọn' }).click();
  await binh.look('batch-review-phone');
  const given = Number((await title(binh)).match(/^Giao (\d+) hồ sơ$/)[1]);
  await binh.page.getByLabel('Lê Thị Mai').check();
  await binh.page.getByRole('button', { name: /^Giao \d+ hồ sơ$/ }).click();
  assert.equal(await title(binh), `Đã giao ${given} hồ sơ`);
  await binh.look('batch-result-phone');
  await binh.page.getByRole('link', { name: 'Về việc của tôi' }).click();
  assert.match(binh.page.url(), /\/console\?post=0$/);
});

test('two chairmen at one heap: each dossier is assigned once, and the slower one is told', async house => {
  const { central, ward } = await openWard(house);
  await central.addUser('pho', 'Phạm Thị Phó', [`chairman:${ward}`], PASSWORD);
  const [an, pho] = [await house.visit(central), await house.visit(central)];
  await an.signIn('an', PASSWORD);
  await pho.signIn('pho', PASSWORD);
  for (const visit of [an, pho]) {
    await visit.go('/console?state=received');
    await boxes(visit).first().check();
    await visit.page.getByRole('button', { name: 'Phân công các hồ sơ đã chọn' }).click();
    await visit.page.getByLabel(OFFICE).check();
  }
  for (const visit of [pho, an]) await visit.page.getByRole('button', { name: 'Phân công 1 hồ sơ' }).click();
  assert.equal(await title(pho), 'Đã phân công 1 hồ sơ');
  assert.equal(await title(an), 'Chưa phân công được hồ sơ nào');
  assert.match(await an.page.locator('main').innerText(), /Phạm Thị Phó vừa xử lý hồ sơ này/);
});

test('a dossier is found by name, and one comes back to what was found', async house => {
  const { central } = await openWard(house);
  for (const device of Object.keys(DEVICES)) {
    const visit = await house.visit(central, { device });
    await visit.signIn('hoa', PASSWORD);
    await visit.go('/console/search');
    await visit.look(`search-${device}`);
    await visit.page.locator('#text').fill('NGUYEN');
    await visit.page.locator('#text').press('Enter');
    await visit.page.locator('#found').waitFor();
    await visit.look(`search-found-${device}`);
    const found = await names(visit);
    assert.ok(found.length > 0 && found.every(name => name.includes('Nguyễn')), found.join('|'));
    assert.doesNotMatch(visit.page.url(), /nguyen/i);

    const code = await visit.page.locator('.dossiers small').first().innerText();
    await visit.page.locator('.dossiers .name').first().click();
    assert.match(visit.page.url(), /\/console\/dossiers\//);
    await visit.page.goBack();
    assert.deepEqual(await names(visit), found);

    // A scanner types the whole code and Enter.
    await visit.page.locator('#text').fill(code);
    await visit.page.locator('#text').press('Enter');
    await visit.page.waitForURL(/\/console\/dossiers\//);
    assert.match(await visit.page.locator('main').innerText(), new RegExp(code));

    await turnTo(visit, 'en', '/console/search');
    await visit.page.getByRole('button', { name: 'Search' }).click();
    await visit.look(`search-wrong-${device}`);
    visit.problems = visit.problems.filter(problem => !/status of 422/.test(problem));
    await turnTo(visit, 'vi');
  }
});

test('a problem is noted on a dossier and closed with a sentence', async house => {
  const { central } = await openWard(house);
  const visit = await house.visit(central, { device: 'phone' });
  await visit.signIn('an', PASSWORD);
  await visit.go('/console/problems');
  assert.equal(await title(visit), 'Không còn vướng mắc nào chưa xử lý');
  await visit.go('/console');
  await visit.page.locator('.dossiers .name').first().click();
  await visit.page.locator('summary', { hasText: 'Ghi một vướng mắc' }).click();
  await visit.page.locator('#hindrance').fill('Hệ thống của Sở <không> trả lời');
  await visit.page.getByRole('button', { name: 'Ghi vướng mắc' }).click();
  await visit.page.getByRole('link', { name: 'Ghi cách đã xử lý' }).click();
  assert.equal(await title(visit), '1 vướng mắc chưa xử lý');
  await visit.page.locator('summary').click();
  await visit.look('problems-phone-vi');
  await visit.page.getByLabel('Đã xử lý thế nào').fill('Sở đã mở lại');
  await visit.page.getByRole('button', { name: 'Ghi đã xử lý' }).click();
  assert.equal(await title(visit), 'Không còn vướng mắc nào chưa xử lý');
  assert.match(await visit.page.locator('.problems').last().innerText(), /Sở đã mở lại/);
  await turnTo(visit, 'en', '/console/problems');
  await visit.look('problems-phone-en');
});
