// Names of units, fields, areas and classes; loaded once a page.
import { signal } from '@preact/signals';
import type { Directory } from '../../generated/api.ts';
import { call } from './api.ts';

export const directory = signal<Directory | null>(null);

export async function loadDirectory(): Promise<void> {
  const answer = await call<Directory>('GET', '/v1/directory');
  if (answer.ok) directory.value = answer.data;
}

type Named = 'units' | 'fields' | 'areas' | 'classes';

/** The name of a code; the code itself while it is not known. */
export function nameOf(list: Named, code: string | null): string {
  if (code === null) return '';
  return directory.value?.[list].find((one) => one.code === code)?.name ?? code;
}
