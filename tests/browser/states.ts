// The named states of every page: what the accessibility test judges and what the pictures show.
import type { Browser } from '../../clients/web/node_modules/playwright-core/index.d.ts';
import { type Look, Person } from './browser.ts';
import type { Server } from './server.ts';

export const unit = 'so-xay-dung';
export const name = 'Nguyễn Thị Thanh Trúc';
export const phone = '0939 517 284';
export const text = `Tôi tên ${name}, số điện thoại ${phone}. Đường Hùng Vương đoạn trước chợ phường Mỹ Tho có ổ gà rất sâu, `
  + 'hai xe máy đã té trong tuần này, đề nghị sửa sớm.';
export const note = 'Gọi lại để hỏi vị trí chính xác của ổ gà';
export const reply = 'Sở Xây dựng đã vá mặt đường ngày hôm qua và sẽ thảm lại toàn đoạn trong tháng này.';

/** One person for each role, all with the same look, made when they are first needed. */
export class Cast {
  private readonly people = new Map<string, Person>();
  readonly browser: Browser;
  readonly server: Server;
  readonly look: Look;

  constructor(browser: Browser, server: Server, look: Look = {}) {
    this.browser = browser;
    this.server = server;
    this.look = look;
  }

  /** Somebody without a session. */
  async citizen(): Promise<Person> {
    return this.of('citizen', async (person) => void person);
  }
  async staff(role: string): Promise<Person> {
    const inUnit = role === 'officer' || role === 'lead' ? unit : undefined;
    return this.of(role, (person) => person.logIn(this.server.logInOf(role, inUnit)));
  }
  private async of(key: string, prepare: (person: Person) => Promise<void>): Promise<Person> {
    const known = this.people.get(key);
    if (known !== undefined) return known;
    const person = await Person.enter(this.browser, this.server, this.look);
    this.people.set(key, person);
    await prepare(person);
    return person;
  }
  everybody(): Person[] {
    return [...this.people.values()];
  }
  async leave(): Promise<void> {
    for (const person of this.everybody()) await person.leave();
  }
}

export type State = { name: string; show: (cast: Cast) => Promise<Person> };

async function operatorTyping(cast: Cast): Promise<Person> {
  const person = await cast.staff('operator');
  await person.page.goto('/operator');
  await person.page.locator('#text').fill(text);
  await person.page.locator('#phone').fill(phone);
  await person.page.locator('#name').fill(name);
  await person.page.locator('select#unit').selectOption(unit);
  await person.page.locator('.choices').last().locator('input').first().check();
  await person.page.locator('.chosen').waitFor();
  await person.page.locator('.read mark').first().waitFor();
  return person;
}

/** The officer with the newest case of the unit open. */
export async function officerAtCase(cast: Cast): Promise<Person> {
  const person = await cast.staff('officer');
  await person.page.goto('/inbox');
  await person.page.locator('.line').first().click();
  await person.page.locator('.report').waitFor();
  return person;
}

async function dialog(cast: Cast, key: string): Promise<Person> {
  const person = await officerAtCase(cast);
  await person.page.keyboard.press(key);
  await person.page.locator('dialog[open]').waitFor();
  return person;
}

async function citizenSends(cast: Cast): Promise<Person> {
  const person = await cast.citizen();
  await person.page.goto('/');
  await person.page.locator('#text').fill(text);
  await person.page.locator('#phone').fill(phone);
  await person.page.locator('button.main').click();
  await person.page.locator('.code').waitFor();
  return person;
}

export const states: readonly State[] = [
  { name: 'login', show: async (cast) => {
    const person = await cast.citizen();
    await person.page.goto('/login');
    await person.page.locator('form').waitFor();
    return person;
  } },
  { name: 'login-refused', show: async (cast) => {
    const person = await cast.citizen();
    await person.page.goto('/login');
    await person.page.locator('[name=username]').fill('khong-co-ai');
    await person.page.locator('[name=password]').fill('sai hoàn toàn');
    await person.page.locator('button.main').click();
    await person.page.locator('[role=alert]:not([hidden])').waitFor();
    return person;
  } },
  { name: 'operator-empty', show: async (cast) => {
    const person = await cast.staff('operator');
    await person.page.goto('/operator');
    await person.page.locator('select#unit').waitFor();
    return person;
  } },
  { name: 'operator-typing', show: operatorTyping },
  { name: 'operator-earlier', show: async (cast) => {
    const person = await operatorTyping(cast);
    await person.page.keyboard.press('F8');
    await person.page.locator('.earlier li, .side [role=status] p.quiet:not(.small)').first().waitFor();
    return person;
  } },
  { name: 'operator-done', show: async (cast) => {
    const person = await operatorTyping(cast);
    await person.page.keyboard.press('Control+Enter');
    await person.page.locator('.code').waitFor();
    return person;
  } },
  { name: 'inbox-list', show: async (cast) => {
    const person = await cast.staff('operator');
    await person.page.goto('/inbox');
    await person.page.locator('.line').first().waitFor();
    return person;
  } },
  { name: 'inbox-nothing', show: async (cast) => {
    const person = await cast.staff('officer');
    await person.page.goto('/inbox?state=merged');
    await person.page.locator('.list .empty').waitFor();
    return person;
  } },
  { name: 'inbox-case', show: officerAtCase },
  { name: 'inbox-reveal', show: (cast) => dialog(cast, 'h') },
  { name: 'inbox-revealed', show: async (cast) => {
    const person = await officerAtCase(cast);
    await person.page.locator('.acts button.main').click(); // accepted, so it is the officer's own
    await person.page.locator('.acts button.main', { hasText: /Trả lời|Answer/ }).waitFor();
    await person.page.keyboard.press('h');
    await person.page.locator('dialog [name=note]').fill(note);
    await person.page.locator('dialog button.main').click();
    await person.page.locator('.person .open').waitFor();
    return person;
  } },
  { name: 'inbox-reply', show: (cast) => dialog(cast, 'p') },
  { name: 'inbox-transfer', show: (cast) => dialog(cast, 'c') },
  { name: 'supervisor', show: async (cast) => {
    const person = await cast.staff('supervisor');
    await person.page.goto('/supervisor');
    await person.page.locator('.figure').first().waitFor();
    return person;
  } },
  { name: 'auditor', show: async (cast) => {
    const person = await cast.staff('auditor');
    await person.page.goto('/auditor');
    await person.page.locator('tbody tr').first().waitFor();
    return person;
  } },
  { name: 'auditor-checked', show: async (cast) => {
    const person = await cast.staff('auditor');
    await person.page.goto('/auditor');
    await person.page.locator('.audit .panel').first().locator('button').click();
    await person.page.locator('.note.good').waitFor();
    return person;
  } },
  { name: 'account', show: async (cast) => {
    const person = await cast.staff('auditor');
    await person.page.goto('/account');
    await person.page.locator('.account li').first().waitFor();
    return person;
  } },
  { name: 'activate', show: async (cast) => {
    const person = await cast.citizen();
    await person.page.goto('/activate');
    await person.page.locator('form').waitFor();
    return person;
  } },
  { name: 'citizen-form', show: async (cast) => {
    const person = await cast.citizen();
    await person.page.goto('/');
    await person.page.locator('#text').waitFor();
    return person;
  } },
  { name: 'citizen-sent', show: citizenSends },
  { name: 'citizen-ask', show: async (cast) => {
    const person = await cast.citizen();
    await person.page.goto('/tra-cuu');
    await person.page.locator('#code').waitFor();
    return person;
  } },
  { name: 'citizen-case', show: async (cast) => {
    const person = await citizenSends(cast);
    const code = await person.page.locator('.code').getAttribute('aria-label') ?? '';
    await person.page.goto('/tra-cuu');
    await person.page.locator('#code').fill(code);
    await person.page.locator('button.main').click();
    await person.page.locator('.state').waitFor();
    return person;
  } },
  { name: 'citizen-trouble', show: async (cast) => {
    const person = await cast.citizen();
    await person.page.goto('/tra-cuu');
    await person.page.locator('#code').fill('26-000001-0000-0000-0000-0000');
    await person.page.locator('button.main').click();
    await person.page.locator('[role=alert]').waitFor();
    return person;
  } },
];

/** How each state is looked at. */
export const looks: Readonly<Record<string, Look>> = {
  light: {},
  dark: { scheme: 'dark' },
  narrow: { width: 320, height: 720 },
  english: { locale: 'en-GB' },
};
