// The log checked in the browser, from the public tiles alone (RFC 6962; C2SP tlog-checkpoint and tlog-tiles).
export type Checkpoint = { origin: string; size: number; root: Uint8Array };

const tileWidth = 256;
const hashBytes = 32;

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
export function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
export function same(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}

/** Reads the text of a signed note. Null when it is not a checkpoint. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const [origin, size, root] = note.split('\n');
  if (!origin || !size || !root || !/^(0|[1-9]\d*)$/.test(size) || !/^[A-Za-z0-9+/]{43}=$/.test(root)) return null;
  return { origin, size: Number(size), root: fromBase64(root) };
}

/**
 * Whether the note carries a good Ed25519 signature under this verifier key (C2SP signed-note). The key must come from
 * elsewhere than the note: a key that the server hands out proves only that the server agrees with itself.
 */
export async function isSigned(note: string, verifierKey: string): Promise<boolean> {
  const [name, id, encoded] = /^(.+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(verifierKey.trim())?.slice(1) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) return false;
  const key = fromBase64(encoded);
  const end = note.indexOf('\n\n');
  if (key[0] !== 1 || key.length !== 33 || end < 0) return false;
  const lines = note.slice(end + 2).split('\n').map((line) => line.split(' '));
  const mine = lines.find((words) => words[0] === '—' && words[1] === name)?.[2];
  if (mine === undefined) return false;
  const signature = fromBase64(mine);
  if (hex(signature.subarray(0, 4)) !== id) return false;
  const imported = await crypto.subtle.importKey('raw', key.slice(1), 'Ed25519', false, ['verify']);
  return crypto.subtle.verify('Ed25519', imported, signature.slice(4), new TextEncoder().encode(note.slice(0, end + 1)));
}

/** The address of tile N of level 0, `width` hashes wide: "/v1/log/tile/0/x001/x234/067.p/5". */
export function tilePath(index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `/v1/log/tile/0/${groups.join('/')}${width < tileWidth ? `.p/${width}` : ''}`;
}

/** SHA-256(01 ‖ left ‖ right). */
async function node(left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  const input = new Uint8Array(1 + 2 * hashBytes);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + hashBytes);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', input));
}

/** The root over leaf hashes: pairs are hashed, a last one without a partner goes up as it is. */
export async function rootOf(leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  if (leaves.length === 0) return new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array()));
  let level = leaves;
  while (level.length > 1) {
    const below = level;
    const pairs = Array.from({ length: Math.floor(below.length / 2) }, (_, at) =>
      node(below[2 * at] as Uint8Array, below[2 * at + 1] as Uint8Array));
    const odd = below.length % 2 === 1 ? [below[below.length - 1] as Uint8Array] : [];
    level = [...(await Promise.all(pairs)), ...odd];
  }
  return level[0] as Uint8Array;
}

export type Source = { checkpoint: () => Promise<string>; tile: (path: string) => Promise<Uint8Array> };

/** All leaf hashes of a log of this size, tile by tile. @param progress told the number of hashes so far */
export async function leafHashes(source: Source, size: number, progress: (done: number) => void): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for (let index = 0; leaves.length < size; index++) {
    const width = Math.min(tileWidth, size - leaves.length);
    const bytes = await source.tile(tilePath(index, width));
    if (bytes.length !== width * hashBytes) throw new Error(`tile ${index} has ${bytes.length} bytes`);
    for (let at = 0; at < width; at++) leaves.push(bytes.subarray(at * hashBytes, (at + 1) * hashBytes));
    progress(leaves.length);
  }
  return leaves;
}

export type Verdict =
  | { good: true; size: number; root: string; signed: boolean | null; since: number | null }
  | { good: false; reason: 'checkpoint' | 'root' | 'shorter' | 'rewritten' | 'signature'; expected: string; found: string };

export type Remembered = { size: number; root: string };

/**
 * Recomputes the root from every leaf hash and compares it with the checkpoint, and with what this browser saw last.
 * @param remembered the checkpoint of an earlier visit: the log may only have grown since
 * @param verifierKey pinned by the auditor; empty leaves the signature unchecked
 */
export async function verify(
  source: Source, remembered: Remembered | null, verifierKey: string, progress: (share: number) => void,
): Promise<Verdict> {
  const note = await source.checkpoint();
  const head = parseCheckpoint(note);
  if (head === null) return { good: false, reason: 'checkpoint', expected: '', found: '' };
  const bad = (reason: 'root' | 'shorter' | 'rewritten' | 'signature', expected: string, found: string): Verdict =>
    ({ good: false, reason, expected, found });
  const signed = verifierKey === '' ? null : await isSigned(note, verifierKey);
  if (signed === false) return bad('signature', '', '');
  if (remembered !== null && remembered.size > head.size)
    return bad('shorter', String(remembered.size), String(head.size));
  const leaves = await leafHashes(source, head.size, (done) => progress(done / head.size));
  const root = await rootOf(leaves);
  if (!same(root, head.root)) return bad('root', hex(head.root), hex(root));
  if (remembered !== null) {
    const then = hex(await rootOf(leaves.slice(0, remembered.size)));
    if (then !== remembered.root) return bad('rewritten', remembered.root, then);
  }
  return { good: true, size: head.size, root: hex(root), signed, since: remembered?.size ?? null };
}
