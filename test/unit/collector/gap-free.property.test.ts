import fc from 'fast-check';
import { expect, test } from 'vitest';
import { differenceMethod } from '../../../electron/collector/account-reader.ts';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import { backfillPostsPerRun, type Channel, type HeldPost } from '../../../shared/domain.ts';
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
    kind: fc.constant('edit' as const),
    channel: fc.nat(2),
    ids: fc.array(fc.integer({ min: 1, max: 800 }), { maxLength: 20 }),
  }),
  fc.record({
    kind: fc.constant('run' as const),
    turns: fc.array(turn, { maxLength: 20 }),
    shortPages: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 3 }),
    // Posts that appear while the run pages.
    meanwhile: fc.integer({ min: 0, max: 3 }),
  }),
);

const world = fc.record({
  reached: fc.array(fc.subarray(accountIds, { minLength: 1 }), { minLength: 3, maxLength: 3 }),
  limits: fc.array(fc.integer({ min: 1, max: 130 }), { minLength: 3, maxLength: 3 }),
  backfills: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  rereads: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  /** Events after which Telegram tells no difference: what was edited and deleted meanwhile is then told by nobody. */
  longestDifference: fc.constantFrom(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 60),
  histories: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 3, maxLength: 3 }),
  happenings: fc.array(happening, { maxLength: 10 }),
});

test('whatever interrupts the runs, one that goes through leaves no gap and no double', async () => {
  await fc.assert(
    fc.asyncProperty(world, async (given) => {
      const { reached, limits, backfills, rereads, histories, happenings, longestDifference } = given;
      const collection = await createCollection();
      const { world: telegram, clock } = collection;
      telegram.latencyMs = 1;
      telegram.longestDifference = longestDifference;
      for (const accountId of accountIds) await collection.addAccount(accountId);
      for (const [index, channelId] of channelIds.entries()) {
        await collection.addChannel(channelId, {
          limit: limits[index] ?? 1,
          backfill: backfills[index] ?? false,
          reread: rereads[index] ?? false,
          accountIds: reached[index] ?? [],
        });
        telegram.publish(channelId, histories[index] ?? 0);
      }
      /** Ids that a run may have met and that were deleted since: held or not, both are right. */
      const removed = new Map(channelIds.map((id) => [id, new Set<number>()]));

      /** Channels of which Telegram did not tell all that happened. */
      const untold = new Set(longestDifference === 60 ? channelIds : []);
      let edits = 0;

      for (const event of happenings) {
        if (event.kind === 'run') await interruptedRun(collection, event, untold);
        else {
          const channelId = channelIds[event.channel] ?? 7;
          if (event.kind === 'publish') telegram.publish(channelId, event.count);
          if (event.kind === 'edit') {
            const there = telegram.idsOf(channelId).filter((id) => event.ids.includes(id));
            edits += 1;
            for (const id of there) telegram.edit(channelId, id, `Edited for the ${edits}. time`);
          }
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

      for (const channelId of channelIds) {
        const held = await collection.heldIds(channelId);
        expect(new Set(held).size).toBe(held.length);
        const exists = telegram.idsOf(channelId);
        const boundary = await lowestCovered(collection, channelId);
        expect(boundary).toBeLessThanOrEqual(lowest.get(channelId) ?? 0);
        if (!untold.has(channelId)) await expectTruth(collection, channelId);
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

/** After a run that went through: what is held says what Telegram says now, and what is gone there is marked. */
async function expectTruth({ store, world: telegram, clock }: Collection, channelId: number): Promise<void> {
  const held = await heldPosts(store, channelId);
  const gateway = await telegram.connections.gatewayOf(1);
  const texts = new Map<number, string>();
  for (let from = 0; from < held.length; from += 100) {
    const ids = held.slice(from, from + 100).map(({ id }) => id);
    const asked = gateway?.readMessages({ channelId, accessHash: '' }, ids);
    const found = asked === undefined ? null : await driven(clock, asked);
    if (found?.ok !== true) throw new Error('The posts could not be asked for.');
    for (const { id, text } of found.value.posts) texts.set(id, text);
  }
  const told = held.map(({ id, text, deletedAt }) => [id, deletedAt === null ? text : undefined]);
  expect(told).toEqual(held.map(({ id }) => [id, texts.get(id)]));
}

async function heldPosts(store: Collection['store'], channelId: number): Promise<readonly HeldPost[]> {
  const posts: HeldPost[] = [];
  for (;;) {
    const last = posts.at(-1);
    const page = await store.posts.list(channelId, {
      limit: 1000,
      ...(last === undefined ? {} : { beforeId: last.id }),
    });
    if (page.length === 0) return posts;
    posts.push(...page);
  }
}

async function lowestCovered({ store }: Collection, channelId: number): Promise<number> {
  const channel = (await store.channels.list()).find(({ id }) => id === channelId);
  expect(channel?.covered).toHaveLength(1);
  return channel?.covered[0]?.fromId ?? 0;
}

/**
 * At every instant: what is said to be covered is held, what is held is covered or lies in a gap, and nothing that is
 * there is taken for gone.
 */
async function expectHonestCoverage(
  { store, world: telegram, heldIds }: Collection,
  removed: ReadonlyMap<number, ReadonlySet<number>>,
): Promise<void> {
  const reached = await Promise.all(accountIds.map((accountId) => store.channels.addressesOf(accountId)));
  for (const { channelId, covered } of reached.flat()) {
    const isCovered = (id: number) => covered.some(({ fromId, toId }) => fromId <= id && id <= toId);
    const held = await heldIds(channelId);
    const lowest = covered.length > 1 ? (covered[0]?.fromId ?? 0) : Number.POSITIVE_INFINITY;
    expect(held.filter((id) => !isCovered(id) && id < lowest)).toEqual([]);
    const there = new Set(telegram.idsOf(channelId));
    const wronged = (await heldPosts(store, channelId)).filter(
      ({ id, deletedAt, suspectSince }) => there.has(id) && (deletedAt !== null || suspectSince !== null),
    );
    expect(wronged.map(({ id }) => id)).toEqual([]);
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
  untold: Set<number>,
): Promise<void> {
  const first = telegram.sent.length + 1;
  const death = Promise.withResolvers<'died'>();
  let dead = false;
  telegram.rowsOf = ({ number }) => plan.shortPages[number % plan.shortPages.length] ?? 1;
  telegram.fault = ({ number, channelId, method }): Fault => {
    if (dead) return 'silence';
    telegram.publish(channelId, plan.meanwhile);
    const next = plan.turns[number - first];
    if (next?.kind === 'failure') {
      if (next.value.kind === 'refused' && method === differenceMethod) untold.add(channelId);
      return next.value;
    }
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
