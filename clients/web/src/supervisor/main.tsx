// The supervisor's board: where the cases stand, each number opening its list, and what waits for a second person.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Approval, ApprovalList, CasePage } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { loadDirectory, nameOf } from '../shared/directory.ts';
import { listen } from '../shared/events.ts';
import { clock, count, dateTime } from '../shared/format.ts';
import { t, word } from '../shared/i18n.ts';
import { DueMark } from '../ui/parts.tsx';
import { show } from '../ui/shell.tsx';
import { Deciding } from './deciding.tsx';
import './supervisor.css';

const page = signal<CasePage | null>(null);
const loadedAt = signal(0);
const waiting = signal<Approval[]>([]);
const deciding = signal<{ one: Approval; agree: boolean } | null>(null);
const shownLate = 10;

async function loadCases(): Promise<void> {
  const answer = await call<CasePage>('GET', `/v1/cases?due=overdue&limit=${shownLate}`);
  if (!answer.ok) return;
  page.value = answer.data;
  loadedAt.value = Date.now();
}
async function loadApprovals(): Promise<void> {
  const answer = await call<ApprovalList>('GET', '/v1/approvals');
  if (answer.ok) waiting.value = answer.data.items.filter((one) => one.state === 'pending');
}

function Figure(props: { name: string; value: number; href: string; tone?: string }) {
  return (
    <a class={`figure ${props.tone ?? ''}`} href={props.href}>
      <strong class="mono">{count(props.value)}</strong>
      <span>{props.name}</span>
    </a>
  );
}

function Figures() {
  const counts = page.value?.counts;
  if (counts === undefined) return <p class="empty" role="status">{t('loading')}</p>;
  const states = Object.entries(counts.by_state).filter(([, number]) => number > 0);
  return (
    <div class="figures">
      <Figure name={t('due.overdue')} value={counts.overdue} href="/inbox?due=overdue" tone="overdue" />
      <Figure name={t('due.soon')} value={counts.soon} href="/inbox?due=soon" tone="soon" />
      <Figure name={t('due.ok')} value={counts.ok} href="/inbox?due=ok" tone="ok" />
      {states.map(([code, number]) => (
        <Figure key={code} name={word('state', code)} value={number} href={`/inbox?state=${code}`} />
      ))}
    </div>
  );
}

function Request({ one }: { one: Approval }) {
  return (
    <li class="request stack tight">
      <div class="row">
        <strong>{one.requester.display_name}</strong>
        <span class="quiet">{nameOf('units', one.unit)}</span>
        <span class="quiet small push mono">{dateTime(one.asked_at)}</span>
      </div>
      <div>
        {one.kind === 'limit' ? t('approval.limit') : `${one.compartments.map((part) => word('part', part)).join(', ')} · ${one.reference ?? ''}`}
        {one.purpose !== null && ` · ${word('purpose', one.purpose)}`}
      </div>
      {one.note !== null && <p class="text note">{one.note}</p>}
      {one.may_decide
        ? (
          <div class="row">
            <button type="button" class="main" onClick={() => { deciding.value = { one, agree: true }; }}>{t('approval.agree')}</button>
            <button type="button" onClick={() => { deciding.value = { one, agree: false }; }}>{t('approval.refuse')}</button>
          </div>
        )
        : <p class="quiet small">{t('approval.other')}</p>}
    </li>
  );
}

function Late() {
  const cases = page.value?.items ?? [];
  if (cases.length === 0) return <p class="empty">{t('board.nolate')}</p>;
  return (
    <ol class="late">
      {cases.map((one) => (
        <li key={one.id}>
          <a href={`/inbox?due=overdue&case=${one.reference}`}>
            <DueMark due={one.due_at} ended={false} now={loadedAt.value} />
            <span class="text">{one.subject}</span>
            <span class="quiet small">{nameOf('units', one.unit)}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}

function Page() {
  useEffect(() => {
    void loadDirectory();
    void loadCases();
    void loadApprovals();
    return listen((notice) => void (notice.kind.startsWith('approval.') ? loadApprovals() : loadCases()));
  }, []);
  const close = () => {
    deciding.value = null;
    void loadApprovals();
  };
  return (
    <div class="board">
      <section class="panel" aria-label={t('board.figures')}>
        <header><h2>{t('board.figures')}</h2>
          {loadedAt.value > 0 && <span class="quiet small push">{t('board.at', { time: clock(loadedAt.value) })}</span>}
        </header>
        <div class="inside"><Figures /></div>
      </section>
      <section class="panel" aria-label={t('approvals')}>
        <header><h2>{t('approvals')} ({waiting.value.length})</h2></header>
        <div class="inside" role="status">
          {waiting.value.length === 0 && <p class="quiet">{t('approvals.none')}</p>}
          <ol>{waiting.value.map((one) => <Request key={one.id} one={one} />)}</ol>
        </div>
      </section>
      <section class="panel" aria-label={t('board.late')}>
        <header><h2>{t('board.late')}</h2></header>
        <Late />
      </section>
      {deciding.value !== null && <Deciding one={deciding.value.one} agree={deciding.value.agree} close={close} />}
    </div>
  );
}

void show('page.supervisor', Page);
