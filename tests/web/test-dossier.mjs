// SPDX-License-Identifier: GPL-3.0-or-later

// A dossier from the desk to the hand-over, each step by the person whose step it is, as they have it in
// their browsers: in both languages, on an office PC and on a phone, with and without script.

import assert from 'node:assert/strict';
import { DEVICES, test } from './harness.mjs';

const PASSWORD = 'mot-cua-thu-nghiem';
const WARD = '00070'; // Phường Hoàn Kiếm
const OFFICE = 'Tư pháp – Hộ tịch';
const DOSSIER = '/console/dossiers/01977a2e-6c00-7abc-8def-0123456789ab'; // of the sample
const NASTY = `<script>alert(1)</script>"'&`;
const PDF = { name: 'Giấy khai sinh.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') };

const PEOPLE = {
  hoa: ['Nguyễn Thị Hoa', `reception:${WARD}`],
  lan: ['Đỗ Thị Lan', `reception:${WARD}`],
  an: ['Lê Văn An', `chairman:${WARD}`],
  binh: ['Trần Quốc Bình', `department:${WARD}:${OFFICE}`],
  son: ['Vũ Hồng Sơn', `department:${WARD}:Kinh tế, Hạ tầng và Đô thị`],
  mai: ['Lê Thị Mai', `specialist:${WARD}:${OFFICE}`],
  duc: ['Phạm Minh Đức', `specialist:${WARD}:${OFFICE}`],
};

const WORDS = {
  vi: {
    mine: /^Chờ ông, bà /, taken: 'Tiếp nhận', returned: /^Đã trả kết quả lúc /,
    turns: ['tiếp nhận', 'phân công phòng', 'giao chuyên viên', 'thụ lý', 'duyệt', 'ký duyệt', 'nhập kết quả'],
    changed: 'hồ sơ vừa có thay đổi',
  },
  en: {
    mine: /^Waiting for you to /, taken: 'Received', returned: /^The result was handed over at /,
    turns: ['receive it', 'assign a department', 'assign a specialist', 'work on it', 'approve it', 'sign it',
            'register the result'],
    changed: 'the dossier has changed meanwhile',
  },
};

/** A ward, and a window for each who is asked for; the others only have accounts. */
async function openWard(house, names, { others = [], ...options } = {}) {
  const central = await house.central('--public-url', 'https://motcua.example.vn');
  for (const name of [...names, ...others])
    await central.addUser(name, PEOPLE[name][0], [PEOPLE[name][1]], PASSWORD);
  const ward = { central };
  for (const name of names) {
    ward[name] = await house.visit(central, options);
    await ward[name].signIn(name, PASSWORD);
    if (options.language === 'en') await ward[name].go('/console/language?to=en&next=/console');
  }
  return ward;
}

const heading = visit => visit.page.locator('h1').innerText();
const field = (visit, name) => visit.page.locator(`main [name="${name}"]`);

/** From the list of one's work to the dossier that waits. */
async function openFromInbox(visit) {
  await visit.go('/console');
  await visit.page.locator(`a[href="${DOSSIER}"]`).first().click();
  await visit.page.waitForURL(url => url.pathname === DOSSIER);
}

/** The one main action; what follows is shown. */
async function send(visit) {
  const shown = visit.page.waitForEvent('load');
  await visit.page.locator('.task button.main, .task button.danger').click();
  await shown;
}

/** The dossier's page says that it was recorded. */
async function sendWell(visit) {
  await send(visit);
  assert.match(visit.page.url(), /\?done=\d+$/);
  assert.ok(await visit.page.locator('.recorded').isVisible());
}

/** Wrong input and a lost race answer with 422 and 409, which Chromium notes on its console. */
function forgive(visit) {
  visit.problems = visit.problems.filter(problem => !/status of (409|422)/.test(problem));
}

async function tickPapers(visit) {
  for (const paper of ['declaration', 'birth_notice', 'requester_id']) await field(visit, `have-${paper}`).check();
}

/** All eight steps; `look` is told a name at each page that somebody sees on the way. */
async function walk(ward, words, look = async () => {}) {
  const { hoa, an, binh, mai } = ward;
  const begin = async (visit, step) => {
    await openFromInbox(visit);
    assert.match(await heading(visit), words.mine);
    assert.ok((await heading(visit)).includes(words.turns[step]), await heading(visit));
  };

  await begin(hoa, 0);
  await look(hoa, 'receive');
  await send(hoa); // nothing is ticked
  assert.ok(await hoa.page.locator('#papers-mistake').isVisible());
  await look(hoa, 'receive-mistake');
  await tickPapers(hoa);
  await sendWell(hoa);
  assert.ok((await hoa.page.locator('.recorded').innerText()).includes(words.taken));
  await look(hoa, 'received');

  await begin(an, 1);
  await look(an, 'assign-department');
  await an.page.locator(`[name="department"][value="${OFFICE}"]`).check();
  await field(an, 'reason').fill(NASTY);
  await sendWell(an);

  await begin(binh, 2);
  assert.ok((await binh.page.locator('.task blockquote').innerText()).includes(NASTY));
  await look(binh, 'assign-specialist');
  await binh.page.locator('[name="assignee"][value="mai"]').check();
  await sendWell(binh);

  await begin(mai, 3);
  await look(mai, 'process');
  await field(mai, 'reason').first().fill('Hồ sơ đầy đủ, thông tin khớp với giấy chứng sinh');
  await sendWell(mai);

  await begin(binh, 4);
  await look(binh, 'approve');
  await sendWell(binh);
  await begin(an, 5);
  await look(an, 'sign');
  await sendWell(an);

  await begin(hoa, 6);
  await look(hoa, 'register');
  await field(hoa, 'result_number').fill('45/TLKS-BS');
  await field(hoa, 'file').setInputFiles(PDF);
  await sendWell(hoa);
  await hoa.go(DOSSIER);
  await look(hoa, 'return');
  await hoa.page.locator('[name="who"][value="delegate"]').check();
  await send(hoa); // nobody is named
  assert.equal(await field(hoa, 'receiver').getAttribute('aria-invalid'), 'true');
  await look(hoa, 'return-mistake');
  await field(hoa, 'receiver').fill('Nguyễn Văn Hải');
  await field(hoa, 'receiver_id').fill('001096001234');
  await field(hoa, 'authorisation').fill('Giấy ủy quyền số 12, ngày 20/6/2025');
  await sendWell(hoa);
  assert.match(await heading(hoa), words.returned);
  await look(hoa, 'returned');
  Object.values(ward).filter(visit => visit.problems).forEach(forgive);
}

for (const language of ['vi', 'en'])
  for (const device of Object.keys(DEVICES))
    test(`a dossier goes through the eight steps, ${language}, ${device}`, async house => {
      const ward = await openWard(house, ['hoa', 'an', 'binh', 'mai'],
                                  { device, language, others: ['son', 'duc'] });
      await walk(ward, WORDS[language], (visit, name) => visit.look(`dossier-${name}-${device}-${language}`));
    });

test('without script it is the same', async house => {
  const ward = await openWard(house, ['hoa', 'an', 'binh', 'mai'], { script: false });
  await walk(ward, WORDS.vi);
});

for (const language of ['vi', 'en'])
  test(`of two who click at once one wins and the other is told, ${language}`, async house => {
    const { hoa, lan } = await openWard(house, ['hoa', 'lan'], { language });
    await openFromInbox(hoa);
    await lan.go(`${DOSSIER}/actions/refuse`);
    await tickPapers(hoa);
    await field(lan, 'reason').fill('Không thuộc thẩm quyền');
    await Promise.all([send(hoa), send(lan)]);
    const lost = [hoa, lan].filter(visit => !/\?done=/.test(visit.page.url()));
    assert.equal(lost.length, 1);
    assert.ok((await lost[0].page.locator('.notice.alarm').innerText()).includes(WORDS[language].changed));
    await lost[0].look(`dossier-conflict-${language}`);
    [hoa, lan].forEach(forgive);
  });

test('a double click does it once', async house => {
  const { hoa } = await openWard(house, ['hoa'], { script: false });
  await openFromInbox(hoa);
  await tickPapers(hoa);
  await hoa.page.locator('.task button.main').dblclick();
  await hoa.page.waitForURL(/\?done=2$/);
  assert.equal(await hoa.page.locator('.history > li b').filter({ hasText: /^Tiếp nhận$/ }).count(), 1);
});

test('every other action has a page that one can read and use', async house => {
  for (const device of Object.keys(DEVICES))
    for (const language of ['vi', 'en']) {
      const { central, hoa, an, binh, mai } =
        await openWard(house, ['hoa', 'an', 'binh', 'mai'], { device, language });
      const lookAt = async (visit, ...actions) => {
        await visit.go(DOSSIER);
        const offered = await visit.page.locator('.others a').evaluateAll(links => links.map(link => link.pathname));
        for (const action of actions) {
          assert.ok(offered.includes(`${DOSSIER}/actions/${action}`), `${action} is not in ${offered}`);
          await visit.go(`${DOSSIER}/actions/${action}`);
          await visit.look(`dossier-form-${action}-${device}-${language}`);
        }
      };
      await lookAt(hoa, 'ask_supplement', 'refuse', 'withdraw');
      await openFromInbox(hoa);
      await tickPapers(hoa);
      await sendWell(hoa);
      await lookAt(an, 'stop');
      await an.go(DOSSIER);
      await an.page.locator(`[name="department"][value="${OFFICE}"]`).check();
      await sendWell(an);
      await lookAt(an, 'undo');
      await binh.go(DOSSIER);
      await binh.page.locator('[name="assignee"][value="mai"]').check();
      await sendWell(binh);
      await lookAt(mai, 'propose_refusal', 'ask_supplement', 'ask_payment');
      await mai.go(DOSSIER);
      await sendWell(mai);
      await lookAt(binh, 'send_back');
      await central.step(central.code, 'dept_approve', 'department');
      await lookAt(an, 'send_back', 'stop');
    }
});

test('papers open as PDF in a tab of their own, and again', async house => {
  const { hoa } = await openWard(house, ['hoa']);
  await openFromInbox(hoa);
  await tickPapers(hoa);
  await sendWell(hoa);
  for (let copy = 0; copy < 2; copy += 1) {
    const answered = hoa.context.waitForEvent('response', answer => answer.url().endsWith('/forms/receipt'));
    await hoa.page.locator('.recorded form[action$="/forms/receipt"] button').click();
    const answer = await answered;
    assert.equal(answer.status(), 200);
    assert.equal(answer.headers()['content-type'], 'application/pdf');
    assert.match(answer.headers()['content-disposition'], /^inline; /);
  }
  assert.match(hoa.page.url(), /\?done=2$/);
});

test('scanned pages are seen, and what hinders is noted', async house => {
  const { hoa } = await openWard(house, ['hoa']);
  await openFromInbox(hoa);
  const pictures = hoa.page.locator('.scans img');
  assert.equal(await pictures.count(), 2);
  for (let i = 0; i < 2; i += 1)
    await hoa.page.waitForFunction(n => document.querySelectorAll('.scans img')[n].naturalWidth === 210, i);
  await hoa.page.locator('#problems summary').click();
  await field(hoa, 'hindrance').fill(NASTY);
  await field(hoa, 'proposal').fill('Xin mẫu mới');
  await hoa.page.locator('#problems button').click();
  await hoa.page.waitForURL(/#problems$/);
  assert.ok((await hoa.page.locator('#problems li').innerText()).includes(NASTY));
  await hoa.look('dossier-problem');
});

for (const language of ['vi', 'en'])
  for (const device of Object.keys(DEVICES))
    test(`one scan takes a folder, ${language}, ${device}`, async house => {
      const { central, hoa, an } = await openWard(house, ['hoa', 'an'], { device, language });
      const scan = async (visit, text) => {
        assert.equal(await visit.page.evaluate(() => document.activeElement.id), 'scan');
        const shown = visit.page.waitForEvent('load');
        await visit.page.keyboard.type(text);
        await visit.page.keyboard.press('Enter');
        await shown;
      };
      await hoa.go('/console/folders');
      await hoa.look(`folders-${device}-${language}`);
      await scan(hoa, `HTTPS://MOTCUA.EXAMPLE.VN/T/${central.token}`);
      assert.ok(await hoa.page.locator('.scan-result.good').isVisible());
      assert.ok(await hoa.page.locator('audio').evaluate(audio => audio.src.endsWith('/console/taken.wav')));
      await hoa.look(`folders-taken-${device}-${language}`);
      await scan(hoa, central.code);
      assert.ok(await hoa.page.locator('.scan-result.alarm').isVisible());
      await hoa.look(`folders-again-${device}-${language}`);
      await an.go('/console/folders');
      await scan(an, central.code.toLowerCase());
      assert.ok((await an.page.locator('.scan-result.good').innerText()).includes('Nguyễn Thị Hoa'));
      await scan(an, 'HTTPS://EVIL.EXAMPLE/T/0123456789ABCDEFGHJKMNPQRS');
      assert.ok(await an.page.locator('.scan-result.alarm').isVisible());
      await an.look(`folders-unknown-${device}-${language}`);
    });
