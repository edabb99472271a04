import type { Connection } from './connection.ts';

/** Keys of posts, newest first. */
export type Found = readonly number[];

/** Keys in [from, before). */
export interface KeyRange {
  readonly from: number;
  readonly before: number;
}

interface KeyRow {
  readonly key: number;
}

/** What else must be true, in SQL about `post_search.rowid`, with its parameters. */
export interface Besides {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

export const nothingBesides: Besides = { sql: 'true', parameters: [] };

/** A number is bound as a real one, by which FTS5 narrows nothing. */
const matchesInRange = `post_search MATCH ? AND post_search.rowid >= CAST(? AS INTEGER)
  AND post_search.rowid < CAST(? AS INTEGER)`;

/** The newest posts that match. */
export function matchingKeys(
  connection: Connection,
  match: string,
  besides: Besides,
  { from, before }: KeyRange,
  limit: number,
): Found {
  return connection
    .all<KeyRow>(
      `SELECT rowid AS key FROM post_search WHERE ${matchesInRange} AND ${besides.sql} ORDER BY rowid DESC LIMIT ?`,
      match,
      from,
      before,
      ...besides.parameters,
      limit,
    )
    .map(({ key }) => key);
}

export function countMatching(
  connection: Connection,
  match: string,
  besides: Besides,
  { from, before }: KeyRange,
  atMost: number,
): number {
  const row = connection.get<{ readonly count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM post_search WHERE ${matchesInRange} AND ${besides.sql} LIMIT ?)`,
    match,
    from,
    before,
    ...besides.parameters,
    atMost,
  );
  return row?.count ?? 0;
}

/** Of these many matches each is looked at, before another way is tried. For a page of 50; in proportion for others. */
const matchesLookedAt = [64, 256, 1024];
const usualPage = 50;

/**
 * The newest posts that match and are of some of many channels. What is in many of the matches is on the newest of
 * them, and a rare match is soon walked through. Where neither is so, a list of each channel's posts is read too
 * (`tagged`).
 */
export function matchingOfMany(
  connection: Connection,
  { match, tagged, chosen }: { readonly match: string; readonly tagged: string; readonly chosen: Found },
  range: KeyRange,
  limit: number,
): Found {
  const found: number[] = [];
  let { before } = range;
  for (const portion of matchesLookedAt) {
    const size = Math.ceil((portion * limit) / usualPage);
    const keys = matchingKeys(connection, match, nothingBesides, { ...range, before }, size);
    found.push(...ofChosen(connection, keys, chosen));
    if (found.length >= limit || keys.length < size) return found.slice(0, limit);
    before = keys.at(-1) ?? before;
  }
  const rest = matchingKeys(connection, tagged, nothingBesides, { ...range, before }, limit - found.length);
  return [...found, ...rest];
}

/** How many of the newest posts are looked through for each that is wanted, before the index is asked. */
const walkedPerPost = 6;

/**
 * The beginning of a word that many words share: in the index that is a long list to put together before the first post
 * comes of it, and among the newest posts it is soon found. So these are looked through first, and `rest` goes on below.
 */
export function walkedFirst(
  connection: Connection,
  {
    newest,
    isFound,
  }: { readonly newest: (limit: number) => Found; readonly isFound: (post: WalkedPost) => boolean },
  range: KeyRange,
  limit: number,
  rest: (range: KeyRange, limit: number) => Found,
): Found {
  const walked = newest(limit * walkedPerPost);
  const found = connection
    .all<WalkedPost & KeyRow>(
      `SELECT row_id AS key, text, coalesce(media, 'none') AS media FROM posts
       WHERE row_id IN (SELECT value FROM json_each(?)) ORDER BY row_id DESC`,
      JSON.stringify(walked),
    )
    .filter(isFound)
    .map(({ key }) => key);
  const last = walked.at(-1);
  if (found.length >= limit || walked.length < limit * walkedPerPost || last === undefined) {
    return found.slice(0, limit);
  }
  return [...found, ...rest({ ...range, before: last }, limit - found.length)];
}

export interface WalkedPost {
  readonly text: string;
  readonly media: string;
}

function ofChosen(connection: Connection, keys: Found, channelIds: readonly number[]): Found {
  return connection
    .all<KeyRow>(
      `SELECT row_id AS key FROM posts WHERE row_id IN (SELECT value FROM json_each(?))
         AND channel_id IN (SELECT value FROM json_each(?)) ORDER BY row_id DESC`,
      JSON.stringify(keys),
      JSON.stringify(channelIds),
    )
    .map(({ key }) => key);
}
