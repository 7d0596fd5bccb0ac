// The small set of parts that every page is made of.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import type { Problem } from '../../generated/api.ts';
import { type Due, dueState, dateTime } from '../shared/format.ts';
import { t } from '../shared/i18n.ts';

/** A named place for one control. The control is made by `children` with the id and the description's id. */
export function Field(props: {
  label: ComponentChildren; hint?: string; fault?: string; children: (id: string, described: string) => ComponentChildren;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      {props.children(id, `${id}-more`)}
      <div id={`${id}-more`} class={props.fault ? 'fault' : 'quiet small'} hidden={!props.fault && !props.hint}>
        {props.fault ?? props.hint}
      </div>
    </div>
  );
}

export function Check(props: { checked: boolean; set: (on: boolean) => void; disabled?: boolean; children: ComponentChildren }) {
  return (
    <label class="check">
      <input type="checkbox" checked={props.checked} disabled={props.disabled}
        onChange={(event) => props.set(event.currentTarget.checked)} />
      <span>{props.children}</span>
    </label>
  );
}

/** What the server says is wrong, announced at once. Null shows nothing. */
export function Trouble({ problem }: { problem: Problem | null }) {
  if (problem === null) return <div role="alert" />;
  return (
    <div role="alert" class="note bad">
      <strong>{problem.title}</strong>
      {problem.detail !== problem.title && <div>{problem.detail}</div>}
      {problem.errors?.map((one) => <div key={one.pointer}>{one.detail}</div>)}
    </div>
  );
}

const marks = { overdue: '■', soon: '▲', ok: '●', none: '–' };

function dueWords(due: Due): string {
  const { state, hours } = due;
  if (state === 'none') return '';
  const amount = hours < 48 ? t('due.hours', { n: hours }) : t('due.days', { n: Math.floor(hours / 24) });
  return t(state === 'overdue' ? 'due.late' : 'due.left', { amount });
}

/** A deadline: words and a shape first, colour second. */
export function DueMark(props: { due: string | null; ended: boolean; now: number }) {
  const due = dueState(props.due, props.ended, props.now);
  const exact = props.due === null ? t('due.never') : dateTime(props.due);
  return (
    <span class={`due ${due.state}`} title={exact}>
      <span aria-hidden="true">{marks[due.state]} </span>
      {dueWords(due) || (props.ended ? t('due.ended') : t('due.never'))}
    </span>
  );
}

/** A modal dialog with one form; Escape and the cancel button close it. The first field has the focus. */
export function Dialog(props: { title: string; close: () => void; send: () => void; children: ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => { if (before instanceof HTMLElement) before.focus(); };
  }, []);
  const send = (event: Event) => {
    event.preventDefault();
    props.send();
  };
  const chord = (event: KeyboardEvent) => {
    if (event.ctrlKey && event.key === 'Enter' && !event.isComposing) send(event);
  };
  return (
    <dialog ref={dialog} aria-labelledby={title} onClose={props.close} onKeyDown={chord}>
      <form onSubmit={send} noValidate>
        <h2 id={title}>{props.title}</h2>
        {props.children}
      </form>
    </dialog>
  );
}

/** The buttons at the end of a dialog. */
export function Decide(props: { send: string; busy: boolean; close: () => void; danger?: boolean }) {
  return (
    <div class="row">
      <button type="button" onClick={props.close}>{t('cancel')}</button>
      <button type="submit" class={props.danger ? 'danger' : 'main'} disabled={props.busy}>
        {props.busy ? t('sending') : props.send}
      </button>
    </div>
  );
}
