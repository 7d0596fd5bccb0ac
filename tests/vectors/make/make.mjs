// Writes ../*.json and ../faults/*.json; run with `npm ci && npm run make`.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faults } from './faults.mjs';
import * as good from './good.mjs';

const folder = join(dirname(fileURLToPath(import.meta.url)), '..');
const write = (name, value) => writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);

const about = 'Made by make/make.mjs with libsodium-wrappers-sumo; do not edit.';
const files = {
  keys: good.keys, wraps: good.wrap_vectors, envelopes: good.envelopes, attachments: good.attachments,
  tokens: good.tokens, blind_indexes: good.blind_indexes, passwords: good.passwords,
};
for (const [name, make] of Object.entries(files)) write(`${name}.json`, { about, ...make() });

rmSync(join(folder, 'faults'), { recursive: true, force: true });
mkdirSync(join(folder, 'faults'));
for (const [name, fault] of Object.entries(faults())) write(`faults/${name}.json`, fault);

// Seeds of the fuzz targets, which use the same keys (tests/fuzz).
const corpus = join(folder, '..', 'fuzz', 'corpus');
for (const [target, seeds] of Object.entries(good.seeds())) {
  mkdirSync(join(corpus, target), { recursive: true });
  seeds.forEach((seed, i) => writeFileSync(join(corpus, target, `seed-${i}`), seed));
}
