// One server and one browser for all test files of a run.
import { after } from 'node:test';
import { openBrowser } from './browser.ts';
import { Server } from './server.ts';
import { fewComplaints } from './samples.ts';

const server = await Server.start(fewComplaints(40));
const browser = await openBrowser();
after(async () => {
  await browser.close();
  await server.stop();
});
export { browser, server };
