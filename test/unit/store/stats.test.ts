import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Connection } from '../../../electron/store/connection.ts';
import { rollUpDays, settleTimeZone } from '../../../electron/store/roll-up.ts';
import { dayStats, keepSubscribers, overview, subscriberCounts } from '../../../electron/store/stats.ts';
import type { Insights } from '../../../shared/insights.ts';
import { heldOf, insightsOf } from '../../../shared/insights-figures.ts';
import { randomly } from '../../support/seed.ts';
import { emptyDatabase, insertChannel, insertPost } from './archive-rows.ts';
import { localTime, recompute, shifted } from './figures-oracle.ts';

const usualZone = process.env.TZ;
afterEach(() => {
  process.env.TZ = usualZone;
});

const [hourMs, dayMs] = [3_600_000, 86_400_000];
/** Forty days with a change of clocks in each zone below. */
const firstMs = Date.UTC(2026, 2, 1);
const days = 40;
const zones = ['Europe/Kyiv', 'America/New_York', 'Pacific/Auckland', 'UTC'];
const write = async <Result>(work: () => Result): Promise<Result> => work();

const counter = (max: number) => fc.option(fc.nat(max), { nil: null, freq: 8 });
const post = fc.record({
  atMs: fc.nat(dayMs / 1000 - 1).map((seconds) => seconds * 1000),
  views: fc.oneof({ weight: 5, arbitrary: counter(100) }, counter(20_000)),
  forwards: counter(20),
  replies: counter(9),
  reactions: fc.array(fc.nat(9), { maxLength: 3 }),
  samples: fc.oneof(
    fc.constant([]),
    fc.array(fc.oneof(fc.constant(undefined), counter(100)), { minLength: 7, maxLength: 7 }),
  ),
});
const postsOfDay = fc.oneof(
  { weight: 8, arbitrary: fc.array(post, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(post, { minLength: 9, maxLength: 14 }) },
);
const countsOfDay = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 1000, max: 1003 }).map((count) => [count]) },
  { weight: 1, arbitrary: fc.array(fc.integer({ min: 0, max: 2000 }), { maxLength: 3 }) },
);
const history = fc.record({
  posts: fc.array(postsOfDay, { minLength: days, maxLength: days }),
  counts: fc.array(countsOfDay, { minLength: days, maxLength: days }),
});

/** Of how many days at either end nothing was read. */
const unread = fc.record({ before: fc.nat(days), after: fc.nat(15), whole: fc.boolean() });

type History = typeof history extends fc.Arbitrary<infer Value> ? Value : never;

/** Returns when posts were published, for the roll-up. */
function insert(connection: Connection, channelId: number, { posts, counts }: History): readonly number[] {
  insertChannel(connection, channelId);
  const all = posts.flatMap((ofDay, day) =>
    ofDay.map(({ atMs, ...one }) => ({ ...one, postedAt: firstMs + day * dayMs + atMs })),
  );
  // Telegram numbers the posts of a channel in the order in which they were published.
  const inOrder = all.toSorted((one, other) => one.postedAt - other.postedAt);
  for (const [index, one] of inOrder.entries()) insertPost(connection, { ...one, channelId, id: index + 1 });
  for (const [day, ofDay] of counts.entries()) {
    for (const [index, count] of ofDay.entries()) {
      keepSubscribers(connection, channelId, count, firstMs + day * dayMs + index * 5 * hourMs);
    }
  }
  return all.map(({ postedAt }) => postedAt);
}

interface Read {
  readonly postedAts: readonly number[];
  /** Whether the first message was reached. */
  readonly whole: boolean;
  readonly newestAt: number;
}

function insightsIn(
  connection: Connection,
  channelId: number,
  from: string,
  to: string,
  { postedAts, whole, newestAt }: Read,
  today?: string,
): Insights {
  const held = heldOf({
    firstPostAt: postedAts.length === 0 ? null : Math.min(...postedAts),
    lastPostAt: postedAts.length === 0 ? null : Math.max(...postedAts),
    lastCollectedAt: newestAt,
    covered: [{ fromId: whole ? 0 : 1, toId: 999 }],
    keepDays: null,
  });
  return insightsOf(
    channelId,
    from,
    to,
    dayStats(connection, channelId, from, to),
    subscriberCounts(connection, channelId, shifted(from, -29), to),
    dayStats(connection, channelId, shifted(from, -28), shifted(from, -1)),
    held,
    today,
  );
}

/**
 * Floating point adds up differently in another order: a number that is as good as the one expected is taken for it,
 * and everything else must be the same.
 */
function expectSame(actual: unknown, expected: unknown): void {
  expect(settled(plain(actual), plain(expected))).toEqual(plain(expected));
}

function settled(actual: unknown, expected: unknown): unknown {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-11 * Math.abs(expected) ? expected : actual;
  }
  if (Array.isArray(actual)) {
    return actual.map((one, index) => settled(one, Array.isArray(expected) ? expected[index] : undefined));
  }
  if (!isRecord(actual) || !isRecord(expected)) return actual;
  return Object.fromEntries(Object.entries(actual).map(([key, one]) => [key, settled(one, expected[key])]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe.each(zones)('in %s', (zone) => {
  test('every figure is what the single posts and counts add up to', () => {
    process.env.TZ = zone;
    fc.assert(
      fc.property(
        history,
        fc.nat(days - 1),
        fc.nat(20),
        fc.option(fc.nat(days)),
        unread,
        (held, start, length, young, { before, after, whole }) => {
          const connection = emptyDatabase();
          const postsRead = held.posts.map((ofDay, day) =>
            day < before || day >= days - after ? [] : ofDay,
          );
          const postedAts = insert(connection, 1, { ...held, posts: postsRead });
          rollUpDays(connection, 1, postedAts);
          const newestAt = firstMs + (days - after) * dayMs;
          if (whole)
            connection.run('INSERT INTO covered_ranges (channel_id, from_id, to_id) VALUES (1, 0, 999)');
          const from = shifted(localTime(firstMs, zone).day, start);
          const to = shifted(from, length);
          const today = young === null ? undefined : shifted(localTime(firstMs, zone).day, young);
          const recomputed = recompute(connection, 1, { zone, from, to, today, newestAt });
          expectSame(insightsIn(connection, 1, from, to, { postedAts, whole, newestAt }, today), recomputed);

          const { channelId, posts, reach, er, err, subscribers, growth } = recomputed;
          expectSame(overview(connection, from, to), [
            { channelId, posts, reach, er, err, subscribers, growth },
          ]);
          connection.close();
        },
      ),
      randomly({ numRuns: 30 }),
    );
  });
});

describe('the roll-up', () => {
  const one: History = {
    posts: Array.from({ length: days }, () => [
      { atMs: 0, views: 1, forwards: 1, replies: 1, reactions: [1], samples: [] },
      { atMs: 23 * hourMs, views: 3, forwards: 0, replies: 0, reactions: [], samples: [] },
    ]),
    counts: Array.from({ length: days }, (_, day) => [day + 1]),
  };
  /** More than are rolled up in one batch. */
  const many: History = {
    ...one,
    posts: one.posts.map((ofDay) => Array.from({ length: 15 }, () => ofDay).flat()),
  };
  const everyDay = ['2000-01-01', '2100-01-01'] as const;

  test('has no row for a day whose posts are gone', () => {
    const connection = emptyDatabase();
    const postedAts = insert(connection, 1, one);
    rollUpDays(connection, 1, postedAts);
    expect(dayStats(connection, 1, ...everyDay)).toHaveLength(days);
    connection.run('DELETE FROM posts WHERE posted_at < ?', firstMs + dayMs);
    rollUpDays(connection, 1, [firstMs]);
    expect(dayStats(connection, 1, ...everyDay)[0]?.day).toBe('2026-03-02');
  });

  test('counts edited and deleted posts, those of others not, and of the best the newer of equal ones first', () => {
    const connection = emptyDatabase();
    insertChannel(connection, 1);
    insertChannel(connection, 2);
    const common = { channelId: 1, postedAt: firstMs, views: 5 };
    insertPost(connection, { ...common, id: 1, revisions: 2 });
    insertPost(connection, { ...common, id: 2, deleted: true });
    insertPost(connection, { ...common, id: 3, suspect: true, views: null, reactions: [9] });
    insertPost(connection, { ...common, id: 9, channelId: 2 });
    rollUpDays(connection, 1, [firstMs]);
    expect(dayStats(connection, 1, ...everyDay)).toMatchObject([
      { posts: 3, edited: 1, deleted: 1, viewedPosts: 2, reactions: 0, best: [{ postId: 2 }, { postId: 1 }] },
    ]);
  });

  test('is made anew in another time zone: as if it had always been there', async () => {
    const connection = emptyDatabase();
    process.env.TZ = 'America/New_York';
    insert(connection, 1, one);
    await settleTimeZone(connection, write);
    const before = everything(connection);
    process.env.TZ = 'Asia/Tokyo';
    await settleTimeZone(connection, write);
    const there = everything(connection);

    const fresh = emptyDatabase();
    rollUpDays(fresh, 1, insert(fresh, 1, one));
    expect({ ...there, zone: null }).toEqual({ ...everything(fresh), zone: null });
    expect(there.zone).toBe('Asia/Tokyo');
    process.env.TZ = 'America/New_York';
    await settleTimeZone(connection, write);
    expect(everything(connection)).toEqual(before);
  });

  test('is made anew all the same after a death at any batch, and not twice without need', async () => {
    process.env.TZ = 'Asia/Tokyo';
    const whole = emptyDatabase();
    const batches = await settleUntil(whole, Number.POSITIVE_INFINITY);
    expect(batches).toBe(8);
    for (let death = 0; death < batches; death += 1) {
      const connection = emptyDatabase();
      expect(await settleUntil(connection, death)).toBe(death);
      expect(everything(connection).zone).toBeNull();
      await settleTimeZone(connection, write);
      expect(everything(connection)).toEqual(everything(whole));
    }
    const writes = await countWrites(whole);
    expect(writes).toBe(0);
  });

  test('has no days of two zones that pass for one: what was cut short, or written elsewhere, is made anew', async () => {
    process.env.TZ = 'UTC';
    const whole = emptyDatabase();
    rollUpDays(whole, 1, insert(whole, 1, one));
    await settleTimeZone(whole, write);
    const before = everything(whole);

    process.env.TZ = 'Asia/Tokyo';
    let writes = 0;
    const dying = async <Result>(work: () => Result): Promise<Result> => {
      writes += 1;
      if (writes === 4) throw new Error('killed');
      return work();
    };
    await expect(settleTimeZone(whole, dying)).rejects.toThrow('killed');
    process.env.TZ = 'UTC';
    await settleTimeZone(whole, write);
    expect(everything(whole)).toEqual(before);

    process.env.TZ = 'Asia/Tokyo';
    rollUpDays(whole, 1, [firstMs + 23 * hourMs]);
    process.env.TZ = 'UTC';
    await settleTimeZone(whole, write);
    expect(everything(whole)).toEqual(before);

    process.env.TZ = 'Asia/Tokyo';
    keepSubscribers(whole, 1, 5, firstMs + 23 * hourMs);
    expect(everything(whole).zone).toBeNull();
  });

  /** Settles posts of two channels, dying before a batch. Returns how many were written. */
  async function settleUntil(connection: Connection, death: number): Promise<number> {
    process.env.TZ = 'America/New_York';
    for (const channelId of [1, 2]) rollUpDays(connection, channelId, insert(connection, channelId, many));
    process.env.TZ = 'Asia/Tokyo';
    let batches = 0;
    const dying = async <Result>(work: () => Result): Promise<Result> => {
      if (batches === death) throw new Error('killed');
      batches += 1;
      return work();
    };
    const settled = settleTimeZone(connection, dying);
    if (death === Number.POSITIVE_INFINITY) await settled;
    else await expect(settled).rejects.toThrow('killed');
    return batches;
  }

  async function countWrites(connection: Connection): Promise<number> {
    let writes = 0;
    await settleTimeZone(connection, async (work) => {
      writes += 1;
      return work();
    });
    return writes;
  }

  function everything(connection: Connection) {
    return {
      days: dayStats(connection, 1, ...everyDay),
      counts: subscriberCounts(connection, 1, ...everyDay),
      zone: connection.get<{ readonly zone: string | null }>('SELECT time_zone AS zone FROM roll_up')?.zone,
    };
  }
});

describe('a count of subscribers', () => {
  test('is kept with the channel and as the last of its day; an older one changes neither', () => {
    const connection = emptyDatabase();
    insertChannel(connection, 1);
    keepSubscribers(connection, 1, 10, firstMs + 2);
    keepSubscribers(connection, 1, 9, firstMs + 1);
    expect(subscriberCounts(connection, 1, '2026-03-01', '2026-03-01')).toEqual([
      { day: '2026-03-01', at: firstMs + 2, subscribers: 10 },
    ]);
    keepSubscribers(connection, 1, 8, firstMs - dayMs);
    expect(connection.get('SELECT subscribers, subscribers_at AS at FROM channels')).toEqual({
      subscribers: 10,
      at: firstMs + 2,
    });
    keepSubscribers(connection, 2, 8, firstMs);
    expect(connection.get('SELECT count(*) AS count FROM subscriber_counts')).toEqual({ count: 2 });
  });

  test('and the figures of a channel that is being removed are gone at once', () => {
    const connection = emptyDatabase();
    insertChannel(connection, 1);
    insertPost(connection, { channelId: 1, id: 1, postedAt: firstMs });
    keepSubscribers(connection, 1, 10, firstMs);
    rollUpDays(connection, 1, [firstMs]);
    connection.run('UPDATE channels SET removed = 1');
    const period = ['2026-03-01', '2026-03-01'] as const;
    expect(dayStats(connection, 1, ...period)).toEqual([]);
    expect(subscriberCounts(connection, 1, ...period)).toEqual([]);
    expect(overview(connection, ...period)).toEqual([]);
  });
});
