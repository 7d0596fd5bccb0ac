// Who is calling, what they agree to, and what they reported before.
import { nameOf } from '../shared/directory.ts';
import { dateTime } from '../shared/format.ts';
import { t, word } from '../shared/i18n.ts';
import { Check } from '../ui/parts.tsx';
import { change, type Draft, draft, earlier, lookUp } from './complaint.ts';

type TextPart = 'phone' | 'name' | 'address';

function Person(props: { part: TextPart; label: string; key_?: string; max: number }) {
  const change_ = (text: string) => change({ [props.part]: text } as Partial<Draft>);
  return (
    <div class="field">
      <label for={props.part}>{props.label} {props.key_ !== undefined && <kbd>{props.key_}</kbd>}</label>
      <input id={props.part} name={props.part} maxLength={props.max} autocomplete="off" inputMode={props.part === 'phone' ? 'tel' : 'text'}
        value={draft.value[props.part]} disabled={draft.value.anonymous}
        onInput={(event) => change_(event.currentTarget.value)} />
    </div>
  );
}

function Consents() {
  const { byUnit, notify, publish, anonymous } = draft.value;
  return (
    <fieldset class="choices">
      <legend class="label">{t('op.consents')}</legend>
      <Check checked={byUnit} disabled={anonymous} set={(on) => change({ byUnit: on })}>{t('op.consent.unit')}</Check>
      <Check checked={notify} disabled={anonymous} set={(on) => change({ notify: on })}>{t('op.consent.notify')}</Check>
      <Check checked={publish} set={(on) => change({ publish: on })}>{t('op.consent.publish')}</Check>
    </fieldset>
  );
}

function Manner() {
  const { anonymous, confidential, urgent } = draft.value;
  return (
    <fieldset class="choices">
      <legend class="label">{t('op.manner')}</legend>
      <Check checked={anonymous} set={(on) => change({ anonymous: on })}>{t('op.anonymous')}</Check>
      <Check checked={confidential} set={(on) => change({ confidential: on })}>{t('op.confidential')}</Check>
      <Check checked={urgent} set={(on) => change({ urgent: on })}>{t('op.urgent')}</Check>
    </fieldset>
  );
}

export function Caller() {
  return (
    <>
      <div class="columns">
        <Person part="phone" label={t('op.phone')} key_="F2" max={200} />
        <Person part="name" label={t('op.name')} max={200} />
        <Person part="address" label={t('op.address')} max={500} />
      </div>
      <div class="columns">
        <Manner />
        <Consents />
      </div>
    </>
  );
}

function Found() {
  const cases = earlier.value;
  if (cases === null) return <p class="quiet small">{t('op.earlier.hint')}</p>;
  if (cases.length === 0) return <p class="quiet">{t('op.earlier.none')}</p>;
  return (
    <ol class="earlier">
      {cases.map((one) => (
        <li key={one.id}>
          <a href={`/inbox?case=${one.reference}`} target="_blank" rel="noreferrer">{one.reference}</a>
          <span class="tag push">{word('state', one.state)}</span>
          <span class="text whole">{one.subject}</span>
          <span class="quiet small whole">{nameOf('units', one.unit)} · {dateTime(one.received_at)}</span>
        </li>
      ))}
    </ol>
  );
}

export function Earlier() {
  return (
    <section class="panel side" aria-label={t('op.earlier')}>
      <header>
        <h2>{t('op.earlier')}{earlier.value !== null && ` (${earlier.value.length})`}</h2>
      </header>
      <div class="inside stack" role="status">
        <button type="button" disabled={draft.value.phone.trim() === ''} onClick={() => void lookUp()}>
          {t('op.earlier.ask')} <kbd>F8</kbd>
        </button>
        <Found />
      </div>
    </section>
  );
}
