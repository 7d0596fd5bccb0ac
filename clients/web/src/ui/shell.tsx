// The frame of every staff page: where one is, who one is, whether the server is heard, and the end of the session.
import { useSignal } from '@preact/signals';
import { type ComponentChildren, render } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Role } from '../../generated/api.ts';
import { listen, live } from '../shared/events.ts';
import { choose, language, t, type Key } from '../shared/i18n.ts';
import { lettersAreOn, switchLetters } from '../shared/keys.ts';
import { endsAt, extendSession, loadSession, logOut, roles, session, toLogIn } from '../shared/session.ts';
import { Check, Dialog } from './parts.tsx';

const pages: ReadonlyArray<{ path: string; name: Key; for: readonly Role[] }> = [
  { path: '/operator', name: 'page.operator', for: ['operator', 'supervisor'] },
  { path: '/inbox', name: 'page.inbox', for: ['operator', 'supervisor', 'officer', 'lead'] },
  { path: '/supervisor', name: 'page.supervisor', for: ['supervisor'] },
  { path: '/auditor', name: 'page.auditor', for: ['auditor'] },
];
const warnMs = 2 * 60_000;

function Menu() {
  const user = session.value?.user;
  return (
    <details class="menu">
      <summary>{user?.display_name}</summary>
      <div>
        <div class="quiet small">{user?.username} · {session.value?.units.join(', ')}</div>
        <a href="/account">{t('page.account')}</a>
        <Check checked={lettersAreOn()} set={switchLetters}>{t('keys.letters')}</Check>
        <button type="button" onClick={() => choose(language === 'vi' ? 'en' : 'vi')}>{t('language.other')}</button>
        <button type="button" onClick={() => void logOut()}>{t('logout')}</button>
      </div>
    </details>
  );
}

/** Two minutes before an idle session ends, offers to go on; afterwards goes to the log-in. */
function Ending() {
  const now = useSignal(Date.now());
  const busy = useSignal(false);
  useEffect(() => {
    const timer = setInterval(() => { now.value = Date.now(); }, 1000);
    return () => clearInterval(timer);
  }, []);
  const left = endsAt.value - now.value;
  useEffect(() => { if (left <= 0) toLogIn(); }, [left <= 0]);
  if (left > warnMs || left <= 0) return null;
  const stay = async () => {
    busy.value = true;
    await extendSession();
    busy.value = false;
  };
  return (
    <Dialog title={t('ending.title')} close={() => void stay()} send={() => void stay()}>
      <p>{t('ending.text', { n: Math.ceil(left / 1000) })}</p>
      <div class="row">
        <button type="button" onClick={() => void logOut()}>{t('logout')}</button>
        <button type="submit" class="main" disabled={busy.value}>{t('ending.stay')}</button>
      </div>
    </Dialog>
  );
}

function Frame({ title, children }: { title: string; children: ComponentChildren }) {
  const hears = roles.value.some((role) => role !== 'admin' && role !== 'service');
  useEffect(() => (hears ? listen(() => {}) : undefined), []);
  const shown = pages.filter((page) => page.for.some((role) => roles.value.includes(role)));
  return (
    <>
      <a class="skip" href="#main">{t('skip')}</a>
      <header class="bar">
        <span class="brand"><b>1022</b></span>
        <nav aria-label={t('pages')}>
          {shown.map((page) => (
            <a key={page.path} href={page.path} aria-current={location.pathname === page.path ? 'page' : undefined}>
              {t(page.name)}
            </a>
          ))}
        </nav>
        <span class="push small quiet" role="status">
          {hears && <span class={`dot ${live.value ? '' : 'off'}`}>{t(live.value ? 'live.on' : 'live.off')}</span>}
        </span>
        <Menu />
      </header>
      <main id="main" tabIndex={-1}>
        <h1 class="hidden">{title}</h1>
        {children}
      </main>
      <Ending />
    </>
  );
}

/** Shows a staff page once it is known who is signed in; others go to the log-in. */
export async function show(title: Key, Page: () => ComponentChildren): Promise<void> {
  document.title = `${t(title)} · 1022`;
  const place = document.getElementById('page');
  if (place === null) return;
  if (!(await loadSession())) {
    if (session.value === null && location.pathname !== '/login') render(<Unreachable />, place);
    return;
  }
  render(<Frame title={t(title)}><Page /></Frame>, place);
}

function Unreachable() {
  return (
    <main class="narrow">
      <div class="note bad stack" role="alert">
        <strong>{t('offline.title')}</strong>
        <span>{t('offline.detail')}</span>
        <button type="button" onClick={() => location.reload()}>{t('again')}</button>
      </div>
    </main>
  );
}

