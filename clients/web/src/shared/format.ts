// Times, numbers and codes as people here write them. Intl's own vi-VN dates lack the zeros.
const zone = 'Asia/Ho_Chi_Minh';
const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: zone, day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit',
  second: '2-digit', hourCycle: 'h23',
});

function partsOf(time: string | number): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(time)).map((part) => [part.type, part.value]));
}

/** "05/09/2026 14:30", in Vietnam. */
export function dateTime(time: string | number): string {
  const { day, month, year, hour, minute } = partsOf(time);
  return `${day}/${month}/${year} ${hour}:${minute}`;
}

/** "14:30:07", in Vietnam. */
export function clock(time: string | number): string {
  const { hour, minute, second } = partsOf(time);
  return `${hour}:${minute}:${second}`;
}

/** "1.234". */
export function count(value: number): string {
  return value.toLocaleString('vi-VN');
}

export type Due = { state: 'overdue' | 'soon' | 'ok' | 'none'; hours: number };
const soonHours = 48;

/** How a deadline stands; whole hours, of the past or still to go. */
export function dueState(due: string | null, ended: boolean, now: number): Due {
  if (due === null || ended) return { state: 'none', hours: 0 };
  const left = (Date.parse(due) - now) / 3_600_000;
  if (left < 0) return { state: 'overdue', hours: Math.floor(-left) };
  return { state: left <= soonHours ? 'soon' : 'ok', hours: Math.floor(left) };
}

/** The groups of a tracking code in the order they are read out: "26-000123", "7K4Q", … */
export function codeGroups(code: string): string[] {
  const groups = code.split('-');
  return [groups.slice(0, 2).join('-'), ...groups.slice(2)];
}

/** "0905 123 456" of anything with the same digits; what has no digits as it is. */
export function phone(text: string): string {
  const digits = text.replace(/\D/g, '').replace(/^84(?=\d{9}$)/, '0');
  return /^0\d{9}$/.test(digits) ? `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}` : text;
}

export type Piece = { text: string; type: string | null };

/** Cuts a text at spans whose offsets count code points, in order; text between them has type null. */
export function pieces(text: string, spans: ReadonlyArray<{ start: number; end: number; type: string }>): Piece[] {
  const points = [...text];
  const out: Piece[] = [];
  let at = 0;
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    if (span.start < at) continue;
    if (span.start > at) out.push({ text: points.slice(at, span.start).join(''), type: null });
    out.push({ text: points.slice(span.start, span.end).join(''), type: span.type });
    at = span.end;
  }
  if (at < points.length) out.push({ text: points.slice(at).join(''), type: null });
  return out;
}
