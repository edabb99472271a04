import type { PostFilter } from '../../shared/archive.ts';
import { mediaKinds } from '../../shared/domain.ts';
import { matcherOf, type SearchQuery } from '../../shared/search-query.ts';
import type { Connection } from './connection.ts';
import type { ByChannel } from './post-states.ts';
import {
  type Besides,
  countMatching,
  type Found,
  type KeyRange,
  matchingKeys,
  nothingBesides,
} from './text-walk.ts';

export interface TextAndState {
  /** What the full-text index is to match: all but the state. The same to be looked for in a post. */
  readonly match: string;
  readonly query: SearchQuery | null;
  readonly media: PostFilter['media'];
  readonly state: ByChannel;
  readonly channelIds: readonly number[];
  readonly range: KeyRange;
  /** How many posts of the state there are, counted no further than this. */
  readonly countState: (atMost: number) => number;
}

/** Up to so many posts of a state are read and looked at, one by one. */
const fewOfState = 1000;
const postsPerReading = 100;
/** Up to so many posts that match are each looked up. */
const fewMatches = 3000;
/** Of the time there are posts of, the newest part is searched first; then each time as much again as so far. */
const newestPart = 1 / 32;

/**
 * The newest posts of a state that match. The full-text index knows nothing of states, so the fewer are gone through:
 * the posts of the state, or those that match. Where both are many, what they have in common is sought part by part of
 * the time: both are read, and no post.
 */
export function matchingOfState(connection: Connection, search: TextAndState, limit: number): Found {
  const { match, range, countState } = search;
  if (countState(fewOfState + 1) <= fewOfState) return lookAtEach(connection, search, limit);
  if (countMatching(connection, match, nothingBesides, range, fewMatches + 1) <= fewMatches) {
    return matchingKeys(connection, match, lookedUp(search), range, limit);
  }
  const found: number[] = [];
  for (const part of partsOf(connection, range)) {
    found.push(...matchingKeys(connection, match, amongKeys(search, part), part, limit - found.length));
    if (found.length === limit) break;
  }
  return found;
}

export function countOfState(connection: Connection, search: TextAndState, atMost: number): number {
  const { match, range } = search;
  return countMatching(connection, match, amongKeys(search, range), range, atMost);
}

function lookedUp({ state: { holds } }: TextAndState): Besides {
  return {
    sql: `EXISTS (SELECT 1 FROM posts WHERE row_id = post_search.rowid AND ${holds})`,
    parameters: [],
  };
}

/** All keys of the state are at hand while the matches are walked. The plus keeps SQLite from doing it the other way. */
function amongKeys(search: TextAndState, range: KeyRange): Besides {
  const { sql, parameters } = keysOfState(search, range);
  return { sql: `+post_search.rowid IN (${sql})`, parameters };
}

function keysOfState(
  { state: { index, holds }, channelIds }: TextAndState,
  { from, before }: KeyRange,
): Besides {
  return {
    sql: `SELECT row_id AS key FROM json_each(?) AS chosen
        CROSS JOIN posts INDEXED BY ${index} ON channel_id = chosen.value
      WHERE ${holds} AND row_id >= ? AND row_id < ?`,
    parameters: [JSON.stringify(channelIds), from, before],
  };
}

/** The newest first. */
function* partsOf(connection: Connection, range: KeyRange): Generator<KeyRange, void, undefined> {
  const held = connection.get<{ readonly oldest: number | null; readonly newest: number | null }>(
    'SELECT (SELECT min(row_id) FROM posts) AS oldest, (SELECT max(row_id) FROM posts) AS newest',
  );
  const from = Math.max(range.from, held?.oldest ?? 0);
  let before = Math.min(range.before, (held?.newest ?? 0) + 1);
  let size = (before - from) * newestPart;
  while (before > from) {
    const start = Math.max(from, Math.floor(before - size));
    yield { from: start, before };
    before = start;
    size *= 2;
  }
}

function lookAtEach(connection: Connection, search: TextAndState, limit: number): Found {
  const { query, media = [...mediaKinds, 'none'], range } = search;
  const matches = query === null ? () => true : matcherOf(query);
  const { sql, parameters } = keysOfState(search, range);
  const keys = connection
    .all<{ readonly key: number }>(`${sql} ORDER BY row_id DESC`, ...parameters)
    .map(({ key }) => key);
  const found: number[] = [];
  for (let first = 0; first < keys.length && found.length < limit; first += postsPerReading) {
    const posts = connection.all<{ readonly key: number; readonly text: string }>(
      `SELECT row_id AS key, text FROM posts WHERE row_id IN (SELECT value FROM json_each(?))
         AND coalesce(media, 'none') IN (SELECT value FROM json_each(?)) ORDER BY row_id DESC`,
      JSON.stringify(keys.slice(first, first + postsPerReading)),
      JSON.stringify(media),
    );
    found.push(...posts.filter(({ text }) => matches(text)).map(({ key }) => key));
  }
  return found.slice(0, limit);
}
