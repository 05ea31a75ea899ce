// SPDX-License-Identifier: GPL-3.0-or-later

// The Test Anything Protocol, as tests/tap.py has it: test (sentence, function) for each test of a
// file; they run one after the other once the file is read. Arguments choose tests by their words.

const tests = [];
const endings = [];

export const longRun = process.env.MC_TEST_LONG === '1';

/** A line for who reads the log of a test. */
export function note(text) {
  for (const line of String(text).split('\n')) console.log(`# ${line}`);
}

/**
 * Adds a test.
 * @param {string} sentence what holds when it passes
 * @param {Function} run may be async; throws when it does not hold
 */
export function test(sentence, run) {
  if (tests.length === 0) setImmediate(runAll);
  tests.push({ sentence, run });
}

/** Has something done after the last test. */
export function atEnd(act) {
  endings.push(act);
}

async function runAll() {
  const words = process.argv.slice(2);
  const chosen = tests.filter(({ sentence }) => words.every(word => sentence.includes(word)));
  let failed = 0;
  console.log(`TAP version 13\n1..${chosen.length}`);
  for (const [index, { sentence, run }] of chosen.entries()) {
    const name = sentence.replaceAll('#', '');
    try {
      await run(sentence);
      console.log(`ok ${index + 1} ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`not ok ${index + 1} ${name}`);
      note(error.stack ?? error);
    }
  }
  for (const act of endings) await act();
  process.exitCode = failed > 0 ? 1 : 0;
}
