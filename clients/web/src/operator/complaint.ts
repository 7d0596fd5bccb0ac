// The complaint being written: what was typed, what the server suggests, and the one act of recording it.
import { computed, signal } from '@preact/signals';
import type { CaseSummary, Class, LookedUp, Preview, Problem, Received } from '../../generated/api.ts';
import { call, isRefused, newKey } from '../shared/api.ts';

/** What is typed. Empty text and null mean: left to the server. */
function blank() {
  return {
    text: '', place: '', phone: '', name: '', address: '', unit: '', field: '', area: '', kind: '' as Class | '',
    urgent: false, anonymous: false, confidential: false, byUnit: false, notify: false, publish: false,
  };
}
export type Draft = ReturnType<typeof blank>;

export const draft = signal<Draft>(blank());
export const preview = signal<Preview | null>(null);
export const previewTrouble = signal<Problem | null>(null);
export const earlier = signal<CaseSummary[] | null>(null);
export const received = signal<Received | null>(null);
export const trouble = signal<Problem | null>(null);
export const busy = signal(false);
export const canRecord = computed(() => draft.value.text.trim() !== '' && !busy.value && received.value === null);

let key = newKey();
let timer: ReturnType<typeof setTimeout> | undefined;
let round = 0;
const pauseMs = 300;

export function change(part: Partial<Draft>): void {
  draft.value = { ...draft.value, ...part };
  if (part.text !== undefined || part.area !== undefined) schedulePreview();
}

function schedulePreview(): void {
  clearTimeout(timer);
  timer = setTimeout(() => void askPreview(), pauseMs);
}

/** The answer to an older text never replaces that to a newer one. */
async function askPreview(): Promise<void> {
  const mine = ++round;
  const { text, area } = draft.value;
  if (text.trim() === '') {
    preview.value = null;
    return;
  }
  const body = { text: text.normalize('NFC'), channel: 'phone', ...(area === '' ? {} : { area }) };
  const answer = await call<Preview>('POST', '/v1/intake/preview', body);
  if (mine !== round) return;
  if (answer.ok) preview.value = answer.data;
  previewTrouble.value = answer.ok ? null : answer.problem;
}

/** Asks for the caller's earlier cases. Each asking is a line of the log, so it happens on request only. */
export async function lookUp(): Promise<void> {
  const phone = draft.value.phone.trim();
  if (phone === '') return;
  const answer = await call<LookedUp>('POST', '/v1/callers/lookup', { phone });
  if (answer.ok) earlier.value = answer.data.items;
  trouble.value = answer.ok ? null : answer.problem;
}

/** Texts that were given, in NFC; the others are left out. */
function given(texts: Record<string, string>): Record<string, string> {
  const filled = Object.entries(texts).map(([name, text]): [string, string] => [name, text.trim().normalize('NFC')]);
  return Object.fromEntries(filled.filter(([, text]) => text !== ''));
}

/** The body of POST /v1/cases. */
export function bodyOf(from: Draft): Record<string, unknown> {
  const person = from.anonymous ? {} : given({ phone: from.phone, full_name: from.name, address: from.address });
  const place = given({ text: from.place });
  return {
    channel: 'phone',
    ...given({ text: from.text, unit: from.unit, field: from.field, area: from.area, class: from.kind }),
    ...(from.urgent ? { urgency: 'urgent' } : {}),
    ...(Object.keys(person).length > 0 ? { reporter: person } : {}),
    ...(Object.keys(place).length > 0 ? { location: place } : {}),
    anonymous: from.anonymous,
    confidential: from.confidential,
    consents: { contact_by_unit: from.byUnit, notify: from.notify, publish: from.publish },
  };
}

/** Records the complaint. However often it is sent, one case comes of it: the key changes with the next complaint. */
export async function record(): Promise<void> {
  if (!canRecord.value) return;
  busy.value = true;
  trouble.value = null;
  const answer = await call<Received>('POST', '/v1/cases', bodyOf(draft.value), key);
  busy.value = false;
  if (answer.ok) received.value = answer.data;
  else trouble.value = answer.problem;
  if (!answer.ok && isRefused(answer.problem)) key = newKey();
}

/** The next call: nothing of the last stays on the page. */
export function next(): void {
  clearTimeout(timer);
  round++;
  key = newKey();
  draft.value = blank();
  preview.value = null;
  previewTrouble.value = null;
  earlier.value = null;
  received.value = null;
  trouble.value = null;
}
