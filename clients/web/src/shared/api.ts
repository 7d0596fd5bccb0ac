// The one place that talks to the server. Answers are values; nothing here throws.
import type { Problem } from '../../generated/api.ts';
import { language, t } from './i18n.ts';

export type Answer<T> =
  | { ok: true; status: number; data: T }
  | { ok: false; status: number; problem: Problem };

export type Method = 'GET' | 'POST' | 'DELETE';

/** 128 random bits for Idempotency-Key. One key belongs to one intended act, however often it is sent. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether the server has surely not done what was asked, so that asking otherwise is a new act with a new key. */
export function isRefused(problem: Problem): boolean {
  return problem.status >= 400 && problem.status < 500;
}

/** The last part of a problem's type, which never changes: "step-up-needed". */
export function kindOf(problem: Problem): string {
  return problem.type.slice('/problems/'.length);
}

let onCall: () => void = () => {};
/** Calls back after each call of this page that the server took, since each prolongs the session. */
export function watchCalls(listener: () => void): void {
  onCall = listener;
}

/** No answer came: no network, or the server is gone. Status 0. */
function unreachable(): Answer<never> {
  const problem = { type: '/problems/unreachable', title: t('offline.title'), status: 0, detail: t('offline.detail') };
  return { ok: false, status: 0, problem: { ...problem, instance: '' } };
}

function headersOf(body: unknown, key: string | undefined): Headers {
  const headers = new Headers({ 'X-Requested-With': 'hotline', 'Accept-Language': language });
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  if (key !== undefined) headers.set('Idempotency-Key', key);
  return headers;
}

/**
 * One call. A problem that is not JSON (a proxy's page) counts as unreachable.
 * @param key Idempotency-Key of calls that change something
 */
export async function call<T>(method: Method, path: string, body?: unknown, key?: string): Promise<Answer<T>> {
  const init: RequestInit = { method, headers: headersOf(body, key), cache: 'no-store', credentials: 'same-origin' };
  if (body !== undefined) init.body = JSON.stringify(body);
  try {
    const response = await fetch(path, init);
    const data: unknown = response.status === 204 ? undefined : await response.json();
    if (!response.ok) return { ok: false, status: response.status, problem: data as Problem };
    onCall();
    return { ok: true, status: response.status, data: data as T };
  } catch {
    return unreachable();
  }
}
