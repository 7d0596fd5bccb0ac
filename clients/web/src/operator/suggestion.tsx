// What the server understood: personal data it will take out, and where the case goes and why. It follows the text,
// never moves the focus, and never changes what was chosen by hand.
import { directory, nameOf } from '../shared/directory.ts';
import { pieces } from '../shared/format.ts';
import { t, word } from '../shared/i18n.ts';
import { Trouble } from '../ui/parts.tsx';
import { change, draft, preview, previewTrouble } from './complaint.ts';
import type { Class, Preview } from '../../generated/api.ts';

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function Understood({ found }: { found: Preview }) {
  const because = found.field.because.slice(0, 4);
  return (
    <div class="stack tight">
      <div class="chosen">
        <strong>{found.unit.name}</strong>
        <div class="small">{nameOf('fields', found.field.code)} · {percent(found.field.confidence)}</div>
      </div>
      {because.length > 0 && <p class="small quiet">{t('op.because')} {because.map((each) => `“${each}”`).join(', ')}</p>}
      {found.ask && <p class="note warn small">{t('op.ask')}</p>}
      {found.guidance !== undefined && <p class="note warn small">{found.guidance}</p>}
    </div>
  );
}

function Others({ found }: { found: Preview }) {
  if (found.alternatives.length === 0) return null;
  return (
    <div>
      <h3>{t('op.others')}</h3>
      <ol class="others">
        {found.alternatives.slice(0, 3).map((each) => (
          <li key={each.field + each.unit}>
            <button type="button" class="plain" onClick={() => change({ unit: each.unit, field: each.field })}>
              {nameOf('units', each.unit)}
            </button>
            <span class="quiet small">{nameOf('fields', each.field)} · {percent(each.confidence)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function Select(props: {
  name: string; label: string; key_?: string; value: string; auto: string; set: (code: string) => void;
  items: ReadonlyArray<{ code: string; name: string }>;
}) {
  return (
    <div class="field">
      <label for={props.name}>{props.label} {props.key_ !== undefined && <kbd>{props.key_}</kbd>}</label>
      <select id={props.name} name={props.name} value={props.value} onChange={(event) => props.set(event.currentTarget.value)}>
        <option value="">{props.auto}</option>
        {props.items.map((one) => <option key={one.code} value={one.code}>{one.name}</option>)}
      </select>
    </div>
  );
}

function Choices() {
  const lists = directory.value;
  const found = preview.value;
  if (lists === null) return null;
  const auto = (name: string) => (name === '' ? t('op.auto') : t('op.auto.is', { name }));
  const units = lists.units.filter((unit) => unit.kind !== 'audit');
  return (
    <div class="stack">
      <Select name="unit" label={t('op.unit')} key_="F4" value={draft.value.unit} items={units}
        auto={auto(found?.unit.name ?? '')} set={(unit) => change({ unit })} />
      <Select name="field" label={t('op.field')} value={draft.value.field} items={lists.fields}
        auto={auto(nameOf('fields', found?.field.code ?? null))} set={(field) => change({ field })} />
      <Select name="area" label={t('op.area')} value={draft.value.area} items={lists.areas}
        auto={auto(nameOf('areas', found?.area.code ?? null))} set={(area) => change({ area })} />
      <Select name="kind" label={t('op.class')} value={draft.value.kind} items={lists.classes}
        auto={auto(nameOf('classes', found?.class.code ?? null))} set={(kind) => change({ kind: kind as Class | '' })} />
    </div>
  );
}

function Sealed({ found }: { found: Preview }) {
  return (
    <div class="stack tight">
      <h3>{t('op.found')}</h3>
      <p class="text small read" tabIndex={0} role="group" aria-label={t('op.found')}>
        {pieces(found.normalized_text, found.spans).map((piece, at) =>
          piece.type === null ? piece.text : <mark key={at} title={word('span', piece.type)}>{piece.text}</mark>)}
      </p>
      <p class="small quiet" role="status">
        {found.spans.length === 0 ? t('op.found.none') : t('op.found.some', { n: found.spans.length })}
      </p>
    </div>
  );
}

export function Suggestion() {
  const found = preview.value;
  return (
    <section class="panel side" aria-label={t('op.suggestion')}>
      <header><h2>{t('op.suggestion')}</h2></header>
      <div class="inside stack">
        <Trouble problem={previewTrouble.value} />
        {found === null ? <p class="quiet small">{t('op.suggestion.empty')}</p> : <Understood found={found} />}
        {found !== null && <Others found={found} />}
        <Choices />
        {found !== null && <Sealed found={found} />}
      </div>
    </section>
  );
}
