// Who is signed in, and until when.
import { computed, signal } from '@preact/signals';
import type { CurrentSession, Problem, Role } from '../../generated/api.ts';
import { call, watchCalls } from './api.ts';

export const session = signal<CurrentSession | null>(null);
/** Milliseconds since 1970 at which the server would end an idle session. */
export const endsAt = signal(0);
let idle = 0;

const homes: ReadonlyArray<[Role, string]> = [
  ['operator', '/operator'], ['supervisor', '/supervisor'], ['officer', '/inbox'], ['lead', '/inbox'],
  ['auditor', '/auditor'],
];

/** The page on which somebody with these roles begins. */
export function homeOf(roles: readonly Role[]): string {
  return homes.find(([role]) => roles.includes(role))?.[1] ?? '/account';
}

export const roles = computed<readonly Role[]>(() => session.value?.roles ?? []);

/** To the log-in, and back to this page afterwards. Only a path travels, never what was typed. */
export function toLogIn(): void {
  const back = location.pathname === '/login' ? '' : `?next=${encodeURIComponent(location.pathname)}`;
  location.replace(`/login${back}`);
}

/** Asks who is signed in; nobody → the log-in page. True when somebody is. */
export async function loadSession(): Promise<boolean> {
  const answer = await call<CurrentSession>('GET', '/v1/sessions/current');
  if (!answer.ok) {
    if (answer.status === 401) toLogIn();
    return false;
  }
  session.value = answer.data;
  endsAt.value = Date.parse(answer.data.expires_at);
  idle = endsAt.value - Date.now();
  watchCalls(() => { endsAt.value = Date.now() + idle; });
  return true;
}

/** Says "still here": the server takes it as a sign of life. */
export async function extendSession(): Promise<boolean> {
  return loadSession();
}

export async function logOut(): Promise<void> {
  await call('DELETE', '/v1/sessions/current');
  session.value = null;
  location.replace('/login');
}

/** Proves again who is there, with the password or a one-time code. */
export async function prove(secret: string): Promise<Problem | null> {
  const body = /^\d{6}$/.test(secret) ? { otp: secret } : { password: secret };
  const answer = await call('POST', '/v1/sessions/current/step-up', body);
  return answer.ok ? null : answer.problem;
}
