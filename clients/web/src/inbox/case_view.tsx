// The right side: one case with everything that may be known without a reveal.
import type { ComponentChildren } from 'preact';
import type { Access, Case, Message } from '../../generated/api.ts';
import { nameOf } from '../shared/directory.ts';
import { dateTime } from '../shared/format.ts';
import { t, word, type Key } from '../shared/i18n.ts';
import { DueMark, Trouble } from '../ui/parts.tsx';
import { accept, loading, problem, show, shown, stale } from './case.ts';
import { go, now } from './list.ts';
import type { Opened } from './main.tsx';
import { Person } from './person.tsx';
import { ended } from './rows.tsx';

type Open = (name: Opened) => void;

function Head({ one }: { one: Case }) {
  return (
    <header class="head">
      <button type="button" class="plain back" onClick={() => go({ case: '' })}>← {t('back')}</button>
      <h2 class="mono">{one.reference}</h2>
      <span class="tag">{word('state', one.state)}</span>
      {one.urgency === 'urgent' && <span class="tag urgent">{t('urgent')}</span>}
      {one.confidential && <span class="tag person">{t('confidential')}</span>}
      <span class="push"><DueMark due={one.due_at} ended={ended.includes(one.state)} now={now.value} /></span>
    </header>
  );
}

const buttons: ReadonlyArray<[Opened & string, Key, string]> = [
  ['reply', 'act.reply', 'p'], ['transfer', 'act.transfer', 'c'], ['close', 'act.close', 'k'], ['divert', 'act.divert', ''],
];

function Acts({ one, open }: { one: Case; open: Open }) {
  const shownButtons = buttons.filter(([name]) => (one.acts as string[]).includes(name));
  const canAccept = one.acts.includes('accept');
  if (shownButtons.length === 0 && !canAccept) return null;
  return (
    <div class="acts row">
      {canAccept && <button type="button" class="main" onClick={() => void accept()}>{t('act.accept')} <kbd>m</kbd></button>}
      {shownButtons.map(([name, label, key]) => (
        <button type="button" key={name} class={name === 'reply' && !canAccept ? 'main' : ''} onClick={() => open(name)}>
          {t(label)} {key !== '' && <kbd>{key}</kbd>}
        </button>
      ))}
    </div>
  );
}

function Facts({ one }: { one: Case }) {
  const place = one.circumstances?.location?.text;
  const rows: ReadonlyArray<[string, ComponentChildren]> = [
    [t('op.unit'), nameOf('units', one.unit)],
    [t('op.field'), nameOf('fields', one.field)],
    [t('op.class'), nameOf('classes', one.class)],
    [t('op.area'), nameOf('areas', one.area)],
    [t('op.place'), place],
    [t('received'), `${dateTime(one.received_at)} · ${word('channel', one.channel)}`],
    [t('due'), one.due_at === null ? t('due.never') : dateTime(one.due_at)],
  ];
  const filled = rows.filter(([, value]) => value !== undefined && value !== '');
  return <dl class="facts">{filled.map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="text">{value}</dd></div>)}</dl>;
}

function Talk({ messages }: { messages: Message[] }) {
  if (messages.length === 0) return null;
  return (
    <div class="stack tight">
      <h3>{t('talk')}</h3>
      {messages.map((each) => (
        <article key={each.at} class={`said ${each.from}`}>
          <div class="small quiet">
            {each.from === 'citizen' ? t('citizen') : nameOf('units', each.unit)} · {dateTime(each.at)}
            {each.interim && ` · ${t('interim')}`}
          </div>
          <p class="text">{each.text}</p>
        </article>
      ))}
    </div>
  );
}

function Timeline({ entries }: { entries: Access[] }) {
  return (
    <details class="timeline" open>
      <summary>{t('timeline', { n: entries.length })}</summary>
      <ol>
        {entries.toReversed().map((each) => (
          <li key={each.leaf} class="small">
            <span class="mono quiet">{dateTime(each.at)}</span> {word('event', each.act)}
            {each.officer !== null && ` · ${each.officer}`}
            {each.unit !== null && ` · ${nameOf('units', each.unit)}`}
            {each.to !== null && ` → ${nameOf('units', each.to)}`}
            {each.purpose !== null && ` · ${word('purpose', each.purpose)}`}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Stale({ one }: { one: Case }) {
  if (!stale.value) return <div role="status" />;
  return (
    <div role="status" class="note warn row">
      {t('case.stale')}
      <button type="button" class="push" onClick={() => void show(one.id)}>{t('case.reload')}</button>
    </div>
  );
}

export function CaseView({ open }: { open: Open }) {
  const one = shown.value;
  if (one === null)
    return (
      <section class="panel case" aria-label={t('case')}>
        <div class="inside stack">
          <Trouble problem={problem.value} />
          {loading.value && <p class="empty" role="status">{t('loading')}</p>}
          {problem.value !== null && <button type="button" onClick={() => go({ case: '' })}>← {t('back')}</button>}
        </div>
      </section>
    );
  return (
    <section class="panel case" aria-label={t('case')} key={one.id}>
      <Head one={one} />
      <div class="inside stack">
        <Stale one={one} />
        <Trouble problem={problem.value} />
        <p class="text report">{one.report}</p>
        <Facts one={one} />
        <Person one={one} open={() => open('reveal')} />
        <Talk messages={one.conversation} />
        <Timeline entries={one.timeline} />
      </div>
      <Acts one={one} open={open} />
    </section>
  );
}
