// The citizen's pages without scripts: hostile text is shown as text, a form sent twice makes one case.
import { equal, match, notEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Person } from './browser.ts';
import { browser, server } from './shared.ts';

const hostile = '<script>alert(1)</script><img src=x onerror=alert(2)> {{form}} "\' &amp; \u202Eđảo\u202C Ổ gà ở đường Lê Lợi';

describe('The citizen’s pages', () => {
  test('work without scripts, and sending twice makes one case', async () => {
    const citizen = await Person.enter(browser, server, { javaScript: false });
    await citizen.page.goto('/');
    await citizen.page.locator('#text').fill(hostile);
    await citizen.page.locator('button.main').click();
    const first = await citizen.page.locator('.code').getAttribute('aria-label');
    await citizen.page.reload(); // sends the same form again
    equal(await citizen.page.locator('.code').getAttribute('aria-label'), first);
    await citizen.page.goto('/');
    await citizen.page.locator('#text').fill(hostile);
    await citizen.page.locator('button.main').click();
    notEqual(await citizen.page.locator('.code').getAttribute('aria-label'), first, 'a new page, a new case');
    await citizen.leave();
  });

  test('show hostile text as text in the inbox', async () => {
    const operator = await Person.enter(browser, server);
    await operator.logIn(server.logInOf('operator'));
    await operator.page.goto('/inbox');
    await operator.page.locator('.line').first().click();
    const report = operator.page.locator('.report');
    await report.waitFor();
    match(await report.innerText(), /<script>alert\(1\)<\/script>/);
    equal(await report.locator('script, img').count(), 0);
    equal(operator.violations.join(), '');
    await operator.leave();
  });

  test('speak English when asked to', async () => {
    const citizen = await Person.enter(browser, server, { javaScript: false });
    await citizen.page.goto('/?lang=en');
    equal(await citizen.page.locator('html').getAttribute('lang'), 'en');
    match(await citizen.page.locator('h1').innerText(), /Send a complaint/);
    await citizen.leave();
  });

  test('refuse forms that another site sends', async () => {
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'Sec-Fetch-Site': 'cross-site' };
    const citizen = await Person.enter(browser, server);
    const answer = await citizen.context.request.post('/', { headers, data: 'key=0123456789abcdef0123456789abcdef&text=x' });
    equal(answer.status(), 403);
    await citizen.leave();
  });
});
