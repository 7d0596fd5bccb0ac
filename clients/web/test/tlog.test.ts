import { deepEqual, equal } from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import { fromBase64, hex, isSigned, parseCheckpoint, rootOf, tilePath, verify, type Source } from '../src/auditor/tlog.ts';

const sha = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());
const leaf = (text: string) => sha(Uint8Array.of(0), Buffer.from(text));

/** RFC 6962's own definition, written another way than the page's. */
function rfcRoot(leaves: Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha();
  if (leaves.length === 1) return leaves[0] as Uint8Array;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha(Uint8Array.of(1), rfcRoot(leaves.slice(0, split)), rfcRoot(leaves.slice(split)));
}

const leaves = Array.from({ length: 700 }, (_, at) => leaf(`entry ${at}`));
const noteOf = (size: number) => `log.example/1022\n${size}\n${Buffer.from(rfcRoot(leaves.slice(0, size))).toString('base64')}\n`;
function sourceOf(size: number, change: (bytes: Uint8Array) => void = () => {}): Source {
  return {
    checkpoint: async () => `${noteOf(size)}\n`,
    tile: async (path) => {
      const index = Number(/(\d{3})(\.p\/\d+)?$/.exec(path)?.[1]);
      const bytes = new Uint8Array(Buffer.concat(leaves.slice(index * 256, Math.min(size, index * 256 + 256))));
      change(bytes);
      return bytes;
    },
  };
}
const quiet = () => {};

test('The root is that of RFC 6962 for every size', async () => {
  for (const size of [0, 1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 65, 255, 256, 257, 700])
    deepEqual(hex(await rootOf(leaves.slice(0, size))), hex(rfcRoot(leaves.slice(0, size))), String(size));
});

test('Tiles have C2SP names', () => {
  equal(tilePath(0, 256), '/v1/log/tile/0/000');
  equal(tilePath(5, 17), '/v1/log/tile/0/005.p/17');
  equal(tilePath(1234067, 256), '/v1/log/tile/0/x001/x234/067');
});

test('A whole log is good, and grows from what was seen before', async () => {
  const seen = { size: 300, root: hex(rfcRoot(leaves.slice(0, 300))) };
  deepEqual(await verify(sourceOf(700), seen, '', quiet),
    { good: true, size: 700, root: hex(rfcRoot(leaves)), signed: null, since: 300 });
});

test('One flipped bit, a shorter log and a rewritten past are found', async () => {
  const reason = async (source: Source, seen: { size: number; root: string } | null) => {
    const verdict = await verify(source, seen, '', quiet);
    return verdict.good ? 'good' : verdict.reason;
  };
  equal(await reason(sourceOf(700, (bytes) => { bytes[40] = (bytes[40] ?? 0) ^ 1; }), null), 'root');
  equal(await reason(sourceOf(300), { size: 700, root: hex(rfcRoot(leaves)) }), 'shorter');
  equal(await reason(sourceOf(700), { size: 300, root: hex(leaf('another past')) }), 'rewritten');
});

test('A signature counts only under the pinned key', async () => {
  const pair = generateKeyPairSync('ed25519');
  const key = Buffer.concat([Buffer.of(1), Buffer.from(pair.publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')]);
  const id = sha(Buffer.from('log.example/1022\n'), key).subarray(0, 4);
  const note = noteOf(300);
  const line = Buffer.concat([id, sign(null, Buffer.from(note), pair.privateKey)]).toString('base64');
  const signed = `${note}\n— log.example/1022 ${line}\n`;
  const pinned = `log.example/1022+${hex(id)}+${key.toString('base64')}`;
  equal(await isSigned(signed, pinned), true);
  equal(await isSigned(signed.replace('300', '301'), pinned), false);
  equal(await isSigned(signed, pinned.replace(/.{6}$/, 'AAAAAA')), false);
  equal(parseCheckpoint(signed)?.size, 300);
  equal(parseCheckpoint('nothing'), null);
  equal(fromBase64('AQ==')[0], 1);
});
