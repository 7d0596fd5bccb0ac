// A hotline-server of one's own for the browser: real program, real pages, TLS with the certificate it makes itself.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');
const programs = process.env['HOTLINE_BIN'] ?? join(root, 'build/release/bin');
const startMs = 300_000;

export type LogIn = { username: string; password: string; totp_secret?: string; roles: string[]; units: string[] };

export class Server {
  readonly folder = mkdtempSync(join(tmpdir(), 'hotline-web-'));
  url = '';
  logIns: LogIn[] = [];
  errors = '';
  private process: ChildProcess | undefined;

  /** Starts a demonstration; with `complaints` a file of samples is loaded. */
  static async start(complaints?: string): Promise<Server> {
    const server = new Server();
    await server.run(complaints);
    return server;
  }

  private async run(complaints: string | undefined): Promise<void> {
    const credentials = join(this.folder, 'log-ins.json');
    const samples = complaints === undefined ? [] : ['--complaints', complaints];
    this.process = spawn(join(programs, 'hotline-server'), [
      'demo', '--data', join(this.folder, 'data'), '--listen', '127.0.0.1:0',
      '--directory', join(root, 'server/routing/data/directory.json'), '--credentials', credentials, ...samples,
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => { this.errors += text; });
    this.url = await this.address();
    this.logIns = JSON.parse(readFileSync(credentials, 'utf8')) as LogIn[];
  }

  private address(): Promise<string> {
    return new Promise((found, failed) => {
      const lines = createInterface({ input: this.process?.stdout ?? process.stdin });
      const timer = setTimeout(() => failed(new Error(`not listening\n${this.errors.slice(-2000)}`)), startMs);
      this.process?.once('exit', () => failed(new Error(`ended\n${this.errors.slice(-2000)}`)));
      lines.on('line', (line) => {
        const [, url] = /^listening on (\S+)/.exec(line) ?? [];
        if (url === undefined) return;
        clearTimeout(timer);
        found(url);
      });
    });
  }

  /** The index-th user who has this role, in this unit when one is named. */
  logInOf(role: string, unit?: string, index = 0): LogIn {
    const found = this.logIns.filter((each) => each.roles.includes(role) && (unit === undefined || each.units.includes(unit)));
    const one = found[index];
    if (one === undefined) throw new Error(`no user number ${index} of role ${role} in ${unit ?? 'any unit'}`);
    return one;
  }

  async stop(): Promise<void> {
    const process = this.process;
    if (process !== undefined && process.exitCode === null) {
      const ended = new Promise((resolved) => process.once('exit', resolved));
      process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The one-time code of a base32 secret now (RFC 6238, SHA-1, 6 digits, 30 s). */
export function oneTimeCode(secret: string): string {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(step).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
