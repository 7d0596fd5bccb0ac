import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { clock, codeGroups, dateTime, dueState, phone, pieces } from '../src/shared/format.ts';

test('Times are Vietnam’s, with zeros, whatever the zone of the machine', () => {
  equal(dateTime('2026-09-05T07:30:00.000Z'), '05/09/2026 14:30');
  equal(dateTime('2026-12-31T17:00:00.000Z'), '01/01/2027 00:00');
  equal(clock('2026-09-05T07:30:09.000Z'), '14:30:09');
});

test('A deadline is late, soon or in time, and says by how many hours', () => {
  const now = Date.parse('2026-09-05T07:30:00Z');
  deepEqual(dueState('2026-09-05T04:29:00Z', false, now), { state: 'overdue', hours: 3 });
  deepEqual(dueState('2026-09-07T07:30:00Z', false, now), { state: 'soon', hours: 48 });
  deepEqual(dueState('2026-09-07T07:31:00Z', false, now), { state: 'ok', hours: 48 });
  deepEqual(dueState('2026-09-05T04:29:00Z', true, now), { state: 'none', hours: 0 });
  deepEqual(dueState(null, false, now), { state: 'none', hours: 0 });
});

test('A code is read out in its groups', () => {
  deepEqual(codeGroups('26-000123-7K4Q-2M9T-XH3V-5NPA'), ['26-000123', '7K4Q', '2M9T', 'XH3V', '5NPA']);
});

test('A telephone number is grouped, other words are left alone', () => {
  equal(phone('+84905123456'), '0905 123 456');
  equal(phone('0905123456'), '0905 123 456');
  equal(phone('gọi tổ trưởng'), 'gọi tổ trưởng');
});

test('Spans count code points, also behind characters of two units', () => {
  const spans = [{ start: 2, end: 4, type: 'NAME' }];
  deepEqual(pieces('😡 Ái ơi', spans), [
    { text: '😡 ', type: null }, { text: 'Ái', type: 'NAME' }, { text: ' ơi', type: null },
  ]);
  deepEqual(pieces('không', []), [{ text: 'không', type: null }]);
});
