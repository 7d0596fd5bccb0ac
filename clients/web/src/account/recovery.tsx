// The recovery code: shown once, typed back once, kept on paper.
import { signal } from '@preact/signals';
import type { Problem, RecoveryCode } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { t, word } from '../shared/i18n.ts';
import { loadSession, session } from '../shared/session.ts';
import { Trouble } from '../ui/parts.tsx';
import { useProof } from '../ui/prove.tsx';
import { SecretField } from '../ui/secret_field.tsx';

const path = '/v1/sessions/current/recovery-code';
const made = signal('');
const typed = signal('');

async function renew(): Promise<Problem | null> {
  const answer = await call<RecoveryCode>('POST', path, {});
  if (!answer.ok) return answer.problem;
  made.value = answer.data.recovery_code;
  await loadSession();
  return null;
}
async function confirmTyped(): Promise<Problem | null> {
  const answer = await call('POST', `${path}/confirm`, { recovery_code: typed.value.trim() });
  if (!answer.ok) return answer.problem;
  made.value = typed.value = '';
  await loadSession();
  return null;
}

export function Recovery() {
  const { run, problem, dialog } = useProof();
  const state = session.value?.recovery_code ?? 'none';
  return (
    <section class="panel" aria-label={t('recovery')}>
      <header><h2>{t('recovery')}</h2><span class={`tag ${state === 'confirmed' ? '' : 'urgent'}`}>{word('recovery', state)}</span></header>
      <div class="inside stack">
        <p class="quiet small">{t('recovery.why')}</p>
        <Trouble problem={problem.value} />
        {made.value !== '' && <p class="shown">{made.value}</p>}
        {state === 'unconfirmed' && (
          <>
            <SecretField label={t('recovery.back')} name="recovery" value={typed.value} set={(text) => { typed.value = text; }} complete="off" plain />
            <div><button type="button" class="main" disabled={typed.value === ''} onClick={() => void run(confirmTyped)}>{t('recovery.confirm')}</button></div>
          </>
        )}
        <div><button type="button" onClick={() => void run(renew)}>{t('recovery.renew')}</button></div>
      </div>
      {dialog}
    </section>
  );
}
