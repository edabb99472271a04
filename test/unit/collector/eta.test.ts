import { expect, test } from 'vitest';
import { estimateTimeLeft } from '../../../electron/collector/eta.ts';
import { createCollection, driven } from '../../support/collection.ts';

const past = new Map([
  [7, [1000, 2000, 3000, 4000, 5000]],
  [8, [10_000]],
]);
const idle = { waiting: [], current: null, floodMs: 0 };

test('without a past there is no estimate', () => {
  expect(estimateTimeLeft([{ ...idle, waiting: [7] }], new Map())).toBeNull();
});

test('the quartiles of the channels left are added up', () => {
  expect(estimateTimeLeft([{ ...idle, waiting: [7, 8] }], past)).toEqual({ fromMs: 12_000, toMs: 14_000 });
});

test('a channel without a past counts like the others', () => {
  const pooled = new Map([[7, [2000, 2000, 2000]]]);
  expect(estimateTimeLeft([{ ...idle, waiting: [7, 9] }], pooled)).toEqual({ fromMs: 4000, toMs: 4000 });
});

test('what the current channel has taken already counts, and is never more than it was to take', () => {
  expect(estimateTimeLeft([{ ...idle, current: { channelId: 7, elapsedMs: 2500 } }], past)).toEqual({
    fromMs: 0,
    toMs: 1500,
  });
  expect(estimateTimeLeft([{ ...idle, current: { channelId: 7, elapsedMs: 60_000 } }], past)).toEqual({
    fromMs: 0,
    toMs: 0,
  });
});

test('a known flood wait is added', () => {
  expect(estimateTimeLeft([{ ...idle, waiting: [8], floodMs: 23_000 }], past)).toEqual({
    fromMs: 33_000,
    toMs: 33_000,
  });
});

test('accounts work side by side, so the slowest one counts', () => {
  const accounts = [
    { ...idle, waiting: [7] },
    { ...idle, waiting: [8] },
  ];
  expect(estimateTimeLeft(accounts, past)).toEqual({ fromMs: 10_000, toMs: 10_000 });
});

test('a run estimates from the past of its own channels and counts down to nothing', async () => {
  const { world, addAccount, addChannel, run, start, clock } = await createCollection();
  await addAccount(1);
  for (const channelId of [7, 8]) {
    await addChannel(channelId);
    world.publish(channelId, 80);
  }
  world.latencyMs = 1000;
  await run();

  const { outcome, progress } = await start();
  await driven(clock, outcome);

  expect(progress[0]?.eta).toEqual({ fromMs: 2000, toMs: 2000 });
  expect(progress.at(-1)?.eta).toEqual({ fromMs: 0, toMs: 0 });
});
