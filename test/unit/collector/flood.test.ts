import { describe, expect, test } from 'vitest';
import { createFloodLedger } from '../../../electron/collector/flood-ledger.ts';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import type { FloodEntry } from '../../../electron/ports/store.ts';
import { collectionOf, driven, noon } from '../../support/collection.ts';
import { createDrivenClock } from '../../support/driven-clock.ts';
import { failPages, pagesOf } from '../../support/requests-of.ts';

const method = 'messages.getHistory';
const flood = (waitMs: number): GatewayFailure => ({
  kind: 'flood',
  method,
  waitMs,
  message: 'Telegram asks for a pause.',
});

describe('a flood wait in a run', () => {
  test('of 2 s is waited out, shown and followed by the same request', async () => {
    const { world, start, clock, events, store } = await collectionOf({ 7: [1] });
    failPages(world, (nth) => (nth === 1 ? flood(2000) : null));

    const { runId, outcome, progress } = await start();
    await clock.advance(1999);
    expect(pagesOf(world)).toHaveLength(1);
    expect(progress.at(-1)?.standstill).toEqual({ kind: 'flood', untilMonotonic: 2000 });
    expect(await driven(clock, outcome)).toMatchObject({ status: 'succeeded', messages: 50 });

    expect(pagesOf(world).map(({ beforeId, atMonotonic }) => [beforeId, atMonotonic])).toEqual([
      [0, 0],
      [0, 2000],
    ]);
    expect((await events(runId, 'flood.waiting')).map(({ metadata }) => metadata)).toEqual([
      { accountId: 1, method, waitMs: 2000, until: noon + 2000, waitedInRun: true },
    ]);
    expect(await store.runs.steps(runId)).toMatchObject([{ requests: 2, floodMs: 2000 }]);
    expect(progress.at(-1)?.standstill).toBeNull();
  });

  test('of 900 s defers the channels of the account, is remembered, and says when to come back', async () => {
    const { world, run, store, events, clock } = await collectionOf({ 7: [1], 8: [1] });
    failPages(world, (nth) => (nth === 1 ? flood(900_000) : null));

    const outcome = await run();

    expect(outcome).toMatchObject({
      status: 'partial',
      channelsDone: 0,
      channelsTotal: 2,
      errors: 0,
      networkAway: false,
      blockedUntil: noon + 900_000,
    });
    expect(outcome.reason).toBe('2 channels left for a later run: Telegram asks for a pause of 15m 00s.');
    expect((await store.runs.steps(outcome.runId)).map(({ status }) => status)).toEqual([
      'deferred',
      'deferred',
    ]);
    expect((await events(outcome.runId, 'channel.failed')).map(({ metadata }) => metadata.status)).toEqual([
      'deferred',
      'deferred',
    ]);
    expect(
      (await events(outcome.runId, 'flood.waiting')).map(({ metadata }) => metadata.waitedInRun),
    ).toEqual([false]);
    expect(await store.floods.list(clock.now())).toEqual([{ accountId: 1, method, until: noon + 900_000 }]);

    const before = world.sent.length;
    await run();
    expect(world.sent).toHaveLength(before);
    await clock.advance(900_000);
    expect(await run()).toMatchObject({ status: 'succeeded', messages: 100 });
  });

  test('counts towards half the interval in all', async () => {
    const { world, run, store } = await collectionOf({ 7: [1], 8: [1], 9: [1] });
    failPages(world, (nth) => (nth % 2 === 1 ? flood(25_000) : null));

    const outcome = await run({ intervalMs: 120_000 });

    expect(outcome).toMatchObject({ status: 'partial', channelsDone: 2, messages: 100, blockedUntil: null });
    expect((await store.runs.steps(outcome.runId)).map(({ status, floodMs }) => [status, floodMs])).toEqual([
      ['succeeded', 25_000],
      ['succeeded', 25_000],
      ['deferred', 0],
    ]);
  });

  test('ends at once on Stop, with nothing more sent', async () => {
    const { world, start, clock } = await collectionOf({ 7: [1] });
    failPages(world, () => flood(50_000));
    const { outcome, stop } = await start();
    await clock.advance(10_000);
    stop();
    await clock.advance(0);
    expect(await outcome).toMatchObject({ status: 'cancelled' });
    expect(pagesOf(world)).toHaveLength(1);
  });

  test('is not shortened by a clock that is set forward', async () => {
    const { world, start, clock } = await collectionOf({ 7: [1] });
    failPages(world, (nth) => (nth === 1 ? flood(30_000) : null));
    const { outcome } = await start();
    await clock.advance(1000);
    clock.jump(86_400_000);
    await clock.advance(28_000);
    expect(pagesOf(world)).toHaveLength(1);
    await driven(clock, outcome);
    expect(pagesOf(world)[1]?.atMonotonic).toBe(30_000);
  });

  test('of one account does not touch another', async () => {
    const { world, run, store } = await collectionOf({ 7: [1], 8: [2], 9: [2] });
    failPages(world, (_, { accountId }) => (accountId === 1 ? flood(900_000) : null));
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'partial', channelsDone: 2, messages: 100, blockedUntil: null });
    expect(
      (await store.runs.steps(outcome.runId)).map(({ channelId, status }) => [channelId, status]),
    ).toEqual([
      [7, 'deferred'],
      [8, 'succeeded'],
      [9, 'succeeded'],
    ]);
  });

  test('of one account sends its channels to another that reaches them', async () => {
    const { world, run } = await collectionOf({ 7: [1, 2], 8: [1, 2] });
    failPages(world, (_, { accountId }) => (accountId === 1 ? flood(900_000) : null));
    expect(await run()).toMatchObject({ status: 'succeeded', channelsDone: 2, messages: 100 });
    const before = world.sent.length;
    await run();
    // Nothing has moved: one question for both channels, by the account that need not wait.
    expect(world.sent.slice(before).map(({ accountId }) => accountId)).toEqual([2]);
  });

  test('stands the run still only while every account that reads does', async () => {
    const { world, start, clock } = await collectionOf({ 7: [1], 8: [2] });
    world.fault = ({ number, accountId }) => (number <= 2 ? flood(accountId * 10_000) : null);
    world.latencyMs = 100;
    const { outcome, progress } = await start();
    await clock.advance(5000);
    expect(progress.at(-1)?.standstill).toEqual({ kind: 'flood', untilMonotonic: 10_100 });
    await clock.advance(5150);
    expect(progress.at(-1)?.standstill).toBeNull();
    await driven(clock, outcome);
  });
});

describe('the flood ledger', () => {
  test('ends a wait on the monotonic clock and writes its end on the wall clock', async () => {
    const clock = createDrivenClock({ now: noon });
    const kept: FloodEntry[] = [];
    const ledger = createFloodLedger({ clock, entries: [], persist: async (entry) => void kept.push(entry) });

    await ledger.record(1, method, 60_000);
    clock.jump(3_600_000);
    await clock.advance(20_000);

    expect(ledger.remainingMs(1, method)).toBe(40_000);
    expect(kept).toEqual([{ accountId: 1, method, until: noon + 60_000 }]);
    clock.jump(-7_200_000);
    await clock.advance(40_000);
    expect(ledger.remainingMs(1, method)).toBe(0);
  });

  test('keeps accounts and methods apart, and is never shortened by a later, shorter wait', async () => {
    const clock = createDrivenClock({ now: noon });
    const kept: FloodEntry[] = [];
    const ledger = createFloodLedger({ clock, entries: [], persist: async (entry) => void kept.push(entry) });
    await ledger.record(1, method, 60_000);
    await ledger.record(1, method, 5000);
    expect(ledger.remainingMs(1, method)).toBe(60_000);
    expect(ledger.remainingMs(1, 'contacts.resolveUsername')).toBe(0);
    expect(ledger.remainingMs(2, method)).toBe(0);
    expect(kept).toHaveLength(1);
  });

  test('restores what is left by the wall clock, and believes no wait of years', () => {
    const clock = createDrivenClock({ now: noon });
    const ledger = createFloodLedger({
      clock,
      entries: [
        { accountId: 1, method, until: noon + 42_000 },
        { accountId: 2, method, until: noon - 1 },
        { accountId: 3, method, until: noon + 400 * 86_400_000 },
      ],
      persist: async () => undefined,
    });
    expect(ledger.remainingMs(1, method)).toBe(42_000);
    expect(ledger.remainingMs(2, method)).toBe(0);
    expect(ledger.remainingMs(3, method)).toBe(7 * 86_400_000);
  });
});
