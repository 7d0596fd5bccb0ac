// A new password; the other sessions end.
import { signal } from '@preact/signals';
import type { Problem } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { t } from '../shared/i18n.ts';
import { Trouble } from '../ui/parts.tsx';
import { SecretField } from '../ui/secret_field.tsx';

const old = signal('');
const wanted = signal('');
const again = signal('');
const problem = signal<Problem | null>(null);
const done = signal(false);
const busy = signal(false);

async function change(event: Event): Promise<void> {
  event.preventDefault();
  busy.value = true;
  const body = { old_password: old.value, new_password: wanted.value };
  const answer = await call('POST', '/v1/sessions/current/password', body);
  busy.value = false;
  problem.value = answer.ok ? null : answer.problem;
  done.value = answer.ok;
  if (answer.ok) old.value = wanted.value = again.value = '';
}

export function Password() {
  const differ = again.value !== '' && again.value !== wanted.value;
  const ready = old.value !== '' && wanted.value !== '' && again.value === wanted.value && !busy.value;
  return (
    <section class="panel" aria-label={t('password')}>
      <header><h2>{t('password')}</h2></header>
      <form class="inside stack" onSubmit={(event) => void change(event)}>
        <Trouble problem={problem.value} />
        <div role="status">{done.value && <p class="note good">{t('password.done')}</p>}</div>
        <SecretField label={t('password.old')} name="old" value={old.value} set={(text) => { old.value = text; }} complete="current-password" />
        <SecretField label={t('password.new')} name="new" value={wanted.value} set={(text) => { wanted.value = text; }}
          complete="new-password" hint={t('password.hint')} />
        <SecretField label={t('password.again')} name="again" value={again.value} set={(text) => { again.value = text; }}
          complete="new-password" hint={differ ? t('password.differ') : undefined} />
        <div><button class="main" disabled={!ready}>{t('password.change')}</button></div>
      </form>
    </section>
  );
}
