// The operator's console: text first, one chord to record, the code to read out, the next call.
import { useEffect, useRef } from 'preact/hooks';
import { loadDirectory } from '../shared/directory.ts';
import { t } from '../shared/i18n.ts';
import { useKeys } from '../shared/keys.ts';
import { Trouble } from '../ui/parts.tsx';
import { show } from '../ui/shell.tsx';
import { Caller, Earlier } from './caller.tsx';
import { busy, canRecord, change, draft, lookUp, next, received, record, trouble } from './complaint.ts';
import { Done } from './done.tsx';
import { Suggestion } from './suggestion.tsx';
import './operator.css';

function focus(name: string): void {
  document.querySelector<HTMLElement>(`[name=${name}]`)?.focus();
}

function Complaint() {
  const text = useRef<HTMLTextAreaElement>(null);
  useEffect(() => text.current?.focus(), []);
  return (
    <section class="panel complaint" aria-label={t('op.text')}>
      <div class="inside stack">
        <div class="field">
          <label for="text">{t('op.text')} <span class="quiet small">{t('op.required')}</span></label>
          <textarea id="text" name="text" ref={text} rows={9} maxLength={20000} autocomplete="off" value={draft.value.text}
            onInput={(event) => change({ text: event.currentTarget.value })} />
        </div>
        <div class="field">
          <label for="place">{t('op.place')}</label>
          <input id="place" name="place" maxLength={500} autocomplete="off" value={draft.value.place}
            placeholder={t('op.place.hint')} onInput={(event) => change({ place: event.currentTarget.value })} />
        </div>
        <Caller />
      </div>
    </section>
  );
}

function Actions() {
  return (
    <div class="actions row">
      <button type="button" class="main" disabled={!canRecord.value} onClick={() => void record()}>
        {busy.value ? t('sending') : t('op.record')} <kbd>Ctrl+Enter</kbd>
      </button>
      <button type="button" onClick={clear}>{t('op.clear')} <kbd>F9</kbd></button>
      <span class="quiet small push">{t('op.sealed')}</span>
    </div>
  );
}

/** What was typed is not thrown away by one key. */
function clear(): void {
  if (received.value === null && draft.value.text.trim() !== '' && !confirm(t('op.clear.sure'))) return;
  next();
  requestAnimationFrame(() => focus('text'));
}

function Page() {
  useEffect(() => void loadDirectory(), []);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (received.value === null && draft.value.text.trim() !== '') event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, []);
  useKeys({
    'Ctrl+Enter': () => void record(),
    F2: () => focus('phone'),
    F4: () => focus('unit'),
    F8: () => void lookUp(),
    F9: clear,
    n: clear,
  });
  if (received.value !== null) return <Done case={received.value} next={clear} />;
  return (
    <div class="console">
      <Earlier />
      <div class="stack">
        <Trouble problem={trouble.value} />
        <Complaint />
        <Actions />
      </div>
      <Suggestion />
    </div>
  );
}

void show('page.operator', Page);
