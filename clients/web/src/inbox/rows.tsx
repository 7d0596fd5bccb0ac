// The left side: chips with counts, filters, and the lines of the list.
import type { ComponentChildren } from 'preact';
import type { CaseSummary } from '../../generated/api.ts';
import { directory, nameOf } from '../shared/directory.ts';
import { count, dateTime } from '../shared/format.ts';
import { t, word, type Key } from '../shared/i18n.ts';
import { roles } from '../shared/session.ts';
import { DueMark, Trouble } from '../ui/parts.tsx';
import { address, counts, filters, fresh, go, isOpen, items, load, loading, loadMore, more, now, problem } from './list.ts';

export const ended: readonly string[] = ['answered', 'closed', 'rejected', 'merged', 'diverted'];

function Chip(props: { on: boolean; number: number; tone?: string; press: () => void; children: ComponentChildren }) {
  return (
    <button type="button" class={`chip ${props.tone ?? ''}`} aria-pressed={props.on} onClick={props.press}>
      {props.children} <span class="mono">{count(props.number)}</span>
    </button>
  );
}

const dues: ReadonlyArray<['overdue' | 'soon' | 'ok', string]> = [['overdue', '■'], ['soon', '▲'], ['ok', '●']];

function Chips() {
  const all = counts.value;
  const { due, state } = filters.value;
  const states = Object.entries(all?.by_state ?? {}).filter(([, number]) => number > 0);
  return (
    <div class="chips" role="group" aria-label={t('inbox.chips')}>
      {dues.map(([kind, mark]) => (
        <Chip key={kind} tone={kind} on={due === kind} number={all?.[kind] ?? 0}
          press={() => go({ due: due === kind ? '' : kind })}>
          <span aria-hidden="true">{mark}</span> {t(`due.${kind}` as Key)}
        </Chip>
      ))}
      {states.map(([code, number]) => (
        <Chip key={code} on={state === code} number={number} press={() => go({ state: state === code ? '' : code })}>
          {word('state', code)}
        </Chip>
      ))}
    </div>
  );
}

function Filter(props: { name: 'field' | 'area' | 'unit'; label: string; list: 'fields' | 'areas' | 'units' }) {
  return (
    <select aria-label={props.label} value={filters.value[props.name] ?? ''}
      onChange={(event) => go({ [props.name]: event.currentTarget.value })}>
      <option value="">{props.label}</option>
      {directory.value?.[props.list].map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}
    </select>
  );
}

/** What an officer scans for: how long is left, which case, what about; then the rest, quieter. */
function Line({ one }: { one: CaseSummary }) {
  const follow = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    go({ case: one.reference });
  };
  return (
    <li>
      <a class="line" href={address({ case: one.reference })} data-case={one.reference} onClick={follow}
        aria-current={isOpen(one) ? 'true' : undefined}>
        <DueMark due={one.due_at} ended={ended.includes(one.state)} now={now.value} />
        <span class="subject text">{one.subject}</span>
        <span class="facts small quiet">
          <span class="mono">{one.reference}</span>
          <span>{word('state', one.state)}</span>
          <span>{nameOf('units', one.unit)}</span>
          {one.urgency === 'urgent' && <span class="tag urgent">{t('urgent')}</span>}
          {one.confidential && <span class="tag person">{t('confidential')}</span>}
          <span class="push mono">{dateTime(one.received_at)}</span>
        </span>
      </a>
    </li>
  );
}

function Lines() {
  if (problem.value !== null) return <div class="inside"><Trouble problem={problem.value} /></div>;
  if (items.value.length === 0)
    return <p class="empty" role="status">{t(loading.value ? 'loading' : 'inbox.empty')}</p>;
  return (
    <>
      <ol class="lines">{items.value.map((one) => <Line key={one.id} one={one} />)}</ol>
      {more.value !== null && (
        <div class="inside">
          <button type="button" disabled={loading.value} onClick={() => void loadMore()}>{t('more')}</button>
        </div>
      )}
    </>
  );
}

export function Rows() {
  const news = fresh.value.size;
  const ofDesk = roles.value.some((role) => role === 'operator' || role === 'supervisor');
  return (
    <section class="panel list" aria-label={t('page.inbox')}>
      <header>
        <Chips />
        <div class="filters">
          <Filter name="field" label={t('op.field')} list="fields" />
          <Filter name="area" label={t('op.area')} list="areas" />
          {ofDesk && <Filter name="unit" label={t('op.unit')} list="units" />}
        </div>
      </header>
      <div role="status">
        {news > 0 && <button type="button" class="news" onClick={() => void load()}>{t('inbox.news', { n: news })}</button>}
      </div>
      <Lines />
    </section>
  );
}
