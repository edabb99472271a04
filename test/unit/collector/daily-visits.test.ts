import { describe, expect, test } from 'vitest';
import { detailsMethod } from '../../../electron/collector/account-reader.ts';
import { createDailyVisits, visitBudget } from '../../../electron/collector/daily-visits.ts';
import { createCollection, noon } from '../../support/collection.ts';
import { pagesOf, requestsOf } from '../../support/requests-of.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const channel = (channelId: number, checkedAt: number | null, subscribersAt: number | null) => ({
  channelId,
  accessHash: '',
  title: `Channel ${channelId}`,
  limit: 50,
  backfill: false,
  reread: false,
  pts: checkedAt === null ? null : 1,
  checkedAt,
  subscribersAt,
  covered: [],
});

const hoursAgo = (hours: number) => noon - hours * hourMs;
const facts = { now: noon, mayCount: true, budget: 10 };

describe('the daily visits of channels', () => {
  test.each([
    [1, 10, 1],
    [100, 10, 2],
    [100, 60, 7],
    [100, 24 * 60, 150],
    [1000, 1, 2],
  ])('of %i channels, a run every %i minutes, are %i a run', (channels, minutes, budget) => {
    expect(visitBudget(channels, minutes * minuteMs)).toBe(budget);
  });

  test('go to those who have waited longest, for a day at least', () => {
    const visits = createDailyVisits();
    const channels = [
      channel(1, hoursAgo(23), hoursAgo(23)),
      channel(2, hoursAgo(25), hoursAgo(1)),
      channel(3, hoursAgo(30), hoursAgo(30)),
      channel(4, hoursAgo(2), null),
    ];
    const chosen = visits.choose({ ...facts, channels, budget: 2 });
    expect([...chosen]).toEqual([
      [4, { looksThrough: false, countsSubscribers: true }],
      [3, { looksThrough: true, countsSubscribers: true }],
    ]);
    expect(visits.choose({ ...facts, channels }).get(2)).toEqual({
      looksThrough: true,
      countsSubscribers: false,
    });
    expect(visits.choose({ ...facts, channels }).has(1)).toBe(false);
  });

  test('are made for no subscribers where they may not be asked for, or were today', () => {
    const visits = createDailyVisits();
    const channels = [channel(1, hoursAgo(1), null), channel(2, hoursAgo(25), null)];
    expect([...visits.choose({ ...facts, channels, mayCount: false })]).toEqual([
      [2, { looksThrough: true, countsSubscribers: false }],
    ]);
    visits.asked(1, hoursAgo(23));
    visits.asked(2, hoursAgo(25));
    expect([...visits.choose({ ...facts, channels }).keys()]).toEqual([2]);
  });

  test('that were spent are spent: an account that is asked again makes none but first counts', () => {
    const visits = createDailyVisits();
    const channels = Array.from({ length: 100 }, (_, index) => channel(index + 1, hoursAgo(30), null));
    const chosen = visits.choose({ ...facts, channels, budget: -9 });
    expect(chosen.size).toBe(10);
    expect([...chosen.values()].every(({ looksThrough }) => !looksThrough)).toBe(true);
  });

  test('do not wait for a clock that has been set back', () => {
    const visits = createDailyVisits();
    const channels = [channel(1, noon + 400 * 24 * hourMs, noon)];
    expect(visits.choose({ ...facts, channels }).has(1)).toBe(true);
    // The newest count held is from then, and a new one every run would not be kept.
    const counted = [channel(1, noon, noon + 400 * 24 * hourMs)];
    expect(visits.choose({ ...facts, channels: counted }).size).toBe(0);
    const due = [channel(1, hoursAgo(24), noon + 400 * 24 * hourMs)];
    expect(visits.choose({ ...facts, channels: due }).get(1)).toEqual({
      looksThrough: true,
      countsSubscribers: true,
    });
  });
});

test('in two days of runs every 10 minutes each of 30 channels is visited twice, and no run pays for many', async () => {
  const { world, addAccount, addChannel, run, clock, store } = await createCollection();
  await addAccount(1);
  for (let id = 1; id <= 30; id += 1) {
    await addChannel(id, { counted: false });
    world.publish(id, 3);
  }
  await run();
  expect(pagesOf(world)).toHaveLength(30);
  const perRun: number[] = [];
  for (let runs = 0; runs < 2 * 144; runs += 1) {
    await clock.advance(10 * minuteMs);
    const before = world.sent.length;
    await run();
    perRun.push(world.sent.length - before);
  }
  // Ten a run until each was counted for the first time, and one of them looked through.
  expect(Math.max(...perRun.slice(0, 3))).toBeLessThanOrEqual(12);
  // After that: where the channels stand, and one visit, its newest posts and its subscribers.
  expect(Math.max(...perRun.slice(3))).toBe(3);
  const counts = Map.groupBy(requestsOf(world, detailsMethod), ({ channelId }) => channelId);
  expect(counts.size).toBe(30);
  for (const asked of counts.values()) {
    expect(asked.length).toBeGreaterThanOrEqual(2);
    const [first, second] = asked.map(({ atMonotonic }) => atMonotonic);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThanOrEqual(24 * hourMs);
  }
  expect((await store.channels.list()).map(({ subscribers }) => subscribers)).toEqual(
    Array.from({ length: 30 }, (_, index) => 1001 + index),
  );
});
