// What a page may weigh, compressed: script 45 KB (citizens' 10), fonts 40 KB; and nothing from elsewhere.
import { deepEqual, ok } from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, test } from 'node:test';

const web = resolve(import.meta.dirname, '../../build/web');
const pages = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'));
const bytes = (path: string) => statSync(path).size;

describe('A page', () => {
  for (const page of pages)
    test(`${page} stays within its budget`, (context) => {
      const html = readFileSync(join(web, page), 'utf8');
      const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map(([, path]) => join(web, `${path}.gz`));
      const weight = scripts.reduce((sum, path) => sum + bytes(path), 0);
      context.diagnostic(`${page}: ${scripts.length} scripts, ${weight} bytes gz`);
      ok(scripts.length > 0);
      ok(weight <= (page.startsWith('citizen') ? 10_000 : 45_000), `${page}: ${weight} bytes of script`);
      deepEqual([...html.matchAll(/(?:src|href)="(https?:|\/\/)/g)], [], 'nothing from another host');
      deepEqual([...html.matchAll(/ style=|<style|<script(?![^>]* src=)/g)], [], 'nothing inline');
    });

  test('needs at most 40 KB of fonts', () => {
    const fonts = readdirSync(join(web, 'assets')).filter((name) => name.endsWith('.woff2'));
    const weight = fonts.reduce((sum, name) => sum + bytes(join(web, 'assets', name)), 0);
    ok(fonts.length > 0 && weight <= 40_000, `${weight} bytes of fonts`);
  });
});
