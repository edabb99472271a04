import { describe, expect, test } from 'vitest';
import { historyMethod } from '../../../electron/collector/account-reader.ts';
import { createCollection, driven } from '../../support/collection.ts';
import { failPages, pagesOf } from '../../support/requests-of.ts';

async function oneChannel(limit = 50, options: { reread?: boolean } = {}) {
  const collection = await createCollection();
  await collection.addAccount(1);
  await collection.addChannel(7, { limit, ...options });
  return collection;
}

const idsBetween = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('what a run reads of a channel', () => {
  test('a new channel starts at its newest posts, however long its history is', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    world.publish(7, 10_000);

    const outcome = await run();

    expect(outcome).toMatchObject({ status: 'succeeded', messages: 50, newMessages: 50, channelsDone: 1 });
    expect(await heldIds(7)).toEqual(idsBetween(9951, 10_000));
    expect(pagesOf(world)).toHaveLength(1);
  });

  test('a run is idempotent: what is unchanged is neither new nor updated, what was edited is updated', async () => {
    const { world, run, heldIds } = await oneChannel(50, { reread: true });
    world.publish(7, 80);
    await run();

    expect(await run()).toMatchObject({ messages: 50, newMessages: 0, updatedMessages: 0 });
    world.edit(7, 75, 'Corrected');
    // Told of the edit, and then read again with the others.
    expect(await run()).toMatchObject({ messages: 51, newMessages: 0, updatedMessages: 1 });
    expect(await heldIds(7)).toEqual(idsBetween(31, 80));
  });

  test('230 new posts with a limit of 50 leave no gap', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    world.publish(7, 100);
    await run();
    world.publish(7, 230);

    expect(await run()).toMatchObject({ status: 'succeeded', newMessages: 230 });
    expect(await heldIds(7)).toEqual(idsBetween(51, 330));
  });

  test('short pages and pages of service messages do not end a reading', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    world.publish(7, 60);
    await run();
    world.publish(7, 40);
    world.announce(7, 30);
    world.publish(7, 70);
    world.rowsOf = ({ number }) => [1, 13, 7][number % 3] ?? 1;

    expect(await run()).toMatchObject({ status: 'succeeded', newMessages: 110 });
    expect(await heldIds(7)).toEqual([...idsBetween(11, 100), ...idsBetween(131, 200)]);
  });

  test('service messages that head a channel leave no gap that is none', async () => {
    const { world, run, start, takeOver, clock, store } = await oneChannel(50);
    world.announce(7, 60);
    world.rowsOf = () => 20;
    failPages(world, (nth) => (nth === 2 ? 'silence' : null));
    await start();
    await clock.advance(1000);
    expect(pagesOf(world)).toHaveLength(2);

    world.fault = () => null;
    world.rowsOf = () => 30;
    await takeOver();
    await run();

    expect((await store.channels.list())[0]?.covered).toHaveLength(1);
  });

  test('a deleted boundary post is no reason to read the whole history', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    world.publish(7, 1000);
    await run();
    world.remove(7, idsBetween(900, 1000));
    world.publish(7, 60);
    const before = world.sent.length;

    await run();

    expect((await heldIds(7)).slice(-60)).toEqual(idsBetween(1001, 1060));
    // Where it stands, what has happened in two pages, and not one of the history.
    expect(world.sent.length - before).toBe(3);
    expect(pagesOf(world)).toHaveLength(1);
  });

  test('a channel that was empty at first is read whole afterwards: everything in it is newer', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    expect(await run()).toMatchObject({ status: 'succeeded', messages: 0 });
    world.publish(7, 300);

    await run();

    expect(await heldIds(7)).toEqual(idsBetween(1, 300));
  });

  test('a channel smaller than its limit costs one page: nothing is older than message 1', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    world.publish(7, 30);
    await run();
    expect(pagesOf(world)).toHaveLength(1);
    expect(await heldIds(7)).toEqual(idsBetween(1, 30));
  });

  test('a larger limit reaches further back the next time the newest posts are looked through', async () => {
    const { world, run, heldIds, lease, clock } = await oneChannel(50);
    world.publish(7, 1000);
    await run();
    await lease().writer.channels.change([7], { limit: 250 });

    await clock.advance(86_400_000);
    await run();

    expect(await heldIds(7)).toEqual(idsBetween(751, 1000));
  });
});

describe('a channel whose history is wanted too', () => {
  async function withBackfill(limit = 50) {
    const collection = await createCollection();
    await collection.addAccount(1);
    await collection.addChannel(7, { limit, backfill: true });
    return collection;
  }

  test('is read back 500 posts a run below what is covered, until its first message', async () => {
    const { world, run, heldIds, store } = await withBackfill();
    world.publish(7, 1300);
    for (const [lowest, requests] of [
      [751, 7],
      [251, 6],
      [1, 4],
      [1, 1],
    ] as const) {
      const before = world.sent.length;
      expect(await run()).toMatchObject({ status: 'succeeded' });
      expect(await heldIds(7)).toEqual(idsBetween(lowest, 1300));
      expect(world.sent.length - before).toBe(requests);
    }
    expect((await store.channels.list())[0]?.covered).toEqual([{ fromId: 0, toId: 1300 }]);
  });

  test('has its newest posts and its gaps read before', async () => {
    const { world, run, start, takeOver, clock, heldIds } = await withBackfill();
    world.publish(7, 2000);
    await run();
    world.publish(7, 400);
    // Too much has happened to be told, and the process dies over the second page of what it reads instead.
    world.longestDifference = 100;
    failPages(world, (nth) => (nth === 2 ? 'silence' : null));
    await start();
    await clock.advance(1000);
    const read = pagesOf(world).length;

    world.fault = () => null;
    await takeOver();
    await run();

    // Four pages down to what is covered, and then five of what is below that.
    expect(
      pagesOf(world)
        .slice(read)
        .map(({ beforeId }) => beforeId),
    ).toEqual([2351, 2251, 2151, 2051, 1451, 1351, 1251, 1151, 1051]);
    expect(await heldIds(7)).toEqual(idsBetween(951, 2400));
  });

  test('costs five pages a run, also where the server gives short ones or service messages alone', async () => {
    const { world, run, heldIds } = await withBackfill();
    world.publish(7, 100);
    world.announce(7, 700);
    world.publish(7, 60);
    world.rowsOf = ({ beforeId }) => (beforeId === 0 ? 100 : 80);
    await run();
    expect(pagesOf(world)).toHaveLength(6);
    expect(await heldIds(7)).toEqual(idsBetween(801, 860));
    await run();
    await run();
    expect(pagesOf(world)).toHaveLength(14 - 2);
    expect(await heldIds(7)).toEqual([...idsBetween(1, 100), ...idsBetween(801, 860)]);
  });

  test.each([2, 4, 6])('goes on at the page where a process died: page %i', async (page) => {
    const { world, run, start, takeOver, clock, heldIds } = await withBackfill();
    world.publish(7, 5000);
    failPages(world, (nth) => (nth === page ? 'silence' : null));
    await start();
    await clock.advance(1000);
    expect(pagesOf(world)).toHaveLength(page);

    world.fault = () => null;
    await takeOver();
    await run();

    const kept = (page - 2) * 100;
    expect(pagesOf(world)[page]?.beforeId).toBe(4951 - kept);
    expect(await heldIds(7)).toEqual(idsBetween(4951 - kept - 500, 5000));
  });

  test('that is asked for later is read back from where the newest posts ended, and no longer once unwanted', async () => {
    const { world, run, heldIds, lease } = await oneChannel(50);
    world.publish(7, 2000);
    await run();
    await lease().writer.channels.change([7], { backfill: true });
    await run();
    await lease().writer.channels.change([7], { backfill: false });
    await run();
    expect(await heldIds(7)).toEqual(idsBetween(1451, 2000));
  });

  test('is not read back while its newest posts cannot be read', async () => {
    const { world, run, heldIds } = await withBackfill();
    world.publish(7, 2000);
    await run();
    const before = pagesOf(world).length;
    world.fault = ({ method }) =>
      method === historyMethod ? null : { kind: 'no-access', message: 'Private.' };
    expect(await run()).toMatchObject({ status: 'failed' });
    expect(pagesOf(world)).toHaveLength(before);
    expect(await heldIds(7)).toEqual(idsBetween(1451, 2000));
  });

  test('none of its old posts counts as new', async () => {
    const { world, run, store } = await withBackfill();
    world.publish(7, 2000);
    await run();
    world.publish(7, 3);
    await run();
    expect(await store.channels.list()).toMatchObject([{ newSinceLooked: 3, postsHeld: 1053 }]);
  });

  test('a page that the server repeats ends the walk back with words', async () => {
    const { world, run } = await withBackfill();
    world.publish(7, 2000);
    await run();
    world.rowsOf = ({ beforeId }) => {
      world.repeats = beforeId > 0 && beforeId < 1400;
      return 50;
    };
    const ended = await run();
    expect(ended).toMatchObject({ status: 'partial', errors: 1, messages: 100 });
    expect(ended.reason).toContain('had been read already');
  });
});

describe('a process that dies in the middle of a catch-up', () => {
  test.each([1, 2, 3, 4, 6])('leaves no hole when it dies waiting for request %i', async (page) => {
    const { world, run, start, takeOver, heldIds, clock } = await oneChannel(50);
    world.publish(7, 100);
    await run();
    world.publish(7, 430);
    const before = world.sent.length;
    world.fault = ({ number }) => (number === before + page ? 'silence' : null);
    await start();
    await clock.advance(1000);
    expect(world.sent).toHaveLength(before + page);

    world.fault = () => null;
    await takeOver();
    world.publish(7, 120);
    expect(await run()).toMatchObject({ status: 'succeeded' });

    expect(await heldIds(7)).toEqual(idsBetween(51, 650));
  });

  test('a first run that dies leaves no hole either', async () => {
    const { world, run, start, takeOver, heldIds, clock } = await oneChannel(300);
    world.publish(7, 5000);
    failPages(world, (nth) => (nth === 2 ? 'silence' : null));
    await start();
    await clock.advance(1000);
    expect(await heldIds(7)).toEqual(idsBetween(4901, 5000));

    world.fault = () => null;
    await takeOver();
    world.publish(7, 1000);
    await run();

    expect(await heldIds(7)).toEqual(idsBetween(4901, 6000));
  });

  test('a catch-up goes on where it was cut short instead of beginning again', async () => {
    const { world, run, start, takeOver, heldIds, clock } = await oneChannel(50);
    world.publish(7, 100);
    await run();
    // More than is told of, so the history is read instead.
    world.publish(7, 2000);
    failPages(world, (nth) => (nth === 12 ? 'silence' : null));
    await start();
    await clock.advance(1000);

    world.fault = () => null;
    await takeOver();
    const before = world.sent.length;
    await run();

    expect(await heldIds(7)).toEqual(idsBetween(51, 2100));
    // Where the channel stands, and then at once the page the other died over.
    expect(world.sent[before + 1]).toMatchObject({ method: historyMethod, beforeId: 1051 });
    expect(world.sent.length - before).toBe(1 + 10);
  });
});

test('an empty page where posts are held is no end of the history: it hides no gap', async () => {
  const { world, run, heldIds, store } = await oneChannel(50);
  world.publish(7, 100);
  await run();
  world.publish(7, 230);
  world.longestDifference = 10;
  world.rowsOf = ({ beforeId, limit }) => (beforeId === 0 ? limit : 0);
  const cut = await run();
  expect(cut).toMatchObject({ status: 'partial', errors: 1 });
  expect(cut.reason).toContain('an empty page');
  expect((await store.channels.list())[0]?.covered).toHaveLength(2);

  world.rowsOf = ({ limit }) => limit;
  expect(await run()).toMatchObject({ status: 'succeeded' });
  expect(await heldIds(7)).toEqual(idsBetween(51, 330));
});

test('a page that the server repeats ends the reading with words instead of going round for ever', async () => {
  const { world, start, clock, finish } = await oneChannel(50);
  world.publish(7, 100);
  world.repeats = true;
  world.rowsOf = () => 20;

  const { runId, outcome } = await start();
  const ended = await driven(clock, outcome);
  await finish(runId, ended);

  expect(ended).toMatchObject({ status: 'partial', errors: 1, newMessages: 20 });
  expect(ended.reason).toContain('had been read already');
});
