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

/** A number is bound as a real one, by which FTS5 narrows nothing. */
const matchesInRange = `post_search MATCH ? AND post_search.rowid >= CAST(? AS INTEGER)
  AND post_search.rowid < CAST(? AS INTEGER)`;

/** The newest posts that match; null: the newest of all. */
export function matchingKeys(
  connection: Connection,
  match: string | null,
  { from, before }: KeyRange,
  limit: number,
): Found {
  const [sql, ...parameters] =
    match === null
      ? ['row_id AS key FROM posts WHERE row_id >= ? AND row_id < ? ORDER BY row_id DESC', from, before]
      : [`rowid AS key FROM post_search WHERE ${matchesInRange} ORDER BY rowid DESC`, match, from, before];
  return connection
    .all<{ readonly key: number }>(`SELECT ${sql} LIMIT ?`, ...parameters, limit)
    .map(({ key }) => key);
}

export interface Candidate {
  readonly key: number;
  readonly text: string;
  /** Whether what was to be looked at is so. */
  readonly holds: 0 | 1;
}

/** The posts that match (null: all), newest first, with a look at each; read as they are asked for. */
export function candidates(
  connection: Connection,
  match: string | null,
  looked: readonly OfPost[],
  { from, before }: KeyRange,
): Iterable<Candidate> {
  const holds = looked.map(({ sql }) => `(${sql})`).join(' AND ');
  const parameters = looked.flatMap((one) => one.parameters);
  const seen = `posts.text, ${holds === '' ? '1' : holds} AS holds`;
  return match === null
    ? connection.each(
        `SELECT row_id AS key, ${seen} FROM posts WHERE row_id >= ? AND row_id < ? ORDER BY row_id DESC`,
        ...parameters,
        from,
        before,
      )
    : connection.each(
        `SELECT post_search.rowid AS key, ${seen}
         FROM post_search CROSS JOIN posts ON posts.row_id = post_search.rowid
         WHERE ${matchesInRange} ORDER BY post_search.rowid DESC`,
        ...parameters,
        match,
        from,
        before,
      );
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
