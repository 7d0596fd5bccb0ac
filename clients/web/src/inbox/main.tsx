// The inbox: the list on one side, the open case on the other; the address says which.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { loadDirectory } from '../shared/directory.ts';
import { listen, type Notice } from '../shared/events.ts';
import { t } from '../shared/i18n.ts';
import { useKeys } from '../shared/keys.ts';
import { show as showPage } from '../ui/shell.tsx';
import { type Act, accept, otherChange, show, shown } from './case.ts';
import { CaseView } from './case_view.tsx';
import { Closing, Diverting, Replying, Transferring } from './dialogs.tsx';
import { go, load, neighbour, noted, now, open, readAddress } from './list.ts';
import { Revealing } from './reveal.tsx';
import { Rows } from './rows.tsx';
import './inbox.css';

export type Opened = Act | 'reveal' | null;
const tickMs = 60_000;

function step(by: 1 | -1): void {
  const one = neighbour(by);
  if (one === undefined) return;
  go({ case: one.reference });
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>(`[data-case="${one.reference}"]`)?.focus({ preventScroll: false });
  });
}

function heard(notice: Notice): void {
  if (notice.kind === 'reset') void load();
  if (!notice.kind.startsWith('case.')) return;
  if (notice.id === shown.value?.id) otherChange();
  else noted(notice.id);
}

function Dialogs(props: { opened: Opened; close: () => void }) {
  switch (props.opened) {
    case 'reply': return <Replying close={props.close} />;
    case 'transfer': return <Transferring close={props.close} />;
    case 'close': return <Closing close={props.close} />;
    case 'divert': return <Diverting close={props.close} />;
    case 'reveal': return <Revealing close={props.close} />;
    default: return null;
  }
}

function Page() {
  const opened = useSignal<Opened>(null);
  useEffect(() => {
    const back = () => { readAddress(); void load(); };
    addEventListener('popstate', back);
    const timer = setInterval(() => { now.value = Date.now(); }, tickMs);
    void loadDirectory();
    void load();
    const stop = listen(heard);
    return () => { removeEventListener('popstate', back); clearInterval(timer); stop(); };
  }, []);
  useEffect(() => void show(open.value), [open.value]);
  const may = (name: Act) => () => { if (shown.value?.acts.includes(name)) opened.value = name; };
  useKeys({
    ArrowDown: () => step(1), t: () => step(1), ArrowUp: () => step(-1), l: () => step(-1),
    Escape: () => { if (open.value !== '') go({ case: '' }); },
    m: () => void accept(), p: may('reply'), c: may('transfer'), k: may('close'),
    h: () => { if (shown.value !== null) opened.value = 'reveal'; },
  });
  return (
    <div class={`inbox ${open.value === '' ? '' : 'with-case'}`}>
      <Rows />
      {open.value === ''
        ? <section class="panel case none"><p class="empty">{t('inbox.choose')}</p></section>
        : <CaseView open={(name) => { opened.value = name; }} />}
      <Dialogs opened={opened.value} close={() => { opened.value = null; }} />
    </div>
  );
}

readAddress();
void showPage('page.inbox', Page);
