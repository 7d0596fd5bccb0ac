// Sample complaints for a server to begin with.
import { readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const samples = resolve(import.meta.dirname, '../../server/demo/data/complaints.jsonl');

/** The first of the sample complaints, in a file of their own. */
export function fewComplaints(number: number): string {
  const path = join(tmpdir(), `hotline-complaints-${process.pid}.jsonl`);
  writeFileSync(path, readFileSync(samples, 'utf8').split('\n').slice(0, number).join('\n') + '\n');
  return path;
}
