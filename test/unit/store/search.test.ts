import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { SearchTextError } from '../../../electron/ports/archive.ts';
import { type Connection, openConnection } from '../../../electron/store/connection.ts';
import { migrate } from '../../../electron/store/migrate.ts';
import { indexPost, unindexPost } from '../../../electron/store/post-index.ts';
import { migrations } from '../../../electron/store/schema.ts';
import { countPosts, searchPosts } from '../../../electron/store/search.ts';
import type { PostFilter } from '../../../shared/archive.ts';
import { randomly } from '../../support/seed.ts';
import { emptyDatabase, insertChannel, insertPost, type RowOfPost } from './archive-rows.ts';
import { silentLog } from './silent-log.ts';

/** The words of the texts, with how else they may be written. */
const spellings: Readonly<Record<string, readonly string[]>> = {
  news: ['news', 'News', 'NEWS'],
  cafe: ['cafe', 'café', 'CAFÉ'],
  newspaper: ['newspaper'],
  rare: ['rare'],
  weather: ['weather', 'Weather'],
  rain: ['rain', 'råin'],
  weasel: ['weasel', 'Weasel'],
};
const words = Object.keys(spellings);
const start = Date.UTC(2026, 0, 1);
const secondMs = 1000;
const channels = 150;
const removedChannel = 13;

interface Known extends RowOfPost {
  readonly words: readonly string[];
  readonly key: number;
}

/** So many that every way to go about a search is gone somewhere: much and little of each part, many channels. */
function fill(connection: Connection): readonly Known[] {
  let state = 7;
  const random = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  for (let id = 1; id <= channels; id += 1) {
    insertChannel(connection, id, { removed: id === removedChannel });
  }
  const posts = Array.from({ length: 9000 }, (_, number) => {
    const has = (word: string) =>
      word === 'rare' || word === 'weasel' ? random(300) === 0 : random(3) !== 0;
    const own = words.filter(has).toSorted(() => random(3) - 1);
    const deleted = random(40) === 0;
    const post = {
      channelId: 1 + (random(4) === 0 ? random(channels) : random(3)),
      id: number + 1,
      postedAt: start + random(20_000) * secondMs,
      text: own
        .map((one) => spellings[one]?.[random(spellings[one].length)] ?? one)
        .join(random(2) === 0 ? ' ' : ', '),
      media: random(2) === 0 ? null : random(5) === 0 ? ('poll' as const) : ('photo' as const),
      revisions: random(5) === 0 ? 1 : 0,
      deleted,
      suspect: !deleted && random(400) === 0,
    };
    return { ...post, words: own };
  });
  return connection.write(() => posts.map((post) => ({ ...post, key: insertPost(connection, post) })));
}

/** What a filter must find, without SQL and without the parser: `search` is made of these parts. */
interface Search {
  readonly wanted: readonly string[];
  readonly excluded: readonly string[];
  readonly begins: readonly string[];
  readonly excludedBegins: readonly string[];
  readonly phrase: readonly string[];
  /** How many letters of the phrase's last word are given; 0: all, and it ends there. */
  readonly phraseBegins: number;
  readonly filter: Omit<PostFilter, 'text'>;
}

function textOf({ wanted, excluded, begins, excludedBegins, phrase, phraseBegins }: Search): string {
  return [
    ...wanted,
    ...excluded.map((word) => `-${word}`),
    ...begins.map((word) => `${word}*`),
    ...excludedBegins.map((begin) => `-${begin}*`),
    ...(phrase.length === 0
      ? []
      : [`"${begunPhrase(phrase, phraseBegins)}"${phraseBegins === 0 ? '' : '*'}`]),
  ].join(' ');
}

function begunPhrase(phrase: readonly string[], letters: number): string {
  const last = phrase.at(-1) ?? '';
  return [...phrase.slice(0, -1), letters === 0 ? last : last.slice(0, letters)].join(' ');
}

function isFound(
  { words: held, ...post }: Known,
  { wanted, excluded, begins, excludedBegins, phrase, phraseBegins, filter }: Search,
): boolean {
  const { channelIds, from = 0, to = Number.MAX_SAFE_INTEGER, media, state } = filter;
  return (
    post.channelId !== removedChannel &&
    wanted.every((word) => held.includes(word)) &&
    !excluded.some((word) => held.includes(word)) &&
    begins.every((begin) => held.some((word) => word.startsWith(begin))) &&
    !excludedBegins.some((begin) => held.some((word) => word.startsWith(begin))) &&
    ` ${held.join(' ')} `.includes(
      phrase.length === 0 ? '' : ` ${begunPhrase(phrase, phraseBegins)}${phraseBegins === 0 ? ' ' : ''}`,
    ) &&
    channelIds?.includes(post.channelId) !== false &&
    post.postedAt >= from &&
    post.postedAt < to &&
    media?.includes(post.media ?? 'none') !== false &&
    (state !== 'edited' || post.revisions === 1) &&
    (state !== 'deleted' || post.deleted === true) &&
    (state !== 'suspect' || post.suspect === true)
  );
}

const anyWords = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  fc.uniqueArray(fc.constantFrom(...words), { maxLength: 2 }),
);
const second = fc.integer({ min: -10, max: 20_010 }).map((seconds) => start + seconds * secondMs);
const search: fc.Arbitrary<Search> = fc.record({
  wanted: anyWords,
  excluded: anyWords,
  begins: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    fc.constantFrom(
      ['n'],
      ['ne'],
      ['new'],
      ['news'],
      ['newsp'],
      ['r'],
      ['ra'],
      ['rar'],
      ['rare'],
      ['zz'],
      ['we', 'cafe'],
      ['weas'],
    ),
  ),
  excludedBegins: fc.oneof(
    { weight: 6, arbitrary: fc.constant([]) },
    fc.constantFrom(['ne'], ['new'], ['newsp'], ['ra', 'weat']),
  ),
  phrase: fc.oneof(
    { weight: 4, arbitrary: fc.constant([]) },
    fc.tuple(fc.constantFrom(...words), fc.constantFrom(...words)),
  ),
  phraseBegins: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 5 })),
  filter: fc.record(
    {
      channelIds: fc.uniqueArray(fc.integer({ min: 1, max: channels + 2 }), {
        minLength: 1,
        maxLength: channels,
      }),
      from: second,
      to: second,
      media: fc.uniqueArray(fc.constantFrom('photo', 'poll', 'none', 'video'), { minLength: 1 }),
      state: fc.constantFrom('edited', 'deleted', 'suspect'),
    },
    { requiredKeys: [] },
  ),
});

describe('among thousands of posts', () => {
  let connection: Connection;
  let posts: readonly Known[];
  beforeAll(() => {
    connection = openConnection({ file: ':memory:', log: silentLog });
    migrate(connection, migrations, () => ':memory:');
    const made = fill(connection);
    posts = made.toSorted((one, other) => other.key - one.key);
    return connection.close;
  });

  test('any filter finds what it says, newest first, page by page, and counts it', () => {
    fc.assert(
      fc.property(search, fc.constantFrom(7, 50, 1000), fc.nat(9000), (sought, limit, skipped) => {
        const filter = { ...sought.filter, text: textOf(sought) };
        const expected = posts.filter((post) => isFound(post, sought));
        const beforeKey = posts[skipped]?.key ?? Number.MAX_SAFE_INTEGER;
        const page = searchPosts(connection, filter, { limit, beforeKey });
        expect(page.map(({ key }) => key)).toEqual(
          expected
            .filter(({ key }) => key < beforeKey)
            .slice(0, limit)
            .map(({ key }) => key),
        );
        expect(countPosts(connection, filter, 10_000)).toEqual({ count: expected.length, more: false });
      }),
      randomly({ numRuns: 400 }),
    );
  });

  test.each<[string, PostFilter]>([
    ['everything', {}],
    ['words', { text: 'news weather' }],
    ['many channels', { channelIds: Array.from({ length: 15 }, (_, index) => index + 1) }],
    [
      'words in many channels',
      { text: 'cafe', channelIds: Array.from({ length: 15 }, (_, index) => index + 1) },
    ],
    ['a state', { state: 'edited' }],
    ['words and a state', { text: 'rain', state: 'edited' }],
  ])('pages of %s follow each other without a gap or a repetition', (_, filter) => {
    const all = searchPosts(connection, filter, { limit: 1000 }).map(({ key }) => key);
    const paged: number[] = [];
    while (paged.length < all.length) {
      const beforeKey = paged.at(-1);
      const page = { limit: 130, ...(beforeKey !== undefined && { beforeKey }) };
      paged.push(...searchPosts(connection, filter, page).map(({ key }) => key));
    }
    expect(paged.slice(0, all.length)).toEqual(all);
    expect(all.length).toBeGreaterThan(900);
  });

  test('what few of the many posts with its first letters have is found wherever it is, each post once', () => {
    const has = ({ words: own, channelId }: Known) => own.includes('weasel') && channelId !== removedChannel;
    const expected = posts.filter(has).map(({ key }) => key);
    // With any of them the index may have to go on from just there.
    for (const limit of Array.from({ length: 300 }, (_, index) => index + 1)) {
      const found = searchPosts(connection, { text: 'weas*' }, { limit }).map(({ key }) => key);
      expect(found).toEqual(expected.slice(0, limit));
    }
    const soon = posts.findIndex(has) + 1;
    const beforeKey = (posts[Math.max(0, soon - 5)]?.key ?? 0) + 1;
    const page = searchPosts(connection, { text: 'weas*' }, { limit: 4, beforeKey }).map(({ key }) => key);
    expect(page).toEqual(expected.filter((key) => key < beforeKey).slice(0, 4));
  });

  test('a count stops at what it is to count', () => {
    expect(countPosts(connection, { text: 'news' }, 10)).toEqual({ count: 10, more: true });
    const { count } = countPosts(connection, { text: 'rare' }, 10_000);
    expect(countPosts(connection, { text: 'rare' }, count)).toEqual({ count, more: false });
  });
});

test('no page is sorted, and none is found by reading the whole table', () => {
  const connection = emptyDatabase();
  for (const id of [1, 2]) insertChannel(connection, id);
  insertPost(connection, { channelId: 1, id: 1, postedAt: start, text: 'news', revisions: 1 });
  const plans: string[] = [];
  const watched: Connection = {
    ...connection,
    all: (sql, ...parameters) => {
      // The keys of a page, and channels, are few: sorting them is not what this is about.
      if (!sql.includes('json_each') && !sql.includes('FROM channels')) {
        const steps = connection.all<{ readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters);
        plans.push(...steps.map(({ detail }) => detail));
      }
      return connection.all(sql, ...parameters);
    },
  };
  for (const filter of [{}, { text: 'news' }, { channelIds: [1] }, { state: 'edited' as const }]) {
    searchPosts(watched, { ...filter, from: start }, { limit: 5 });
  }
  // M: by the words; > and <: within the keys of the period.
  const byMatch = expect.stringMatching(/^SCAN post_search VIRTUAL TABLE INDEX \d+:M\d+><$/);
  expect(plans).toEqual([
    'SEARCH posts USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
    byMatch,
    'SEARCH posts USING COVERING INDEX posts_by_channel (channel_id=? AND rowid>? AND rowid<?)',
    byMatch,
  ]);
});

describe('the index', () => {
  test('finds a post by what it is now, and not by what it was', () => {
    const connection = emptyDatabase();
    insertChannel(connection, 1);
    const key = insertPost(connection, {
      channelId: 1,
      id: 1,
      postedAt: start,
      text: 'before',
      media: 'photo',
    });
    const other = insertPost(connection, { channelId: 1, id: 2, postedAt: start, text: 'before' });
    const found = (filter: PostFilter) =>
      searchPosts(connection, filter, { limit: 9 }).map((post) => post.key);
    connection.run("UPDATE posts SET text = 'after', media = NULL, revisions = 1 WHERE row_id = ?", key);
    indexPost(connection, key);
    expect([found({ text: 'before' }), found({ text: 'after' }), found({ media: ['photo'] })]).toEqual([
      [other],
      [key],
      [],
    ]);
    for (const begin of ['a', 'af', 'aft', 'afte']) expect(found({ text: `${begin}*` })).toEqual([key]);
    expect([found({ state: 'edited' }), found({ text: 'bef*' })]).toEqual([[key], [other]]);
    unindexPost(connection, key);
    expect([found({ text: 'after' }), found({ text: 'before' })]).toEqual([[], [other]]);
    unindexPost(connection, key);
    expect(found({ text: 'before' })).toEqual([other]);
  });

  test('does not let a young emoji stick to a word', () => {
    const connection = emptyDatabase();
    insertChannel(connection, 1);
    insertPost(connection, { channelId: 1, id: 1, postedAt: start, text: '🤔why🥹' });
    expect(searchPosts(connection, { text: 'why' }, { limit: 9 })).toHaveLength(1);
  });
});

test('what is no search is refused in words; no text is no filter', () => {
  const connection = emptyDatabase();
  insertChannel(connection, 1);
  insertPost(connection, { channelId: 1, id: 1, postedAt: start });
  expect(() => searchPosts(connection, { text: '!!' }, { limit: 9 })).toThrow(SearchTextError);
  expect(() => countPosts(connection, { text: '!!' }, 9)).toThrow('no letter and no digit');
  expect(searchPosts(connection, { text: ' ' }, { limit: 9 })).toHaveLength(1);
  expect(searchPosts(connection, { media: [] }, { limit: 9 })).toHaveLength(0);
  expect(() => searchPosts(connection, {}, { limit: 1001 })).toThrow(RangeError);
});
