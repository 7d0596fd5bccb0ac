// Debian's Chromium, watched: every answer's bytes, every content-policy violation, every foreign host.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from '../../clients/web/node_modules/playwright-core/index.d.ts';
import type { LogIn, Server } from './server.ts';

const web = createRequire(new URL('../../clients/web/package.json', import.meta.url));
const { chromium } = web('playwright-core') as typeof import('../../clients/web/node_modules/playwright-core/index.d.ts');
const axe = readFileSync(web.resolve('axe-core/axe.min.js'), 'utf8');

export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['HOTLINE_CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

export type Look = { scheme?: 'light' | 'dark'; width?: number; height?: number; locale?: string; javaScript?: boolean };

/** A browser of one person: cookies of their own, and everything it received. */
export class Person {
  readonly received: string[] = [];
  readonly violations: string[] = [];
  readonly hosts = new Set<string>();

  readonly context: BrowserContext;
  readonly page: Page;

  private constructor(context: BrowserContext, page: Page) {
    this.context = context;
    this.page = page;
  }

  static async enter(browser: Browser, server: Server, look: Look = {}): Promise<Person> {
    const context = await browser.newContext({
      baseURL: server.url, ignoreHTTPSErrors: true, locale: look.locale ?? 'vi-VN', colorScheme: look.scheme ?? 'light',
      viewport: { width: look.width ?? 1360, height: look.height ?? 850 }, javaScriptEnabled: look.javaScript ?? true,
      timezoneId: 'Europe/Berlin', // times are shown in Vietnam's, wherever the browser stands
    });
    const person = new Person(context, await context.newPage());
    await person.watch();
    return person;
  }

  private async watch(): Promise<void> {
    await this.context.exposeFunction('reportViolation', (what: string) => this.violations.push(what));
    await this.context.addInitScript(() => {
      const report = (globalThis as unknown as { reportViolation: (what: string) => void }).reportViolation;
      document.addEventListener('securitypolicyviolation', (event) => report(`${event.violatedDirective} ${event.blockedURI}`));
    });
    this.page.on('request', (request) => this.hosts.add(new URL(request.url()).host));
    this.page.on('response', async (response) => {
      if (!response.headers()['content-type']?.startsWith('text/event-stream'))
        this.received.push(await response.text().catch(() => ''));
    });
    this.page.on('pageerror', (error) => this.violations.push(`script error: ${error.message}`));
    this.page.on('dialog', (dialog) => void dialog.accept());
  }

  async logIn(who: LogIn): Promise<void> {
    await this.page.goto('/login');
    await this.page.locator('[name=username]').fill(who.username);
    await this.page.locator('[name=password]').fill(who.password);
    await this.page.keyboard.press('Enter');
    await this.page.waitForURL((url) => url.pathname !== '/login');
  }

  /** Everything the browser holds now: the document and what was answered so far. */
  async everything(): Promise<string> {
    const held = await this.page.content();
    const values = await this.page.evaluate(() => [...document.querySelectorAll('input, textarea')].map((each) => (each as HTMLInputElement).value).join('\n'));
    return [held, values, ...this.received].join('\n').normalize('NFC');
  }

  /** What axe finds wrong with the page as it is. Injected beside the page's policy, by the browser. */
  async faults(): Promise<string[]> {
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      type Result = { violations: Array<{ id: string; nodes: Array<{ target: string[]; failureSummary: string }> }> };
      const { axe: found } = globalThis as unknown as { axe: { run: (options: object) => Promise<Result> } };
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const result = await found.run({ runOnly: tags });
      return result.violations.flatMap((each) => each.nodes.map((node) => `${each.id} ${node.target.join(' ')} ${node.failureSummary}`));
    });
  }

  /** Whether the page scrolls sideways: something is wider than the window. */
  async overflows(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
  }

  async leave(): Promise<void> {
    await this.context.close();
  }
}
