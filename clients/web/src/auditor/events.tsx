// Who opened what, when and why: newest first, by filter.
import { signal } from '@preact/signals';
import type { AuditPage, Problem } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { directory, nameOf } from '../shared/directory.ts';
import { dateTime } from '../shared/format.ts';
import { t, word } from '../shared/i18n.ts';
import { Trouble } from '../ui/parts.tsx';

export type Filters = { kind: string; purpose: string; unit: string; officer: string; case: string };
export const filters = signal<Filters>({ kind: '', purpose: '', unit: '', officer: '', case: '' });
const items = signal<AuditPage['items']>([]);
const next = signal<string | null>(null);
const busy = signal(false);
const problem = signal<Problem | null>(null);
const kinds = ['', 'reveal.', 'read.', 'lookup.', 'case.', 'session.', 'user.', 'grant.', 'export.', 'refuse.', 'erase.'];
const purposes = ['contact-citizen', 'verify-on-site', 'return-result', 'legal-duty', 'data-subject-request'];

/** What is asked for, without the empty parts. */
export function given(): Partial<Filters> {
  return Object.fromEntries(Object.entries(filters.value).filter(([, value]) => value !== ''));
}

async function page(cursor: string | null): Promise<void> {
  busy.value = true;
  const query = new URLSearchParams({ ...given(), ...(cursor === null ? {} : { cursor }) });
  const answer = await call<AuditPage>('GET', `/v1/audit/events?${query}`);
  busy.value = false;
  problem.value = answer.ok ? null : answer.problem;
  if (!answer.ok) return;
  items.value = cursor === null ? answer.data.items : [...items.value, ...answer.data.items];
  next.value = answer.data.next;
}

export function load(): Promise<void> {
  return page(null);
}

function set(part: Partial<Filters>): void {
  filters.value = { ...filters.value, ...part };
  void load();
}

function Filter(props: { label: string; value: string; set: (value: string) => void; items: ReadonlyArray<[string, string]> }) {
  return (
    <label class="field">
      <span class="label">{props.label}</span>
      <select value={props.value} onChange={(event) => props.set(event.currentTarget.value)}>
        {props.items.map(([code, name]) => <option key={code} value={code}>{name}</option>)}
      </select>
    </label>
  );
}

function Text(props: { label: string; value: string; set: (value: string) => void }) {
  return (
    <label class="field">
      <span class="label">{props.label}</span>
      <input value={props.value} autocomplete="off" spellcheck={false} onChange={(event) => props.set(event.currentTarget.value.trim())} />
    </label>
  );
}

function Choices() {
  const { kind, purpose, unit, officer } = filters.value;
  const units = directory.value?.units.map((one): [string, string] => [one.code, one.name]) ?? [];
  return (
    <div class="columns inside">
      <Filter label={t('audit.kind')} value={kind} set={(value) => set({ kind: value })}
        items={kinds.map((code): [string, string] => [code, code === '' ? t('all') : word('kind', code.slice(0, -1))])} />
      <Filter label={t('reveal.purpose')} value={purpose} set={(value) => set({ purpose: value })}
        items={[['', t('all')], ...purposes.map((code): [string, string] => [code, word('purpose', code)])]} />
      <Filter label={t('unit')} value={unit} set={(value) => set({ unit: value })} items={[['', t('all')], ...units]} />
      <Text label={t('audit.officer')} value={officer} set={(value) => set({ officer: value })} />
      <Text label={t('audit.case')} value={filters.value.case} set={(value) => set({ case: value })} />
    </div>
  );
}

function Row({ one }: { one: AuditPage['items'][number] }) {
  return (
    <tr>
      <td class="mono">{one.index}</td>
      <td class="mono">{dateTime(one.at)}</td>
      <td>{word('event', one.kind)}</td>
      <td>{one.staff?.officer ?? one.officer ?? '–'}<div class="small quiet">{one.role !== null && word('role', one.role)}</div></td>
      <td>{nameOf('units', one.unit) || '–'}</td>
      <td class="mono">{one.reference ?? '–'}</td>
      <td>{one.compartments?.map((part) => word('part', part)).join(', ') || '–'}</td>
      <td>{one.purpose === null ? '–' : word('purpose', one.purpose)}{one.staff?.note !== undefined && <div class="small quiet text">{one.staff.note}</div>}</td>
    </tr>
  );
}

const columns = ['audit.index', 'audit.at', 'audit.kind', 'audit.officer', 'unit', 'audit.case', 'audit.parts', 'audit.why'] as const;

export function Events() {
  return (
    <section class="panel" aria-label={t('audit.events')}>
      <header><h2>{t('audit.events')}</h2></header>
      <Choices />
      <Trouble problem={problem.value} />
      <div class="scroll" tabIndex={0} role="group" aria-label={t('audit.events')}>
        <table>
          <thead><tr>{columns.map((key) => <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
          <tbody>{items.value.map((one) => <Row key={one.index} one={one} />)}</tbody>
        </table>
      </div>
      {items.value.length === 0 && <p class="empty" role="status">{t(busy.value ? 'loading' : 'audit.none')}</p>}
      {next.value !== null && (
        <div class="inside"><button type="button" disabled={busy.value} onClick={() => void page(next.value)}>{t('more')}</button></div>
      )}
    </section>
  );
}
