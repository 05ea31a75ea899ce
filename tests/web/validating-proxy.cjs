// SPDX-License-Identifier: GPL-3.0-or-later
'use strict';

// tests/web/node tests/web/validating-proxy.cjs DESCRIPTION UPSTREAM [CA]
//
// Prism between a client and the real service: it knows the OpenAPI file alone, refuses requests that
// the file does not allow, and turns answers that it does not allow into errors (--errors). Prints
// `ready URL` and ends when its standard input does.
//
// Prism's judgement is left alone; its carrying is not, since what it carries here is signed to the
// byte: it reads every body as UTF-8, which no sealed envelope survives, and goes after redirects by
// itself, so that nobody could look at a 303. A byte is a character of Latin-1 on the way through, so
// that its limits of length count bytes. A body that is no JSON, on which it hangs, is to it a string
// where the file wants an object.

const fs = require('node:fs');
const https = require('node:https');
const net = require('node:net');
const path = require('node:path');

const [description, upstream, ca] = process.argv.slice(2);
const isBytes = type => String(type).startsWith('application/octet-stream');

function replace(name, change) {
  const file = require.resolve(name);
  const exported = require(name);
  require.cache[file].exports = change(exported);
}

replace('micri', micri => ({
  ...micri,
  async text(request, options) {
    if (!isBytes(request.headers['content-type'])) return micri.text(request, options);
    return (await micri.buffer(request, options)).toString('latin1');
  },
  async json(request, options) {
    const text = await micri.text(request, options);
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  },
}));

replace('node-fetch', fetch => {
  const carry = async (url, options) => {
    const bytes = isBytes(options.headers['content-type']) && typeof options.body === 'string';
    const answer = await fetch(url, {
      ...options,
      redirect: 'manual',
      body: bytes ? Buffer.from(options.body, 'latin1') : options.body,
    });
    const location = answer.headers.get('location');
    const origin = new URL(url).origin;
    // node-fetch makes it absolute.
    if (location && location.startsWith(origin + '/')) answer.headers.set('location', location.slice(origin.length));
    return answer;
  };
  return Object.assign(carry, fetch, { default: carry });
});

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...words) {
  this.once('listening', () => console.log(`ready http://127.0.0.1:${this.address().port}`));
  return listen.apply(this, words);
};

if (ca) https.globalAgent.options.ca = fs.readFileSync(ca);
process.stdin.on('end', () => process.exit(0)).resume();

const prism = path.join(path.dirname(require.resolve('@stoplight/prism-cli/package.json')), 'dist', 'index.js');
process.argv = [process.argv[0], prism, 'proxy', '--errors', '--cors=false', '--host=127.0.0.1', '--port=0',
                '--verboseLevel=silent', description, upstream];
require(prism);
