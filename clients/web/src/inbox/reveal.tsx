// The dialog before a reveal: which parts, for which purpose, why; and who will see that it happened.
import { useSignal } from '@preact/signals';
import type { Case, Problem, Purpose } from '../../generated/api.ts';
import { kindOf } from '../shared/api.ts';
import { t, word } from '../shared/i18n.ts';
import { prove } from '../shared/session.ts';
import { Check, Decide, Dialog, Field, Trouble } from '../ui/parts.tsx';
import { Prove } from '../ui/prove.tsx';
import { shown } from './case.ts';
import { Choice } from './dialogs.tsx';
import { type Part, reveal } from './opened.ts';

const parts: readonly Part[] = ['contact', 'identity', 'original'];
const purposes: readonly Purpose[] = [
  'contact-citizen', 'verify-on-site', 'return-result', 'legal-duty', 'data-subject-request',
];
const fewest = 15;

/** The parts this case has, and how the caller may come to them. */
export function partsOf(one: Case): Array<{ name: Part; access: 'reveal' | 'approval' }> {
  return parts.flatMap((name) => {
    const access = one.compartments.find((each) => each.name === name)?.access;
    return access === 'reveal' || access === 'approval' ? [{ name, access }] : [];
  });
}

export function Revealing({ close }: { close: () => void }) {
  const one = shown.value;
  const available = one === null ? [] : partsOf(one);
  const chosen = useSignal<Part[]>(available.filter((part) => part.access === 'reveal').slice(0, 1).map((part) => part.name));
  const purpose = useSignal<Purpose>('contact-citizen');
  const note = useSignal('');
  const secret = useSignal<string | null>(null);
  const fault = useSignal<string | undefined>(undefined);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);

  const attempt = async (): Promise<Problem | null> => {
    if (secret.value !== null) {
      const refused = await prove(secret.value);
      if (refused !== null) return refused;
    }
    return reveal({ compartments: chosen.value, purpose: purpose.value, note: note.value.trim().normalize('NFC') });
  };
  const send = async () => {
    const short = [...note.value.trim().normalize('NFC')].length < fewest;
    fault.value = short ? t('reveal.note.short', { n: fewest }) : undefined;
    if (short || chosen.value.length === 0 || busy.value) return;
    busy.value = true;
    problem.value = await attempt();
    busy.value = false;
    if (problem.value === null) return close();
    if (kindOf(problem.value) === 'step-up-needed') {
      secret.value = '';
      problem.value = null;
    }
  };
  const toggle = (name: Part) => (on: boolean) => {
    chosen.value = on ? [...chosen.value, name] : chosen.value.filter((each) => each !== name);
  };
  if (available.length === 0)
    return (
      <Dialog title={t('reveal.title')} close={close} send={close}>
        <p>{t('reveal.nothing')}</p>
        <div class="row"><button type="submit" class="main">{t('close')}</button></div>
      </Dialog>
    );
  return (
    <Dialog title={t('reveal.title')} close={close} send={() => void send()}>
      <p class="note">{t('reveal.seen')}</p>
      <Trouble problem={problem.value} />
      <fieldset>
        <legend class="label">{t('reveal.parts')}</legend>
        {available.map(({ name, access }) => (
          <Check key={name} checked={chosen.value.includes(name)} set={toggle(name)}>
            {word('part', name)} {access === 'approval' && <span class="tag">{t('reveal.approval')}</span>}
          </Check>
        ))}
      </fieldset>
      <fieldset>
        <legend class="label">{t('reveal.purpose')}</legend>
        {purposes.map((each) => (
          <Choice key={each} name="purpose" checked={purpose.value === each} choose={() => { purpose.value = each; }}>
            {word('purpose', each)}
          </Choice>
        ))}
      </fieldset>
      <Field label={t('reveal.note')} hint={t('reveal.note.hint', { n: fewest })} fault={fault.value}>
        {(id, more) => (
          <textarea id={id} name="note" rows={2} maxLength={500} value={note.value} aria-describedby={more}
            aria-invalid={fault.value !== undefined} onInput={(event) => { note.value = event.currentTarget.value; }} />
        )}
      </Field>
      {secret.value !== null && <Prove secret={secret.value} set={(text) => { secret.value = text; }} />}
      <Decide send={t('reveal.send')} busy={busy.value} close={close} />
    </Dialog>
  );
}
