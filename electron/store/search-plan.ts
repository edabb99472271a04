import type { PostFilter } from '../../shared/archive.ts';
import { matcherOf, parseSearch, type SearchQuery } from '../../shared/search-query.ts';
import { SearchTextError } from '../ports/archive.ts';
import { widened } from './beginnings.ts';
import type { Connection } from './connection.ts';
import { countMatching, type Found, type KeyRange, matchingKeys, matchingTexts } from './matching-posts.ts';
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
  const { from, to, channelIds } = filter;
  const range: KeyRange = {
    from: from === undefined ? 0 : firstKeyAt(from),
    before: Math.min(beforeKey, to === undefined ? Number.MAX_SAFE_INTEGER : firstKeyAt(to)),
  };
  const query = queryOf(filter);
  const channels = channelsOf(connection, channelIds);
  const { chosen, others } = channels;
  if (chosen.length === 0) return { keys: () => [], count: () => 0 };
  const filters = filterParts(filter, channels);
  if (query === null && filter.media === undefined && filter.state === undefined) {
    return {
      keys: (limit) =>
        others.length === 0
          ? matchingKeys(connection, { match: null, looked: [] }, range, limit)
          : newestOf(connection, chosen, range, limit),
      count: (atMost) => countOfChannels(connection, chosen, range, atMost),
    };
  }
  const match = matchOfAll([...wordParts(query), ...filters]);
  return {
    keys: (limit) => {
      const { found, below } = newestFound(connection, { query, filters, range }, limit, forAPage);
      if (below === null) return found;
      return [...found, ...matchingKeys(connection, { match, looked: [] }, below, limit - found.length)];
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

/** How long the texts that a wider search finds are read. */
interface Patience {
  /** Texts for each post that is wanted. */
  readonly textsPerPost: number;
  /** After so many texts for each post that is wanted it is given up, if it would not do even if it went on like this. */
  readonly trialPerPost: number;
}

const forAPage: Patience = { textsPerPost: 40, trialPerPost: 4 };
/** Thousands are counted, and the index is the faster way to them unless most posts match. */
const forACount: Patience = { textsPerPost: 3, trialPerPost: 1 / 8 };

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
  const narrowed = narrow(connection, [...wordParts(wider), ...filters], range);
  if (query === null || (isExact && !narrowed.text)) {
    return { found: matchingKeys(connection, narrowed, range, limit), below: null };
  }
  const matches = matcherOf(query);
  const found: number[] = [];
  let read = 0;
  for (const { key, text } of matchingTexts(connection, narrowed, range)) {
    if (matches(text)) found.push(key);
    if (found.length === limit) break;
    read += 1;
    if (!isExact && isHopeless(read, found.length, limit, patience)) {
      return { found, below: { ...range, before: key } };
    }
  }
  return { found, below: null };
}

function isHopeless(
  read: number,
  found: number,
  limit: number,
  { textsPerPost, trialPerPost }: Patience,
): boolean {
  if (read === Math.ceil(trialPerPost * limit)) return found * textsPerPost < read;
  return read === textsPerPost * limit;
}

/** Null where there are no words. Throws `SearchTextError`. */
function queryOf({ text = '' }: PostFilter): SearchQuery | null {
  if (text.trim() === '') return null;
  const parsed = parseSearch(text);
  if (!parsed.ok) throw new SearchTextError(parsed.reason);
  return parsed.query;
}
