// Pictures of every named state, light, dark and narrow, into the folder named on the command line.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from './browser.ts';
import { fewComplaints } from './samples.ts';
import { Server } from './server.ts';
import { Cast, looks, states } from './states.ts';

const [folder = 'build/screenshots', only = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const server = await Server.start(fewComplaints(120));
const browser = await openBrowser();
try {
  for (const [look, options] of Object.entries(looks)) {
    const cast = new Cast(browser, server, options);
    for (const state of states.filter((each) => each.name.startsWith(only))) {
      const person = await state.show(cast);
      await person.page.screenshot({ path: join(folder, `${state.name}-${look}.png`), fullPage: look === 'narrow' });
      process.stdout.write(`${state.name}-${look}.png\n`);
    }
    await cast.leave();
  }
} finally {
  await browser.close();
  await server.stop();
}
