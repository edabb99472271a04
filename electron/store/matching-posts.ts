import type { Connection } from './connection.ts';

/** Keys of posts, newest first. */
export type Found = readonly number[];

/** Keys in [from, before). */
export interface KeyRange {
  readonly from: number;
  readonly before: number;
}

/** What must be true of a post, in SQL about `posts`, with its parameters. */
export interface OfPost {
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** Posts by what the full-text index is to match (null: any), and by what is to be seen of each of these. */
export interface Matching {
  readonly match: string | null;
  readonly looked: readonly OfPost[];
}

/** A number is bound as a real one, by which FTS5 narrows nothing. */
const matchesInRange = `post_search MATCH ? AND post_search.rowid >= CAST(? AS INTEGER)
  AND post_search.rowid < CAST(? AS INTEGER)`;

/** The newest posts that match. */
export function matchingKeys(
  connection: Connection,
  matching: Matching,
  range: KeyRange,
  limit: number,
): Found {
  const { sql, parameters } = newestFirst(matching, range);
  return connection
    .all<{ readonly key: number }>(`SELECT ${sql} LIMIT ?`, ...parameters, limit)
    .map(({ key }) => key);
}

/** The posts that match, newest first, read as they are asked for. */
export function matchingTexts(
  connection: Connection,
  matching: Matching,
  range: KeyRange,
): Iterable<{ readonly key: number; readonly text: string }> {
  const { sql, parameters } = newestFirst(matching, range, true);
  return connection.each(`SELECT posts.text, ${sql}`, ...parameters);
}

/** Counted no further than `atMost`. */
export function countMatching(
  connection: Connection,
  match: string,
  { from, before }: KeyRange,
  atMost: number,
): number {
  const row = connection.get<{ readonly count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM post_search WHERE ${matchesInRange} LIMIT ?)`,
    match,
    from,
    before,
    atMost,
  );
  return row?.count ?? 0;
}

function newestFirst({ match, looked }: Matching, { from, before }: KeyRange, withPosts = false): OfPost {
  const besides = looked.map(({ sql }) => ` AND ${sql}`).join('');
  const parameters = [from, before, ...looked.flatMap((one) => one.parameters)];
  if (match === null) {
    return {
      sql: `row_id AS key FROM posts WHERE row_id >= ? AND row_id < ?${besides} ORDER BY row_id DESC`,
      parameters,
    };
  }
  const joined = withPosts || looked.length > 0;
  return {
    sql: `post_search.rowid AS key FROM post_search
      ${joined ? 'CROSS JOIN posts ON posts.row_id = post_search.rowid' : ''}
      WHERE ${matchesInRange}${besides} ORDER BY post_search.rowid DESC`,
    parameters: [match, ...parameters],
  };
}
