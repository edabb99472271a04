import type { PostFilter, PostState } from '../../shared/archive.ts';
import { matchAny, matchExpression, type SearchQuery, type SearchTerm } from '../../shared/search-query.ts';
import { foldedWords } from '../../shared/search-words.ts';
import type { Connection } from './connection.ts';
import type { OfPost } from './matching-posts.ts';
import type { Part } from './narrowing.ts';
import { matchTags } from './post-index.ts';

/** The parts of a search: its words, what they exclude, and its filters. */

export interface Channels {
  /** Those to look in. Never one that is being removed. */
  readonly chosen: readonly number[];
  /** Those not to look in, of which there may be posts. */
  readonly others: readonly number[];
  /** What share of all posts the chosen have. */
  readonly share: number;
}

export function channelsOf(connection: Connection, wanted: readonly number[] | undefined): Channels {
  const channels = connection.all<{ readonly id: number; readonly removed: 0 | 1; readonly posts: number }>(
    'SELECT id, removed, posts_held AS posts FROM channels ORDER BY id',
  );
  const asked = wanted === undefined ? null : new Set(wanted);
  const isChosen = ({ id, removed }: (typeof channels)[number]) =>
    removed === 0 && (asked === null || asked.has(id));
  const postsOf = (some: typeof channels) => some.reduce((sum, { posts }) => sum + posts, 0);
  const chosen = channels.filter(isChosen);
  return {
    chosen: chosen.map(({ id }) => id),
    others: channels.filter((channel) => !isChosen(channel)).map(({ id }) => id),
    share: postsOf(chosen) / Math.max(1, postsOf(channels)),
  };
}

export function wordParts(query: SearchQuery | null): readonly Part[] {
  if (query === null) return [];
  const { wanted, excluded } = query;
  const wantedPart: Part = {
    ...listed(matchExpression({ wanted, excluded: [] })),
    looked: 'text',
    measure: (shareOf) => {
      // Words that are wanted together mostly are together: no fewer posts than this are to be reckoned with.
      const shares = wanted.map((terms) => sum(terms.map((term) => Math.min(...sharesOf(term, shareOf)))));
      return {
        share: Math.min(1, ...shares),
        listed: sum(wanted.flat().flatMap((term) => sharesOf(term, shareOf))),
        lists: 1,
      };
    },
  };
  const excludedPart: Part = {
    alone: null,
    narrow: (match) => `(${match}) NOT ${matchAny(excluded)}`,
    looked: 'text',
    measure: (shareOf) => {
      const left = excluded.map((term) => 1 - product(sharesOf(term, shareOf)));
      const listed = sum(excluded.flatMap((term) => sharesOf(term, shareOf)));
      return { share: product(left), listed, lists: 1 };
    },
  };
  return [...(wanted.length === 0 ? [] : [wantedPart]), ...(excluded.length === 0 ? [] : [excludedPart])];
}

/** Of each of its words. */
function sharesOf({ text, beginning }: SearchTerm, shareOf: (match: string) => number): readonly number[] {
  return foldedWords(text).map(({ word }, index, words) =>
    shareOf(matchAny([{ text: word, beginning: beginning && index === words.length - 1 }])),
  );
}

/** So many lists are opened at once without a thought. */
const fewLists = 32;

export function filterParts(
  { media, state }: PostFilter,
  { chosen, others, share }: Channels,
): readonly Part[] {
  const isFew = chosen.length * (media?.length ?? 1) <= fewLists;
  const narrows = others.length > 0;
  const tags = {
    ...(media !== undefined && { media }),
    ...(state !== undefined && { state }),
    ...(narrows && isFew && { channelIds: chosen }),
  };
  const looked = and([
    ...(media === undefined ? [] : [isAnyOf("coalesce(media, 'none')", media)]),
    ...(state === undefined ? [] : [{ sql: holdsOf[state], parameters: [] }]),
    ...(narrows && isFew ? [isAnyOf('channel_id', chosen)] : []),
  ]);
  return [
    ...(Object.keys(tags).length === 0 ? [] : [tagPart(matchTags(tags), looked)]),
    ...(narrows && !isFew ? [channelPart({ chosen, others, share })] : []),
  ];
}

function tagPart(alone: string, looked: OfPost): Part {
  return {
    ...listed(alone),
    looked,
    measure: (shareOf) => {
      const share = shareOf(alone);
      return { share, listed: share, lists: 1 };
    },
  };
}

/** By whichever are fewer: every post has the tag of its channel. */
function channelPart({ chosen, others, share }: Channels): Part {
  const looked = isAnyOf('channel_id', chosen);
  if (chosen.length <= others.length) {
    const measure = () => ({ share, listed: share, lists: chosen.length });
    return { ...listed(matchTags({ channelIds: chosen })), looked, measure };
  }
  return {
    alone: null,
    narrow: (match) => `(${match}) NOT ${matchTags({ channelIds: others })}`,
    looked,
    measure: () => ({ share, listed: 1 - share, lists: others.length }),
  };
}

function listed(alone: string): Pick<Part, 'alone' | 'narrow'> & { readonly alone: string } {
  return { alone, narrow: (match) => `(${match}) AND ${alone}` };
}

const holdsOf = {
  edited: 'revisions > 0',
  deleted: 'deleted_at IS NOT NULL',
  suspect: 'suspect_since IS NOT NULL',
} satisfies Record<PostState, string>;

function isAnyOf(column: string, values: readonly (string | number)[]): OfPost {
  return {
    sql: `${column} IN (SELECT value FROM json_each(?))`,
    parameters: [JSON.stringify(values)],
  };
}

function and(all: readonly OfPost[]): OfPost {
  return {
    sql: all.map(({ sql }) => sql).join(' AND '),
    parameters: all.flatMap(({ parameters }) => parameters),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0);
}

function product(values: readonly number[]): number {
  return values.reduce((one, other) => one * other, 1);
}
