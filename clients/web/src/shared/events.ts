// Live notices. One tab of all holds the stream and tells the others: HTTP/1.1 gives a browser six connections to a
// server, and a worker would need a script address, which the content policy forbids to make from text.
import { signal } from '@preact/signals';

export type Notice = { kind: string; id: string };
type Listener = (notice: Notice) => void;

/** False while no tab holds an open stream. */
export const live = signal(false);
const listeners = new Set<Listener>();
const retryMs = 3000;

/** What tabs tell each other; `hello` asks the one that holds the stream how it stands. */
type Shared = { notice: Notice } | { live: boolean } | { hello: true };

function take(message: Shared): void {
  if ('live' in message) live.value = message.live;
  if ('notice' in message) for (const listener of listeners) listener(message.notice);
}

/** The notice of one block of the stream; null for comments and what has no data. */
export function parseBlock(block: string): (Notice & { cursor: string }) | null {
  const fields = new Map(block.split('\n').map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trimStart()];
  }));
  const kind = fields.get('event');
  if (kind === undefined) return null;
  const data: unknown = JSON.parse(fields.get('data') || '{}');
  const id = typeof data === 'object' && data !== null && 'id' in data ? String(data.id) : '';
  return { kind, id, cursor: fields.get('id') ?? '' };
}

async function readStream(last: string, tell: (message: Shared) => void): Promise<string> {
  const headers: Record<string, string> = { 'X-Requested-With': 'hotline', Accept: 'text/event-stream' };
  if (last !== '') headers['Last-Event-ID'] = last;
  const response = await fetch('/v1/events', { headers, cache: 'no-store' });
  if (!response.ok || response.body === null) return last;
  tell({ live: true });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    const blocks = (rest + piece.value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const found of blocks.map(parseBlock)) {
      if (found === null) continue;
      last = found.cursor || last;
      tell({ notice: { kind: found.kind, id: found.id } });
    }
  }
  return last;
}

async function hold(channel: BroadcastChannel): Promise<never> {
  const tell = (message: Shared) => {
    take(message);
    channel.postMessage(message);
  };
  channel.addEventListener('message', (message: MessageEvent<Shared>) => {
    if ('hello' in message.data) tell({ live: live.value });
  });
  let last = '';
  for (;;) {
    last = await readStream(last, tell).catch(() => last);
    tell({ live: false });
    await new Promise((wake) => setTimeout(wake, retryMs));
  }
}

let started = false;
function start(): void {
  if (started) return;
  started = true;
  const channel = new BroadcastChannel('hotline-events');
  channel.addEventListener('message', (message: MessageEvent<Shared>) => take(message.data));
  channel.postMessage({ hello: true } satisfies Shared);
  void navigator.locks.request('hotline-events', () => hold(channel));
}

/** Calls back for each notice; returns how to stop. The first listener opens the stream. */
export function listen(listener: Listener): () => void {
  start();
  listeners.add(listener);
  return () => listeners.delete(listener);
}
