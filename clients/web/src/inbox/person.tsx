// The reporter's card: closed, asked for, or open for a minute under a watermark.
import { useSignal } from '@preact/signals';
import type { Approval, Case, Problem, Revealed } from '../../generated/api.ts';
import { dateTime, phone } from '../shared/format.ts';
import { t, word } from '../shared/i18n.ts';
import { session } from '../shared/session.ts';
import { Trouble } from '../ui/parts.tsx';
import { requests } from './case.ts';
import { hide, leftSeconds, reveal, revealed, shownSeconds } from './opened.ts';
import { partsOf } from './reveal.tsx';

function rowsOf(data: Revealed): Array<[string, string]> {
  const rows = Object.entries({ ...data.identity, ...data.contact }).map(([name, value]): [string, string] =>
    [word('person', name), name === 'phone' ? phone(value) : value]);
  if (data.original !== undefined) rows.push([word('part', 'original'), data.original]);
  return rows;
}

function Open({ data }: { data: Revealed }) {
  const mark = `${session.value?.user.username ?? ''} · ${dateTime(Date.now())} · #${data.leaf}`;
  return (
    <div class="open">
      <div class="watermark" aria-hidden="true">{Array.from({ length: 12 }, () => `${mark}   `).join('')}</div>
      <dl class="facts">
        {rowsOf(data).map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="text">{value}</dd></div>)}
      </dl>
      <div class="row small">
        <progress max={shownSeconds} value={leftSeconds.value} aria-label={t('reveal.left')} />
        <span class="mono">{t('reveal.hides', { n: leftSeconds.value })}</span>
        <span class="quiet push">{t('reveal.leaf', { n: data.leaf })}</span>
        <button type="button" onClick={hide}>{t('reveal.hide')}</button>
      </div>
    </div>
  );
}

function Request({ one }: { one: Approval }) {
  const problem = useSignal<Problem | null>(null);
  const look = async () => { problem.value = await reveal({ approval: one.id }); };
  return (
    <div class="stack tight">
      <div class="row small">
        <span class="tag">{word('approval', one.state)}</span>
        {one.compartments.map((each) => word('part', each)).join(', ')} · {dateTime(one.asked_at)}
        {one.state === 'approved' && <button type="button" onClick={() => void look()}>{t('reveal.use')}</button>}
      </div>
      <Trouble problem={problem.value} />
    </div>
  );
}

export function Person({ one, open }: { one: Case; open: () => void }) {
  const parts = partsOf(one);
  const data = revealed.value;
  return (
    <section class="person stack tight" aria-label={t('reporter')}>
      <div class="row">
        <h3>{t('reporter')}</h3>
        {one.anonymous && <span class="tag">{t('op.anonymous')}</span>}
        {data === null && parts.length > 0 && (
          <button type="button" class="push" onClick={open}>{t('reveal.ask')} <kbd>h</kbd></button>
        )}
      </div>
      <div role="status">
        {data !== null && <Open data={data} />}
        {data === null && <p class="quiet small">{t(parts.length > 0 ? 'reveal.sealed' : 'reveal.nothing')}</p>}
      </div>
      {requests.value.map((each) => <Request key={each.id} one={each} />)}
    </section>
  );
}
