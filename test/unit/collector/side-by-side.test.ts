import { describe, expect, test } from 'vitest';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import { type Collection, collectionOf } from '../../support/collection.ts';
import { failPages, pagesOf } from '../../support/requests-of.ts';

const method = 'messages.getHistory';
const flood: GatewayFailure = { kind: 'flood', method, waitMs: 300_000, message: 'Too many requests.' };
const noAccess: GatewayFailure = { kind: 'no-access', message: 'The channel is private now.' };
const signedOut: GatewayFailure = { kind: 'signed-out', message: 'The session was revoked.' };

const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);
const ofFirst = ids(101, 60);
const ofSecond = ids(201, 60);

/** Two accounts with sixty channels each, and what both of them reach. */
function twoAccounts(shared: readonly number[] = []): Promise<Collection> {
  return collectionOf(
    Object.fromEntries([
      ...ofFirst.map((id) => [id, [1]]),
      ...ofSecond.map((id) => [id, [2]]),
      ...shared.map((id) => [id, [1, 2]]),
    ]),
  );
}

const readBy = ({ world }: Collection, accountId: number) =>
  pagesOf(world)
    .filter((request) => request.accountId === accountId)
    .map(({ channelId }) => channelId);

describe('two accounts of sixty channels each, one told to wait for five minutes', () => {
  /** The first account is told so with its eleventh request. */
  async function flooded(): Promise<Collection> {
    const collection = await twoAccounts();
    const { world } = collection;
    world.latencyMs = 200;
    failPages(world, (_, { accountId }) =>
      accountId === 1 && readBy(collection, 1).length === 11 ? flood : null,
    );
    return collection;
  }

  test('the run waits for nobody: what the other account reaches is read, the rest is left for later', async () => {
    const collection = await flooded();
    const { run, clock, world, store, events } = collection;

    const outcome = await run();

    expect(outcome).toMatchObject({
      status: 'partial',
      reason: '50 channels left for a later run: Telegram asks for a pause of 5m 00s.',
      channelsDone: 70,
      channelsTotal: 120,
      messages: 70 * 50,
      errors: 0,
      blockedUntil: null,
      networkAway: false,
    });
    // Sixty-one requests of 200 ms; time goes by in halves of a second here.
    expect(clock.monotonic()).toBeLessThanOrEqual(12_500);
    expect(readBy(collection, 2)).toEqual(ofSecond);
    expect(readBy(collection, 1)).toEqual(ofFirst.slice(0, 11));
    expect(world.forbidden).toEqual([]);
    const steps = await store.runs.steps(outcome.runId);
    const byStatus = Map.groupBy(steps, ({ accountId, status }) => `${accountId} ${status}`);
    expect([...byStatus].map(([key, own]) => [key, own.length]).toSorted()).toEqual([
      ['1 deferred', 50],
      ['1 succeeded', 10],
      ['2 succeeded', 60],
    ]);
    expect(await events(outcome.runId, 'flood.waiting')).toMatchObject([
      { metadata: { accountId: 1, waitMs: 300_000, waitedInRun: false } },
    ]);
  });

  test('a process that comes after sends nothing that is forbidden, and everything once the wait is over', async () => {
    const collection = await flooded();
    const { run, clock, world, store, restart, floods, collector } = collection;
    await run();
    world.fault = () => null;
    await restart();
    expect(floods.remainingMs(1, method)).toBeGreaterThan(280_000);
    expect(await collector.plan()).toEqual({ channelsTotal: 120, obstacle: null });

    const before = readBy(collection, 1).length;
    for (const id of ofSecond) world.publish(id, 1);
    expect(await run()).toMatchObject({ status: 'partial', channelsDone: 60, messages: 60, errors: 0 });
    expect(readBy(collection, 1)).toHaveLength(before);
    expect(world.forbidden).toEqual([]);

    await clock.advance(300_000);
    await restart();
    expect(await store.floods.list(clock.now())).toEqual([]);
    expect(await run()).toMatchObject({ status: 'succeeded', channelsDone: 120, messages: 50 * 50 });
    expect(world.forbidden).toEqual([]);
  });

  test('the server counts what is forbidden', async () => {
    const { world, run } = await flooded();
    await run();
    world.latencyMs = 0;
    const gateway = await world.connections.gatewayOf(1);
    await gateway?.readHistory({ channelId: 101, accessHash: '' }, { beforeId: 0, limit: 1 });
    expect(world.forbidden).toMatchObject([{ accountId: 1, channelId: 101 }]);
  });
});

describe('a channel that two accounts reach', () => {
  const shared = ids(301, 8);

  test('is collected once', async () => {
    const collection = await twoAccounts(shared);
    const outcome = await collection.run();
    expect(outcome).toMatchObject({ status: 'succeeded', channelsTotal: 128, channelsDone: 128 });
    const read = pagesOf(collection.world).map(({ channelId }) => channelId);
    expect(read.toSorted((one, other) => one - other)).toEqual([...ofFirst, ...ofSecond, ...shared]);
  });

  test.each([
    ['has no access to it', noAccess, 1],
    ['is told to wait', flood, 0],
    ['is signed out', signedOut, 1],
  ] as const)('is collected by the other when the first %s', async (_why, failure, errorsEach) => {
    const collection = await collectionOf(Object.fromEntries(shared.map((id) => [id, [1, 2]])));
    const { world, run, heldIds, store } = collection;
    failPages(world, (_, { accountId }) => (accountId === 1 ? failure : null));
    const { runId, ...outcome } = await run();
    const failed = failure.kind === 'no-access' ? 4 : errorsEach;
    expect(outcome).toMatchObject({ channelsDone: 8, messages: 8 * 50, newMessages: 8 * 50, errors: failed });
    expect(readBy(collection, 2).toSorted((one, other) => one - other)).toEqual(shared);
    for (const id of shared) expect(await heldIds(id)).toHaveLength(50);
    expect((await store.channels.list()).map(({ lastError }) => lastError)).toEqual(shared.map(() => null));
    expect(world.forbidden).toEqual([]);
  });

  test('is collected by the other once the first has been forgotten', async () => {
    const collection = await twoAccounts(shared);
    const { run, lease } = collection;
    await run();
    await lease().writer.accounts.forget(1);
    for (const id of [...ofSecond, ...shared]) collection.world.publish(id, 1);
    const before = collection.world.sent.length;
    expect(await run()).toMatchObject({ status: 'succeeded', channelsTotal: 68 });
    const read = collection.world.sent.slice(before);
    expect(read.map(({ accountId }) => accountId)).toEqual(Array(69).fill(2));
  });
});
