// How the server hands the pages out: policy, caching, compression; and nothing but the files of the build.
import { equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Person } from './browser.ts';
import { browser, server } from './shared.ts';

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; font-src 'self'; "
  + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

describe('The server', () => {
  test('hands pages out under the strict policy and lets nobody keep them', async () => {
    const anyone = await Person.enter(browser, server);
    for (const path of ['/login', '/inbox', '/', '/tra-cuu']) {
      const answer = await anyone.context.request.get(path);
      const headers = answer.headers();
      equal(answer.status(), 200, path);
      equal(headers['content-security-policy'], policy, path);
      equal(headers['cache-control'], 'no-store', path);
      equal(headers['x-content-type-options'], 'nosniff', path);
      equal(headers['referrer-policy'], 'no-referrer', path);
      equal(headers['cross-origin-opener-policy'], 'same-origin', path);
    }
    await anyone.leave();
  });

  test('lets browsers keep files with a hash for ever, compressed', async () => {
    const anyone = await Person.enter(browser, server);
    const html = await (await anyone.context.request.get('/login')).text();
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(html) ?? [];
    const answer = await anyone.context.request.get(script ?? '', { headers: { 'Accept-Encoding': 'gzip, br' } });
    equal(answer.headers()['cache-control'], 'public, max-age=31536000, immutable');
    equal(answer.headers()['content-encoding'], 'br');
    match(answer.headers()['content-type'] ?? '', /^text\/javascript/);
    await anyone.leave();
  });

  test('knows no other file', async () => {
    const anyone = await Person.enter(browser, server);
    for (const path of ['/login.html.br', '/citizen', '/assets', '/assets/..%2fcitizen%2ftexts.json', '/package.json', '/texts.json'])
      match(String((await anyone.context.request.get(path)).status()), /^40[04]$/, path);
    await anyone.leave();
  });
});
