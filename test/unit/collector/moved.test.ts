import { describe, expect, test } from 'vitest';
import {
  detailsMethod,
  differenceMethod,
  historyMethod,
  messagesMethod,
  statesMethod,
} from '../../../electron/collector/account-reader.ts';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import { type Collection, collectionOf } from '../../support/collection.ts';
import { failMethod, pagesOf, requestsOf } from '../../support/requests-of.ts';
import { keepInStep, suspect } from '../../support/suspect-posts.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => 101 + index);
const noAccess: GatewayFailure = { kind: 'no-access', message: 'The channel is private now.' };
const refused: GatewayFailure = { kind: 'refused', code: 'METHOD_INVALID', message: 'Refused.' };
const flood: GatewayFailure = { kind: 'flood', method: '', waitMs: 900_000, message: 'Too many requests.' };
const network: GatewayFailure = { kind: 'network', message: 'No answer within 30 s.' };

/** Channels of one account that have been read once. */
async function readOnce(count: number): Promise<Collection> {
  const collection = await collectionOf(Object.fromEntries(ids(count).map((id) => [id, [1]])));
  await collection.run();
  return collection;
}

function sentBy(collection: Collection): () => readonly string[] {
  const before = collection.world.sent.length;
  return () => collection.world.sent.slice(before).map(({ method }) => method);
}

describe('a run in which nothing has moved', () => {
  test('asks one question for a hundred channels, and leaves all of them alone', async () => {
    const collection = await readOnce(120);
    const sent = sentBy(collection);
    const outcome = await collection.run();
    expect(sent()).toEqual([statesMethod, statesMethod]);
    expect(outcome).toMatchObject({ status: 'succeeded', channelsDone: 120, messages: 0, errors: 0 });
    const steps = await collection.store.runs.steps(outcome.runId);
    expect(steps).toHaveLength(120);
    expect(new Set(steps.map(({ status, skipped }) => `${status} ${skipped}`))).toEqual(
      new Set(['succeeded unmoved']),
    );
    expect(await collection.events(outcome.runId, 'channels.checked')).toMatchObject([
      { metadata: { accountId: 1, moved: 0, unmoved: 120, requests: 2, reason: 'unmoved' } },
    ]);
    expect(await collection.events(outcome.runId, 'channel.started')).toEqual([]);
  });

  test('takes no time, and makes no estimate of the next one shorter', async () => {
    const { world, run, start, clock } = await readOnce(3);
    world.latencyMs = 1000;
    for (const id of ids(3)) world.publish(id, 1);
    await run();
    for (let unmoved = 0; unmoved < 30; unmoved += 1) await run();
    for (const id of ids(3)) world.publish(id, 1);
    const { progress, outcome } = await start();
    await clock.advance(1000);
    expect(progress.at(-1)?.eta?.toMs).toBeGreaterThanOrEqual(2000);
    await clock.advance(10_000);
    await outcome;
  });

  test('has nothing left to do once it knows so', async () => {
    const { world, start, clock } = await readOnce(5);
    world.latencyMs = 1000;
    world.publish(101, 1);
    const { progress, outcome } = await start();
    await clock.advance(1000);
    expect(progress.at(-1)).toMatchObject({ channelsDone: 4, collecting: [{ channelId: 101 }] });
    await clock.advance(1000);
    await outcome;
    expect(progress.at(-1)).toMatchObject({ channelsDone: 5, eta: { fromMs: 0, toMs: 0 } });
  });
});

describe('a channel is read', () => {
  test('with one request when it has moved, and by what has changed', async () => {
    const collection = await readOnce(10);
    collection.world.publish(103, 2);
    collection.world.edit(103, 60, 'Corrected');
    collection.world.remove(103, [70]);
    const sent = sentBy(collection);
    const outcome = await collection.run();
    expect(sent()).toEqual([statesMethod, differenceMethod]);
    expect(outcome).toMatchObject({ channelsDone: 10, messages: 3, newMessages: 2, updatedMessages: 1 });
    expect(
      (await collection.events(outcome.runId, 'channel.finished')).map(({ metadata }) => metadata),
    ).toEqual([
      expect.objectContaining({ channelId: 103, by: 'difference', deletedMessages: 1, requests: 1 }),
    ]);
    expect(await collection.store.posts.get(103, 70)).toMatchObject({ post: { deletedBy: 'difference' } });
  });

  test('every time with `reread`: what has changed, and the newest posts', async () => {
    const collection = await readOnce(2);
    await collection.lease().writer.channels.change([101], { reread: true });
    const quiet = sentBy(collection);
    expect(await collection.run()).toMatchObject({ messages: 50, channelsDone: 2 });
    expect(quiet().filter((method) => method === differenceMethod)).toEqual([]);
    collection.world.publish(101, 1);
    const moved = sentBy(collection);
    await collection.run();
    expect(moved().slice(0, 2)).toEqual([statesMethod, differenceMethod]);
    expect(pagesOf(collection.world).filter(({ channelId }) => channelId === 101)).toHaveLength(3);
  });

  test('when its latest step failed, moved or not, so that the failure is seen to be over', async () => {
    const collection = await readOnce(3);
    const { world, run, store } = collection;
    world.publish(102, 1);
    failMethod(world, differenceMethod, () => noAccess);
    expect(await run()).toMatchObject({ status: 'partial', errors: 1 });
    failMethod(world, differenceMethod, () => null);
    await run();
    expect((await store.channels.list()).map(({ lastError }) => lastError)).toEqual([null, null, null]);
    const sent = sentBy(collection);
    await run();
    expect(sent()).toEqual([statesMethod]);
  });

  test('where something is missing between what is covered, although it has not moved', async () => {
    const collection = await readOnce(1);
    await keepInStep(collection, 101, { posts: [], covers: { fromId: 5, toId: 9 } });
    const sent = sentBy(collection);
    await collection.run();
    expect(sent()).toEqual([statesMethod, historyMethod]);
    expect((await collection.store.channels.list())[0]?.covered).toHaveLength(1);
  });

  test('when posts of it are due, by these alone', async () => {
    const collection = await readOnce(3);
    const { world, run, store } = collection;
    await suspect(collection, 102, [40]);
    expect((await store.posts.due(collection.clock.now(), 300)).get(102)).toEqual([40]);
    const sent = sentBy(collection);
    const outcome = await run();
    expect(sent()).toEqual([statesMethod, messagesMethod]);
    expect(requestsOf(world, messagesMethod)).toMatchObject([{ channelId: 102, limit: 1 }]);
    expect(outcome).toMatchObject({ messages: 1, channelsDone: 3 });
  });
});

describe('where Telegram does not say which channels moved', () => {
  test.each([
    ['refuses the question', refused],
    ['asks for a long pause', flood],
  ])('because it %s, every channel is read', async (_why, failure) => {
    const collection = await readOnce(3);
    const { world, run } = collection;
    world.publish(102, 4);
    failMethod(world, statesMethod, () => failure);
    const sent = sentBy(collection);
    expect(await run()).toMatchObject({ status: 'succeeded', channelsDone: 3, messages: 4, errors: 0 });
    expect(sent()).toEqual([statesMethod, differenceMethod, differenceMethod, differenceMethod]);
  });

  test('a pause it asks for is kept to in later runs, and is said once in each', async () => {
    const collection = await readOnce(3);
    const { world, run, events } = collection;
    failMethod(world, statesMethod, (nth) => (nth === 1 ? flood : null));
    await run();
    const sent = sentBy(collection);
    const outcome = await run();
    expect(sent()).not.toContain(statesMethod);
    expect(world.forbidden).toEqual([]);
    expect(await events(outcome.runId, 'flood.waiting')).toHaveLength(1);
  });

  test('one channel that may not be read is found by halving, and every other is left alone that can be', async () => {
    const collection = await readOnce(100);
    const { world, run } = collection;
    world.fault = ({ channelIds }) => (channelIds.includes(137) ? noAccess : null);
    const sent = sentBy(collection);
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'partial', errors: 1, channelsDone: 100, messages: 0 });
    expect(sent().filter((method) => method === statesMethod)).toHaveLength(1 + 8);
    expect(sent().filter((method) => method === differenceMethod).length).toBeLessThanOrEqual(7);
    // From then on it is known, and costs what reading it costs.
    const later = sentBy(collection);
    await run();
    expect(later()).toEqual([statesMethod, differenceMethod]);
  });

  test('because the network is away, nothing is asked of the account any more', async () => {
    const collection = await readOnce(3);
    const { world, run } = collection;
    world.fault = () => network;
    const sent = sentBy(collection);
    expect(await run()).toMatchObject({ status: 'failed', networkAway: true, errors: 3 });
    expect(sent()).toEqual([statesMethod, statesMethod]);
  });
});

describe('a short pause that Telegram asks for before any channel is read', () => {
  test('is waited out and shown', async () => {
    const { world, start, clock } = await readOnce(2);
    failMethod(world, statesMethod, (nth) => (nth === 1 ? { ...flood, waitMs: 2000 } : null));
    const { outcome, progress } = await start();
    await clock.advance(1000);
    expect(progress.at(-1)?.standstill).toMatchObject({ kind: 'flood' });
    await clock.advance(1000);
    expect(await outcome).toMatchObject({ status: 'succeeded', channelsDone: 2 });
    expect(progress.at(-1)?.standstill).toBeNull();
  });
});

test('a failing count of subscribers is asked for once a day, and fails nothing', async () => {
  const collection = await readOnce(1);
  const { world, run, clock, store, events } = collection;
  await clock.advance(86_400_000);
  failMethod(world, detailsMethod, () => refused);
  const outcome = await run();
  expect(outcome).toMatchObject({ status: 'succeeded', errors: 0 });
  expect(await store.runs.steps(outcome.runId)).toMatchObject([
    { status: 'succeeded', error: 'Subscribers were not counted. Refused.' },
  ]);
  expect(await events(outcome.runId, 'channel.failed')).toEqual([]);
  await run();
  expect(requestsOf(world, detailsMethod)).toHaveLength(1);
  await clock.advance(86_400_000);
  failMethod(world, detailsMethod, () => null);
  await run();
  expect((await store.channels.list())[0]?.subscribers).toBe(1000 + 101);
});
