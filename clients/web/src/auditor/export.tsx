// Taking the log away for verification elsewhere. The export is an entry of the log itself.
import { signal } from '@preact/signals';
import type { Export, Problem } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { count } from '../shared/format.ts';
import { t } from '../shared/i18n.ts';
import { Check, Field, Trouble } from '../ui/parts.tsx';
import { given } from './events.tsx';

const reason = signal('');
const filtered = signal(false);
const made = signal<Export | null>(null);
const problem = signal<Problem | null>(null);
const busy = signal(false);
const fewest = 15;

async function make(event: Event): Promise<void> {
  event.preventDefault();
  busy.value = true;
  const { kind: _, ...scope } = filtered.value ? given() : {};
  const answer = await call<Export>('POST', '/v1/audit/exports', { reason: reason.value.trim().normalize('NFC'), ...scope });
  busy.value = false;
  if (answer.ok) made.value = answer.data;
  problem.value = answer.ok ? null : answer.problem;
}

/** Saves one file; the request needs a header, so a plain link would not do. */
async function save(one: Export, name: string): Promise<void> {
  const response = await fetch(`/v1/audit/exports/${one.id}/files/${name}`, { headers: { 'X-Requested-With': 'hotline' } });
  if (!response.ok) return;
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Files({ one }: { one: Export }) {
  return (
    <div class="note good stack tight" role="status">
      <strong>{t(one.complete ? 'export.whole' : 'export.part', { n: count(one.size), leaf: one.leaf })}</strong>
      <div class="row">
        {one.files.map((name) => <button type="button" key={name} onClick={() => void save(one, name)}>{name}</button>)}
      </div>
      <span class="small">{t('export.verify')} <code>hotline audit verify</code></span>
    </div>
  );
}

export function Exporting() {
  const short = [...reason.value.trim()].length < fewest;
  return (
    <section class="panel" aria-label={t('export')}>
      <header><h2>{t('export')}</h2></header>
      <form class="inside stack" onSubmit={(event) => void make(event)}>
        <Trouble problem={problem.value} />
        <Field label={t('export.reason')} hint={t('export.logged', { n: fewest })}>
          {(id, more) => (
            <textarea id={id} name="reason" rows={2} maxLength={500} value={reason.value} aria-describedby={more}
              onInput={(event) => { reason.value = event.currentTarget.value; }} />
          )}
        </Field>
        <Check checked={filtered.value} set={(on) => { filtered.value = on; }}>{t('export.filtered')}</Check>
        <div><button class="main" disabled={busy.value || short}>{busy.value ? t('sending') : t('export.make')}</button></div>
        {made.value !== null && <Files one={made.value} />}
      </form>
    </section>
  );
}
