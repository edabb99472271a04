import type { PostFilter } from '../../shared/archive.ts';
import { matcherOf, parseSearch, type SearchQuery } from '../../shared/search-query.ts';
import { SearchTextError } from '../ports/archive.ts';
import { widened } from './beginnings.ts';
import type { Connection } from './connection.ts';
import { candidates, countMatching, type Found, type KeyRange, matchingKeys } from './matching-posts.ts';
import { matchOfAll, narrow, type Part } from './narrowing.ts';
import { countOfChannels, newestOf } from './newest-of.ts';
import { firstKeyAt } from './post-key.ts';
import { channelsOf, filterParts, wordParts } from './search-parts.ts';

/**
 * How a search is gone about. Whatever a filter leaves out must not be walked through, or a search for something rare
 * reads a million posts:
 * - nothing but a period: the table itself, which is in order of time;
 * - channels alone: an index that has each channel's in order of time, merged (`newest-of.ts`);
 * - anything else: the full-text index, in which a filter is a word like others (`post-index.ts`), or a look at the post
 *   where that is faster (`narrowing.ts`). Beginnings of words have their own way (`beginnings.ts`).
 */
export interface Plan {
  /** Keys of the newest, newest first. */
  keys(limit: number): Found;
  /** How many, counted no further than this. */
  count(atMost: number): number;
}

/** Throws `SearchTextError`. */
export function planSearch(
  connection: Connection,
  filter: PostFilter,
  beforeKey = Number.MAX_SAFE_INTEGER,
): Plan {
  const { from, to, channelIds, media } = filter;
  const range: KeyRange = {
    from: from === undefined ? 0 : firstKeyAt(from),
    before: Math.min(beforeKey, to === undefined ? Number.MAX_SAFE_INTEGER : firstKeyAt(to)),
  };
  const query = queryOf(filter);
  const channels = channelsOf(connection, channelIds);
  const { chosen, others } = channels;
  if (chosen.length === 0 || media?.length === 0) return { keys: () => [], count: () => 0 };
  const filters = filterParts(filter, channels);
  if (query === null && media === undefined && filter.state === undefined) {
    return {
      keys: (limit) =>
        others.length === 0
          ? matchingKeys(connection, null, range, limit)
          : newestOf(connection, chosen, range, limit),
      count: (atMost) => countOfChannels(connection, chosen, range, atMost),
    };
  }
  const match = matchOfAll([...wordParts(query), ...filters]);
  return {
    keys: (limit) => {
      const { found, below } = newestFound(connection, { query, filters, range }, limit, forAPage);
      if (below === null) return found;
      return [...found, ...matchingKeys(connection, match, below, limit - found.length)];
    },
    count: (atMost) => {
      // A list of beginnings is shorter than its texts are long.
      if (query === null || widened(query) !== null) return countMatching(connection, match, range, atMost);
      const { found, below } = newestFound(connection, { query, filters, range }, atMost, forACount);
      return (
        found.length + (below === null ? 0 : countMatching(connection, match, below, atMost - found.length))
      );
    },
  };
}

/**
 * How long posts are looked at. How common something is among the newest is not how common it always was: so in the end
 * it is left to the index, which takes its time but always the same.
 */
interface Patience {
  /** Posts for each that is wanted. */
  readonly perPost: number;
  /** The same of what a wider search finds. */
  readonly widerPerPost: number;
  /** After so many for each that is wanted a wider search is given up, if it would not do even if it went on like this. */
  readonly trialPerPost: number;
}

const forAPage: Patience = { perPost: 20, widerPerPost: 40, trialPerPost: 4 };
/** Thousands are counted, and the index is the faster way to them unless most posts match. */
const forACount: Patience = { perPost: 3, widerPerPost: 3, trialPerPost: 1 / 8 };

interface Search {
  readonly query: SearchQuery | null;
  readonly filters: readonly Part[];
  readonly range: KeyRange;
}

/** `below`: where to go on by the index; null where what was found is all there is, or enough. */
function newestFound(
  connection: Connection,
  { query, filters, range }: Search,
  limit: number,
  patience: Patience,
): { readonly found: Found; readonly below: KeyRange | null } {
  const wider = query === null ? null : widened(query);
  const isExact = wider === query;
  const { match, looked, text: readsText } = narrow(connection, [...wordParts(wider), ...filters], range);
  const matches = query === null || (isExact && !readsText) ? null : matcherOf(query);
  if (matches === null && looked.length === 0) {
    return { found: matchingKeys(connection, match, range, limit), below: null };
  }
  const found: number[] = [];
  let read = 0;
  for (const { key, text, holds } of candidates(connection, match, looked, range)) {
    if (holds === 1 && matches?.(text) !== false) found.push(key);
    if (found.length === limit) break;
    read += 1;
    const isOver = isExact
      ? read === patience.perPost * limit
      : isHopeless(read, found.length, limit, patience);
    if (isOver) {
      return { found, below: { ...range, before: key } };
    }
  }
  return { found, below: null };
}

/** Whether a wider search finds too few that are meant. */
function isHopeless(
  read: number,
  found: number,
  limit: number,
  { widerPerPost, trialPerPost }: Patience,
): boolean {
  if (read === Math.ceil(trialPerPost * limit)) return found * widerPerPost < read;
  return read === widerPerPost * limit;
}

/** Null where there are no words. Throws `SearchTextError`. */
function queryOf({ text = '' }: PostFilter): SearchQuery | null {
  if (text.trim() === '') return null;
  const parsed = parseSearch(text);
  if (!parsed.ok) throw new SearchTextError(parsed.reason);
  return parsed.query;
}
