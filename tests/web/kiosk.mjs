// SPDX-License-Identifier: GPL-3.0-or-later

// A kiosk without a window: the real motcua-ctl, enrolled at a point, with neither scanner nor printer.

import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { build, certificates, environment, temporaryFolder } from './central.mjs';

export class Kiosk {
  /** Enrols it with the one-time code that an IT person would carry over. */
  static async enrol(central, { name = 'HK-09', point = '00070' } = {}) {
    const kiosk = new Kiosk();
    const folder = temporaryFolder();
    kiosk.config = path.join(folder, 'kiosk.conf');
    fs.writeFileSync(kiosk.config, [
      '[kiosk]', `state-dir=${folder}/state`, '[central]', `url=${central.url}`,
      `ca-file=${certificates().ca}`, '[printer]', 'uri=none', '',
    ].join('\n'));
    const code = (await central.command('kiosk', 'add', name, '--point', point)).trim();
    await kiosk.command(['enrol', central.url, code]);
    return kiosk;
  }

  /** What `motcua-ctl ARGUMENTS` prints, which reads `input`. Throws its words when it does not end with 0. */
  async command(words, input = '') {
    const result = promisify(execFile)(path.join(build, 'app', 'ctl', 'motcua-ctl'),
                                       ['--config', this.config, ...words], { env: environment });
    result.child.stdin.on('error', () => {}).end(input);
    return (await result).stdout;
  }

  /** A number for a result: with what a scanner read of a card, or for the clerk to look. */
  async pickup(receipt, card = null) {
    const words = card === null ? [] : ['--card', '-'];
    return JSON.parse(await this.command(['pickup', receipt, ...words], card ?? ''));
  }
}
