// The state of the log, checked on this machine from the public tiles.
import { signal } from '@preact/signals';
import { count } from '../shared/format.ts';
import { language, t } from '../shared/i18n.ts';
import { Field } from '../ui/parts.tsx';
import { type Remembered, type Source, type Verdict, verify } from './tlog.ts';

const verdict = signal<Verdict | null>(null);
const share = signal<number | null>(null);
const unreachable = signal(false);
const pinned = signal(localStorage.getItem('log-key') ?? '');

async function get(path: string): Promise<Response> {
  const response = await fetch(path, { headers: { 'Accept-Language': language }, cache: 'no-store' });
  if (!response.ok) throw new Error(path);
  return response;
}
const source: Source = {
  checkpoint: async () => (await get('/v1/log/checkpoint')).text(),
  tile: async (path) => new Uint8Array(await (await get(path)).arrayBuffer()),
};

function remembered(): Remembered | null {
  const stored = localStorage.getItem('log-seen');
  return stored === null ? null : (JSON.parse(stored) as Remembered);
}

async function check(): Promise<void> {
  share.value = 0;
  unreachable.value = false;
  try {
    const found = await verify(source, remembered(), pinned.value.trim(), (done) => { share.value = done; });
    verdict.value = found;
    if (found.good) localStorage.setItem('log-seen', JSON.stringify({ size: found.size, root: found.root }));
  } catch {
    unreachable.value = true;
  }
  share.value = null;
}

function Result() {
  const found = verdict.value;
  if (unreachable.value) return <p class="note bad">{t('offline.title')}</p>;
  if (found === null) return <p class="quiet">{t('log.unchecked')}</p>;
  if (!found.good)
    return (
      <div class="note bad stack tight">
        <strong>✗ {t(`log.bad.${found.reason}`)}</strong>
        {found.expected !== '' && <code class="text small">{t('log.expected')}: {found.expected}</code>}
        {found.found !== '' && <code class="text small">{t('log.found')}: {found.found}</code>}
        <span>{t('log.bad.do')}</span>
      </div>
    );
  const signature = found.signed === null ? t('log.unsigned') : t('log.signed');
  const grown = found.since === null ? t('log.first') : t('log.grown', { n: count(found.since) });
  return (
    <div class="note good stack tight">
      <strong>✓ {t('log.good', { n: count(found.size) })}</strong>
      <code class="text small">{t('log.root')}: {found.root}</code>
      <span class="small">{grown} {signature}</span>
    </div>
  );
}

export function LogState() {
  const running = share.value !== null;
  return (
    <section class="panel" aria-label={t('log.title')}>
      <header>
        <h2>{t('log.title')}</h2>
        {running && <progress class="push" max={1} value={share.value ?? 0} aria-label={t('log.running')} />}
        <button type="button" class={running ? '' : 'push'} disabled={running} onClick={() => void check()}>{t('log.check')}</button>
      </header>
      <div class="inside stack">
        <div role="status"><Result /></div>
        <Field label={t('log.key')} hint={t('log.key.hint')}>
          {(id, more) => (
            <input id={id} value={pinned.value} spellcheck={false} autocomplete="off" aria-describedby={more}
              onInput={(event) => { pinned.value = event.currentTarget.value; }}
              onChange={() => localStorage.setItem('log-key', pinned.value.trim())} />
          )}
        </Field>
      </div>
    </section>
  );
}
