import type { Watch } from '../../shared/archive.ts';
import { formatCount, formatTime, plural } from '../../shared/format.ts';
import { matcherOf, parseSearch } from '../../shared/search-query.ts';
import type { Connection } from './connection.ts';

/** What a watch finds, before anybody is told. */

/** `cause`: the same for the same thing, found whenever. */
export interface Finding {
  readonly cause: string;
  readonly channelId: number;
  readonly channelTitle: string;
  readonly postId: number | null;
  readonly message: string;
}

export interface NewPost {
  readonly rowId: number;
  readonly postId: number;
  readonly postedAt: number;
}

type WatchOf<Kind extends Watch['kind']> = Extract<Watch, { kind: Kind }>;

const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;
/** A count of subscribers is measured against one of an earlier day that is no older than this. */
const daysBetweenCounts = 7;
const longestQuote = 120;
/** Messages are kept, so they must not depend on who happened to run the process. */
const locale = 'en-GB';

/** Telegram dates a post to the second: one of the second in which the watch was made counts as later. */
export function findWords(
  connection: Connection,
  watch: WatchOf<'words'>,
  channelId: number,
  newPosts: readonly NewPost[],
): readonly Finding[] {
  const since = Math.floor(watch.createdAt / 1000) * 1000;
  const published = newPosts.filter(({ postedAt }) => postedAt >= since);
  const parsed = parseSearch(watch.text);
  if (published.length === 0 || !parsed.ok) return [];
  // Not asked of the index: the beginning of a word would have it go through all posts for each of the new ones.
  const matches = matcherOf(parsed.query);
  return connection
    .all<{ readonly postId: number; readonly text: string; readonly title: string }>(
      `SELECT posts.id AS postId, posts.text AS text, channels.title AS title
       FROM json_each(?) JOIN posts ON posts.row_id = value JOIN channels ON channels.id = posts.channel_id
       ORDER BY posts.row_id`,
      JSON.stringify(published.map(({ rowId }) => rowId)),
    )
    .filter(({ text }) => matches(text))
    .map(({ postId, text, title }) => ({
      cause: `post ${channelId} ${postId}`,
      channelId,
      channelTitle: title,
      postId,
      message: `“${watch.text}” in ${title}: ${quote(text)}`,
    }));
}

/**
 * Channels that are on and were read after the silence had lasted long enough: of one that could not be read nobody
 * knows. Once until a new post comes. A channel that never had a post is silent since it was added.
 */
export function findSilence(
  connection: Connection,
  watch: WatchOf<'silence'>,
  now: number,
): readonly Finding[] {
  return connection
    .all<{
      readonly channelId: number;
      readonly title: string;
      readonly postId: number | null;
      readonly lastPostAt: number | null;
      readonly since: number;
      readonly readAt: number;
    }>(
      `SELECT id AS channelId, title, last_post_at AS lastPostAt, coalesce(last_post_at, added_at) AS since,
         last_collected_at AS readAt, (SELECT max(id) FROM posts WHERE channel_id = channels.id) AS postId
       FROM channels
       WHERE removed = 0 AND enabled = 1 AND id = coalesce(:channelId, id)
         AND last_collected_at >= coalesce(last_post_at, added_at) + :silenceMs
         -- A channel whose posts have all expired since is the one that was told of already.
         AND (last_post_at IS NOT NULL
           OR NOT EXISTS (SELECT 1 FROM alerts WHERE watch_id = :watchId AND channel_id = channels.id))
       ORDER BY position`,
      { channelId: watch.channelId, silenceMs: watch.hours * hourMs, watchId: watch.id },
    )
    .map(({ channelId, title, postId, lastPostAt, since, readAt }) => ({
      cause: `silence ${channelId} ${postId ?? 'without posts'}`,
      channelId,
      channelTitle: title,
      postId,
      message: `${title} has been silent for ${spanInWords(readAt - since)} (${
        lastPostAt === null ? 'no post since it was added,' : 'last post'
      } ${dateInWords(since, now)})`,
    }));
}

/** The latest count of each channel, where it was made after the watch, against the last one of an earlier day. */
export function findLosses(connection: Connection, watch: WatchOf<'loss'>): readonly Finding[] {
  return connection
    .all<{
      readonly channelId: number;
      readonly title: string;
      readonly measuredAt: number;
      readonly subscribers: number;
      readonly before: number;
      readonly days: number;
    }>(
      `SELECT channels.id AS channelId, title, earlier.at AS measuredAt, latest.subscribers AS subscribers,
         earlier.subscribers AS before, julianday(latest.day) - julianday(earlier.day) AS days
       FROM channels
         JOIN subscriber_counts latest ON latest.channel_id = channels.id
           AND latest.day = (SELECT max(day) FROM subscriber_counts WHERE channel_id = channels.id)
         JOIN subscriber_counts earlier ON earlier.channel_id = channels.id
           AND earlier.day = (SELECT max(day) FROM subscriber_counts
             WHERE channel_id = channels.id AND day < latest.day AND day >= date(latest.day, ?))
       WHERE removed = 0 AND channels.id = coalesce(?, channels.id) AND latest.at >= ?
         AND (earlier.subscribers - latest.subscribers) * 100.0 > earlier.subscribers * ?
       ORDER BY position`,
      `-${daysBetweenCounts} days`,
      watch.channelId,
      watch.createdAt,
      watch.percent,
    )
    .map(({ channelId, title, measuredAt, subscribers, before, days }) => ({
      // By what it was measured against: the same for all counts of a day, and in any time zone.
      cause: `loss ${channelId} ${measuredAt}`,
      channelId,
      channelTitle: title,
      postId: null,
      message: `${title} lost ${percentInWords(before, subscribers)} of its subscribers in ${
        days === 1 ? 'a day' : plural(days, 'day')
      } (${formatCount(before, locale)} → ${formatCount(subscribers, locale)})`,
    }));
}

/** On one line, and no longer than a notification shows. */
function quote(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const characters = Array.from(line);
  return characters.length <= longestQuote ? line : `${characters.slice(0, longestQuote - 1).join('')}…`;
}

/** Rounded down: what has passed. */
function spanInWords(ms: number): string {
  return ms >= 2 * dayMs ? plural(Math.floor(ms / dayMs), 'day') : plural(Math.floor(ms / hourMs), 'hour');
}

/** `22 Nov, 14:02` local time, with the year where it is another than that of `now`. */
function dateInWords(at: number, now: number): string {
  const date = new Date(at);
  const isOfThisYear = date.getFullYear() === new Date(now).getFullYear();
  const day = date.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'short',
    ...(isOfThisYear ? {} : { year: 'numeric' }),
  });
  return `${day}, ${formatTime(at)}`;
}

function percentInWords(before: number, after: number): string {
  const percent = ((before - after) / before) * 100;
  return `${percent.toLocaleString(locale, { maximumFractionDigits: percent < 0.1 ? 2 : 1 })} %`;
}
