import { mediaKinds } from '../../shared/domain.ts';
import type { Connection } from './connection.ts';
import { type KeyRange, matchingKeys, type OfPost } from './matching-posts.ts';
import { matchTags } from './post-index.ts';

/**
 * How a search of several parts is gone about. Each part is one or several lists in the full-text index, and SQLite steps
 * through them to find what they have in common: a long list is read for nothing where the others leave little to look
 * for in it. So what leaves little is read as lists, and the rest is looked for in each post that these have in common.
 */

/** A part of a search that can be had both ways. */
export interface Part {
  /** What the full-text index is to match for it by itself; null where it only says what is not wanted. */
  readonly alone: string | null;
  /** Adds the part to what the index is to match. */
  readonly narrow: (match: string) => string;
  /** How to see it in a post; `text`: by reading it. */
  readonly looked: OfPost | 'text';
  /** `shareOf`: what share of the posts match, 0 to 1. */
  readonly measure: (shareOf: (match: string) => number) => Measured;
}

export interface Measured {
  /** What share of the posts it leaves, 0 to 1. */
  readonly share: number;
  /** How long its lists are together, as a share of the posts. */
  readonly listed: number;
  /** How many lists have to be stepped through at once: one, unless it is a part of many. */
  readonly lists: number;
}

export interface Narrowed {
  /** What the full-text index is to match; null: anything. */
  readonly match: string | null;
  readonly looked: readonly OfPost[];
  /** Whether the text of each has to be read. */
  readonly text: boolean;
}

/** To look at a post takes as long as so many steps in a list (measured: 1.4 µs, and some 10 ns). */
const stepsPerLook = 150;
/** To move each of many lists to a post takes as long as so many steps. */
const stepsPerMove = 20;

/** What reading a part's lists costs, in steps as a share of the posts. */
function stepsThrough({ listed, lists }: Measured, candidates: number): number {
  return lists === 1 ? listed : Math.min(candidates, listed) * lists * stepsPerMove;
}

export function narrow(connection: Connection, parts: readonly Part[], range: KeyRange): Narrowed {
  const [only] = parts;
  if (only === undefined) return { match: null, looked: [], text: false };
  if (parts.length === 1 && only.alone !== null) return { match: only.alone, looked: [], text: false };

  const shareOf = sharesIn(connection, range);
  const measured = parts
    .map((part) => ({ part, ...part.measure(shareOf) }))
    // Those of many lists last: what is to be found in them should be little by then.
    .toSorted((one, other) => one.lists - other.lists || one.share - other.share);
  const first = measured.find(({ part }) => part.alone !== null);
  let match = first?.part.alone ?? null;
  let candidates = first?.share ?? 1;
  const looked: Part['looked'][] = [];
  for (const one of measured) {
    if (one === first) continue;
    if (stepsThrough(one, candidates) < candidates * stepsPerLook) {
      match = one.part.narrow(match ?? anyPost);
      candidates *= one.share;
    } else {
      looked.push(one.part.looked);
    }
  }
  return { match, looked: looked.filter((one) => one !== 'text'), text: looked.includes('text') };
}

/** All parts as what the index is to match. */
export function matchOfAll(parts: readonly Part[]): string {
  const add = (match: string | null, { alone, narrow }: Part) =>
    match === null && alone !== null ? alone : narrow(match ?? anyPost);
  return parts.reduce<string | null>(add, null) ?? anyPost;
}

/** FTS5 knows no NOT without a left side. Every post has one tag of its kind of media. */
const anyPost = matchTags({ media: [...mediaKinds, 'none'] });

/** So many of the newest say how common something is. */
const sample = 64;

/** What share of the posts match, going by how far back the newest that do lie. */
function sharesIn(connection: Connection, range: KeyRange): (match: string) => number {
  const ends = connection.get<{ readonly oldest: number | null; readonly newest: number | null }>(
    'SELECT (SELECT min(row_id) FROM posts) AS oldest, (SELECT max(row_id) FROM posts) AS newest',
  );
  const from = Math.max(range.from, ends?.oldest ?? 0);
  const before = Math.min(range.before, (ends?.newest ?? 0) + 1);
  const density = (match: string | null): number => {
    const keys = matchingKeys(connection, match, range, sample);
    const last = keys.length < sample ? from : (keys.at(-1) ?? from);
    return keys.length / Math.max(1, before - last);
  };
  const ofAll = density(null);
  const known = new Map<string, number>();
  return (match) => {
    const share = known.get(match) ?? (ofAll === 0 ? 0 : Math.min(1, density(match) / ofAll));
    known.set(match, share);
    return share;
  };
}
