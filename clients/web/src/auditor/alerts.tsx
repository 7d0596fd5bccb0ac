// Unusual patterns, and who has seen to them.
import { signal } from '@preact/signals';
import type { Alert, AlertList, Problem } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { dateTime } from '../shared/format.ts';
import { t, word } from '../shared/i18n.ts';
import { Trouble } from '../ui/parts.tsx';

const alerts = signal<Alert[]>([]);
const problem = signal<Problem | null>(null);

export async function load(): Promise<void> {
  const answer = await call<AlertList>('GET', '/v1/audit/alerts');
  if (answer.ok) alerts.value = answer.data.items;
  problem.value = answer.ok ? null : answer.problem;
}

async function acknowledge(one: Alert): Promise<void> {
  const answer = await call<Alert>('POST', `/v1/audit/alerts/${one.id}/ack`, {});
  if (!answer.ok) problem.value = answer.problem;
  await load();
}

function Row({ one }: { one: Alert }) {
  return (
    <li class="row">
      <strong>{word('alert', one.what)}</strong>
      <span>{one.officer ?? ''} {one.reference ?? ''}</span>
      <span class="quiet small mono">{dateTime(one.at)} · #{one.leaf}</span>
      {one.state === 'open'
        ? <button type="button" class="push" onClick={() => void acknowledge(one)}>{t('alert.ack')}</button>
        : <span class="quiet small push">{t('alert.by', { who: one.acknowledged_by ?? '' })}</span>}
    </li>
  );
}

export function Alerts() {
  const open = alerts.value.filter((one) => one.state === 'open').length;
  return (
    <section class="panel" aria-label={t('alerts')}>
      <header><h2>{t('alerts')}</h2><span class={`tag ${open > 0 ? 'urgent' : ''}`}>{t('alerts.open', { n: open })}</span></header>
      <div class="inside stack">
        <Trouble problem={problem.value} />
        {alerts.value.length === 0 && <p class="quiet">{t('alerts.none')}</p>}
        <ol class="stack tight">{alerts.value.map((one) => <Row key={one.id} one={one} />)}</ol>
      </div>
    </section>
  );
}
