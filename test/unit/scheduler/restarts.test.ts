import fc from 'fast-check';
import { expect, test } from 'vitest';
import { liveThrough } from '../../support/live-through.ts';
import { historiesWithoutTrouble } from '../../support/random-days.ts';
import { randomly } from '../../support/seed.ts';

test('a history starts the same runs, however often the process is restarted on the way', async () => {
  await fc.assert(
    fc.asyncProperty(historiesWithoutTrouble, async (day) => {
      const { starts, violations } = await liveThrough(day);
      expect(violations).toEqual([]);
      for (const restartEvery of [1, 2, 3, 5, 7, 11]) {
        const lived = await liveThrough({ ...day, restartEvery });
        expect({ restartEvery, ...lived }).toEqual({ restartEvery, starts, violations: [] });
      }
    }),
    randomly({ numRuns: 60 }),
  );
}, 600_000);
