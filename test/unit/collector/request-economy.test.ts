import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createLivingCollection, type LivingCollection } from '../../support/living-collection.ts';

const minuteMs = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'tidings-economy-'));
let collection: LivingCollection | null = null;

afterEach(async () => {
  await collection?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A real data centre counts what the real client sends. */
test('a run over 100 channels of which 10 have moved costs at most 25 requests', async () => {
  const living = await createLivingCollection({
    dataCentre: { channels: 100, postsPerChannel: 120, live: false, clockAt: Date.UTC(2026, 10, 24, 12) },
    databaseFile: join(folder, 'tidings.db'),
  });
  collection = living;
  const { dataCentre } = living;
  const names = dataCentre.channels().flatMap(({ username }) => username ?? []);
  for (const name of names) await living.addChannel(`@${name}`, { limit: 50 });

  /** Requests of the account in one run. */
  async function cost(): Promise<Readonly<Record<string, number>>> {
    dataCentre.clearCounts();
    const outcome = await living.run();
    expect(outcome).toMatchObject({ status: 'succeeded', errors: 0, channelsDone: 100 });
    const { ping: _ofTheConnection, ...methods } = dataCentre.counts().methods;
    return methods;
  }
  const total = (methods: Readonly<Record<string, number>>): number =>
    Object.values(methods).reduce((sum, count) => sum + count, 0);

  const first = await cost();
  // The first day of a channel: its posts are young, and it has its subscribers counted.
  living.advance(10 * 24 * 60 * minuteMs);
  const visiting: number[] = [];
  for (let runs = 0; runs < 55; runs += 1) {
    living.advance(10 * minuteMs);
    visiting.push(total(await cost()));
  }

  living.advance(10 * minuteMs);
  for (const name of names.slice(0, 10)) dataCentre.addPost(name, { text: 'News' });
  const moved = await cost();
  living.advance(minuteMs);
  const quiet = await cost();
  process.stdout.write(
    `Requests a run over 100 channels: first ${total(first)}, ten moved ${total(moved)} ${JSON.stringify(moved)}, ` +
      `none moved ${total(quiet)}, with daily visits at most ${Math.max(...visiting)}\n`,
  );
  expect(total(moved)).toBeLessThanOrEqual(25);
  expect(total(quiet)).toBe(1);
  // Two channels a run: their newest posts, in two pages where service messages are among them, and their subscribers.
  // On the first day ten a run are counted.
  expect(Math.max(...visiting)).toBeLessThanOrEqual(16);
  expect(dataCentre.defects()).toEqual([]);
});
