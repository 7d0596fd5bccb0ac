// Log-in: password managers and pasting work; the one-time code is asked for only when the account wants one.
import { signal } from '@preact/signals';
import { render } from 'preact';
import type { OpenedSession, Problem } from '../../generated/api.ts';
import { call, kindOf } from '../shared/api.ts';
import { choose, language, t } from '../shared/i18n.ts';
import { homeOf } from '../shared/session.ts';
import { Field, Trouble } from '../ui/parts.tsx';
import './login.css';

const username = signal('');
const password = signal('');
const code = signal('');
const wantsCode = signal(false);
const busy = signal(false);
const problem = signal<Problem | null>(null);

/** Only a page of ours: a path with one slash at its start. */
function next(): string | null {
  const wanted = new URLSearchParams(location.search).get('next');
  return wanted !== null && /^\/[a-z]+$/.test(wanted) ? wanted : null;
}

async function send(event: Event): Promise<void> {
  event.preventDefault();
  if (busy.value) return;
  busy.value = true;
  problem.value = null;
  const otp = wantsCode.value ? { otp: code.value.replace(/\s/g, '') } : {};
  const body = { username: username.value.trim(), password: password.value, ...otp };
  const answer = await call<OpenedSession>('POST', '/v1/sessions', body);
  busy.value = false;
  if (answer.ok) {
    password.value = '';
    location.replace(next() ?? homeOf(answer.data.roles));
    return;
  }
  const firstAsked = kindOf(answer.problem) === 'otp-needed' && !wantsCode.value;
  wantsCode.value ||= firstAsked;
  if (!firstAsked) problem.value = answer.problem;
  if (wantsCode.value) document.querySelector<HTMLInputElement>('[name=otp]')?.focus();
}

function Code() {
  return (
    <Field label={t('login.code')} hint={t('login.code.hint')}>
      {(id, more) => (
        <input id={id} name="otp" value={code.value} aria-describedby={more} inputMode="numeric" maxLength={10}
          autocomplete="one-time-code" onInput={(event) => { code.value = event.currentTarget.value; }} />
      )}
    </Field>
  );
}

function Page() {
  return (
    <main class="narrow stack">
      <div class="brand"><b>1022</b> <span>{t('login.house')}</span></div>
      <form class="panel" onSubmit={(event) => void send(event)}>
        <div class="inside stack">
          <h1>{t('login.title')}</h1>
          <Trouble problem={problem.value} />
          <Field label={t('login.username')}>
            {(id) => (
              <input id={id} name="username" value={username.value} autocomplete="username" autocapitalize="none"
                spellcheck={false} autofocus onInput={(event) => { username.value = event.currentTarget.value; }} />
            )}
          </Field>
          <Field label={t('login.password')}>
            {(id) => (
              <input id={id} name="password" type="password" value={password.value} autocomplete="current-password"
                onInput={(event) => { password.value = event.currentTarget.value; }} />
            )}
          </Field>
          {wantsCode.value && <Code />}
          <button class="main" disabled={busy.value}>{t(busy.value ? 'login.busy' : 'login.send')}</button>
        </div>
      </form>
      <div class="row small">
        <a href="/activate">{t('activate')}</a>
        <a href="/activate#recover">{t('recover')}</a>
        <button type="button" class="plain push" onClick={() => choose(language === 'vi' ? 'en' : 'vi')}>
          {t('language.other')}
        </button>
      </div>
    </main>
  );
}

document.title = `${t('login.title')} · 1022`;
const place = document.getElementById('page');
if (place !== null) render(<Page />, place);
