// Personal data that was opened. It lives in this module alone, for one minute, and is dropped with the case.
import { signal } from '@preact/signals';
import type { Asked, Problem, Purpose, Revealed } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { loadRequests, shown } from './case.ts';

export const shownSeconds = 60;
export type Part = 'contact' | 'identity' | 'original';
export type Look = { compartments: Part[]; purpose: Purpose; note: string };

export const revealed = signal<Revealed | null>(null);
export const leftSeconds = signal(0);
/** A supervisor was asked; nothing was opened. */
export const asked = signal(false);
let timer: ReturnType<typeof setInterval> | undefined;
let ofCase = '';
shown.subscribe((one) => { if (one?.id !== ofCase) hide(); });

export function hide(): void {
  clearInterval(timer);
  revealed.value = null;
  leftSeconds.value = 0;
}

function keepForAMinute(data: Revealed): void {
  hide();
  const end = Date.now() + shownSeconds * 1000;
  revealed.value = data;
  const tick = () => {
    leftSeconds.value = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (leftSeconds.value === 0) hide();
  };
  tick();
  timer = setInterval(tick, 500);
}

/** Opens parts of the open case, by a look of one's own or with an approval. The log has it before anything opens. */
export async function reveal(look: Look | { approval: string }): Promise<Problem | null> {
  const one = shown.value;
  if (one === null) return null;
  const answer = await call<Revealed & Asked>('POST', `/v1/cases/${one.id}/reveal`, look);
  if (!answer.ok) return answer.problem;
  if (shown.value?.id !== one.id) return null;
  ofCase = one.id;
  asked.value = answer.status === 202;
  if (answer.status === 200) keepForAMinute(answer.data);
  else await loadRequests(one.id);
  return null;
}
