// For people without a session: an invitation becomes an account, or a recovery code gives a new password. Both show a
// recovery code once.
import { signal } from '@preact/signals';
import { render } from 'preact';
import type { Activated, Problem, RecoveryCode } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { t } from '../shared/i18n.ts';
import { Trouble } from '../ui/parts.tsx';
import { SecretField } from '../ui/secret_field.tsx';
import '../account/account.css';

/** #recover in the address; nothing secret ever is. */
const recovers = location.hash === '#recover';
const invitation = signal('');
const username = signal('');
const password = signal('');
const again = signal('');
const problem = signal<Problem | null>(null);
const busy = signal(false);
const made = signal<{ code: string; waiting: boolean } | null>(null);

async function send(event: Event): Promise<void> {
  event.preventDefault();
  busy.value = true;
  const answer = recovers
    ? await call<RecoveryCode & Partial<Activated>>('POST', '/v1/recovery',
      { username: username.value.trim(), recovery_code: invitation.value.trim(), new_password: password.value })
    : await call<Activated>('POST', '/v1/invitations/activate', { invitation: invitation.value.trim(), password: password.value });
  busy.value = false;
  problem.value = answer.ok ? null : answer.problem;
  if (!answer.ok) return;
  made.value = { code: answer.data.recovery_code, waiting: answer.data.state === 'waiting' };
  invitation.value = password.value = again.value = '';
}

function Made({ code, waiting }: { code: string; waiting: boolean }) {
  return (
    <div class="inside stack" role="status">
      <h1>{t(recovers ? 'recover.done' : 'activate.done')}</h1>
      <p>{t('recovery.why')}</p>
      <p class="shown">{code}</p>
      {waiting && <p class="note warn">{t('activate.waiting')}</p>}
      <div><a class="button main" href="/login">{t('login.title')}</a></div>
    </div>
  );
}

function Form() {
  const ready = invitation.value !== '' && password.value !== '' && password.value === again.value && !busy.value;
  return (
    <form class="inside stack" onSubmit={(event) => void send(event)}>
      <h1>{t(recovers ? 'recover' : 'activate')}</h1>
      <Trouble problem={problem.value} />
      {recovers && <SecretField label={t('login.username')} name="username" value={username.value} set={(text) => { username.value = text; }} complete="username" plain />}
      <SecretField label={t(recovers ? 'recovery' : 'activate.code')} name="code" value={invitation.value} set={(text) => { invitation.value = text; }} complete="off" plain />
      <SecretField label={t('password.new')} name="new" value={password.value} set={(text) => { password.value = text; }} complete="new-password" hint={t('password.hint')} />
      <SecretField label={t('password.again')} name="again" value={again.value} set={(text) => { again.value = text; }} complete="new-password"
        hint={again.value !== '' && again.value !== password.value ? t('password.differ') : undefined} />
      <button class="main" disabled={!ready}>{busy.value ? t('sending') : t(recovers ? 'recover.send' : 'activate.send')}</button>
    </form>
  );
}

function Page() {
  return (
    <main class="narrow stack">
      <div class="brand"><b>1022</b> <span>{t('login.house')}</span></div>
      <section class="panel">{made.value === null ? <Form /> : <Made {...made.value} />}</section>
      <a href="/login">{t('login.title')}</a>
    </main>
  );
}

document.title = `${t(recovers ? 'recover' : 'activate')} · 1022`;
const place = document.getElementById('page');
if (place !== null) render(<Page />, place);
