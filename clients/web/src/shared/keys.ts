// Keys of the keyboard. Vietnamese input tools send Backspace and letters, or compose; single letters therefore act
// outside text fields only, and never while something is being composed.
import { useEffect } from 'preact/hooks';

export type Keys = Record<string, (event: KeyboardEvent) => void>;

const offName = 'shortcuts-off';
export function lettersAreOn(): boolean {
  return localStorage.getItem(offName) === null;
}
export function switchLetters(on: boolean): void {
  if (on) localStorage.removeItem(offName);
  else localStorage.setItem(offName, '1');
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.matches('textarea, select, input:not([type=checkbox], [type=radio])') || target.isContentEditable;
}

/** "Ctrl+Enter", "F2", "m". Shift alone is not part of a name, so that "?" works on every layout. */
export function nameOf(event: KeyboardEvent): string {
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.key}`;
}

/** Whether this key may act now: nothing is composed, and a letter is not being typed into a field. */
export function mayAct(event: KeyboardEvent): boolean {
  if (event.isComposing || event.key === 'Process' || event.defaultPrevented) return false;
  const isPlain = event.key.length === 1 && !event.ctrlKey && !event.metaKey;
  return !isPlain || (lettersAreOn() && !takesText(event.target));
}

/** Acts on keys while the component is shown. An open dialog takes them all. */
export function useKeys(keys: Keys): void {
  useEffect(() => {
    const act = (event: KeyboardEvent) => {
      const handler = keys[nameOf(event)];
      if (handler === undefined || !mayAct(event) || document.querySelector('dialog[open]') !== null) return;
      event.preventDefault();
      handler(event);
    };
    document.addEventListener('keydown', act);
    return () => document.removeEventListener('keydown', act);
  });
}
