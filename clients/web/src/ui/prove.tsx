// Asked for when an act needs a proof of the last ten minutes.
import { t } from '../shared/i18n.ts';
import { Field } from './parts.tsx';

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
