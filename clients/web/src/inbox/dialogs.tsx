// The dialogs of acts. What was typed stays until the act is done; one key belongs to one intended act.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Problem } from '../../generated/api.ts';
import { isRefused, newKey } from '../shared/api.ts';
import { directory } from '../shared/directory.ts';
import { t } from '../shared/i18n.ts';
import { Check, Decide, Dialog, Field, Trouble } from '../ui/parts.tsx';
import { type Act, act, show, shown, stale } from './case.ts';

/** Sends an act once however often the button is pressed; closes the dialog when it is done. */
function useAct(name: Act, close: () => void) {
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const key = useRef(newKey());
  const send = async (body: Record<string, unknown>) => {
    if (busy.value) return;
    busy.value = true;
    problem.value = await act(name, body, key.current);
    busy.value = false;
    if (problem.value === null) close();
    else if (isRefused(problem.value)) key.current = newKey();
  };
  return { busy, problem, send };
}

/** After a conflict: take the new version and keep what was typed. */
function Conflict() {
  if (!stale.value) return null;
  return (
    <div class="note warn row">
      {t('case.conflict')}
      <button type="button" onClick={() => void show(shown.value?.id ?? '')}>{t('case.take')}</button>
    </div>
  );
}

function Writing(props: { label: string; hint?: string; value: string; rows: number; max: number; set: (text: string) => void }) {
  return (
    <Field label={props.label} hint={props.hint}>
      {(id, more) => (
        <textarea id={id} name="writing" rows={props.rows} maxLength={props.max} value={props.value} aria-describedby={more}
          autofocus onInput={(event) => props.set(event.currentTarget.value)} />
      )}
    </Field>
  );
}

type Closable = { close: () => void };

export function Replying({ close }: Closable) {
  const text = useSignal('');
  const interim = useSignal(false);
  const { busy, problem, send } = useAct('reply', close);
  const submit = () => void send({ text: text.value.normalize('NFC'), interim: interim.value });
  return (
    <Dialog title={t('act.reply')} close={close} send={submit}>
      <Conflict />
      <Trouble problem={problem.value} />
      <Writing label={t('reply.text')} hint={t('reply.hint')} rows={8} max={20000} value={text.value}
        set={(value) => { text.value = value; }} />
      <Check checked={interim.value} set={(on) => { interim.value = on; }}>{t('reply.interim')}</Check>
      <Decide send={t('reply.send')} busy={busy.value} close={close} />
    </Dialog>
  );
}

export function Transferring({ close }: Closable) {
  const unit = useSignal('');
  const reason = useSignal('');
  const { busy, problem, send } = useAct('transfer', close);
  const submit = () => void send({ unit: unit.value, reason: reason.value.normalize('NFC') });
  const units = directory.value?.units.filter((one) => one.kind !== 'audit' && one.code !== shown.value?.unit) ?? [];
  return (
    <Dialog title={t('act.transfer')} close={close} send={submit}>
      <Conflict />
      <Trouble problem={problem.value} />
      <Field label={t('transfer.unit')}>
        {(id) => (
          <select id={id} value={unit.value} autofocus onChange={(event) => { unit.value = event.currentTarget.value; }}>
            <option value="">{t('choose')}</option>
            {units.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}
          </select>
        )}
      </Field>
      <Field label={t('transfer.reason')} hint={t('transfer.hint')}>
        {(id, more) => (
          <textarea id={id} rows={3} maxLength={1000} value={reason.value} aria-describedby={more}
            onInput={(event) => { reason.value = event.currentTarget.value; }} />
        )}
      </Field>
      <Decide send={t('transfer.send')} busy={busy.value} close={close} />
    </Dialog>
  );
}

export function Closing({ close }: Closable) {
  const reason = useSignal('');
  const { busy, problem, send } = useAct('close', close);
  const submit = () => {
    const text = reason.value.trim().normalize('NFC');
    void send(text === '' ? {} : { reason: text });
  };
  return (
    <Dialog title={t('act.close')} close={close} send={submit}>
      <Conflict />
      <Trouble problem={problem.value} />
      <Writing label={t('close.reason')} rows={3} max={1000} value={reason.value}
        set={(value) => { reason.value = value; }} />
      <Decide send={t('act.close')} busy={busy.value} close={close} />
    </Dialog>
  );
}

export function Choice(props: { name: string; checked: boolean; choose: () => void; children: ComponentChildren }) {
  return (
    <label class="check">
      <input type="radio" name={props.name} checked={props.checked} onChange={props.choose} />
      <span>{props.children}</span>
    </label>
  );
}

export function Diverting({ close }: Closable) {
  const confirmed = useSignal<boolean | null>(null);
  const { busy, problem, send } = useAct('divert', close);
  const submit = () => { if (confirmed.value !== null) void send({ confirmed: confirmed.value }); };
  return (
    <Dialog title={t('act.divert')} close={close} send={submit}>
      <Conflict />
      <Trouble problem={problem.value} />
      <fieldset>
        <legend class="label">{t('divert.question')}</legend>
        <Choice name="divert" checked={confirmed.value === true} choose={() => { confirmed.value = true; }}>{t('divert.yes')}</Choice>
        <Choice name="divert" checked={confirmed.value === false} choose={() => { confirmed.value = false; }}>{t('divert.no')}</Choice>
      </fieldset>
      <Decide send={t('divert.send')} busy={busy.value} close={close} danger />
    </Dialog>
  );
}

