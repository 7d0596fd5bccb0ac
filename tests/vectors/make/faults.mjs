// One fault per file: what is given, and the error that must come of it.
import * as f from './formats.mjs';
import * as good from './good.mjs';

const { sodium, hex, base64, utf8, concat, fixed } = f;

const changed = (bytes, at, to) => {
  const out = Uint8Array.from(bytes);
  out[at < 0 ? out.length + at : at] = to === undefined ? out[at < 0 ? out.length + at : at] ^ 1 : to;
  return out;
};

function envelope_faults() {
  const key = good.dataKey;
  const nonce = good.nonce('fault');
  const blob = f.envelope(key, good.place, good.text, 64, nonce);
  const fault = (expect, bytes, more = {}) => ({
    kind: 'envelope', expect, data_key: hex(more.key ?? key), place: good.place_json({ ...good.place, ...more.place }),
    pad_block: more.pad_block ?? 64, blob: hex(bytes),
  });
  const padded = f.pad(good.text, 64);
  const unpadded = changed(changed(new Uint8Array(64), 63, 0), 0, 1);
  return {
    'envelope-of-another-letter': fault('bad_format', changed(blob, 0, 0x41)),
    'envelope-version-2': fault('bad_format', changed(blob, 1, 2)),
    'envelope-algorithm-2': fault('bad_format', changed(blob, 2, 2)),
    'envelope-reserved-byte-set': fault('bad_format', changed(blob, 3, 1)),
    'envelope-empty': fault('bad_format', new Uint8Array()),
    'envelope-shorter-than-its-head': fault('bad_format', blob.slice(0, 43)),
    'envelope-head-alone': fault('bad_format', blob.slice(0, 44)),
    'envelope-without-text': fault('bad_format', blob.slice(0, 84)),
    'envelope-trailing-byte': fault('bad_format', concat(blob, [0])),
    'envelope-trailing-block': fault('bad_signature', concat(blob, new Uint8Array(64))),
    'envelope-cut-by-a-byte': fault('bad_format', blob.slice(0, -1)),
    'envelope-cut-by-a-block': fault('bad_signature', f.envelope(key, good.place, utf8('a'.repeat(100)), 64, nonce).slice(0, -64)),
    'envelope-names-another-key': fault('bad_key', changed(blob, 4)),
    'envelope-commitment-changed': fault('bad_key', changed(blob, 12)),
    'envelope-opened-with-another-key': fault('bad_key', blob, { key: good.otherDataKey }),
    'envelope-encrypted-under-a-key-it-does-not-commit-to': fault('bad_key',
      f.envelope_raw(good.otherDataKey, good.place, padded, nonce, f.head('E', key)), { key: good.otherDataKey }),
    'envelope-head-of-a-key-that-did-not-encrypt': fault('bad_signature',
      f.envelope_raw(good.otherDataKey, good.place, padded, nonce, f.head('E', key))),
    'envelope-right-commitment-under-a-wrong-key-id': fault('bad_key',
      f.envelope_raw(key, good.place, padded, nonce, changed(f.head('E', key), 4))),
    'envelope-nonce-changed': fault('bad_signature', changed(blob, 44)),
    'envelope-text-changed': fault('bad_signature', changed(blob, 68)),
    'envelope-tag-changed': fault('bad_signature', changed(blob, -1)),
    'envelope-in-another-table': fault('bad_signature', blob, { place: { table: 9 } }),
    'envelope-in-another-column': fault('bad_signature', blob, { place: { column: 9 } }),
    'envelope-in-another-compartment': fault('bad_signature', blob, { place: { compartment: 4 } }),
    'envelope-in-another-case': fault('bad_signature', blob, { place: { case_id: fixed(16, 'other case') } }),
    'envelope-in-another-row': fault('bad_signature', blob, { place: { row_id: fixed(16, 'other row') } }),
    'envelope-of-an-older-row-version': fault('bad_signature', blob, { place: { row_version: 5 } }),
    'envelope-table-and-column-exchanged': fault('bad_signature', blob, { place: { table: 2, column: 1 } }),
    'envelope-sealed-without-padding': fault('bad_format', f.envelope_raw(key, good.place, unpadded, nonce)),
    'envelope-padded-to-another-block': fault('bad_format',
      f.envelope(key, good.place, utf8('a'.repeat(300)), 512, nonce), { pad_block: 64 }),
    'envelope-opened-with-a-block-of-nothing': fault('bad_format', blob, { pad_block: 0 }),
  };
}

/** A window wrap that would open, were its sender's key (u = 9, written as 9 + p) not refused. */
function wrap_from_unreduced_sender() {
  const sender = changed(new Uint8Array(32).fill(0xff), 0, 0xf6);
  sender[31] = 0x7f;
  const shared = sodium.crypto_box_beforenm(sender, good.unit.secret);
  return f.wrap_window({ public: sender, shared }, good.unit.public, good.context, good.dataKey, good.nonce('fault'));
}

function wrap_faults() {
  const { unit, otherUnit, context, dataKey, wraps, citizenKey, citizenKid, windowPair } = good;
  const unitKid = f.kid_of(unit.public);
  const otherKid = f.kid_of(otherUnit.public);
  const fault = (kind) => (expect, bytes, more = {}) => ({
    kind, expect, unit_secret: hex(unit.secret), citizen_key: hex(more.citizen_key ?? citizenKey), citizen_kid: hex(citizenKid),
    context: good.context_json({ ...context, ...more.context }), blob: hex(bytes),
  });
  const atUnit = fault('wrap');
  const atCitizen = fault('citizen-wrap');
  const out = {
    'wrap-of-another-letter': atUnit('bad_format', changed(wraps[2], 0, 0x45)),
    'wrap-version-2': atUnit('bad_format', changed(wraps[2], 1, 2)),
    'wrap-algorithm-0': atUnit('bad_format', changed(wraps[2], 2, 0)),
    'wrap-algorithm-5': atUnit('bad_format', changed(wraps[2], 2, 5)),
    'wrap-reserved-byte-set': atUnit('bad_format', changed(wraps[2], 3, 1)),
    'wrap-empty': atUnit('bad_format', new Uint8Array()),
    'wrap-1-relabelled-as-2': atUnit('bad_format', changed(wraps[1], 2, 2)),
    'wrap-3-relabelled-as-4': atCitizen('bad_key', changed(wraps[3], 2, 4)),
    'wrap-4-relabelled-as-3': atUnit('bad_key', changed(wraps[4], 2, 3)),
    'wrap-4-given-to-a-unit': atUnit('bad_format', wraps[4]),
    'wrap-3-given-to-a-citizen': atCitizen('bad_format', wraps[3]),
    'wrap-1-for-another-unit': atUnit('bad_key', f.wrap_sealed(otherUnit.public, context, dataKey)),
    'wrap-2-for-another-unit': atUnit('bad_key',
      f.wrap_window(windowPair, otherUnit.public, context, dataKey, good.nonce('fault'))),
    'wrap-2-for-another-unit-under-our-key-id': atUnit('bad_key',
      concat([0x57, 1, 2, 0], unitKid, f.wrap_window(windowPair, otherUnit.public, context, dataKey, good.nonce('fault')).slice(12))),
    'wrap-1-context-names-another-unit': atUnit('bad_signature', f.wrap_sealed(unit.public, context, dataKey, otherKid)),
    'wrap-2-context-names-another-unit': atUnit('bad_signature',
      f.wrap_window(windowPair, unit.public, context, dataKey, good.nonce('fault'), otherKid)),
    'wrap-3-context-names-another-unit': atUnit('bad_signature',
      f.wrap_symmetric(3, f.unit_key(unit.secret), unitKid, context, dataKey, good.nonce('fault'), otherKid)),
    'wrap-2-sender-of-small-order': atUnit('bad_key', concat(wraps[2].slice(0, 12), new Uint8Array(32), wraps[2].slice(44))),
    'wrap-2-sender-with-its-top-bit-set': atUnit('bad_key', changed(wraps[2], 43, wraps[2][43] | 0x80)),
    'wrap-2-sender-not-reduced': atUnit('bad_key', wrap_from_unreduced_sender()),
    'wrap-3-under-another-key': atUnit('bad_key',
      f.wrap_symmetric(3, f.unit_key(otherUnit.secret), unitKid, context, dataKey, good.nonce('fault'))),
    'wrap-4-under-another-code': atCitizen('bad_key', wraps[4], { citizen_key: fixed(32, 'another code') }),
    'wrap-4-for-another-salt': atCitizen('bad_key', changed(wraps[4], 4)),
  };
  for (const [algorithm, blob] of Object.entries(wraps)) {
    const at = algorithm === '4' ? atCitizen : atUnit;
    const name = `wrap-${algorithm}`;
    out[`${name}-trailing-byte`] = at('bad_format', concat(blob, [0]));
    out[`${name}-cut-by-a-byte`] = at('bad_format', blob.slice(0, -1));
    out[`${name}-changed-last-byte`] = at('bad_key', changed(blob, -1));
    out[`${name}-for-another-case`] = at('bad_signature', blob, { context: { case_id: fixed(16, 'other case') } });
    out[`${name}-for-another-compartment`] = at('bad_signature', blob, { context: { compartment: 4 } });
    out[`${name}-for-another-version`] = at('bad_signature', blob, { context: { version: 8 } });
  }
  return out;
}

function attachment_faults() {
  const key = good.dataKey;
  const file = f.attachment(key, good.place, good.pattern(100));
  const fault = (expect, head, chunks, more = {}) => ({
    kind: 'attachment', expect, data_key: hex(more.key ?? key),
    place: good.place_json({ ...good.place, ...more.place }), head: base64(head), chunks: chunks.map(base64),
  });
  const tag = (name) => sodium[`crypto_secretstream_xchacha20poly1305_TAG_${name}`];
  const tagged = (name) => f.attachment(key, good.place, good.pattern(100), [tag(name)]);
  const chunk = file.chunks[0];
  return {
    'attachment-of-another-letter': fault('bad_format', changed(file.head, 0, 0x45), [chunk]),
    'attachment-version-2': fault('bad_format', changed(file.head, 1, 2), [chunk]),
    'attachment-head-too-short': fault('bad_format', file.head.slice(0, -1), [chunk]),
    'attachment-head-too-long': fault('bad_format', concat(file.head, [0]), [chunk]),
    'attachment-names-another-key': fault('bad_key', changed(file.head, 4), [chunk]),
    'attachment-commitment-changed': fault('bad_key', changed(file.head, 12), [chunk]),
    'attachment-stream-header-changed': fault('bad_signature', changed(file.head, 44), [chunk]),
    'attachment-opened-with-another-key': fault('bad_key', file.head, [chunk], { key: good.otherDataKey }),
    'attachment-without-chunks': fault('bad_format', file.head, []),
    'attachment-chunk-changed': fault('bad_signature', file.head, [changed(chunk, 20)]),
    'attachment-chunk-cut': fault('bad_signature', file.head, [chunk.slice(0, -1)]),
    'attachment-chunk-of-sixteen-bytes': fault('bad_format', file.head, [chunk.slice(0, 16)]),
    'attachment-chunk-after-the-last': fault('bad_format', file.head, [chunk, chunk]),
    'attachment-of-another-row': fault('bad_signature', file.head, [chunk], { place: { row_id: fixed(16, 'other row') } }),
    'attachment-short-chunk-before-the-last': fault('bad_format',
      ...Object.values(f.attachment(key, good.place, good.pattern(100), null, 60))),
    'attachment-whole-chunk-tagged-push': fault('bad_format',
      ...Object.values(f.attachment(key, good.place, good.pattern(f.CHUNK + 1), [tag('PUSH'), tag('FINAL')]))),
    'attachment-tag-push': fault('bad_format', ...Object.values(tagged('PUSH'))),
    'attachment-tag-rekey': fault('bad_format', ...Object.values(tagged('REKEY'))),
    'attachment-tag-message-on-a-short-chunk': fault('bad_format', ...Object.values(tagged('MESSAGE'))),
  };
}

const log = f.signer('hotline.example/log1', 1);
const witness = f.signer('witness.example/w1', 2);
const stranger = f.signer('stranger.example/s', 3);
const leaves = [utf8('leaf 0'), utf8('leaf 1')];
const root = f.node_hash(f.leaf_hash(leaves[0]), f.leaf_hash(leaves[1]));
const checkpoint = `hotline.example/log1\n2\n${base64(root)}\n`;
const TIME = 1790000000;

/** The last base64 digit of a line with one that has other bits beyond the bytes. */
const lenient = (line) => line.replace(/([A-Za-z0-9+/])(=+)\n$/, (_, digit, equals) => {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  return `${digits[digits.indexOf(digit) + 1]}${equals}\n`;
});

function note_faults() {
  const text = checkpoint;
  const line = f.signature_line(log, text);
  const fault = (expect, note, verifiers = [f.verifier(log), f.verifier(witness, 4)]) => ({
    kind: 'note', expect, verifiers, note: base64(typeof note === 'string' ? utf8(note) : note),
  });
  const whole = `${text}\n${line}`;
  return {
    'note-empty': fault('bad_format', ''),
    'note-without-signatures': fault('bad_format', `${text}\n`),
    'note-without-a-blank-line': fault('bad_format', text + line),
    'note-without-its-last-line-end': fault('bad_format', whole.slice(0, -1)),
    'note-with-a-hyphen-for-the-dash': fault('bad_format', whole.replace('—', '-')),
    'note-with-a-name-holding-a-plus': fault('bad_format', whole.replace('— hotline', '— hot+line')),
    'note-signature-without-a-name': fault('bad_format', `${text}\n— ${line.split(' ')[2]}`),
    'note-signature-in-lenient-base64': fault('bad_format', `${text}\n${lenient(f.cosignature_line(witness, text, TIME))}`),
    'note-signature-without-padding': fault('bad_format', `${text}\n${f.cosignature_line(witness, text, TIME).replace(/=+/, '')}`),
    'note-signature-that-is-a-key-id-alone': fault('bad_format', `${text}\n— x AAAAAA==\n`),
    'note-signature-one-byte-short': fault('bad_signature',
      `${text}\n— ${log.name} ${base64(Buffer.from(line.split(' ')[2], 'base64').subarray(0, -1))}\n`),
    'note-text-changed': fault('bad_signature', `${text.replace('\n2\n', '\n3\n')}\n${line}`),
    'note-signed-by-a-stranger-alone': fault('bad_signature', `${text}\n${f.signature_line(stranger, text)}`),
    'note-key-id-of-another-key': fault('bad_signature', `${text}\n${f.signature_line(log, text, new Uint8Array(4))}`),
    'note-strangers-signature-under-our-key-id': fault('bad_signature',
      `${text}\n— ${log.name} ${base64(concat(f.key_id(log.name, 1, log.publicKey), sodium.crypto_sign_detached(utf8(text), stranger.privateKey)))}\n`),
    'note-one-good-and-one-bad-signature-of-a-key': fault('bad_signature',
      `${text}\n${line}— ${log.name} ${base64(concat(f.key_id(log.name, 1, log.publicKey), new Uint8Array(64)))}\n`),
    'note-good-log-but-wrong-cosignature': fault('bad_signature',
      `${text}\n${line}${f.cosignature_line(witness, `${text}x`, TIME)}`),
    'note-cosignature-with-another-time': fault('bad_signature', `${text}\n${f.cosignature_line(witness, text, TIME, TIME + 1)}`),
    'note-cosignature-without-time': fault('bad_signature',
      `${text}\n— ${witness.name} ${base64(concat(f.key_id(witness.name, 4, witness.publicKey), sodium.crypto_sign_detached(utf8(text), witness.privateKey)))}\n`),
    'note-with-a-control-character': fault('bad_format', `a\tb\n\n${f.signature_line(log, 'a\tb\n')}`),
    'note-with-a-carriage-return': fault('bad_format', `a\r\n\n${f.signature_line(log, 'a\r\n')}`),
    'note-in-overlong-utf8': fault('bad_format', concat([0xc0, 0xaf], utf8(`\n\n${line}`))),
    'note-with-a-surrogate': fault('bad_format', concat([0xed, 0xa0, 0x80], utf8(`\n\n${line}`))),
    'note-with-a-character-cut-short': fault('bad_format', concat(utf8(whole), [0xe2, 0x80])),
    'note-with-too-many-signatures': fault('bad_format', `${text}\n${line.repeat(101)}`),
  };
}

function checkpoint_faults() {
  const fault = (text) => ({ kind: 'checkpoint', expect: 'bad_format', text });
  const b = base64(root);
  return {
    'checkpoint-empty': fault(''),
    'checkpoint-without-origin': fault(`\n2\n${b}\n`),
    'checkpoint-without-root': fault('o\n2\n'),
    'checkpoint-root-line-not-ended': fault(`o\n2\n${b}`),
    'checkpoint-size-with-leading-zero': fault(`o\n02\n${b}\n`),
    'checkpoint-size-with-sign': fault(`o\n+2\n${b}\n`),
    'checkpoint-size-negative': fault(`o\n-2\n${b}\n`),
    'checkpoint-size-with-blank': fault(`o\n2 \n${b}\n`),
    'checkpoint-size-empty': fault(`o\n\n${b}\n`),
    'checkpoint-size-too-large': fault(`o\n9223372036854775808\n${b}\n`),
    'checkpoint-root-too-short': fault(`o\n2\n${base64(root.slice(1))}\n`),
    'checkpoint-root-too-long': fault(`o\n2\n${base64(concat(root, [0]))}\n`),
    'checkpoint-root-in-lenient-base64': fault(`o\n2\n${lenient(`${b}\n`)}`),
    'checkpoint-with-an-empty-extension-line': fault(`o\n2\n${b}\n\n`),
  };
}

function proof_faults() {
  const note = `${checkpoint}\n${f.signature_line(log, checkpoint)}`;
  const sibling = base64(f.leaf_hash(leaves[1]));
  const good_proof = `c2sp.org/tlog-proof@v1\nindex 0\n${sibling}\n\n${note}`;
  const fault = (expect, proof, verifiers = [f.verifier(log), f.verifier(witness, 4)]) =>
    ({ kind: 'proof', expect, verifiers, leaf: hex(leaves[0]), proof });
  return {
    'proof-of-version-2': fault('bad_format', good_proof.replace('@v1', '@v2')),
    'proof-without-index': fault('bad_format', good_proof.replace('index 0\n', '')),
    'proof-index-with-leading-zero': fault('bad_format', good_proof.replace('index 0', 'index 00')),
    'proof-with-extra-data': fault('bad_format', good_proof.replace('index 0', 'extra AA==\nindex 0')),
    'proof-hash-in-lenient-base64': fault('bad_format', good_proof.replace(`${sibling}\n`, lenient(`${sibling}\n`))),
    'proof-hash-too-short': fault('bad_format', good_proof.replace(sibling, base64(root.slice(1)))),
    'proof-without-a-checkpoint': fault('bad_format', `c2sp.org/tlog-proof@v1\nindex 0\n${sibling}\n\n`),
    'proof-without-a-blank-line': fault('bad_format', good_proof.replace(`${sibling}\n\n`, `${sibling}\n`)),
    'proof-with-a-path-of-64': fault('bad_format', good_proof.replace(`${sibling}\n`, `${sibling}\n`.repeat(64))),
    'proof-of-another-index': fault('bad_signature', good_proof.replace('index 0', 'index 1')),
    'proof-index-beyond-the-tree': fault('bad_signature', good_proof.replace('index 0', 'index 2')),
    'proof-without-its-path': fault('bad_signature', good_proof.replace(`${sibling}\n`, '')),
    'proof-with-one-hash-too-many': fault('bad_signature', good_proof.replace(`${sibling}\n`, `${sibling}\n${sibling}\n`)),
    'proof-with-another-sibling': fault('bad_signature', good_proof.replace(sibling, base64(root))),
    'proof-signed-by-the-witness-alone': fault('bad_signature',
      good_proof.replace(note, `${checkpoint}\n${f.cosignature_line(witness, checkpoint, TIME)}`)),
    'proof-signed-by-a-log-of-another-name': fault('bad_signature',
      good_proof.replace(note, `${checkpoint}\n${f.signature_line(stranger, checkpoint)}`), [f.verifier(stranger)]),
  };
}

function verifier_faults() {
  const vkey = f.verifier(log);
  const fault = (text) => ({ kind: 'verifier', expect: 'bad_format', text });
  const unknown = f.key_id(log.name, 2, log.publicKey);
  return {
    'verifier-empty': fault(''),
    'verifier-without-key': fault(vkey.split('+').slice(0, 2).join('+')),
    'verifier-without-name': fault(`+${vkey.split('+').slice(1).join('+')}`),
    'verifier-with-a-key-id-that-does-not-fit': fault(vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')),
    'verifier-with-upper-case-key-id': fault(vkey.replace(/\+[0-9a-f]{8}\+/, (id) => id.toUpperCase().replace(/0/g, 'A'))),
    'verifier-of-an-unknown-type': fault(`${log.name}+${hex(unknown)}+${base64(concat([2], log.publicKey))}`),
    'verifier-with-a-key-too-short': fault(`${log.name}+${hex(unknown)}+${base64(concat([1], log.publicKey.slice(1)))}`),
    'verifier-of-another-name': fault(vkey.replace('log1', 'log2')),
  };
}

export const faults = () => ({
  ...envelope_faults(), ...wrap_faults(), ...attachment_faults(), ...note_faults(), ...checkpoint_faults(),
  ...proof_faults(), ...verifier_faults(),
});
