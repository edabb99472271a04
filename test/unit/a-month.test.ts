import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { differenceMethod, messagesMethod } from '../../electron/collector/account-reader.ts';
import { createLivingCollection, type LivingCollection } from '../support/living-collection.ts';
import { type CleanRun, expectArchiveOf } from '../support/month-oracle.ts';
import { createRandom } from '../support/random.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const startAt = Date.UTC(2026, 9, 20, 9);
const days = Number(process.env.TIDINGS_DAYS ?? 30);

const folder = mkdtempSync(join(tmpdir(), 'tidings-month-'));
let living: LivingCollection | null = null;
afterAll(async () => {
  await living?.close();
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Thirty days against a data centre that keeps a record of its own: what it served, in every state it served it in,
 * and what it deleted. With missed runs, restarts, kills between two requests and pauses it asks for, the archive is
 * that record in the end.
 */
test('after a month the archive is what the data centre itself has recorded', {
  timeout: 600_000,
}, async () => {
  const seed = Number(process.env.TIDINGS_SEED ?? Math.floor(Math.random() * 2 ** 31));
  process.stdout.write(`Replay with TIDINGS_SEED=${seed} (${days} days)\n`);
  const random = createRandom(seed);
  const between = (from: number, to: number) => from + random() * (to - from);
  const happens = (chance: number) => random() < chance;

  const month = await createLivingCollection({
    dataCentre: {
      channels: 4,
      postsPerChannel: 150,
      clockAt: startAt,
      epochAt: startAt - hourMs,
      liveSpacingMs: 30 * minuteMs,
      recordServed: true,
      seed,
    },
    databaseFile: join(folder, 'tidings.db'),
    perRequestMs: () => Math.floor(between(20, 900)),
  });
  living = month;
  const { dataCentre } = month;
  const names = dataCentre.channels().flatMap(({ username }) => username ?? []);
  for (const [index, name] of names.entries()) {
    await month.addChannel(`@${name}`, { limit: 40, backfill: index % 2 === 0 });
  }

  const clean: CleanRun[] = [];
  const happened = { runs: 0, kills: 0, restarts: 0, missed: 0, floods: 0 };
  const endAt = startAt + days * 24 * hourMs;
  while (dataCentre.now() < endAt) {
    month.advance(between(10, 20) * minuteMs);
    if (happens(0.01)) {
      month.advance(between(2, 9) * hourMs);
      happened.missed += 1;
    }
    for (const name of names) {
      const ids = [...dataCentre.posts(name)]
        .slice(0, 60)
        .flatMap(({ id, service }) => (service === null ? [id] : []));
      const any = ids[Math.floor(random() * ids.length)];
      if (any !== undefined && happens(0.02)) dataCentre.editPost(name, any, `Edited at ${dataCentre.now()}`);
      else if (any !== undefined && happens(0.01)) dataCentre.deletePost(name, any);
    }
    dataCentre.clearFaults();
    const isFlooded = happens(0.03);
    if (isFlooded) {
      const method = [...floodable][Math.floor(random() * floodable.length)] ?? differenceMethod;
      dataCentre.addFault({ kind: 'flood', method, seconds: happens(0.5) ? 20 : 1500 });
      happened.floods += 1;
    }
    if (happens(0.01)) {
      await month.restart();
      happened.restarts += 1;
    }
    const startedAt = dataCentre.now();
    const dies = happens(0.02);
    const outcome = await month.run(dies ? { dieBefore: 1 + Math.floor(between(0, 9)) } : {});
    happened.runs += 1;
    if (outcome === null) happened.kills += 1;
    const isWaiting = floodable.some((method) => month.floodMs(method) > 0);
    if (outcome?.status === 'succeeded' && !isFlooded && !isWaiting) {
      clean.push({ startedAt, endedAt: dataCentre.now() });
    }
  }
  // Whatever was asked to be waited for is over, and two more runs see to the rest.
  dataCentre.clearFaults();
  for (let runs = 0; runs < 2; runs += 1) {
    month.advance(hourMs);
    const startedAt = dataCentre.now();
    expect(await month.run()).toMatchObject({ status: 'succeeded', errors: 0 });
    clean.push({ startedAt, endedAt: dataCentre.now() });
  }

  const { methods, floodViolations } = dataCentre.counts();
  process.stdout.write(`${JSON.stringify({ ...happened, clean: clean.length, methods })}\n`);
  expect(floodViolations).toBe(0);
  expect(dataCentre.defects()).toEqual([]);
  for (const { id } of dataCentre.channels()) {
    const found = await expectArchiveOf(month.store(), dataCentre, id, clean);
    process.stdout.write(`${JSON.stringify(found)}\n`);
  }
});

const floodable = [
  'messages.getPeerDialogs',
  differenceMethod,
  messagesMethod,
  'messages.getHistory',
  'channels.getFullChannel',
];
