// The list of cases: its filters live in the address, its pages come by cursor, and it never moves under the reader.
import { computed, signal } from '@preact/signals';
import type { CasePage, CaseSummary, Problem } from '../../generated/api.ts';
import { call } from '../shared/api.ts';

export const filterNames = ['due', 'state', 'field', 'area', 'unit', 'class'] as const;
export type FilterName = (typeof filterNames)[number];
export type Filters = Partial<Record<FilterName, string>>;

export const filters = signal<Filters>({});
/** The reference or id of the case that is open beside the list; '' for none. */
export const open = signal('');
export const items = signal<CaseSummary[]>([]);
export const counts = signal<CasePage['counts'] | null>(null);
export const more = signal<string | null>(null);
export const loading = signal(true);
export const problem = signal<Problem | null>(null);
/** Ids of cases that came or changed since the list was loaded. */
export const fresh = signal<ReadonlySet<string>>(new Set());
export const now = signal(Date.now());
export const at = computed(() => items.value.findIndex((one) => isOpen(one)));

const pageSize = 50;
let round = 0;

export function isOpen(one: CaseSummary): boolean {
  return open.value !== '' && (one.reference === open.value || one.id === open.value);
}

export function readAddress(): void {
  const query = new URLSearchParams(location.search);
  const given = filterNames.map((name): [FilterName, string | null] => [name, query.get(name)]);
  filters.value = Object.fromEntries(given.filter(([, value]) => value !== null && value !== ''));
  open.value = query.get('case') ?? '';
}

export function address(change: Filters & { case?: string }): string {
  const all = { ...filters.value, case: open.value, ...change };
  const query = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== undefined && value !== ''));
  return query.size === 0 ? '/inbox' : `/inbox?${query}`;
}

/** Filters make a new step of the history; so does opening a case. */
export function go(change: Filters & { case?: string }): void {
  const filtered = filterNames.some((name) => name in change);
  history.pushState(null, '', address(change));
  readAddress();
  if (filtered) void load();
}

async function page(cursor: string | null): Promise<void> {
  const mine = ++round;
  loading.value = true;
  const query = new URLSearchParams({ ...filters.value, limit: String(pageSize), ...(cursor === null ? {} : { cursor }) });
  const answer = await call<CasePage>('GET', `/v1/cases?${query}`);
  if (mine !== round) return;
  loading.value = false;
  problem.value = answer.ok ? null : answer.problem;
  if (!answer.ok) return;
  items.value = cursor === null ? answer.data.items : [...items.value, ...answer.data.items];
  counts.value = answer.data.counts;
  more.value = answer.data.next;
  now.value = Date.now();
}

export async function load(): Promise<void> {
  fresh.value = new Set();
  await page(null);
}

export async function loadMore(): Promise<void> {
  if (more.value !== null && !loading.value) await page(more.value);
}

/** A notice: what is shown stays where it is until the reader asks for the news. */
export function noted(id: string): void {
  fresh.value = new Set([...fresh.value, id]);
}

/** The case at a step from the open one, or the first. */
export function neighbour(step: 1 | -1): CaseSummary | undefined {
  return items.value[at.value < 0 ? 0 : at.value + step];
}

/** Puts a case's new facts into the list, without moving it. */
export function refresh(changed: Pick<CaseSummary, 'id'> & Partial<CaseSummary>): void {
  items.value = items.value.map((one) => (one.id === changed.id ? { ...one, ...changed } : one));
}
