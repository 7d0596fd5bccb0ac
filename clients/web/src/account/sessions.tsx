// Where one is signed in.
import { signal } from '@preact/signals';
import type { Sessions as Page } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { dateTime } from '../shared/format.ts';
import { t } from '../shared/i18n.ts';

const items = signal<Page['items']>([]);

export async function load(): Promise<void> {
  const answer = await call<Page>('GET', '/v1/sessions');
  if (answer.ok) items.value = answer.data.items;
}
async function end(which: string): Promise<void> {
  await call('DELETE', `/v1/sessions/${which}`);
  await load();
}

export function Sessions() {
  return (
    <section class="panel" aria-label={t('sessions')}>
      <header><h2>{t('sessions')}</h2></header>
      <div class="inside stack">
        <ul class="stack tight">
          {items.value.map((one) => (
            <li key={one.id} class="row">
              <span class="small">{t('sessions.since', { from: dateTime(one.created_at), seen: dateTime(one.seen_at) })}</span>
              {one.current
                ? <span class="tag push">{t('sessions.this')}</span>
                : <button type="button" class="push" onClick={() => void end(one.id)}>{t('sessions.end')}</button>}
            </li>
          ))}
        </ul>
        {items.value.length > 1 && <div><button type="button" onClick={() => void end('others')}>{t('sessions.others')}</button></div>}
      </div>
    </section>
  );
}
