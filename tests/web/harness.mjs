// SPDX-License-Identifier: GPL-3.0-or-later

// A test of the web side is a few lines:
//
//   test('the inbox opens', async house => {
//     const central = await house.central();
//     const visit = await house.visit(central, { device: 'phone', language: 'en' });
//     await visit.signIn('tiepnhan', password);
//     await visit.look('inbox-phone');
//   });
//
// What the house gave is put away after the test, and whatever a page did that none may do fails it.

import fs from 'node:fs';
import path from 'node:path';
import { closeBrowser, Visit } from './browser.mjs';
import { Central, fileSample, temporaryFolder } from './central.mjs';
import { atEnd, note, test as plainTest } from './tap.mjs';

export { DEVICES, Visit } from './browser.mjs';
export { commandOver } from './central.mjs';
export { longRun, note } from './tap.mjs';

class House {
  constructor() {
    this.folder = temporaryFolder();
    this.toEnd = [];
    this.visits = [];
  }

  /** A central service over a new data folder, with one dossier filed: `code` and `token` of it. */
  async central(...options) {
    const data = path.join(this.folder, `data-${this.toEnd.length}`);
    const sample = await fileSample(data);
    const central = Object.assign(await Central.start(data, ...options), sample);
    this.toEnd.push(() => central.stop());
    return central;
  }

  /** A visit; see Visit.begin (). */
  async visit(central, options) {
    const visit = await Visit.begin(central, options);
    this.visits.push(visit);
    return visit;
  }

  /** @returns {Error[]} what went wrong on the way */
  async end() {
    const errors = [];
    for (const act of [...this.visits.map(visit => () => visit.end()), ...this.toEnd.reverse()])
      await act().catch(error => errors.push(error));
    fs.rmSync(this.folder, { recursive: true, force: true });
    return errors;
  }
}

atEnd(closeBrowser);

/** As test () of tap.mjs; the function gets a house. A failure leaves a picture of each open page. */
export function test(sentence, run) {
  plainTest(sentence, async () => {
    const house = new House();
    let failure = null;
    try {
      await run(house);
    } catch (error) {
      failure = error;
      for (const [index, visit] of house.visits.entries()) {
        note(`visit ${index + 1} was at ${visit.page.url()}`);
        await visit.picture(`failed-${sentence.replace(/[^\p{L}\p{N}]+/gu, '-')}-${index + 1}`).catch(() => {});
      }
    }
    const errors = await house.end();
    if (failure !== null) {
      errors.forEach(error => note(error.message));
      throw failure;
    }
    if (errors.length > 0) throw new Error(errors.map(error => error.message).join('\n'));
  });
}
