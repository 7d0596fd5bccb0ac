// The byte formats of crypto/DESIGN.md, written a second time with npm's libsodium-wrappers-sumo.
import sodium from 'libsodium-wrappers-sumo';
import { createHash } from 'node:crypto';

await sodium.ready;

// Vectors come out the same on every run: the generator inside libsodium counts instead of drawing.
let counter = 0;
sodium.libsodium.getRandomValue = () => {
  counter += 1;
  return createHash('sha256').update(`vectors ${counter}`).digest().readUInt32LE(0);
};

export { sodium };
export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const base64 = (bytes) => Buffer.from(bytes).toString('base64');
export const utf8 = (text) => new Uint8Array(Buffer.from(text, 'utf8'));
export const concat = (...parts) => new Uint8Array(Buffer.concat(parts.map((part) => Buffer.from(part))));
export const sha256 = (...parts) => new Uint8Array(createHash('sha256').update(concat(...parts)).digest());
export const blake = (key, ...parts) =>
  sodium.crypto_generichash(32, concat(...parts), key === null ? null : key);
/** `n` bytes that look random and never change. */
export const fixed = (n, name) => sodium.crypto_generichash(n < 16 ? 16 : n, utf8(name), null).slice(0, n);

export function little(value, width) {
  const out = new Uint8Array(width);
  let rest = BigInt(value);
  for (let i = 0; i < width; i += 1, rest >>= 8n) out[i] = Number(rest & 0xffn);
  return out;
}

export const box_pair = (name) => {
  const secret = fixed(32, name);
  return { secret, public: sodium.crypto_scalarmult_base(secret) };
};
export const kid_of = (publicKey) => blake(null, utf8('1022/kid/v1'), publicKey).slice(0, 8);
const kdf = (key, id, label) => sodium.crypto_kdf_derive_from_key(32, id, label, key);
export const data_key_kid = (key) => kdf(key, 3, '1022-kid').slice(0, 8);
export const unit_key = (unitSecret) => blake(unitSecret, utf8('1022/unit/v1'));

// ENV and ATT

export const head = (letter, key) =>
  concat(utf8(letter), [1, 1, 0], data_key_kid(key), kdf(key, 2, '1022-com'));

export const associated_data = (place, headBytes) =>
  concat(utf8('1022/aad/v1'), [0, place.table, place.column, place.compartment], place.case_id, place.row_id,
    little(place.row_version, 4), headBytes);

export const pad = (text, block) => sodium.pad(text, block);

/** ENV from text that is padded already; `headBytes` may name another key than the one that encrypts. */
export function envelope_raw(key, place, padded, nonce, headBytes = head('E', key)) {
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    padded, associated_data(place, headBytes), null, nonce, kdf(key, 1, '1022-enc'));
  return concat(headBytes, nonce, sealed);
}
export const envelope = (key, place, text, block, nonce) =>
  envelope_raw(key, place, pad(text, block), nonce);

export const CHUNK = 65536;
const TAG_MESSAGE = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
const TAG_FINAL = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL;

/** ATT as its head and its sealed chunks; `tags` and `chunkBytes` are for files that are wrong. */
export function attachment(key, place, plain, tags = null, chunkBytes = CHUNK) {
  const headBytes = head('A', key);
  const aad = associated_data(place, headBytes);
  const { state, header } = sodium.crypto_secretstream_xchacha20poly1305_init_push(kdf(key, 4, '1022-att'));
  const count = Math.max(1, Math.ceil(plain.length / chunkBytes));
  const chunks = [];
  for (let i = 0; i < count; i += 1) {
    const tag = tags === null ? (i + 1 === count ? TAG_FINAL : TAG_MESSAGE) : tags[i];
    chunks.push(sodium.crypto_secretstream_xchacha20poly1305_push(
      state, plain.slice(i * chunkBytes, (i + 1) * chunkBytes), blake(null, aad, little(i, 8)), tag));
  }
  return { head: concat(headBytes, header), chunks };
}

// WRAP

export const context_hash = (context, recipientKid) =>
  blake(null, utf8('1022/wrap/v1'), context.case_id, [context.compartment], recipientKid,
    little(context.version, 4));
const wrap_head = (algorithm, kid) => concat(utf8('W'), [1, algorithm, 0], kid);
const payload = (key, context, kid) => concat(key, context_hash(context, kid));

/** `contextKid` is the key id that the context names, when it shall differ from the recipient's. */
export function wrap_sealed(recipient, context, key, contextKid = kid_of(recipient)) {
  return concat(wrap_head(1, kid_of(recipient)),
    sodium.crypto_box_seal(payload(key, context, contextKid), recipient));
}
export function wrap_window(sender, recipient, context, key, nonce, contextKid = kid_of(recipient)) {
  const shared = sender.shared ?? sodium.crypto_box_beforenm(recipient, sender.secret);
  return concat(wrap_head(2, kid_of(recipient)), sender.public, nonce,
    sodium.crypto_box_easy_afternm(payload(key, context, contextKid), nonce, shared));
}
export function wrap_symmetric(algorithm, wrapKey, kid, context, key, nonce, contextKid = kid) {
  const headBytes = wrap_head(algorithm, kid);
  return concat(headBytes, nonce, sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    payload(key, context, contextKid), headBytes, null, nonce, wrapKey));
}

// Codes

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export function crockford(bytes) {
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let out = '';
  for (let i = (bytes.length * 8) / 5 - 1; i >= 0; i -= 1) {
    out += CROCKFORD[Number((bits >> BigInt(i * 5)) & 31n)];
  }
  return out;
}
export const citizen_key = (secret, caseId, salt) =>
  blake(utf8(crockford(secret)), utf8('1022/citizen/v1'), caseId, salt);
export const citizen_kid = (salt) => blake(null, utf8('1022/kid/v1'), salt).slice(0, 8);

// Notes

export function signer(name, seedByte) {
  const pair = sodium.crypto_sign_seed_keypair(new Uint8Array(32).fill(seedByte));
  return { name, ...pair };
}
export const key_id = (name, type, publicKey) => sha256(utf8(name), utf8('\n'), [type], publicKey).slice(0, 4);
export const verifier = (who, type = 1) =>
  `${who.name}+${hex(key_id(who.name, type, who.publicKey))}+${base64(concat([type], who.publicKey))}`;
export function signature_line(who, text, id = key_id(who.name, 1, who.publicKey)) {
  const signature = sodium.crypto_sign_detached(utf8(text), who.privateKey);
  return `— ${who.name} ${base64(concat(id, signature))}\n`;
}
export function cosignature_line(who, text, time, claimedTime = time) {
  const signature = sodium.crypto_sign_detached(utf8(`cosignature/v1\ntime ${time}\n${text}`), who.privateKey);
  const bigEndian = little(claimedTime, 8).reverse();
  return `— ${who.name} ${base64(concat(key_id(who.name, 4, who.publicKey), bigEndian, signature))}\n`;
}
export const leaf_hash = (leaf) => sha256([0], leaf);
export const node_hash = (left, right) => sha256([1], left, right);
