import type { PostFilter } from '../../shared/archive.ts';
import {
  matchExpression,
  matcherOf,
  parseSearch,
  type SearchQuery,
  taggedAny,
} from '../../shared/search-query.ts';
import { foldedWords } from '../../shared/search-words.ts';
import { SearchTextError } from '../ports/archive.ts';
import type { Connection } from './connection.ts';
import { newestOf } from './newest-of.ts';
import { firstKeyAt } from './post-key.ts';
import { type ByChannel, postsByChannel, postsOfState } from './post-states.ts';
import { countOfState, matchingOfState } from './text-and-state.ts';
import {
  countMatching,
  type Found,
  type KeyRange,
  matchingKeys,
  matchingOfMany,
  nothingBesides,
  type WalkedPost,
  walkedFirst,
} from './text-walk.ts';

/**
 * How a search is gone about. Whatever a filter leaves out must not be walked through, or a search for something rare
 * reads a million posts:
 * - nothing but a period: the table itself, which is in order of time;
 * - channels, or a state: an index that has each channel's in order of time, merged (`newest-of.ts`);
 * - words or kinds of media: the full-text index, with channels and kinds as tags of it, so that SQLite goes from one
 *   post that has all to the next;
 * - these and many channels: `text-walk.ts`; these and a state: `text-and-state.ts`.
 */
export interface Plan {
  /** Keys of the newest, newest first. */
  keys(limit: number): Found;
  /** How many, counted no further than this. */
  count(atMost: number): number;
}

/** Each tag of a search is a list to read: with more, something else may be faster. */
const fewChannels = 8;

/** Throws `SearchTextError`. */
export function planSearch(
  connection: Connection,
  filter: PostFilter,
  beforeKey = Number.MAX_SAFE_INTEGER,
): Plan {
  const { state, from, to, media } = filter;
  const range: KeyRange = {
    from: from === undefined ? 0 : firstKeyAt(from),
    before: Math.min(beforeKey, to === undefined ? Number.MAX_SAFE_INTEGER : firstKeyAt(to)),
  };
  const query = queryOf(filter);
  const match = matchOf(query, media);
  const channels = channelsOf(connection, filter.channelIds);
  const { chosen, others } = channels;
  if (chosen.length === 0) return nothing;
  const byChannel = state === undefined ? postsByChannel : postsOfState[state];
  const ofState = ofChannels(connection, chosen, byChannel, range);
  if (match === null) {
    return state === undefined && others.length === 0 ? ofTable(connection, range, ofState) : ofState;
  }
  const tagged = narrowedTo(channels, match);
  if (state === undefined) {
    const few = Math.min(chosen.length, others.length) <= fewChannels;
    const byIndex = (within: KeyRange, limit: number) =>
      few
        ? matchingKeys(connection, tagged, nothingBesides, within, limit)
        : matchingOfMany(connection, { match, tagged, chosen }, within, limit);
    const newest = others.length === 0 ? ofTable(connection, range, ofState) : ofState;
    return {
      keys: (limit) =>
        query !== null && hasShortBeginning(query)
          ? walkedFirst(
              connection,
              { newest: newest.keys, isFound: foundBy(query, media) },
              range,
              limit,
              byIndex,
            )
          : byIndex(range, limit),
      count: (atMost) => countMatching(connection, tagged, nothingBesides, range, atMost),
    };
  }
  const search = {
    match: tagged,
    query,
    media,
    state: byChannel,
    channelIds: chosen,
    range,
    countState: ofState.count,
  };
  return {
    keys: (limit) => matchingOfState(connection, search, limit),
    count: (atMost) => countOfState(connection, search, atMost),
  };
}

interface Channels {
  /** Those to look in. Never one that is being removed. */
  readonly chosen: readonly number[];
  /** Those not to look in, of which there may be posts. */
  readonly others: readonly number[];
}

function channelsOf(connection: Connection, wanted: readonly number[] | undefined): Channels {
  const channels = connection.all<{ readonly id: number; readonly removed: 0 | 1 }>(
    'SELECT id, removed FROM channels ORDER BY id',
  );
  const asked = wanted === undefined ? null : new Set(wanted);
  const isChosen = ({ id, removed }: (typeof channels)[number]) =>
    removed === 0 && (asked === null || asked.has(id));
  return {
    chosen: channels.filter(isChosen).map(({ id }) => id),
    others: channels.filter((channel) => !isChosen(channel)).map(({ id }) => id),
  };
}

/** Null where there are no words. Throws `SearchTextError`. */
function queryOf({ text = '' }: PostFilter): SearchQuery | null {
  if (text.trim() === '') return null;
  const parsed = parseSearch(text);
  if (!parsed.ok) throw new SearchTextError(parsed.reason);
  return parsed.query;
}

/** Letters below which a beginning is one of very many words. */
const shortBeginning = 4;

function hasShortBeginning({ wanted }: SearchQuery): boolean {
  return wanted.some((terms) =>
    terms.some(
      ({ text, beginning }) => beginning && (foldedWords(text).at(-1)?.word.length ?? 0) < shortBeginning,
    ),
  );
}

/** What the index would find, asked of one post. */
function foundBy(query: SearchQuery, media: PostFilter['media']): (post: WalkedPost) => boolean {
  const matches = matcherOf(query);
  const kinds = media === undefined ? null : new Set<string>(media);
  return (post) => (kinds === null || kinds.has(post.media)) && matches(post.text);
}

/** What the full-text index is to match; null where it is not needed. */
function matchOf(query: SearchQuery | null, media: PostFilter['media']): string | null {
  const parts = [
    ...(query === null ? [] : [`(${matchExpression(query)})`]),
    ...(media === undefined ? [] : [taggedAny(media.map((kind) => `m${kind}`))]),
  ];
  return parts.length === 0 ? null : parts.join(' AND ');
}

/** By whichever tags are fewer: every post has that of its channel. */
function narrowedTo({ chosen, others }: Channels, match: string): string {
  const tags = (ids: readonly number[]) => taggedAny(ids.map((id) => `c${id}`));
  if (others.length === 0) return match;
  return others.length > chosen.length ? `${match} AND ${tags(chosen)}` : `(${match}) NOT ${tags(others)}`;
}

const nothing: Plan = { keys: () => [], count: () => 0 };

/** Counted by `ofChannels`: an index without texts is a fraction of the table. */
function ofTable(connection: Connection, { from, before }: KeyRange, { count }: Plan): Plan {
  return {
    keys: (limit) =>
      connection
        .all<{ readonly key: number }>(
          'SELECT row_id AS key FROM posts WHERE row_id >= ? AND row_id < ? ORDER BY row_id DESC LIMIT ?',
          from,
          before,
          limit,
        )
        .map(({ key }) => key),
    count,
  };
}

function ofChannels(
  connection: Connection,
  channelIds: readonly number[],
  { index, holds }: ByChannel,
  { from, before }: KeyRange,
): Plan {
  return {
    keys: (limit) => newestOf(connection, { channelIds, index, holds, from, before }, limit),
    count: (atMost) =>
      connection.get<{ readonly count: number }>(
        `SELECT count(*) AS count FROM (
           SELECT 1 FROM json_each(?) AS chosen CROSS JOIN posts INDEXED BY ${index}
             ON posts.channel_id = chosen.value
           WHERE ${holds} AND row_id >= ? AND row_id < ? LIMIT ?)`,
        JSON.stringify(channelIds),
        from,
        before,
        atMost,
      )?.count ?? 0,
  };
}
