// One complaint through the pages alone: call, record, accept, reveal, answer, track. Nothing of the person reaches a
// browser before the reveal.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { Person } from './browser.ts';
import { browser, server } from './shared.ts';
import { note, unit } from './states.ts';

const name = 'Trần Ngọc Ánh Dương';
const phone = '0987 654 123';
const text = `Tôi là ${name}, số ${phone}. Đường Lê Lợi trước trường tiểu học có ổ gà sâu, xe máy té hôm qua.`;
const reply = 'Sở Xây dựng đã cho vá ổ gà trên đường Lê Lợi trong ngày.';
const secrets = [name, phone, '0987654123', '+84987654123'];

/** The secrets that this browser holds or was ever sent. */
async function held(person: Person): Promise<string[]> {
  const everything = await person.everything();
  return secrets.filter((secret) => everything.includes(secret));
}

describe('A complaint told in the browser', { concurrency: false }, () => {
  const people: Person[] = [];
  const enter = async (look = {}): Promise<Person> => {
    const person = await Person.enter(browser, server, look);
    people.push(person);
    return person;
  };
  let code = '';
  let reference = '';
  let officer: Person;
  after(async () => { for (const person of people) await person.leave(); });

  test('the operator records it with one chord and reads the code out', async () => {
    const operator = await enter();
    await operator.logIn(server.logInOf('operator'));
    await operator.page.locator('#text:focus').waitFor(); // the focus waits in the text
    await operator.page.keyboard.insertText(text);
    await operator.page.locator('.read mark').first().waitFor();
    equal(await operator.page.evaluate(() => document.activeElement?.id), 'text', 'the suggestion leaves the focus alone');
    await operator.page.keyboard.press('F4');
    await operator.page.locator('select#unit').selectOption(unit);
    await operator.page.keyboard.press('F2');
    await operator.page.keyboard.insertText(phone);
    await operator.page.getByLabel('Họ tên người phản ánh').fill(name);
    await operator.page.getByLabel('Cho đơn vị xử lý biết cách liên hệ').check();
    await operator.page.keyboard.press('Control+Enter');
    await operator.page.locator('.code').waitFor();
    code = await operator.page.locator('.code').getAttribute('aria-label') ?? '';
    match(code, /^\d\d-\d{6}(-[0-9A-Z]{4}){4}$/);
    reference = code.split('-').slice(0, 2).join('-');
    deepEqual((await operator.page.locator('.code span').allInnerTexts()).join('-'), code);
    await operator.page.keyboard.press('F9');
    equal(await operator.page.locator('#text').inputValue(), '');
  });

  test('a choice made by hand outlives the suggestion', async () => {
    const [operator] = people;
    ok(operator);
    await operator.page.locator('select#unit').selectOption('so-y-te');
    await operator.page.locator('#text').fill('Đường Hùng Vương có ổ gà sâu.');
    await operator.page.locator('.chosen').waitFor();
    equal(await operator.page.locator('select#unit').inputValue(), 'so-y-te');
    await operator.page.keyboard.press('F9');
  });

  test('the officer sees the case without the person, and accepts it by one key', async () => {
    officer = await enter();
    await officer.logIn(server.logInOf('officer', unit));
    await officer.page.locator(`[data-case="${reference}"]`).click();
    await officer.page.locator('.report').waitFor();
    equal(new URL(officer.page.url()).searchParams.get('case'), reference, 'the address names the case');
    deepEqual(await held(officer), [], 'before the reveal');
    await officer.page.locator('.case h2').click();
    await officer.page.keyboard.press('m');
    await officer.page.getByText('Đã nhận', { exact: true }).first().waitFor();
  });

  test('a reveal states its purpose, shows the contact under a watermark, and can be hidden', async () => {
    await officer.page.keyboard.press('h');
    await officer.page.locator('dialog [name=note]').fill('ngắn quá');
    await officer.page.keyboard.press('Control+Enter');
    await officer.page.getByText('Cần ít nhất 15 ký tự.').waitFor();
    deepEqual(await held(officer), [], 'a refused reveal');
    await officer.page.locator('dialog [name=note]').fill(note);
    await officer.page.keyboard.press('Control+Enter');
    await officer.page.locator('.person .open').waitFor();
    match(await officer.page.locator('.person .open').innerText(), /0987 654 123/);
    match(await officer.page.locator('.watermark').innerText(), new RegExp(server.logInOf('officer', unit).username));
    await officer.page.getByRole('button', { name: 'Ẩn ngay' }).click();
    equal((await officer.page.content()).includes('0987'), false, 'hidden means gone');
  });

  test('the citizen reads the answer and who looked, without scripts', async () => {
    await officer.page.keyboard.press('p');
    await officer.page.locator('dialog textarea').fill(reply);
    await officer.page.keyboard.press('Control+Enter');
    await officer.page.locator('.said').waitFor();
    const citizen = await enter({ javaScript: false });
    await citizen.page.goto('/tra-cuu');
    await citizen.page.locator('#code').fill(code.toLowerCase().replaceAll('-', ''));
    await citizen.page.locator('button.main').click();
    const shown = await citizen.page.locator('main').innerText();
    match(shown, /Sở Xây dựng đã cho vá ổ gà/);
    match(shown, /Mở thông tin của bạn/);
    match(shown, /liên hệ với bạn/);
    deepEqual(await held(citizen), [], 'a code does not show the person');
  });

  test('nothing of another host was asked for and no policy was violated', () => {
    for (const person of people) {
      deepEqual(person.violations, []);
      deepEqual([...person.hosts], [new URL(server.url).host]);
    }
  });
});
