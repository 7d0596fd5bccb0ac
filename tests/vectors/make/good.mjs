// Vectors that must open, or come out exactly so.
import * as f from './formats.mjs';

const { sodium, hex, base64, fixed, utf8, blake, concat } = f;

export const unit = f.box_pair('unit desk');
export const otherUnit = f.box_pair('unit roads');
export const windowPair = f.box_pair('window');
export const dataKey = fixed(32, 'data key');
export const otherDataKey = fixed(32, 'other data key');
export const caseId = fixed(16, 'case');
export const salt = fixed(16, 'salt of the citizen');
export const trackingSecret = fixed(10, 'tracking secret');
export const place = {
  table: 1, column: 2, compartment: 3, case_id: caseId, row_id: fixed(16, 'row'), row_version: 0x01020304,
};
export const context = { case_id: caseId, compartment: 3, version: 7 };
export const citizenKey = f.citizen_key(trackingSecret, caseId, salt);
export const citizenKid = f.citizen_kid(salt);
export const text = utf8('Ông Nguyễn Văn A, 0912 345 678, số 12 đường Lê Lợi');

export const place_json = (p) => ({ ...p, case_id: hex(p.case_id), row_id: hex(p.row_id) });
export const context_json = (c) => ({ ...c, case_id: hex(c.case_id) });

export const nonce = (name) => fixed(24, `nonce of ${name}`);
export const wraps = {
  1: f.wrap_sealed(unit.public, context, dataKey),
  2: f.wrap_window(windowPair, unit.public, context, dataKey, nonce('wrap 2')),
  3: f.wrap_symmetric(3, f.unit_key(unit.secret), f.kid_of(unit.public), context, dataKey, nonce('wrap 3')),
  4: f.wrap_symmetric(4, citizenKey, citizenKid, context, dataKey, nonce('wrap 4')),
};

export function keys() {
  const message = utf8('message');
  const seed = fixed(32, 'sign seed');
  const pair = sodium.crypto_sign_seed_keypair(seed);
  return {
    box_secret: hex(unit.secret),
    box_public: hex(unit.public),
    box_kid: hex(f.kid_of(unit.public)),
    unit_key: hex(f.unit_key(unit.secret)),
    data_key: hex(dataKey),
    data_key_kid: hex(f.data_key_kid(dataKey)),
    sign_seed: hex(seed),
    sign_public: hex(pair.publicKey),
    sign_label: '1022/approve/v1',
    sign_message: hex(message),
    signature: hex(sodium.crypto_sign_detached(
      concat(utf8('1022/approve/v1'), [0], message), pair.privateKey)),
    sealed_secret: hex(dataKey),
    sealed_box: hex(sodium.crypto_box_seal(dataKey, unit.public)),
  };
}

export function wrap_vectors() {
  return {
    unit_secret: hex(unit.secret),
    citizen_key: hex(citizenKey),
    citizen_kid: hex(citizenKid),
    context: context_json(context),
    data_key: hex(dataKey),
    wraps: Object.entries(wraps).map(([algorithm, blob]) => ({ algorithm: Number(algorithm), blob: hex(blob) })),
  };
}

export function envelopes() {
  const cases = [['', 64], ['x', 64], ['a'.repeat(63), 64], ['b'.repeat(64), 64], [Buffer.from(text).toString(), 256],
    ['c'.repeat(255), 256], ['d'.repeat(256), 256], ['ô'.repeat(1000), 256]];
  return {
    data_key: hex(dataKey),
    place: place_json(place),
    envelopes: cases.map(([plain, block], i) => ({
      text: plain,
      pad_block: block,
      blob: hex(f.envelope(dataKey, place, utf8(plain), block, nonce(`envelope ${i}`))),
    })),
  };
}

/** Byte i of the plain file is (7 i + 3) mod 251. */
export const pattern = (size) => Uint8Array.from({ length: size }, (_, i) => (7 * i + 3) % 251);

export function attachments() {
  return {
    data_key: hex(dataKey),
    place: place_json(place),
    plain: 'byte i is (7 i + 3) mod 251',
    files: [0, 1, 5000, f.CHUNK, f.CHUNK + 1].map((size) => {
      const file = f.attachment(dataKey, place, pattern(size));
      return { size, head: base64(file.head), chunks: file.chunks.map(base64) };
    }),
  };
}

export function tokens() {
  const token = fixed(32, 'token');
  const scope = utf8('user 7 POST /v1/cases');
  const key = 'b6f1c0de-0000-4000-8000-000000000001';
  const root = blake(null, utf8('1022/idem/v1'), utf8(key));
  const code = f.crockford(trackingSecret);
  const recovery = fixed(20, 'recovery');
  const groups = (characters) => characters.match(/.{4}/g).join('-');
  return {
    token: hex(token),
    token_text: Buffer.from(token).toString('base64url'),
    session_id: hex(blake(token, utf8('1022/sid/v1'))),
    session_key: hex(blake(token, utf8('1022/skey/v1'))),
    case_id: hex(caseId),
    salt: hex(salt),
    tracking_reference: '26-000123',
    tracking_secret: hex(trackingSecret),
    tracking_code: `26-000123-${groups(code)}`,
    citizen_key: hex(citizenKey),
    citizen_kid: hex(citizenKid),
    recovery_secret: hex(recovery),
    recovery_code: groups(f.crockford(recovery)),
    idempotency_key: key,
    idempotency_scope: hex(scope),
    idempotency_id: hex(blake(root, utf8('1022/idem-id/v1'), scope)),
    idempotency_data_key: hex(blake(root, utf8('1022/idem-key/v1'), scope)),
    idempotency_body: '{"text":"ổ gà"}',
    request_fingerprint: hex(blake(root, utf8('1022/idem-body/v1'), utf8('{"text":"ổ gà"}'))),
  };
}

export function blind_indexes() {
  const key = fixed(32, 'index key');
  const index = (field, value, bits) =>
    blake(key, utf8('1022/bidx/v1'), [field], utf8(value)).slice(0, 4)
      .reduce((sum, byte) => sum * 256 + byte, 0) >>> (32 - bits);
  const cases = [[1, '0912 345 678', '+84912345678'], [1, '+84 (0)1689.123.456', '+84389123456'],
    [2, '079 201 001 234', '079201001234'], [3, ' An.Nguyen@Example.VN ', 'an.nguyen@example.vn']];
  return {
    key: hex(key),
    indexes: cases.flatMap(([field, value, normalized]) => [8, 15, 18, 32].map((bits) => ({
      field, value, normalized, bits, index: index(field, normalized, bits),
    }))),
  };
}

export function passwords() {
  const user = fixed(16, 'user');
  const cases = [['mật khẩu rất dài 2026', 1, 8192], ['correct horse battery staple', 2, 16384]];
  return {
    user: hex(user),
    salt: hex(salt),
    slots: cases.map(([password, passes, memoryKib]) => {
      const m = sodium.crypto_pwhash(64, password.normalize('NFC'), salt, passes, memoryKib * 1024,
        sodium.crypto_pwhash_ALG_ARGON2ID13);
      return {
        password: password.normalize('NFC'),
        passes,
        memory_kib: memoryKib,
        auth: hex(blake(m.slice(0, 32), utf8('1022/auth/v1'))),
        kek: hex(blake(m.slice(32), utf8('1022/kek/v1'), user)),
      };
    }),
  };
}

/** Seeds of the fuzz targets; tests/fuzz/fixed_keys.hpp makes the same keys. */
export function seeds() {
  const zero = new Uint8Array(16);
  const at = { table: 1, column: 2, compartment: 3, case_id: zero, row_id: zero, row_version: 4 };
  const about = { case_id: zero, compartment: 3, version: 1 };
  const kid = new Uint8Array(8);
  const log = f.signer('hotline.example/log1', 1);
  const witness = f.signer('witness.example/w1', 2);
  const leaves = [utf8('leaf 0'), utf8('leaf 1')];
  const root = f.node_hash(f.leaf_hash(leaves[0]), f.leaf_hash(leaves[1]));
  const checkpoint = `hotline.example/log1\n2\n${base64(root)}\n`;
  const note = `${checkpoint}\n${f.signature_line(log, checkpoint)}${f.cosignature_line(witness, checkpoint, 1790000000)}`;
  const small = f.attachment(dataKey, at, pattern(100));
  return {
    wrap: [
      f.wrap_sealed(unit.public, about, dataKey),
      f.wrap_window(windowPair, unit.public, about, dataKey, nonce('seed 2')),
      f.wrap_symmetric(3, f.unit_key(unit.secret), f.kid_of(unit.public), about, dataKey, nonce('seed 3')),
      f.wrap_symmetric(4, fixed(32, 'citizen key'), kid, about, dataKey, nonce('seed 4')),
    ],
    envelope: ['', 'x', 'a'.repeat(64)].map((plain, i) => f.envelope(dataKey, at, utf8(plain), 64, nonce(`seed ${i}`))),
    attachment: [concat(small.head, ...small.chunks)],
    note: [note, checkpoint, f.verifier(log), f.verifier(witness, 4)].map(utf8),
    proof: [`c2sp.org/tlog-proof@v1\nindex 0\n${base64(f.leaf_hash(leaves[1]))}\n\n${note}`].map(utf8),
  };
}
