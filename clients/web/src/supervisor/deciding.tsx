// A second person's decision: agreeing signs with the supervisor's own key, so it asks who is there.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Approval, Problem } from '../../generated/api.ts';
import { call, isRefused, kindOf, newKey } from '../shared/api.ts';
import { t } from '../shared/i18n.ts';
import { prove } from '../shared/session.ts';
import { Decide, Dialog, Field, Trouble } from '../ui/parts.tsx';
import { Prove } from '../ui/prove.tsx';

export function Deciding(props: { one: Approval; agree: boolean; close: () => void }) {
  const { one, agree, close } = props;
  const reason = useSignal('');
  const secret = useSignal<string | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const key = useRef(newKey());

  const attempt = async (): Promise<Problem | null> => {
    if (secret.value !== null) {
      const refused = await prove(secret.value);
      if (refused !== null) return refused;
    }
    const body = { version: one.version, ...(agree ? {} : { reason: reason.value.trim().normalize('NFC') }) };
    const answer = await call('POST', `/v1/approvals/${one.id}/${agree ? 'approve' : 'refuse'}`, body, key.current);
    return answer.ok ? null : answer.problem;
  };
  const send = async () => {
    if (busy.value) return;
    busy.value = true;
    problem.value = await attempt();
    busy.value = false;
    if (problem.value === null) return close();
    if (isRefused(problem.value)) key.current = newKey();
    if (kindOf(problem.value) === 'step-up-needed') {
      secret.value = '';
      problem.value = null;
    }
  };
  const title = t(agree ? 'approval.agree' : 'approval.refuse');
  return (
    <Dialog title={`${title}: ${one.requester.display_name}`} close={close} send={() => void send()}>
      <Trouble problem={problem.value} />
      {agree
        ? <p>{t('approval.agree.text')}</p>
        : (
          <Field label={t('transfer.reason')} hint={t('approval.reason.hint')}>
            {(id, more) => (
              <textarea id={id} rows={3} maxLength={500} value={reason.value} aria-describedby={more}
                onInput={(event) => { reason.value = event.currentTarget.value; }} />
            )}
          </Field>
        )}
      {secret.value !== null && <Prove secret={secret.value} set={(text) => { secret.value = text; }} />}
      <Decide send={title} busy={busy.value} close={close} danger={!agree} />
    </Dialog>
  );
}
