// Vietnamese typed as input tools type it: letters with Backspace and replacement, and composition. What is recorded
// is the sentence in NFC, byte for byte, and no shortcut fires.
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Person } from './browser.ts';
import { browser, server } from './shared.ts';

const sentences = [
  'Đường Nguyễn Huệ ngập nước mỗi khi mưa lớn.', 'Ổ gà trước chợ Mỹ Tho đã có người té.',
  'Cầu kênh xáng mục gỗ, học sinh đi học rất nguy hiểm.', 'Đèn đường hẻm 45 hỏng ba tháng nay không ai sửa.',
  'Mùi hôi từ lò giết mổ bay vào trường mẫu giáo.', 'Xin hỏi thủ tục cấp đổi giấy chứng nhận quyền sử dụng đất.',
];
/** Keys that would act if they reached the page as shortcuts. */
const letters = 'bcghklmnpqtv';

/** Telex and its like: the plain letter first, then Backspace and the letter with its marks. */
async function byReplacement(person: Person, sentence: string): Promise<void> {
  for (const letter of sentence) {
    const plain = letter.normalize('NFD')[0] ?? '';
    if (plain === letter) {
      await person.page.keyboard.type(letter);
      continue;
    }
    await person.page.keyboard.type(plain);
    await person.page.keyboard.press('Backspace');
    await person.page.keyboard.insertText(letter);
  }
}

async function byComposition(person: Person, sentence: string): Promise<void> {
  const session = await person.context.newCDPSession(person.page);
  for (const word of sentence.split(/(?<= )/)) {
    for (let end = 1; end <= word.length; end++) {
      const part = word.slice(0, end);
      await session.send('Input.imeSetComposition', { text: part, selectionStart: part.length, selectionEnd: part.length });
    }
    await session.send('Input.insertText', { text: word });
  }
  await session.detach();
}

/** macOS and some tools send base letters and combining marks. */
async function decomposed(person: Person, sentence: string): Promise<void> {
  await person.page.keyboard.insertText(sentence.normalize('NFD'));
}

describe('Vietnamese typing', () => {
  for (const [way, type] of Object.entries({ byReplacement, byComposition, decomposed }))
    test(`${way} arrives whole and in NFC`, async () => {
      const operator = await Person.enter(browser, server);
      await operator.logIn(server.logInOf('operator'));
      const sent: string[] = [];
      operator.page.on('request', (request) => {
        if (request.method() === 'POST' && request.url().endsWith('/v1/cases')) sent.push(String(request.postDataJSON().text));
      });
      for (const sentence of sentences) {
        await operator.page.locator('#text').focus();
        await type(operator, sentence);
        await operator.page.keyboard.press('Control+Enter');
        await operator.page.locator('.code').waitFor();
        await operator.page.keyboard.press('F9');
        await operator.page.locator('#text').waitFor();
      }
      deepEqual(sent, sentences);
      await operator.leave();
    });

  test('letters typed into a field fire no shortcut', async () => {
    const officer = await Person.enter(browser, server);
    await officer.logIn(server.logInOf('operator'));
    await officer.page.locator('#text').focus();
    await officer.page.keyboard.type(letters);
    equal(await officer.page.locator('#text').inputValue(), letters);
    equal(await officer.page.locator('dialog[open]').count(), 0);
    await officer.leave();
  });
});
