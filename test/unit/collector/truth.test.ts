import { describe, expect, test } from 'vitest';
import {
  detailsMethod,
  differenceMethod,
  historyMethod,
  messagesMethod,
  statesMethod,
} from '../../../electron/collector/account-reader.ts';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import { type Collection, createCollection } from '../../support/collection.ts';
import { failMethod, pagesOf, requestsOf } from '../../support/requests-of.ts';
import { suspect } from '../../support/suspect-posts.ts';

const noAccess: GatewayFailure = { kind: 'no-access', message: 'The channel is private now.' };
const refused: GatewayFailure = { kind: 'refused', code: 'METHOD_INVALID', message: 'Refused.' };
const flood: GatewayFailure = { kind: 'flood', method: '', waitMs: 900_000, message: 'Too many requests.' };

/** A channel that has been read once, 100 posts long, its newest 50 held. */
async function readOnce(options: { reread?: boolean; backfill?: boolean; limit?: number } = {}) {
  const collection = await createCollection();
  await collection.addAccount(1);
  await collection.addChannel(7, options);
  collection.world.publish(7, 100);
  await collection.run();
  await collection.clock.advance(1000);
  return collection;
}

async function heldPost({ store }: Collection, id: number) {
  const details = await store.posts.get(7, id);
  if (details === null) throw new Error(`Post ${id} is not held.`);
  return details.post;
}

describe('what has changed', () => {
  test('is told of posts of any age that are held, and begins none that were never asked for', async () => {
    const collection = await readOnce();
    const { world, run, heldIds } = collection;
    world.edit(7, 51, 'The oldest held');
    world.edit(7, 20, 'Older than that');
    world.remove(7, [52, 30]);
    await run();
    expect((await heldPost(collection, 51)).text).toBe('The oldest held');
    expect(await heldPost(collection, 52)).toMatchObject({ deletedBy: 'difference' });
    expect((await heldIds(7))[0]).toBe(51);
  });

  test.each([1, 2, 3])(
    'is told again where a process died over its page %i, and nothing twice',
    async (page) => {
      const collection = await readOnce();
      const { world, start, clock, takeOver, run, heldIds } = collection;
      world.publish(7, 250);
      failMethod(world, differenceMethod, (nth) => (nth === page ? 'silence' : null));
      await start();
      await clock.advance(1000);
      world.fault = () => null;
      await takeOver();
      world.edit(7, 120, 'Meanwhile');
      expect(await run()).toMatchObject({ newMessages: 250 - (page - 1) * 100 });
      expect(await heldIds(7)).toHaveLength(300);
      expect((await heldPost(collection, 120)).text).toBe('Meanwhile');
      expect(pagesOf(world)).toHaveLength(1);
    },
  );

  test.each([
    ['more than Telegram tells', null],
    ['what Telegram refuses to tell', refused],
  ])('being %s, the history is read instead, and the next time it is told again', async (_what, failure) => {
    const collection = await readOnce();
    const { world, run, events, heldIds } = collection;
    world.longestDifference = failure === null ? 10 : 1000;
    if (failure !== null) failMethod(world, differenceMethod, () => failure);
    world.publish(7, 70);
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'succeeded', errors: 0 });
    expect((await heldIds(7)).slice(-120)).toEqual(world.idsOf(7).slice(-120));
    expect(await events(outcome.runId, 'channel.finished')).toMatchObject([{ metadata: { by: 'history' } }]);
    world.fault = () => null;
    world.remove(7, [60]);
    await run();
    expect(await heldPost(collection, 60)).toMatchObject({ deletedBy: 'difference' });
  });

  test('during a history that was cut short is told, also of the pages it got', async () => {
    const collection = await readOnce();
    const { world, start, clock, takeOver, run, heldIds } = collection;
    world.longestDifference = 200;
    world.publish(7, 400);
    failMethod(world, historyMethod, (nth) => (nth === 3 ? 'silence' : null));
    await start();
    await clock.advance(1000);
    world.fault = () => null;
    await takeOver();
    // Both had been read by the process that died: one in its first page, one in its second.
    world.edit(7, 480, 'In the first page');
    world.edit(7, 360, 'In the second page');
    // New posts lie above the gap that was left, and must not hide it.
    world.publish(7, 3);
    await run();
    expect((await heldPost(collection, 480)).text).toBe('In the first page');
    expect((await heldPost(collection, 360)).text).toBe('In the second page');
    expect((await heldIds(7)).slice(-453)).toEqual(world.idsOf(7).slice(-453));
  });

  test('that Telegram asks to wait for is read from the history, and told in full when the wait is over', async () => {
    const collection = await readOnce();
    const { world, run, clock, heldIds } = collection;
    world.publish(7, 60);
    world.remove(7, [55]);
    failMethod(world, differenceMethod, (nth) => (nth === 1 ? flood : null));
    expect(await run()).toMatchObject({ status: 'succeeded', blockedUntil: null });
    expect((await heldIds(7)).slice(-60)).toEqual(world.idsOf(7).slice(-60));
    expect(await heldPost(collection, 55)).toMatchObject({ deletedAt: null });
    await clock.advance(900_000);
    expect(await run()).toMatchObject({ status: 'succeeded', newMessages: 0 });
    expect(await heldPost(collection, 55)).toMatchObject({ deletedBy: 'difference' });
    expect(world.forbidden).toEqual([]);
  });

  test('fails the channel alone where it may not be read any more', async () => {
    const { world, run, store } = await readOnce();
    world.publish(7, 1);
    world.fault = ({ method }) => (method === statesMethod ? null : noAccess);
    expect(await run()).toMatchObject({ status: 'failed', networkAway: false, errors: 1 });
    expect(requestsOf(world, historyMethod)).toHaveLength(1);
    expect((await store.channels.list())[0]?.lastError).toBe('The channel is private now.');
  });
});

describe('a held post that is not where it must be', () => {
  /** Deleted with nobody telling: what Telegram tells begins after it. */
  async function untold(ids: readonly number[]) {
    const collection = await readOnce({ reread: true });
    const { world } = collection;
    world.remove(7, ids);
    failMethod(world, differenceMethod, () => refused);
    await collection.run();
    world.fault = () => null;
    await collection.clock.advance(1000);
    return collection;
  }

  test('is suspect, and deleted when it is not there the next time either', async () => {
    const collection = await untold([70, 100]);
    const { run, store, events, world } = collection;
    for (const id of [70, 100]) {
      expect(await heldPost(collection, id)).toMatchObject({
        deletedAt: null,
        suspectSince: expect.any(Number),
      });
    }
    const { runId } = await run();
    for (const id of [70, 100]) {
      expect(await heldPost(collection, id)).toMatchObject({ deletedBy: 'absence', suspectSince: null });
    }
    expect(await events(runId, 'channel.finished')).toMatchObject([{ metadata: { deletedMessages: 2 } }]);
    expect(await store.channels.list()).toMatchObject([{ postsDeleted: 2, postsSuspect: 0 }]);
    // What the newest posts had told already was not asked for by id.
    expect(requestsOf(world, messagesMethod)).toEqual([]);
  });

  test('is asked for by its id where the newest posts are not looked through again', async () => {
    const collection = await untold([70]);
    await collection.lease().writer.channels.change([7], { reread: false });
    await collection.run();
    expect(requestsOf(collection.world, messagesMethod)).toMatchObject([{ limit: 1 }]);
    expect(await heldPost(collection, 70)).toMatchObject({ deletedBy: 'absence' });
  });

  test('and is there after all is neither', async () => {
    const collection = await readOnce();
    await suspect(collection, 7, [60, 61]);
    await collection.run();
    expect(await collection.store.channels.list()).toMatchObject([{ postsDeleted: 0, postsSuspect: 0 }]);
  });

  test('is not missed while the channel cannot be read, or where a page is empty', async () => {
    const collection = await readOnce({ reread: true });
    const { world, run, store } = collection;
    world.remove(7, [70]);
    world.fault = ({ method }) => (method === differenceMethod ? refused : noAccess);
    await run();
    expect(await store.channels.list()).toMatchObject([{ postsSuspect: 0 }]);
    // Nothing is left, and an empty page is no proof of that.
    world.remove(7, world.idsOf(7));
    failMethod(world, differenceMethod, () => refused);
    await run();
    expect(await store.channels.list()).toMatchObject([{ postsSuspect: 0, postsDeleted: 0 }]);
  });

  test('is no service message, of which none is held', async () => {
    const { world, run, store, clock } = await readOnce({ reread: true });
    world.announce(7, 5);
    world.publish(7, 3);
    world.announce(7, 2);
    for (let runs = 0; runs < 3; runs += 1) {
      await run();
      await clock.advance(1000);
    }
    expect(await store.channels.list()).toMatchObject([{ postsDeleted: 0, postsSuspect: 0, postsHeld: 53 }]);
  });

  test('is found by the look at the newest posts once a day, where nothing else tells of it', async () => {
    const collection = await readOnce();
    const { world, run, clock } = collection;
    world.remove(7, [70]);
    failMethod(world, differenceMethod, () => refused);
    await run();
    world.fault = () => null;
    await clock.advance(1000);
    await run();
    expect(await heldPost(collection, 70)).toMatchObject({ deletedBy: 'absence' });
    const pages = pagesOf(world).length;
    await run();
    expect(pagesOf(world)).toHaveLength(pages);
    await clock.advance(86_400_000);
    await run();
    expect(pagesOf(world)).toHaveLength(pages + 1);
  });
});

describe('posts that are due', () => {
  test.each([
    ['refused', refused],
    ['flooded', flood],
  ])('and %s cost nothing but their sample: the step says so', async (_how, failure) => {
    const collection = await readOnce();
    const { world, run, store } = collection;
    await suspect(collection, 7, [60]);
    failMethod(world, messagesMethod, () => failure);
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'succeeded', errors: 0, channelsDone: 1, blockedUntil: null });
    expect(await store.runs.steps(outcome.runId)).toMatchObject([
      { status: 'succeeded', error: `Some counters were not read again. ${failure.message}` },
    ]);
  });

  test('are not asked for where the step has met them already', async () => {
    const collection = await readOnce();
    await suspect(collection, 7, [60, 61]);
    collection.world.edit(7, 60, 'Met in what has changed');
    await collection.run();
    expect(requestsOf(collection.world, messagesMethod)).toMatchObject([{ limit: 1 }]);
  });

  test('are asked for a hundred at a time', async () => {
    const collection = await readOnce({ limit: 100 });
    const { world, run, clock } = collection;
    world.publish(7, 60);
    await run();
    await clock.advance(1000);
    await suspect(collection, 7, world.idsOf(7));
    await run();
    expect(requestsOf(world, messagesMethod).map(({ limit }) => limit)).toEqual([100, 60]);
  });
});

describe('Stop', () => {
  test.each([statesMethod, differenceMethod, historyMethod, messagesMethod, detailsMethod])(
    'over %s ends the run after the request in flight, and the next run makes it good',
    async (method) => {
      const collection = await readOnce({ reread: true, backfill: true });
      const { world, start, clock, run, store, heldIds, finish } = collection;
      await suspect(collection, 7, [1]);
      world.publish(7, 400);
      await clock.advance(86_400_000);
      const before = world.sent.length;
      world.latencyMs = 1000;
      const { runId, outcome, stop } = await start();
      failMethod(world, method, (nth) => {
        if (nth === 1) stop();
        return null;
      });
      await clock.advance(60_000);
      const ended = await outcome;
      await finish(runId, ended);
      expect(world.sent.slice(before).findIndex((request) => request.method === method)).toBe(
        world.sent.length - before - 1,
      );
      expect(ended.status).toBe(method === detailsMethod ? 'succeeded' : 'cancelled');
      world.fault = () => null;
      world.latencyMs = 0;
      expect(await run()).toMatchObject({ status: 'succeeded', errors: 0 });
      expect((await heldIds(7)).length).toBe(500);
      expect(await store.channels.list()).toMatchObject([{ lastError: null, covered: [{ fromId: 0 }] }]);
    },
  );
});
