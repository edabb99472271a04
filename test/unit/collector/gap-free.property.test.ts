import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import { backfillPostsPerRun, type Channel } from '../../../shared/domain.ts';
import { type Collection, createCollection, driven } from '../../support/collection.ts';
import { randomly } from '../../support/seed.ts';
import type { Fault } from '../../support/simulated-gateway.ts';

const channelIds = [7, 8, 9];
const accountIds = [1, 2];

const failure = fc.constantFrom<GatewayFailure>(
  { kind: 'network', message: 'away' },
  { kind: 'no-access', message: 'private' },
  { kind: 'refused', code: 'INTERNAL', message: 'refused' },
  { kind: 'flood', method: 'messages.getHistory', waitMs: 3000, message: 'short pause' },
  { kind: 'flood', method: 'messages.getHistory', waitMs: 900_000, message: 'long pause' },
);

/** What may happen to one request of a run; most are answered. */
const turn = fc.oneof(
  { weight: 6, arbitrary: fc.constant({ kind: 'answer' as const }) },
  { weight: 1, arbitrary: failure.map((value) => ({ kind: 'failure' as const, value })) },
  { weight: 1, arbitrary: fc.constant({ kind: 'kill' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'stop' as const }) },
);

const happening = fc.oneof(
  fc.record({
    kind: fc.constant('publish' as const),
    channel: fc.nat(2),
    count: fc.integer({ min: 1, max: 260 }),
  }),
  fc.record({
    kind: fc.constant('announce' as const),
    channel: fc.nat(2),
    count: fc.integer({ min: 1, max: 20 }),
  }),
  fc.record({
    kind: fc.constant('remove' as const),
    channel: fc.nat(2),
    ids: fc.array(fc.integer({ min: 1, max: 800 }), { maxLength: 40 }),
  }),
  fc.record({
    kind: fc.constant('run' as const),
    turns: fc.array(turn, { maxLength: 12 }),
    shortPages: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 }),
    // Posts that appear while the run pages.
    meanwhile: fc.integer({ min: 0, max: 3 }),
  }),
);

const world = fc.record({
  reached: fc.array(fc.subarray(accountIds, { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  limits: fc.array(fc.integer({ min: 1, max: 130 }), { minLength: 3, maxLength: 3 }),
  backfills: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  histories: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 3 }),
  happenings: fc.array(happening, { maxLength: 10 }),
});

test('whatever interrupts the runs, one that goes through leaves no gap and no double', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ reached, limits, backfills, histories, happenings }) => {
      const collection = await createCollection();
      const { world: telegram, clock } = collection;
      telegram.latencyMs = 1;
      for (const accountId of accountIds) await collection.addAccount(accountId);
      for (const [index, channelId] of channelIds.entries()) {
        await collection.addChannel(channelId, {
          limit: limits[index] ?? 1,
          backfill: backfills[index] ?? false,
          accountIds: reached[index] ?? [],
        });
        telegram.publish(channelId, histories[index] ?? 0);
      }
      /** Ids that a run may have met and that were deleted since: held or not, both are right. */
      const removed = new Map(channelIds.map((id) => [id, new Set<number>()]));

      for (const event of happenings) {
        if (event.kind === 'run') await interruptedRun(collection, event);
        else {
          const channelId = channelIds[event.channel] ?? 7;
          if (event.kind === 'publish') telegram.publish(channelId, event.count);
          if (event.kind === 'announce') telegram.announce(channelId, event.count);
          if (event.kind === 'remove') {
            telegram.remove(channelId, event.ids);
            for (const id of event.ids) removed.get(channelId)?.add(id);
          }
        }
        await expectHonestCoverage(collection, removed);
      }

      const lowest = new Map<number, number>();
      for (const channelId of channelIds) {
        const held = await collection.heldIds(channelId);
        lowest.set(channelId, held[0] ?? Number.POSITIVE_INFINITY);
      }
      telegram.fault = () => null;
      telegram.rowsOf = ({ limit }) => limit;
      await clock.advance(3_600_000);
      const outcome = await collection.run();
      expect(outcome).toMatchObject({ status: 'succeeded', errors: 0, channelsDone: 3 });

      for (const [index, channelId] of channelIds.entries()) {
        const held = await collection.heldIds(channelId);
        expect(new Set(held).size).toBe(held.length);
        const exists = telegram.idsOf(channelId);
        const newest = exists.slice(-(limits[index] ?? 1));
        const boundary = Math.min(lowest.get(channelId) ?? 0, newest[0] ?? Number.POSITIVE_INFINITY);
        const mayBeGone = removed.get(channelId);
        expect(held.filter((id) => id >= boundary && !mayBeGone?.has(id))).toEqual(
          exists.filter((id) => id >= boundary && !mayBeGone?.has(id)),
        );
        const [channel] = (await collection.store.channels.list()).filter(({ id }) => id === channelId);
        expect(channel?.postsHeld).toBe(held.length);
      }
      await expectHistories(
        collection,
        removed,
        channelIds.filter((_, index) => backfills[index]),
      );
      await collection.store.close();
    }),
    randomly({ numRuns: 100 }),
  );
});

/** At every instant: what is said to be covered is held, and what is held is covered. */
async function expectHonestCoverage(
  { store, world: telegram, heldIds }: Collection,
  removed: ReadonlyMap<number, ReadonlySet<number>>,
): Promise<void> {
  const reached = await Promise.all(accountIds.map((accountId) => store.channels.addressesOf(accountId)));
  for (const { channelId, covered } of reached.flat()) {
    const isCovered = (id: number) => covered.some(({ fromId, toId }) => fromId <= id && id <= toId);
    const held = await heldIds(channelId);
    expect(held.filter((id) => !isCovered(id))).toEqual([]);
    const missing = telegram.idsOf(channelId).filter((id) => isCovered(id) && !held.includes(id));
    expect(missing.filter((id) => removed.get(channelId)?.has(id) !== true)).toEqual([]);
  }
}

/** Each of these is read back to its first message, in so many runs as its length takes. */
async function expectHistories(
  { run, store, world: telegram, heldIds }: Collection,
  removed: ReadonlyMap<number, ReadonlySet<number>>,
  withBackfill: readonly number[],
): Promise<void> {
  const lowestOf = (channels: readonly Channel[]) =>
    channels.filter(({ id }) => withBackfill.includes(id)).map(({ covered }) => covered[0]?.fromId ?? 0);
  for (;;) {
    const before = lowestOf(await store.channels.list());
    if (before.every((id) => id === 0)) break;
    await run();
    const after = lowestOf(await store.channels.list());
    for (const [index, lowest] of before.entries()) {
      expect(after[index]).toBeLessThanOrEqual(Math.max(0, lowest - backfillPostsPerRun));
    }
  }
  for (const channelId of withBackfill) {
    const mayBeGone = removed.get(channelId);
    const isCertain = (id: number) => mayBeGone?.has(id) !== true;
    expect((await heldIds(channelId)).filter(isCertain)).toEqual(telegram.idsOf(channelId).filter(isCertain));
  }
  for (const channel of await store.channels.list()) {
    if (!withBackfill.includes(channel.id)) expect(channel.covered.length).toBeLessThanOrEqual(1);
  }
}

async function interruptedRun(
  { world: telegram, clock, start, finish, takeOver }: Collection,
  plan: {
    readonly turns: readonly (
      | { readonly kind: 'answer' | 'kill' | 'stop' }
      | { readonly kind: 'failure'; readonly value: GatewayFailure }
    )[];
    readonly shortPages: readonly number[];
    readonly meanwhile: number;
  },
): Promise<void> {
  const first = telegram.sent.length + 1;
  const death = Promise.withResolvers<'died'>();
  let dead = false;
  telegram.rowsOf = ({ number }) => plan.shortPages[number % plan.shortPages.length] ?? 1;
  telegram.fault = ({ number, channelId }): Fault => {
    if (dead) return 'silence';
    telegram.publish(channelId, plan.meanwhile);
    const next = plan.turns[number - first];
    if (next?.kind === 'failure') return next.value;
    if (next?.kind === 'stop') running.stop();
    if (next?.kind !== 'kill') return null;
    dead = true;
    death.resolve('died');
    return 'silence';
  };

  const running = await start();
  const ended = await driven(clock, Promise.race([running.outcome, death.promise]));
  if (ended === 'died') await takeOver();
  else await finish(running.runId, ended);
}
