// Every named state in every look: nothing for axe to find, nothing wider than the window, no policy violated.
import { deepEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browser, server } from './shared.ts';
import { Cast, looks, states } from './states.ts';

describe('Every state of every page', () => {
  for (const [look, options] of Object.entries(looks))
    test(`is accessible and fits: ${look}`, async () => {
      const cast = new Cast(browser, server, options);
      const faults: string[] = [];
      for (const state of states) {
        const person = await state.show(cast);
        faults.push(...(await person.faults()).map((fault) => `${state.name}: ${fault}`));
        if (await person.overflows()) faults.push(`${state.name}: wider than the window`);
      }
      deepEqual(faults, []);
      for (const person of cast.everybody()) {
        deepEqual(person.violations, []);
        deepEqual([...person.hosts], [new URL(server.url).host]);
      }
      await cast.leave();
    });
});
