// SPDX-License-Identifier: GPL-3.0-or-later

// The real motcua-central over TLS, in a process of its own with a data folder of its own, and the
// commands of the person who runs it.

import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

export const root = path.resolve(import.meta.dirname, '../..');
export const build = process.env.MC_TEST_BUILD ?? path.join(root, 'build');

export const environment = { ...process.env, MOTCUA_ASSETS: path.join(root, 'assets'), G_DEBUG: '' };

const folders = [];
process.on('exit', () => folders.forEach(folder => fs.rmSync(folder, { recursive: true, force: true })));

/** From a dossier that has just arrived to its end, without a side path: action, role. */
const STEPS = [
  ['receive', 'reception'], ['chair_assign', 'chairman'], ['dept_assign', 'department'],
  ['process', 'specialist'], ['dept_approve', 'department'], ['chair_approve', 'chairman'],
  ['register_result', 'reception'], ['return', 'reception'],
];

/** A folder that is gone with the process, at the latest. */
export function temporaryFolder() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'motcua-web-'));
  folders.push(folder);
  return folder;
}

let pki = null;

/**
 * The certificate authority of this run, central's certificate from it, and a home folder whose
 * browser trusts it: the ones of packaging/run. Nothing is told to overlook a wrong certificate.
 */
export function certificates() {
  if (pki === null) {
    const folder = temporaryFolder();
    const script = `
import json, sys
from house import browser, pki
ca, certificate, key = pki.ensure(sys.argv[1] + "/ca", "https://localhost")
browser.Browser(sys.argv[1] + "/home", ca)
print(json.dumps({"ca": ca, "certificate": certificate, "key": key, "home": sys.argv[1] + "/home"}))`;
    pki = JSON.parse(execFileSync('/usr/bin/python3', ['-B', '-c', script, folder],
                                  { env: { ...environment, PYTHONPATH: path.join(root, 'packaging') } }));
  }
  return pki;
}

export class Central {
  /** Starts it over the data folder, which its first command makes. Options of motcua-central. */
  static async start(data, ...options) {
    const { certificate, key } = certificates();
    const central = new Central();
    central.data = data;
    // The service must not outlive a test that was killed.
    central.process = spawn('setpriv', ['--pdeathsig', 'TERM', '--', program(), '--data', data,
                                        '--listen', '127.0.0.1:0', '--tls-cert', certificate,
                                        '--tls-key', key, ...options],
                            { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    central.log = '';
    central.process.stderr.on('data', text => { central.log += text; });
    central.ended = once(central.process, 'close');
    for await (const line of createInterface({ input: central.process.stdout })) {
      central.url = line.match(/^ready (https:\/\/127\.0\.0\.1:\d+)$/)?.[1];
      break;
    }
    if (!central.url) throw new Error(`motcua-central did not start:\n${central.log}`);
    return central;
  }

  /** What `motcua-central ARGUMENTS` prints; the service may be running or not. */
  async command(...words) {
    return commandOver(this.data, ...words);
  }

  /** An account with a password that need not be changed first; posts are "ROLE:UNIT[:DEPARTMENT]". */
  async addUser(login, name, posts, password) {
    const words = posts.flatMap(post => ['--post', post]);
    await runCommand(this.data, ['user', 'add', login, '--name', name, ...words, '--password-stdin'],
                     `${password}\n`);
  }

  /** An official's step, `motcua-central step`; the answer. */
  async step(code, action, role, ...more) {
    return JSON.parse(await this.command('step', code, action, '--as', role, ...more));
  }

  /** All steps of a dossier that has just arrived, up to and with the one of that name. */
  async walkTo(code, last) {
    const steps = STEPS.slice(0, STEPS.findIndex(([action]) => action === last) + 1);
    if (steps.length === 0) throw new Error(`no step is called ${last}`);
    for (const [action, role] of steps) await this.step(code, action, role);
  }

  /** SIGTERM; it must end in good order. */
  async stop() {
    this.process.kill('SIGTERM');
    const [code, signal] = await this.ended;
    if (code !== 0) throw new Error(`motcua-central ended with ${code ?? signal}:\n${this.log}`);
  }
}

function program() {
  return path.join(build, 'central', 'motcua-central');
}

/** What `motcua-central --data DATA ARGUMENTS` prints. Throws its words when it does not end with 0. */
export async function commandOver(data, ...words) {
  return (await runCommand(data, words)).stdout;
}

function runCommand(data, words, input = '') {
  const result = promisify(execFile)(program(), ['--data', data, ...words], { env: environment });
  result.child.stdin.on('error', () => {}).end(input); // who does not read it says why by itself
  return result;
}

/** Files one birth registration into a data folder that is still empty. Its code and token. */
export async function fileSample(data) {
  fs.mkdirSync(data, { mode: 0o700 });
  const { stdout } = await promisify(execFile)(path.join(build, 'tests', 'central', 'file-sample'), [data],
                                               { env: environment });
  const [code, token] = stdout.trim().split(' ');
  return { code, token };
}
