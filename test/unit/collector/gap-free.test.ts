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
    await lease().writer.channels.change(7, { limit: 250 });

    await run();

    expect(await heldIds(7)).toEqual(idsBetween(751, 1000));
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
