// SPDX-License-Identifier: GPL-3.0-or-later

// The controls: each thing that no page may do is done to a real one, and must be found.

import assert from 'node:assert/strict';
import { test } from './harness.mjs';

/** What the judges say of a page after `spoil` was run in it. */
async function judge(house, spoil, act = async visit => visit.look('control')) {
  const central = await house.central();
  const visit = await house.visit(central, { device: 'phone' });
  await visit.go(`/t/${central.token}`);
  await visit.look('control');
  await visit.page.evaluate(spoil);
  const words = await act(visit).then(() => '', error => error.message);
  const found = [words, ...visit.problems.splice(0)].join('\n');
  return found;
}

const settled = async visit => visit.page.evaluate(() => new Promise(requestAnimationFrame));

test('words that are hard to read are found', async house => {
  const found = await judge(house, () => { document.querySelector('h1').style.color = '#cccccc'; });
  assert.match(found, /serious: .*color-contrast/s);
});

test('a page without a language is found', async house => {
  const found = await judge(house, () => { document.documentElement.removeAttribute('lang'); });
  assert.match(found, /serious: .*html-has-lang/s);
});

test('a field without a name is found', async house => {
  const found = await judge(house, () => { document.querySelector('main').append(document.createElement('input')); });
  assert.match(found, /critical: .*label/s);
});

test('a page that is wider than the window is found', async house => {
  const found = await judge(house, () => { document.querySelector('main').style.width = '900px'; });
  assert.match(found, /pixels wide in a window of/);
});

test('a style that the policy does not allow is found', async house => {
  const found = await judge(house, () => {
    document.body.append(Object.assign(document.createElement('style'), { textContent: 'p { color: red }' }));
  }, settled);
  assert.match(found, /console: .*Content Security Policy/s);
});

test('a script that fails is found', async house => {
  const found = await judge(house, () => { setTimeout(() => { throw new Error('on purpose'); }); }, settled);
  assert.match(found, /script: Error: on purpose/);
});

test('a request to somebody else is found', async house => {
  const found = await judge(house, () => { location.assign('http://somebody.example/'); },
                            async visit => visit.page.waitForEvent('requestfailed'));
  assert.match(found, /asked somebody else: http:\/\/somebody\.example\//);
});

test('a focus that nobody sees is found', async house => {
  const found = await judge(house, () => { document.querySelector('.again').style.outline = 'none'; },
                            async visit => visit.tabTo(visit.page.locator('.again')));
  assert.match(found, /the focus is not seen/);
});

test('what cannot be reached with the keyboard is found', async house => {
  const found = await judge(house, () => { document.querySelector('.again').tabIndex = -1; },
                            async visit => visit.tabTo(visit.page.locator('.again')));
  assert.match(found, /cannot be reached with Tab/);
});

test('another status than promised is found', async house => {
  const found = await judge(house, () => {}, async visit => visit.go('/t/hello'));
  assert.match(found, /404/);
});
