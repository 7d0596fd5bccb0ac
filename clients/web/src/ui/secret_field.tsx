// A password or code that is typed and never shown again.
import { Field } from './parts.tsx';

export function SecretField(props: {
  label: string; name: string; value: string; set: (text: string) => void; complete: string; hint?: string; plain?: boolean;
}) {
  return (
    <Field label={props.label} hint={props.hint}>
      {(id, more) => {
        const set = (event: { currentTarget: HTMLInputElement }) => props.set(event.currentTarget.value);
        const rest = { id, name: props.name, value: props.value, autocomplete: props.complete, spellcheck: false, onInput: set };
        return props.plain
          ? <input {...rest} aria-describedby={more} autocapitalize="none" />
          : <input {...rest} aria-describedby={more} type="password" />;
      }}
    </Field>
  );
}
