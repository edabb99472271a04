import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInsightHandlers } from '../../electron/service/insight-handlers.ts';
import type { Connection } from '../../electron/store/connection.ts';
import { createReader } from '../../electron/store/reader.ts';
import { settleTimeZone } from '../../electron/store/roll-up.ts';
import { countPosts, searchPosts } from '../../electron/store/search.ts';
import { pageSize } from '../../renderer/posts/post-feed.ts';
import type { PostFilter } from '../../shared/archive.ts';
import { channelIdOf, makeArchive } from './archive-database.ts';
import { wordOf } from './plausible-texts.ts';
import { report } from './report.ts';
import { searches } from './searches.ts';

const [few, many] = [10_000, 1_000_000];
const channels = 100;
const days = 365;
const dayMs = 24 * 60 * 60_000;
const until = Date.UTC(2026, 10, 1);
/** As the Posts screen asks for them. */
const page = { limit: pageSize };
/** No search may take longer than so many pages by primary key, in the same run. */
const mostPages = 20;
/** No figures may take longer over a hundred times the posts than this many times as long. */
const mostGrowth = 10;

/** Searching and insights at ten thousand and at a million posts. Returns whether all limits hold. */
export async function searchesAnArchive(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-bench-'));
  try {
    const small = await archiveOf(few, folder);
    const large = await archiveOf(many, folder);
    const outcomes = [...searchAll(large), ...(await figuresOf(small, large))];
    const failed = outcomes.filter((holds) => !holds).length;
    report('limits', failed === 0 ? 'all hold' : `${failed} do not hold`);
    small.close();
    large.close();
    return failed === 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function archiveOf(posts: number, folder: string): Promise<Connection> {
  const madeAt = performance.now();
  const connection = makeArchive(folder, { channels, posts, until, days });
  const bytes = Number(connection.pragma('page_count')) * Number(connection.pragma('page_size'));
  report(
    `${posts} posts`,
    `${channels} channels, ${days} days, ${(bytes / 1e6).toFixed(0)} MB, made in ${seconds(madeAt)} s`,
  );
  const rolledAt = performance.now();
  await settleTimeZone(connection, async (work) => connection.write(work));
  report('  roll-up anew', `${seconds(rolledAt)} s`);
  connection.pragma('wal_checkpoint(TRUNCATE)');
  return connection;
}

function searchAll(connection: Connection): readonly boolean[] {
  const pageMs = median(101, () => searchPosts(connection, {}, page));
  report('page by key', `${pageMs.toFixed(3)} ms`);
  const one = (name: string, filter: PostFilter): number => {
    const found = searchPosts(connection, filter, page).length;
    const tookMs = median(15, () => searchPosts(connection, filter, page));
    const ratio = tookMs / pageMs;
    report(
      name,
      `${tookMs.toFixed(2)} ms, ${ratio.toFixed(1)} ×, ${found} found${judged(ratio <= mostPages)}`,
    );
    return ratio;
  };
  const outcomes = Object.entries(searches(channelIdOf, until)).map(
    ([name, filter]) => one(name, filter) <= mostPages,
  );
  for (const [name, filter] of Object.entries({
    'count: all': {},
    'count: a word': { text: wordOf(30) },
    'count: a state': { state: 'edited' },
    'count: most posts': { text: `${wordOf(1).slice(0, 2)}*` },
    'count: a beginning': { text: `${wordOf(1000).slice(0, 4)}*` },
  } satisfies Record<string, PostFilter>)) {
    const { count } = countPosts(connection, filter, 1_000_000);
    const tookMs = median(5, () => countPosts(connection, filter, 10_000));
    report(name, `${tookMs.toFixed(2)} ms up to 10000 of ${count}`);
  }
  return outcomes;
}

async function figuresOf(small: Connection, large: Connection): Promise<readonly boolean[]> {
  const [from, to] = [dayBefore(days), dayBefore(1)];
  const outcomes: boolean[] = [];
  for (const name of ['insights.get', 'insights.overview'] as const) {
    const took: number[] = [];
    for (const connection of [small, large]) {
      const handlers = createInsightHandlers(createReader(connection));
      const ask = () =>
        name === 'insights.get'
          ? handlers[name]({ channelId: channelIdOf(1), from, to })
          : handlers[name]({ from, to });
      took.push(await medianOf(15, ask));
    }
    const [smallMs = 0, largeMs = 0] = took;
    const growth = largeMs / smallMs;
    outcomes.push(growth <= mostGrowth);
    report(
      name,
      `${smallMs.toFixed(2)} ms at ${few}, ${largeMs.toFixed(2)} ms at ${many}: ${growth.toFixed(1)} ×${judged(growth <= mostGrowth)}`,
    );
  }
  return outcomes;
}

function judged(holds: boolean): string {
  return holds ? ', pass' : ', FAIL';
}

function dayBefore(count: number): string {
  return new Date(until - count * dayMs).toISOString().slice(0, 10);
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}

function median(times: number, work: () => unknown): number {
  work();
  return middle(Array.from({ length: times }, () => timed(work)));
}

async function medianOf(times: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now();
    await work();
    took.push(performance.now() - startedAt);
  }
  return middle(took);
}

function timed(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}

function middle(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}
