// One-time codes: begin, type the first, or stop using them.
import { signal } from '@preact/signals';
import type { Problem, TotpSecret } from '../../generated/api.ts';
import { call } from '../shared/api.ts';
import { t } from '../shared/i18n.ts';
import { loadSession, session } from '../shared/session.ts';
import { Trouble } from '../ui/parts.tsx';
import { useProof } from '../ui/prove.tsx';
import { SecretField } from '../ui/secret_field.tsx';

const path = '/v1/sessions/current/totp';
const begun = signal<TotpSecret | null>(null);
const code = signal('');

async function begin(): Promise<Problem | null> {
  const answer = await call<TotpSecret>('POST', path, {});
  if (answer.ok) begun.value = answer.data;
  return answer.ok ? null : answer.problem;
}
async function confirmCode(): Promise<Problem | null> {
  const answer = await call('POST', `${path}/confirm`, { code: code.value.replace(/\s/g, '') });
  if (!answer.ok) return answer.problem;
  begun.value = null;
  code.value = '';
  await loadSession();
  return null;
}
async function remove(): Promise<Problem | null> {
  const answer = await call('DELETE', path);
  if (answer.ok) await loadSession();
  return answer.ok ? null : answer.problem;
}

/** The server's drawing, drawn again: the content policy lets no text become elements. */
function Qr({ svg }: { svg: string }) {
  const box = /viewBox="([\d. ]+)"/.exec(svg)?.[1];
  const drawing = /<path fill="#000" d="([^"]+)"/.exec(svg)?.[1];
  if (box === undefined || drawing === undefined) return null;
  return <svg class="qr" viewBox={box} role="img" aria-label={t('totp.qr')}><path d={drawing} fill="currentColor" stroke="none" /></svg>;
}

function Begun({ secret, run }: { secret: TotpSecret; run: (act: () => Promise<Problem | null>) => Promise<void> }) {
  return (
    <>
      <p>{t('totp.scan')}</p>
      <Qr svg={secret.qr_svg} />
      <p class="shown">{secret.secret.match(/.{4}/g)?.join(' ')}</p>
      <SecretField label={t('totp.first')} name="code" value={code.value} set={(text) => { code.value = text; }} complete="one-time-code" plain />
      <div><button type="button" class="main" disabled={code.value === ''} onClick={() => void run(confirmCode)}>{t('totp.confirm')}</button></div>
    </>
  );
}

export function SecondFactor() {
  const { run, problem, dialog } = useProof();
  const on = session.value?.second_factor === true;
  return (
    <section class="panel" aria-label={t('totp')}>
      <header><h2>{t('totp')}</h2><span class="tag">{t(on ? 'totp.on' : 'totp.off')}</span></header>
      <div class="inside stack">
        <Trouble problem={problem.value} />
        {begun.value !== null && <Begun secret={begun.value} run={run} />}
        {begun.value === null && !on && <div><button type="button" onClick={() => void run(begin)}>{t('totp.begin')}</button></div>}
        {on && <div><button type="button" class="danger" onClick={() => void run(remove)}>{t('totp.remove')}</button></div>}
      </div>
      {dialog}
    </section>
  );
}
