import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Connection, configureWriter, openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { migrations } from '../../../electron/store/schema.ts';
import { createStore } from '../../../electron/store/store.ts';
import type { Post } from '../../../shared/domain.ts';
import { closeWindows, nextSampleAt, outcomeOf, sampleWindows } from '../../../shared/samples.ts';
import { randomly } from '../../support/seed.ts';
import { silentLog } from './silent-log.ts';
import { collecting, nextRun } from './store-contract.ts';
import { aPost, dayMs, noon } from './store-samples.ts';

const hour = 60 * 60_000;
const ids = [1, 2, 3, 4, 5] as const;
/** Some hours apart, two of them in the same second. */
const postedAt = (id: number) => noon + (id === 3 ? 2 : id) * 7 * hour;

/** Few versions, so that a post also comes back to one it had before. */
const post: fc.Arbitrary<Post> = fc
  .record({
    id: fc.constantFrom(...ids),
    text: fc.constantFrom('ferry', 'harbour', 'harbour ferry'),
    media: fc.constantFrom(null, 'photo' as const),
    editedAt: fc.constantFrom(null, noon + 40 * hour),
    links: fc.constantFrom([], ['https://example.org/']),
    views: fc.constantFrom(null, 10, 20, 30),
    pinned: fc.boolean(),
  })
  .map((change) => ({ ...aPost(change.id), ...change, postedAt: postedAt(change.id) }));

const someIds = fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 });
const event = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('page' as const),
      posts: fc.uniqueArray(post, { selector: ({ id }) => id, maxLength: 4 }),
      deletedIds: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, someIds),
      absentIds: fc.oneof(fc.constant([]), someIds),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('page' as const),
      posts: fc.constant([]),
      deletedIds: fc.constant([]),
      absentIds: someIds,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('close' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('expire' as const), days: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      spanMs: fc.oneof(fc.integer({ min: 1, max: hour }), fc.integer({ min: hour, max: 3 * dayMs })),
    }),
  },
);

interface PostState {
  readonly key: number;
  readonly id: number;
  readonly postedAt: number;
  readonly text: string;
  readonly deletedAt: number | null;
  readonly suspectSince: number | null;
  readonly revisions: number;
  readonly samples: number;
  readonly dueAt: number | null;
  readonly metricsAt: number | null;
}
interface MetricsRow {
  readonly key: number;
  readonly at: number;
  readonly window: number | null;
}

const held = (connection: Connection) =>
  connection.all<PostState>(
    `SELECT row_id AS key, id, posted_at AS postedAt, text, deleted_at AS deletedAt, suspect_since AS suspectSince,
       revisions, samples, due_at AS dueAt, metrics_at AS metricsAt FROM posts ORDER BY id`,
  );

/** Everything the rows say of each other. */
function expectConsistent(connection: Connection): void {
  const posts = held(connection);
  const dates = posts.map((one) => one.postedAt);
  const [deleted, suspect] = [
    posts.filter(({ deletedAt }) => deletedAt !== null).length,
    posts.filter(({ suspectSince }) => suspectSince !== null).length,
  ];
  expect(
    connection.get(`SELECT posts_held AS held, posts_deleted AS deleted, posts_suspect AS suspect,
      first_post_at AS first, last_post_at AS last FROM channels`),
  ).toEqual({
    held: posts.length,
    deleted,
    suspect,
    first: posts.length === 0 ? null : Math.min(...dates),
    last: posts.length === 0 ? null : Math.max(...dates),
  });
  expect(
    connection.get(`SELECT coalesce(sum(posts), 0) AS posts, coalesce(sum(deleted), 0) AS deleted,
      coalesce(sum(edited), 0) AS edited FROM day_stats`),
  ).toEqual({ posts: posts.length, deleted, edited: posts.filter(({ revisions }) => revisions > 0).length });

  const keysOf = (rows: readonly { readonly key: number }[]) => rows.map(({ key }) => key).toSorted();
  const indexed = (match: string) =>
    keysOf(connection.all(`SELECT rowid AS key FROM post_search WHERE post_search MATCH ?`, match));
  expect(keysOf(connection.all('SELECT rowid AS key FROM post_search'))).toEqual(keysOf(posts));
  for (const word of ['ferry', 'harbour']) {
    expect(indexed(word)).toEqual(keysOf(posts.filter(({ text }) => text.includes(word))));
  }
  expect(indexed('tags : sedited')).toEqual(keysOf(posts.filter(({ revisions }) => revisions > 0)));
  expect(indexed('tags : sdeleted')).toEqual(keysOf(posts.filter(({ deletedAt }) => deletedAt !== null)));
  expect(indexed('tags : ssuspect')).toEqual(
    keysOf(posts.filter(({ suspectSince }) => suspectSince !== null)),
  );
  expect(
    connection.all('SELECT row_id FROM post_revisions WHERE row_id NOT IN (SELECT row_id FROM posts)'),
  ).toEqual([]);

  const metrics = connection.all<MetricsRow>(
    'SELECT row_id AS key, at, sample AS "window" FROM post_metrics',
  );
  for (const one of posts) {
    const readings = metrics.filter(({ key }) => key === one.key);
    expect(one.metricsAt).toBe(readings.length === 0 ? null : Math.max(...readings.map(({ at }) => at)));
    const sampled = readings.flatMap(({ at, window }) => (window === null ? [] : [{ at, window }]));
    expect(sampled.map(({ window }) => window).toSorted()).toEqual(
      sampleWindows.flatMap((_, window) => (outcomeOf(one.samples, window) === 'taken' ? [window] : [])),
    );
    for (const { at, window } of sampled) {
      const { opensMs = 0, closesMs = 0 } = sampleWindows[window] ?? {};
      expect(at - one.postedAt).toBeGreaterThanOrEqual(opensMs);
      expect(at - one.postedAt).toBeLessThan(closesMs);
    }
    const next = one.suspectSince ?? nextSampleAt(one.samples, one.postedAt);
    expect(one.dueAt).toBe(one.deletedAt === null ? next : null);
  }
}

type Version = Pick<Post, 'text' | 'media' | 'links' | 'editedAt'>;
const versionOf = ({ text, media, links, editedAt }: Version): Version => ({ text, media, links, editedAt });
/** The state of a post as a reader is told it, thought out apart from the code. */
interface Told {
  readonly versions: Version[];
  gone: 'difference' | 'absence' | null;
  missingSince: number | null;
}

test('whatever comes in whatever order: counts, versions, index and due times follow from the rows', async () => {
  const { seed, numRuns } = randomly({ numRuns: 150 });
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 25 }), async (events) => {
      const connection = openConnection({ file: ':memory:', log: silentLog });
      configureWriter(connection);
      migrate(connection, migrations, () => '');
      const { store, writer, ...opened } = await collecting(createStore(connection, connection.close));
      let run: { readonly runId: number; readonly stepId: number } = opened;
      let runStartedAt = noon;
      const told = new Map<number, Told>();
      let now = noon;
      let keepDays: number | null = null;

      for (const next of events) {
        if (next.kind === 'wait') {
          now += next.spanMs;
          if (next.spanMs > hour / 2) {
            run = await nextRun(writer, run, now);
            runStartedAt = now;
          }
        }
        if (next.kind === 'close') {
          await writer.posts.closeWindows(now);
          for (const { samples, postedAt: at } of held(connection).filter((one) => one.deletedAt === null)) {
            expect(samples).toBe(closeWindows(samples, at, now));
          }
        }
        if (next.kind === 'expire') {
          keepDays = next.days;
          await writer.channels.change([1], { keepDays });
          await writer.posts.expire(now);
          const newest = Math.max(...[...told.keys()].map(postedAt));
          for (const id of [...told.keys()]) {
            if (isTooOld(postedAt(id), keepDays, now, newest)) told.delete(id);
          }
        }
        if (next.kind === 'page') {
          const page = { posts: next.posts, deletedIds: next.deletedIds, absentIds: next.absentIds };
          const kept = await writer.posts.keep(run.stepId, page, now);
          expect(kept.deletedMessages).toBe(tell(told, page, { now, runStartedAt, keepDays }));
          const after = JSON.stringify(held(connection));
          const again = await writer.posts.keep(run.stepId, page, now);
          expect(again).toEqual({ newMessages: 0, updatedMessages: 0, deletedMessages: 0 });
          expect(JSON.stringify(held(connection))).toBe(after);
        }
        expectConsistent(connection);
      }

      expect((await store.posts.list(1, { limit: 9 })).map(({ id }) => id).toSorted()).toEqual(
        [...told.keys()].toSorted(),
      );
      for (const [id, { versions, gone, missingSince }] of told) {
        const details = await store.posts.get(1, id);
        expect(details?.revisions.map(versionOf)).toEqual(versions.slice(0, -1));
        expect(details?.post).toMatchObject({
          ...versions.at(-1),
          deletedBy: gone,
          suspectSince: missingSince,
          revisions: versions.length - 1,
        });
      }
      await store.close();
    }),
    { seed, numRuns },
  );
});

/** No clock makes a post older than a day after the newest one would. */
function isTooOld(at: number, keepDays: number | null, now: number, newest: number): boolean {
  const today = now > newest + dayMs ? newest + dayMs : now;
  return keepDays !== null && at < Math.floor((today - keepDays * dayMs) / 1000) * 1000;
}

/** Returns how many posts are newly known to be deleted. */
function tell(
  told: Map<number, Told>,
  page: {
    readonly posts: readonly Post[];
    readonly deletedIds: readonly number[];
    readonly absentIds: readonly number[];
  },
  {
    now,
    runStartedAt,
    keepDays,
  }: { readonly now: number; readonly runStartedAt: number; readonly keepDays: number | null },
): number {
  let deleted = 0;
  const newest = Math.max(...[...told.keys(), ...page.posts.map(({ id }) => id)].map(postedAt));
  for (const seen of page.posts) {
    const state = told.get(seen.id);
    const tooOld = isTooOld(seen.postedAt, keepDays, now, newest);
    if (state === undefined) {
      if (!tooOld) told.set(seen.id, { versions: [versionOf(seen)], gone: null, missingSince: null });
      continue;
    }
    if (JSON.stringify(state.versions.at(-1)) !== JSON.stringify(versionOf(seen))) {
      state.versions.push(versionOf(seen));
    }
    if (page.deletedIds.includes(seen.id)) continue;
    state.gone = null;
    state.missingSince = null;
  }
  for (const id of page.deletedIds) {
    const state = told.get(id);
    if (state === undefined || state.gone !== null) continue;
    state.gone = 'difference';
    state.missingSince = null;
    deleted += 1;
  }
  for (const id of page.absentIds) {
    const state = told.get(id);
    if (state === undefined || state.gone !== null || page.posts.some((seen) => seen.id === id)) continue;
    if (state.missingSince === null) state.missingSince = now;
    else if (state.missingSince < runStartedAt) {
      state.gone = 'absence';
      state.missingSince = null;
      deleted += 1;
    }
  }
  return deleted;
}
