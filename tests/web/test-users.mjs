// SPDX-License-Identifier: GPL-3.0-or-later

// Accounts and the trail, as administrators and auditors have them.

import assert from 'node:assert/strict';
import { DEVICES, test } from './harness.mjs';

const PASSWORD = 'chuối xanh sông Hồng';

async function town(house) {
  const central = await house.central();
  await central.addUser('quantri', 'Trịnh Thị Oanh', ['administrator:*'], PASSWORD);
  await central.addUser('kiemtra', 'Đặng Thị Mai', ['auditor:00070'], PASSWORD);
  await central.addUser('binh.tv', 'Trần Văn Bình', ['department:00070:Phòng Văn hóa - Xã hội',
                                                     'specialist:H26.STC:Phòng Đăng ký kinh doanh'], PASSWORD);
  return central;
}

test('an account is made, told, used, and closed', async house => {
  const central = await town(house);
  const admin = await house.visit(central);
  const { page } = admin;

  await admin.signIn('quantri', PASSWORD);
  assert.match(page.url(), /\/console\/users$/);
  await page.getByRole('link', { name: 'Thêm tài khoản' }).click();
  await page.locator('#name').fill('Nguyễn Thị Hoa');
  await page.locator('#role').selectOption('reception');
  await page.locator('#unit').fill('Phường Hoàn Kiếm');
  await page.getByRole('button', { name: 'Tạo tài khoản' }).click();
  assert.equal(await page.locator('h1').innerText(), 'Đã tạo tài khoản hoa.nt');
  const secret = await page.locator('.secret').innerText();

  const clerk = await house.visit(central, { device: 'phone' });
  await clerk.signIn('hoa.nt', secret);
  assert.match(clerk.page.url(), /\/console\/password$/);
  await clerk.go('/console/users');
  assert.match(clerk.page.url(), /\/console\/password$/);
  await clerk.page.locator('#fresh').fill(PASSWORD);
  await clerk.page.locator('#again').fill(PASSWORD);
  await clerk.page.locator('main button.main').click();
  assert.match(clerk.page.url(), /\/console$/);
  await clerk.go('/console/users', { status: 403 });

  await page.getByRole('link', { name: 'Xem tài khoản này' }).click();
  await page.getByText('Thêm vai trò').first().click();
  await page.locator('#role').selectOption('auditor');
  await page.getByRole('button', { name: 'Thêm vai trò' }).click();
  assert.match(await page.locator('.notice').innerText(), /Đã thêm vai trò/);
  await clerk.go('/console/trail');
  await page.getByRole('button', { name: /Bỏ vai trò này: Cán bộ kiểm tra/ }).click();
  await clerk.go('/console/trail', { status: 403 });
  await page.getByRole('button', { name: 'Ngừng tài khoản' }).click();
  assert.match(await page.locator('.notice').innerText(), /đã ngừng/);
  await clerk.go('/console/password');
  assert.match(clerk.page.url(), /\/console\/sign-in/);

  await admin.go('/console/trail?login=hoa.nt');
  assert.equal(await page.locator('.trail tbody tr').count(), 3); // sign-in, password, the look at the trail
  await admin.go('/console/trail?login=quantri');
  assert.match(await page.locator('.trail').innerText(), /Ngừng tài khoản/);
});

test('all pages, on both devices and in both languages', async house => {
  const central = await town(house);

  for (const device of Object.keys(DEVICES)) {
    const visit = await house.visit(central, { device });
    await visit.signIn('quantri', PASSWORD);
    for (const language of ['vi', 'en']) {
      const look = async (where, name) => {
        await visit.go(where);
        assert.equal(await visit.page.locator('html').getAttribute('lang'), language);
        await visit.look(`${name}-${device}-${language}`);
      };
      await look('/console/users', 'users');
      await look('/console/users?q=hoan+kiem', 'users-search');
      await look('/console/users/binh.tv', 'user');
      await visit.page.locator('details').evaluateAll(all => all.forEach(one => { one.open = true; }));
      await visit.look(`user-open-${device}-${language}`);
      await look('/console/add-user', 'user-add');
      await look('/console/trail', 'trail');
      await visit.go('/console/users/kiemtra');
      await visit.page.locator('form[action$="/reset"] button').click();
      await visit.page.waitForURL('**/reset');
      await visit.look(`user-reset-${device}-${language}`);
      await visit.page.locator('.bar a[hreflang]').click();
    }
  }
});
