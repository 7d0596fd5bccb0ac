import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { parseBlock } from '../src/shared/events.ts';

test('A notice has its kind, its case and its cursor', () => {
  deepEqual(parseBlock('id: c1\nevent: case.received\ndata: {"id":"ab"}'), { kind: 'case.received', id: 'ab', cursor: 'c1' });
  deepEqual(parseBlock('event: reset\ndata: {}'), { kind: 'reset', id: '', cursor: '' });
});

test('Heartbeats and the retry time are no notices', () => {
  equal(parseBlock(': still here'), null);
  equal(parseBlock('retry: 2000'), null);
});
