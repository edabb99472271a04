import { describe, expect, test } from 'vitest';
import { createCollection, driven } from '../../support/collection.ts';

async function oneChannel(limit = 50) {
  const collection = await createCollection();
  await collection.addAccount(1);
  await collection.addChannel(7, { limit });
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
    expect(world.sent).toHaveLength(1);
  });

  test('a run is idempotent: what is unchanged is neither new nor updated, what was edited is updated', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    world.publish(7, 80);
    await run();

    expect(await run()).toMatchObject({ messages: 50, newMessages: 0, updatedMessages: 0 });
    world.edit(7, 75, 'Corrected');
    expect(await run()).toMatchObject({ messages: 50, newMessages: 0, updatedMessages: 1 });
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
    world.fault = ({ number }) => (number === 2 ? 'silence' : null);
    await start();
    await clock.advance(1000);

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
    expect(world.sent.length - before).toBeLessThanOrEqual(2);
  });

  test('a channel that was empty at first is read whole afterwards: everything in it is newer', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    expect(await run()).toMatchObject({ status: 'succeeded', messages: 0 });
    world.publish(7, 300);

    await run();

    expect(await heldIds(7)).toEqual(idsBetween(1, 300));
  });

  test('a channel smaller than its limit costs one request: nothing is older than message 1', async () => {
    const { world, run, heldIds } = await oneChannel(50);
    world.publish(7, 30);
    await run();
    expect(world.sent).toHaveLength(1);
    expect(await heldIds(7)).toEqual(idsBetween(1, 30));
  });

  test('a larger limit reaches further back', async () => {
    const { world, run, heldIds, lease } = await oneChannel(50);
    world.publish(7, 1000);
    await run();
    await lease().writer.channels.change([7], { limit: 250 });

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
      [751, 6],
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
    const died = world.sent.length + 2;
    world.fault = ({ number }) => (number === died ? 'silence' : null);
    await start();
    await clock.advance(1000);

    world.fault = () => null;
    await takeOver();
    await run();

    // The newest again, four pages down to what is covered, and then five of what is below that.
    expect(world.sent.slice(died).map(({ beforeId }) => beforeId)).toEqual([
      0, 2351, 2251, 2151, 2051, 1451, 1351, 1251, 1151, 1051,
    ]);
    expect(await heldIds(7)).toEqual(idsBetween(951, 2400));
  });

  test('costs five pages a run, also where the server gives short ones or service messages alone', async () => {
    const { world, run, heldIds } = await withBackfill();
    world.publish(7, 100);
    world.announce(7, 700);
    world.publish(7, 60);
    world.rowsOf = ({ beforeId }) => (beforeId === 0 ? 100 : 80);
    await run();
    expect(world.sent).toHaveLength(6);
    expect(await heldIds(7)).toEqual(idsBetween(801, 860));
    await run();
    await run();
    expect(world.sent).toHaveLength(14);
    expect(await heldIds(7)).toEqual([...idsBetween(1, 100), ...idsBetween(801, 860)]);
  });

  test.each([2, 4, 6])('goes on at the page where a process died: page %i', async (page) => {
    const { world, run, start, takeOver, clock, heldIds } = await withBackfill();
    world.publish(7, 5000);
    world.fault = ({ number }) => (number === page ? 'silence' : null);
    await start();
    await clock.advance(1000);
    expect(world.sent).toHaveLength(page);

    world.fault = () => null;
    await takeOver();
    await run();

    const kept = (page - 2) * 100;
    expect(world.sent[page + 1]?.beforeId).toBe(4951 - kept);
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
    const before = world.sent.length;
    world.fault = ({ beforeId }) => (beforeId === 0 ? { kind: 'no-access', message: 'Private.' } : null);
    expect(await run()).toMatchObject({ status: 'failed' });
    expect(world.sent.length - before).toBe(1);
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
      world.repeats = beforeId > 0 && beforeId < 1500;
      return 50;
    };
    const ended = await run();
    expect(ended).toMatchObject({ status: 'partial', errors: 1 });
    expect(ended.reason).toContain('had been read already');
  });
});

describe('a process that dies in the middle of a catch-up', () => {
  test.each([1, 2, 3, 5])('leaves no hole when it dies waiting for page %i', async (page) => {
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
    world.fault = ({ number }) => (number === 2 ? 'silence' : null);
    await start();
    await clock.advance(1000);

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
    world.publish(7, 2000);
    world.fault = ({ number }) => (number === 12 ? 'silence' : null);
    await start();
    await clock.advance(1000);

    world.fault = () => null;
    await takeOver();
    const before = world.sent.length;
    await run();

    expect(await heldIds(7)).toEqual(idsBetween(51, 2100));
    expect(world.sent[before + 1]?.beforeId).toBe(1151);
    expect(world.sent.length - before).toBe(12);
  });
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
