// SPDX-License-Identifier: GPL-3.0-or-later

// Who comes for a result, as the clerk at the counter sees it: a number taken at a kiosk stands in the
// list at once, and one result is handed over once.

import assert from 'node:assert/strict';
import { DEVICES, note, test } from './harness.mjs';
import { Kiosk } from './kiosk.mjs';

const PASSWORD = 'mot-cua-thu-nghiem';
const WITHIN_MS = 1000; // from the kiosk's number to the clerk's eyes
const CARD = '001198004321||Trần Thị Bích Ngọc|08031998|Nữ|Hà Nội|01012022'; // of the sample
const SOMEBODY = '001085000036||Trần Văn A|01011985|Nam|Hà Nội|01012022';

const WORDS = {
  vi: { waits: '1 người đang chờ', matched: 'Căn cước khớp với hồ sơ', nobody: 'Không có ai chờ',
        returned: 'Đã trả kết quả lúc ', place: 'phường Hoàn Kiếm' },
  en: { waits: '1 person waits', matched: 'The card matches the dossier', nobody: 'Nobody waits',
        returned: 'The result was handed over at ', place: 'Hoàn Kiếm' },
};

/** A ward with a result that is ready, its clerks at their list, and a kiosk in the hall. */
async function openWard(house, clerks = ['hoa'], { language = 'vi', ...options } = {}) {
  const central = await house.central('--public-url', 'https://motcua.example.vn');
  await central.walkTo(central.code, 'register_result');
  const ward = { central, kiosk: await Kiosk.enrol(central), receipt: `https://motcua.example.vn/T/${central.token}` };
  for (const name of clerks) {
    await central.addUser(name, `Cán bộ ${name}`, ['reception:00070'], PASSWORD);
    ward[name] = await house.visit(central, { language, ...options });
    await ward[name].signIn(name, PASSWORD);
    if (language === 'en') await ward[name].go('/console/language?to=en&next=/console');
    await ward[name].go('/console/pickups');
  }
  return ward;
}

const main = visit => visit.page.locator('main').innerText();
const turns = visit => visit.page.locator('.waiting .turn').allInnerTexts();

/** The moment at which somebody stands in the list, noted by the page itself. */
async function watch(visit) {
  await visit.page.evaluate(() => {
    window.listed = new Promise(resolve => {
      new MutationObserver(() => {
        if (document.querySelector('.waiting li')) resolve(Date.now());
      }).observe(document.querySelector('main'), { childList: true, subtree: true });
    });
  });
  return () => visit.page.evaluate(() => window.listed);
}

/** The main action of a page of the dossier; what follows is shown. */
async function handOver(visit) {
  const shown = visit.page.waitForEvent('load');
  await visit.page.locator('.task button.main').click();
  await shown;
}

for (const language of ['vi', 'en'])
  for (const device of Object.keys(DEVICES))
    test(`a number is seen at once and handed over with two clicks, ${language}, ${device}`, async house => {
      const words = WORDS[language];
      const { central, kiosk, receipt, hoa } = await openWard(house, ['hoa'], { language, device });
      assert.ok((await main(hoa)).includes(words.nobody));
      await hoa.look(`pickups-none-${device}-${language}`);

      const listed = await watch(hoa);
      const { number } = await kiosk.pickup(receipt, CARD);
      const taken = Date.now();
      const late = (await listed()) - taken;
      note(`listed ${late} ms after the kiosk had the number`);
      assert.ok(late <= WITHIN_MS, `listed ${late} ms after the kiosk had the number`);
      assert.match((await turns(hoa))[0], new RegExp(`${number}$`));
      assert.ok((await main(hoa)).includes(words.matched));
      assert.ok(!(await hoa.page.content()).includes('001198004321'), 'the list tells no number of a card');
      await hoa.page.waitForFunction(text => document.title.startsWith(text), words.waits);
      await hoa.look(`pickups-one-${device}-${language}`);

      await hoa.page.locator('.waiting a.main').click();
      await hoa.page.waitForURL(/\/console\/dossiers\/[-0-9a-f]+\?pickup=/);
      await hoa.look(`pickups-return-${device}-${language}`);
      await handOver(hoa);
      assert.ok((await hoa.page.locator('h1').innerText()).startsWith(words.returned));
      await hoa.go('/console/pickups');
      assert.ok((await main(hoa)).includes(words.nobody));

      await assert.rejects(kiosk.pickup(receipt), error => error.code === 65 && /returned/.test(error.stderr));
      const citizen = await house.visit(central, { device: 'phone', language });
      await citizen.go(`/t/${central.token}?lang=${language}`);
      assert.ok((await main(citizen)).includes(words.place));
      await citizen.look(`pickups-told-${language}`);
    });

test('what has the focus keeps it while the list changes', async house => {
  const { kiosk, receipt, hoa } = await openWard(house);
  await kiosk.pickup(receipt);
  await hoa.page.locator('.waiting li').waitFor();
  await hoa.tabTo(hoa.page.locator('.waiting a.main'));
  const changed = hoa.page.locator('.waiting .good').waitFor(); // the card is held to the scanner after all
  await kiosk.pickup(receipt, CARD);
  await changed;
  assert.ok(await hoa.page.evaluate(() => document.activeElement.matches('.waiting a.main')));
  assert.deepEqual((await turns(hoa)).length, 1);
});

test('another card is not taken, and the clerk sees that nothing was compared', async house => {
  const { kiosk, receipt, hoa } = await openWard(house);
  await assert.rejects(kiosk.pickup(receipt, SOMEBODY), error => error.code === 65);
  assert.equal((await kiosk.pickup(receipt)).number, 1);
  await hoa.page.locator('.waiting .care').waitFor();
});

test('without script the page looks again by itself, and who went away is taken off', async house => {
  const { kiosk, receipt, hoa } = await openWard(house, ['hoa'], { script: false });
  assert.deepEqual(await turns(hoa), []);
  const first = await kiosk.pickup(receipt);
  await hoa.page.locator('.waiting li').waitFor(); // nobody clicks
  assert.match((await turns(hoa))[0], new RegExp(`${first.number}$`));
  await hoa.page.locator('[id^="left-"]').click();
  await hoa.page.waitForURL(url => url.pathname === '/console/pickups');
  assert.deepEqual(await turns(hoa), []);
  assert.equal((await kiosk.pickup(receipt)).number, first.number + 1);
});

test('of two clerks one hands over, and the other is told when, where and by whom', async house => {
  const { kiosk, receipt, hoa, lan } = await openWard(house, ['hoa', 'lan']);
  await kiosk.pickup(receipt, CARD);
  for (const clerk of [hoa, lan]) await clerk.page.locator('.waiting a.main').click();
  for (const clerk of [hoa, lan]) await clerk.page.waitForURL(/\?pickup=/);
  await handOver(hoa);
  await handOver(lan);
  const told = await main(lan);
  assert.match(told, /lúc \d\d:\d\d hôm nay, tại Điểm phục vụ hành chính công phường Hoàn Kiếm/);
  assert.ok(told.includes('Cán bộ hoa'), told);
  await lan.look('pickups-too-late');
  lan.problems = lan.problems.filter(problem => !/status of 409/.test(problem));
});

test('a list that nobody may see any more does not stay on the screen', async house => {
  const { central, kiosk, receipt, hoa } = await openWard(house);
  await kiosk.pickup(receipt, CARD);
  await hoa.page.locator('.waiting li').waitFor();
  await central.command('user', 'disable', 'hoa');
  await hoa.page.waitForURL(/\/console\/sign-in/);
  assert.equal(await hoa.page.locator('.waiting').count(), 0);
});
