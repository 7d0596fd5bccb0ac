// The open case and the acts on it.
import { signal } from '@preact/signals';
import type { Approval, ApprovalList, Case, Changed, Problem } from '../../generated/api.ts';
import { call, newKey } from '../shared/api.ts';
import { roles } from '../shared/session.ts';
import { refresh } from './list.ts';

export const shown = signal<Case | null>(null);
export const loading = signal(false);
export const problem = signal<Problem | null>(null);
/** Somebody else changed the case while it was open here. */
export const stale = signal(false);
/** One's own requests about the open case, newest first. */
export const requests = signal<Approval[]>([]);
export type Act = 'accept' | 'transfer' | 'reply' | 'close' | 'divert';
let round = 0;
let actedAt = 0;
const ownEchoMs = 5000;

export async function show(name: string): Promise<void> {
  const mine = ++round;
  stale.value = false;
  problem.value = null;
  if (shown.value?.reference !== name && shown.value?.id !== name) shown.value = null;
  if (name === '') return;
  loading.value = true;
  const answer = await call<Case>('GET', `/v1/cases/${encodeURIComponent(name)}`);
  if (mine !== round) return;
  loading.value = false;
  if (answer.ok) shown.value = answer.data;
  else problem.value = answer.problem;
  if (answer.status === 404) shown.value = null; // it went to another unit
  if (answer.ok) {
    refresh({ id: answer.data.id, state: answer.data.state, unit: answer.data.unit, version: answer.data.version });
    await loadRequests(answer.data.id);
  }
}

/** A notice about the open case. One's own act comes back as a notice, too; a real change in between is found by its version. */
export function otherChange(): void {
  if (Date.now() - actedAt > ownEchoMs) stale.value = true;
}

export async function loadRequests(id: string): Promise<void> {
  if (roles.value.includes('auditor')) return;
  const answer = await call<ApprovalList>('GET', '/v1/approvals');
  if (answer.ok) requests.value = answer.data.items.filter((one) => one.case === id);
}

/**
 * Does one act on the open case. A conflict marks the case as stale and keeps whatever was typed.
 * @param key the same for every sending of one intended act
 */
export async function act(name: Act, body: Record<string, unknown>, key: string): Promise<Problem | null> {
  const one = shown.value;
  if (one === null) return null;
  actedAt = Date.now();
  const answer = await call<Changed>('POST', `/v1/cases/${one.id}/${name}`, { ...body, version: one.version }, key);
  if (!answer.ok) {
    if (answer.status === 409) stale.value = true;
    return answer.problem;
  }
  actedAt = Date.now();
  refresh(answer.data);
  await show(one.id);
  return null;
}

export async function accept(): Promise<void> {
  if (shown.value?.acts.includes('accept') !== true) return;
  problem.value = await act('accept', {}, newKey());
}
