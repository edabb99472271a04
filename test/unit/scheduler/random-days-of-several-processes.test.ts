import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liveThrough } from '../../support/live-through.ts';
import { daysOfSeveralProcesses } from '../../support/random-days.ts';
import { randomly } from '../../support/seed.ts';

test('random days of processes that are killed, stopped and stand by hold every rule', async () => {
  await fc.assert(
    fc.asyncProperty(daysOfSeveralProcesses, async (day) => {
      expect((await liveThrough(day)).violations).toEqual([]);
    }),
    randomly({ numRuns: 1000 }),
  );
}, 600_000);
