// SPDX-License-Identifier: GPL-3.0-or-later

// What the city and its units want to know, over a year of dossiers drawn by lot.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, Central, fileSample, root } from './central.mjs';
import { DEVICES, test } from './harness.mjs';

const PASSWORD = 'chuối xanh sông Hồng';

async function city(house, dossiers) {
  const data = path.join(house.folder, 'city');
  const { code } = await fileSample(data);
  await promisify(execFile)(path.join(build, 'tests', 'bench', 'bench-city'),
                            [path.join(data, 'central.db'), '--dossiers', String(dossiers), '--open', '600'],
                            { env: { ...process.env, MOTCUA_ASSETS: path.join(root, 'assets') } });
  const central = await Central.start(data);
  house.toEnd.push(() => central.stop());
  await central.addUser('nha.vt', 'Vũ Thanh Nhã', ['city_reader:*'], PASSWORD);
  await central.addUser('minh.nv', 'Nguyễn Văn Minh', ['chairman:00070'], PASSWORD);
  await central.walkTo(code, 'return');
  return central;
}

test('reports and the register in both languages on both devices', async house => {
  const central = await city(house, 20000);
  for (const login of ['nha.vt', 'minh.nv']) {
    for (const device of Object.keys(DEVICES)) {
      const visit = await house.visit(central, { device });
      await visit.signIn(login, PASSWORD);
      for (const language of ['vi', 'en']) {
        await visit.go(`/console/language?to=${language}&next=/console/reports%3Fperiod%3Dyear`);
        assert.equal(await visit.page.locator('html').getAttribute('lang'), language);
        await visit.look(`reports-${login === 'nha.vt' ? 'city' : 'unit'}-${device}-${language}`);
        if (login === 'nha.vt') continue;
        await visit.go('/console/register');
        await visit.look(`register-${device}-${language}`);
      }
    }
  }
});

test('a period and a unit are chosen without script, and the table is saved as a file', async house => {
  const central = await city(house, 3000);
  const visit = await house.visit(central, { script: false });
  await visit.signIn('nha.vt', PASSWORD);
  await visit.go('/console/reports');
  await visit.page.locator('#period').selectOption('days');
  await visit.page.locator('#from').fill('2026-01-01');
  await visit.page.locator('#to').fill('2026-06-30');
  await visit.page.locator('#unit').selectOption({ label: 'Phường Hoàn Kiếm' });
  await visit.page.locator('main button').click();
  assert.match(await visit.page.locator('h1').innerText(), /^Từ ngày 1\/1\/2026 đến ngày 30\/6\/2026: /);
  assert.match(await visit.page.locator('.lead').first().innerText(), /Phường Hoàn Kiếm/);
  assert.equal(await visit.page.locator('#unit').inputValue(), '00070');

  const download = visit.page.waitForEvent('download');
  await visit.page.locator('.files a[href*="06a.csv"]').first().click();
  const file = await download;
  assert.equal(file.suggestedFilename(), '06a-00070-2026-01-01-2026-06-30.csv');
  const text = fs.readFileSync(await file.path(), 'utf8');
  assert.ok(text.startsWith('\ufeffĐơn vị,Lĩnh vực,Thủ tục,'), text.slice(0, 80));
  // Every line's two sides are equal, as anybody may check who sums the columns up.
  for (const line of text.trimEnd().split('\r\n').slice(1)) {
    const n = line.split(',').slice(-13).map(Number);
    assert.equal(n[0], n[1] + n[2] + n[3], line);
    assert.equal(n[0], n[4] + n[8] + n[11] + n[12], line);
  }
});
