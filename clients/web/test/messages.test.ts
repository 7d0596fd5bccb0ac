import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { en } from '../src/shared/messages.en.ts';
import { vi } from '../src/shared/messages.vi.ts';

type Texts = { [name: string]: string | Texts };
const citizen = JSON.parse(readFileSync(new URL('../src/citizen/texts.json', import.meta.url), 'utf8')) as { vi: Texts; en: Texts };

function keysOf(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' ? [prefix + name] : keysOf(value, `${prefix}${name}.`));
}
function valuesOf(texts: Texts): string[] {
  return Object.values(texts).flatMap((value) => (typeof value === 'string' ? [value] : valuesOf(value)));
}

test('Both languages have the same keys', () => {
  deepEqual(keysOf(en).toSorted(), keysOf(vi).toSorted());
  deepEqual(keysOf(citizen.en).toSorted(), keysOf(citizen.vi).toSorted());
});

test('The same places are filled in in both languages', () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).toSorted();
  for (const key of Object.keys(vi) as Array<keyof typeof vi>) deepEqual(places(en[key]), places(vi[key]), key);
});

test('Every text is in NFC, so that no font draws a mark beside its letter', () => {
  for (const text of [...valuesOf(vi), ...valuesOf(en), ...valuesOf(citizen.vi), ...valuesOf(citizen.en)])
    equal(text, text.normalize('NFC'));
});
