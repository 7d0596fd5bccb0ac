// After recording: the code in groups, to be read out, and what to tell the caller.
import { useEffect, useRef } from 'preact/hooks';
import type { Received } from '../../generated/api.ts';
import { nameOf } from '../shared/directory.ts';
import { codeGroups, dateTime } from '../shared/format.ts';
import { t, word } from '../shared/i18n.ts';

export function Done(props: { case: Received; next: () => void }) {
  const again = useRef<HTMLButtonElement>(null);
  useEffect(() => again.current?.focus(), []);
  const { case: one } = props;
  const taken = one.redactions.map((each) => `${word('span', each.type)} ×${each.count}`).join(', ');
  return (
    <section class="panel done" aria-labelledby="done">
      <div class="inside stack">
        <h2 id="done">{t('op.done', { reference: one.reference })}</h2>
        <p>{t('op.done.read')}</p>
        <div class="code" role="group" aria-label={one.tracking_code}>
          {codeGroups(one.tracking_code).map((group) => <span key={group}>{group}</span>)}
        </div>
        <dl class="facts">
          <dt>{t('op.unit')}</dt><dd>{nameOf('units', one.unit)}</dd>
          <dt>{t('op.field')}</dt><dd>{nameOf('fields', one.field)}</dd>
          <dt>{t('due')}</dt><dd>{one.due_at === null ? t('due.never') : dateTime(one.due_at)}</dd>
          {taken !== '' && <><dt>{t('op.done.taken')}</dt><dd>{taken}</dd></>}
        </dl>
        {one.guidance !== undefined && <p class="note warn">{one.guidance}</p>}
        <div class="row">
          <button type="button" class="main" ref={again} onClick={props.next}>{t('op.next')} <kbd>F9</kbd></button>
          <a class="button" href={`/inbox?case=${one.reference}`}>{t('op.open')}</a>
        </div>
      </div>
    </section>
  );
}
