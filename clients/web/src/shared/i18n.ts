// Message catalogues: Vietnamese is whole and the default, English has the same keys.
import { vi } from './messages.vi.ts';

export type Key = keyof typeof vi;
export type Language = 'vi' | 'en';

function chosen(): Language {
  const stored = localStorage.getItem('language');
  if (stored === 'vi' || stored === 'en') return stored;
  return navigator.languages[0]?.startsWith('en') ? 'en' : 'vi';
}

export const language: Language = typeof localStorage === 'undefined' ? 'vi' : chosen();
const messages: Record<Key, string> = language === 'en' ? (await import('./messages.en.ts')).en : vi;
if (typeof document !== 'undefined') document.documentElement.lang = language;

/** Remembers the choice and shows the page again in it. */
export function choose(next: Language): void {
  localStorage.setItem('language', next);
  location.reload();
}

/** The message of a key, with {name} replaced. */
export function t(key: Key, values: Record<string, string | number> = {}): string {
  return messages[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The message of a code that the server may know and this page not: then the code itself. */
export function word(group: string, code: string): string {
  const key = `${group}.${code}`;
  return key in messages ? messages[key as Key] : code;
}
