import type { Connection } from '../../../electron/store/connection.ts';

/**
 * The figures of insights from the raw rows, by code of its own: nothing of `shared/` is used here, the local time comes
 * from `Intl`, and every figure is worked out from the single posts.
 */

interface Raw {
  readonly key: number;
  readonly id: number;
  readonly day: string;
  readonly hour: number;
  readonly views: number | null;
  readonly engagement: number;
  readonly samples: ReadonlyMap<number, number>;
}

const dayMs = 86_400_000;
const agesMs = [15 * 60_000, 3_600_000, 3 * 3_600_000, 6 * 3_600_000, dayMs, 3 * dayMs, 7 * dayMs];

export function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

export function recompute(
  connection: Connection,
  channelId: number,
  {
    zone,
    from,
    to,
    today,
    newestAt,
  }: { zone: string; from: string; to: string; today: string | undefined; newestAt: number },
) {
  const all = rawPosts(connection, channelId, zone);
  const counts = rawCounts(connection, channelId, zone);
  const inPeriod = ({ day }: { day: string }) => from <= day && day <= to;
  const posts = all.filter(inPeriod);
  const days: string[] = [];
  for (let day = from; day <= to; day = shifted(day, 1)) days.push(day);
  const within = [...counts].filter(([day]) => inPeriod({ day })).map(([, count]) => count);
  const last = within.at(-1) ?? null;
  const growth = within.length < 2 ? null : (within.at(-1) ?? 0) - (within[0] ?? 0);
  const reach = reachOf(posts);
  const held = rawHeld(connection, channelId, zone, newestAt);
  const heldDays = days.filter((day) => held !== null && day >= held.first && day <= held.last);
  const onHeldDays = posts.filter(({ day }) => heldDays.includes(day));
  const at24h = posts.flatMap(({ samples }) => samples.get(4) ?? []);
  const part = (value: number | null, whole: number | null) =>
    value === null || whole === null || whole === 0 ? null : (value / whole) * 100;
  return {
    channelId,
    from,
    to,
    heldFrom: held === null ? null : held.first,
    heldTo: held === null ? null : held.last,
    posts: posts.length,
    postsPerDay: heldDays.length === 0 ? null : onHeldDays.length / heldDays.length,
    reach,
    er: erOf(posts),
    err: part(reach, last),
    err24: part(mean(at24h), last),
    subscribers: last,
    growth,
    growthPercent: part(growth, within[0] ?? null),
    days: days.map((day) => {
      const ofDay = onHeldDays.filter((post) => post.day === day);
      return {
        day,
        posts: heldDays.includes(day) ? ofDay.length : null,
        reach: reachOf(ofDay),
        er: erOf(ofDay),
        subscribers: counts.get(day) ?? null,
      };
    }),
    hours: Array.from({ length: 24 }, (_, hour) => {
      const ofHour = posts.filter((post) => post.hour === hour && post.views !== null);
      return { posts: ofHour.length, reach: reachOf(ofHour) };
    }),
    best: bestOf(posts),
    curve: curveOf(posts),
    anomalies: days.flatMap((day) => anomaliesOf(day, all, counts, held, today)),
  };
}

function anomaliesOf(
  day: string,
  posts: readonly Raw[],
  counts: ReadonlyMap<string, number>,
  held: { first: string; last: string } | null,
  today?: string,
) {
  const known = (one: string) => held !== null && !(one < held.first) && !(one > held.last);
  const of = (one: string) => posts.filter((post) => post.day === one);
  const figures: Readonly<Record<'posts' | 'reach' | 'subscribers', (one: string) => number | null>> = {
    posts: (one) => (known(one) ? of(one).length : null),
    reach: (one) => (known(one) ? reachOf(of(one)) : null),
    subscribers: (one) => {
      const [now, before] = [counts.get(one), counts.get(shifted(one, -1))];
      return now === undefined || before === undefined ? null : now - before;
    },
  };
  return (['posts', 'reach', 'subscribers'] as const).flatMap((figure) => {
    const value = figures[figure](day);
    const before = Array.from({ length: 28 }, (_, back) => figures[figure](shifted(day, -1 - back))).filter(
      (one) => one !== null,
    );
    if (value === null || before.length < 7) return [];
    const usual = median(before);
    const mad = Math.max(median(before.map((one) => Math.abs(one - usual))), 1);
    if (Math.abs(value - usual) * 0.6745 <= 3.5 * mad) return [];
    const sameSign = Math.sign(value) === Math.sign(usual) && value !== 0;
    const [small, great] = [Math.abs(value), Math.abs(usual)].toSorted((one, other) => one - other);
    if (sameSign && (great ?? 0) < 2 * (small ?? 0)) return [];
    const direction = value > usual ? 'high' : 'low';
    const young =
      today !== undefined &&
      figure !== 'subscribers' &&
      (shifted(day, 2) > today || (held !== null && shifted(day, 2) > held.last));
    if (direction === 'low' && young) return [];
    return [{ day, figure, direction, value, usual, postIds: bestOf(of(day)).map(({ postId }) => postId) }];
  });
}

function curveOf(posts: readonly Raw[]) {
  const whole = posts.filter(({ samples }) => (samples.get(6) ?? 0) > 0);
  if (whole.length === 0) return null;
  const shares = agesMs.map((_, window) =>
    mean(
      whole.flatMap(({ samples }) => {
        const [then, end] = [samples.get(window), samples.get(6)];
        return then === undefined || end === undefined ? [] : [then > end ? 1 : then / end];
      }),
    ),
  );
  let halfLifeMs: number | null = null;
  let [lastAge, lastShare] = [0, 0];
  for (const [window, share] of shares.entries()) {
    const age = agesMs[window] ?? 0;
    if (share === null) continue;
    if (share >= 0.5) {
      halfLifeMs =
        lastAge === 0
          ? (age / share) * 0.5
          : Math.exp(
              Math.log(lastAge) +
                ((Math.log(age) - Math.log(lastAge)) * (0.5 - lastShare)) / (share - lastShare),
            );
      break;
    }
    [lastAge, lastShare] = [age, share];
  }
  return { shares, posts: whole.length, halfLifeMs };
}

function bestOf(posts: readonly Raw[]) {
  return posts
    .filter((post) => post.views !== null)
    .toSorted((one, other) => (other.views ?? 0) - (one.views ?? 0) || other.key - one.key)
    .slice(0, 10)
    .map(({ id, views }) => ({ postId: id, views }));
}

function reachOf(posts: readonly Raw[]): number | null {
  return mean(posts.flatMap(({ views }) => views ?? []));
}

function erOf(posts: readonly Raw[]): number | null {
  const viewed = posts.filter(({ views }) => views !== null);
  const views = viewed.reduce((total, post) => total + (post.views ?? 0), 0);
  return views === 0 ? null : (viewed.reduce((total, post) => total + post.engagement, 0) / views) * 100;
}

function rawPosts(connection: Connection, channelId: number, zone: string): readonly Raw[] {
  const samples = connection.all<{ key: number; sample: number; views: number }>(
    'SELECT row_id AS key, sample, views FROM post_metrics WHERE sample IS NOT NULL AND views IS NOT NULL',
  );
  return connection
    .all<{ key: number; id: number; at: number; views: number | null; engagement: number }>(
      `SELECT row_id AS key, id, posted_at AS at, views, coalesce(forwards, 0) + coalesce(replies, 0)
         + (SELECT coalesce(sum(value ->> '$.count'), 0) FROM json_each(reactions)) AS engagement
       FROM posts WHERE channel_id = ? ORDER BY row_id`,
      channelId,
    )
    .map(({ at, key, ...post }) => ({
      ...post,
      ...localTime(at, zone),
      key,
      samples: new Map(samples.filter((one) => one.key === key).map(({ sample, views }) => [sample, views])),
    }));
}

/** The days held: from the one after the first post, or with it where nothing can have been before it, to the reading. */
function rawHeld(
  connection: Connection,
  channelId: number,
  zone: string,
  newestAt: number,
): { first: string; last: string } | null {
  const row = connection.get<{ first: number | null; last: number | null }>(
    'SELECT min(posted_at) AS first, max(posted_at) AS last FROM posts WHERE channel_id = ?',
    channelId,
  );
  const reached =
    (connection.get<{ count: number }>(
      'SELECT count(*) AS count FROM covered_ranges WHERE channel_id = ? AND from_id = 0',
      channelId,
    )?.count ?? 0) > 0;
  if (row === undefined || row.first === null || row.last === null) return null;
  const begun = localTime(row.first, zone).day;
  const last = localTime(row.last > newestAt ? row.last : newestAt, zone).day;
  return { first: reached || begun === last ? begun : shifted(begun, 1), last };
}

/** The last count of each day, in order. */
function rawCounts(connection: Connection, channelId: number, zone: string): ReadonlyMap<string, number> {
  return new Map(
    connection
      .all<{ at: number; subscribers: number }>(
        'SELECT at, subscribers FROM subscriber_counts WHERE channel_id = ? ORDER BY at',
        channelId,
      )
      .map(({ at, subscribers }) => [localTime(at, zone).day, subscribers]),
  );
}

const formats = new Map<string, Intl.DateTimeFormat>();

export function localTime(at: number, zone: string): { readonly day: string; readonly hour: number } {
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-CA', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
    });
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return {
    day: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    hour: Number(parts.get('hour')),
  };
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((total, value) => total + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  const high = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return (low + high) / 2;
}
