// Asked for when an act needs a proof of the last ten minutes.
import { useSignal } from '@preact/signals';
import type { Problem } from '../../generated/api.ts';
import { kindOf } from '../shared/api.ts';
import { t } from '../shared/i18n.ts';
import { prove } from '../shared/session.ts';
import { Decide, Dialog, Field, Trouble } from './parts.tsx';

export function Prove(props: { secret: string; set: (secret: string) => void }) {
  return (
    <Field label={t('stepup')} hint={t('stepup.hint')}>
      {(id, more) => (
        <input id={id} name="proof" type="password" autocomplete="current-password" aria-describedby={more} autofocus
          value={props.secret} onInput={(event) => props.set(event.currentTarget.value)} />
      )}
    </Field>
  );
}

export type Doing = () => Promise<Problem | null>;

function Proving(props: { act: Doing; done: (problem: Problem | null) => void; close: () => void }) {
  const secret = useSignal('');
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const send = async () => {
    if (busy.value) return;
    busy.value = true;
    problem.value = await prove(secret.value);
    if (problem.value === null) props.done(await props.act());
    busy.value = false;
  };
  return (
    <Dialog title={t('stepup.title')} close={props.close} send={() => void send()}>
      <Trouble problem={problem.value} />
      <Prove secret={secret.value} set={(text) => { secret.value = text; }} />
      <Decide send={t('continue')} busy={busy.value} close={props.close} />
    </Dialog>
  );
}

/** Runs acts that may need a fresh proof: asks for it in a dialog, then tries once more. */
export function useProof() {
  const waiting = useSignal<Doing | null>(null);
  const problem = useSignal<Problem | null>(null);
  const run = async (act: Doing) => {
    problem.value = await act();
    if (problem.value === null || kindOf(problem.value) !== 'step-up-needed') return;
    problem.value = null;
    waiting.value = act;
  };
  const done = (found: Problem | null) => {
    problem.value = found;
    waiting.value = null;
  };
  const dialog = waiting.value && <Proving act={waiting.value} done={done} close={() => { waiting.value = null; }} />;
  return { run, problem, dialog };
}
