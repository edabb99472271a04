import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  linkOf,
  readChannelList,
  writeChannelNames,
  writeChannelTable,
} from '../../../shared/channel-list.ts';
import type { Channel } from '../../../shared/domain.ts';
import { randomly } from '../../support/seed.ts';

function channelOf(change: Partial<Channel> = {}): Channel {
  return {
    id: 1,
    title: 'Harbour Watch',
    username: 'harbourwatch',
    enabled: true,
    limit: 50,
    backfill: false,
    reread: false,
    keepDays: null,
    subscribers: 7930,
    addedAt: 0,
    postsHeld: 9871,
    postsDeleted: 0,
    postsSuspect: 0,
    firstPostAt: null,
    lastPostAt: null,
    covered: [],
    newSinceLooked: 0,
    lastCollectedAt: null,
    lastError: null,
    ...change,
  };
}

const nasty = [
  '=1+1',
  "'=1+1",
  "''@x",
  '+',
  '-',
  '@',
  '\t=',
  '"',
  '""',
  ',',
  ';',
  '\r\n',
  '\r',
  '\n',
  '#',
  ' ',
];
const anyTitle = fc
  .array(fc.oneof(fc.constantFrom(...nasty), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 5 })
  .map((parts) => parts.join(''))
  .filter((title) => title !== '');
const anyChannels = fc.uniqueArray(
  fc
    .record({
      id: fc.integer({ min: 1, max: 2 ** 40 }),
      title: anyTitle,
      username: fc.option(fc.stringMatching(/^[a-zA-Z][a-zA-Z0-9_]{3,31}$/)),
      enabled: fc.boolean(),
      backfill: fc.boolean(),
      reread: fc.boolean(),
      keepDays: fc.option(fc.integer({ min: 1, max: 36_500 })),
      limit: fc.integer({ min: 1, max: 1000 }),
      subscribers: fc.option(fc.nat()),
      postsHeld: fc.nat(),
    })
    .map(channelOf),
  { selector: ({ id, username }) => username?.toLowerCase() ?? id, maxLength: 12 },
);
const { seed, numRuns } = randomly({ numRuns: 1000 });

describe('what was exported', () => {
  test('as a table comes back with all that a user chose, whatever the titles are made of', () => {
    fc.assert(
      fc.property(anyChannels, (channels) => {
        const distinct = channels.filter(
          ({ id }, index) => channels.findIndex((other) => other.id === id) === index,
        );
        const { channels: read, problems, repeated } = readChannelList(writeChannelTable(distinct));
        expect({ problems, repeated }).toEqual({ problems: [], repeated: 0 });
        expect(read.map(({ line: _, ...rest }) => rest)).toEqual(
          distinct.map(({ id, title, username, enabled, limit, backfill, reread, keepDays }) => ({
            id,
            title,
            reference: username === null ? null : `@${username}`,
            settings: { enabled, limit, backfill, reread, keepDays },
          })),
        );
      }),
      { seed, numRuns },
    );
  });

  test('as names comes back with every channel', () => {
    fc.assert(
      fc.property(anyChannels, (channels) => {
        const { channels: read, problems } = readChannelList(writeChannelNames(channels));
        expect(problems).toEqual([]);
        expect(read.map(({ id, reference }) => reference ?? id)).toEqual(
          [...new Map(channels.map((channel) => [channel.username ?? channel.id, channel])).values()].map(
            ({ id, username }) => (username === null ? id : `@${username}`),
          ),
        );
      }),
      { seed, numRuns },
    );
  });

  test('holds no cell that a spreadsheet would calculate', () => {
    fc.assert(
      fc.property(anyTitle, (title) => {
        const [, row = ''] = writeChannelTable([channelOf({ title, subscribers: null })]).split(/\r\n/, 2);
        const cell = row.split('https://t.me/harbourwatch,')[1] ?? '';
        expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@\t\r]/);
      }),
      { seed, numRuns },
    );
  });

  test('names the columns, the link, and leaves empty what is not known', () => {
    expect(writeChannelTable([channelOf({ title: '=cmd|x', subscribers: null })])).toBe(
      '\uFEFFid,username,link,title,enabled,limit,backfill,reread,keep_days,posts_held,subscribers\r\n' +
        "1,harbourwatch,https://t.me/harbourwatch,'=cmd|x,true,50,false,false,forever,9871,\r\n",
    );
    expect(linkOf({ id: 77, username: null })).toBe('https://t.me/c/77');
  });
});

describe('a list from elsewhere', () => {
  const references = (text: string) => readChannelList(text).channels.map(({ reference }) => reference);

  test.each([
    ['@harbourwatch', '@harbourwatch'],
    ['harbourwatch', '@harbourwatch'],
    ['https://t.me/harbourwatch/1234?single', '@harbourwatch'],
    ['t.me/s/harbourwatch', '@harbourwatch'],
    ['harbourwatch.t.me', '@harbourwatch'],
    ['"@harbourwatch",', '@harbourwatch'],
    ['- @harbourwatch: the harbour, every day', '@harbourwatch'],
    ['<https://telegram.me/harbourwatch>.', '@harbourwatch'],
    ['tg://resolve?domain=harbourwatch&post=3', '@harbourwatch'],
    ['https://t.me/joinchat/AAAAbbbbCCCC', 'https://t.me/+AAAAbbbbCCCC'],
    ['@harbourwatch # since 2021', '@harbourwatch'],
  ])('%s', (line, reference) => {
    expect(references(line)).toEqual([reference]);
  });

  test('may have several a line, any line ending, a byte order mark, remarks and empty lines', () => {
    expect(references('\uFEFF# mine\r\n\r\n@one_, two__;@three\rfour_')).toEqual([
      '@one_',
      '@three',
      '@four_',
    ]);
    expect(references('one_, two__;three')).toEqual(['@one_', '@two__', '@three']);
  });

  test('may have a channel commented out', () => {
    expect(readChannelList('# @one_\n  #two__\n@three # @four_')).toMatchObject({
      channels: [{ reference: '@three' }],
      problems: [],
    });
  });

  test('names a channel once, whatever the case and the form', () => {
    const { channels, repeated } = readChannelList('@HarbourWatch\nt.me/harbourwatch/9\nharbourwatch');
    expect(channels).toHaveLength(1);
    expect(repeated).toBe(2);
  });

  test('says by line what it does not understand, and takes no word of prose for a name', () => {
    const { channels, problems } = readChannelList(
      '@one_\nsee the list below\nhttps://example.com/x\nt.me/+4912345',
    );
    expect(channels).toHaveLength(1);
    expect(problems.map(({ line, text }) => [line, text])).toEqual([
      [2, 'see the list below'],
      [3, 'https://example.com/x'],
      [4, 't.me/+4912345'],
    ]);
  });

  test('may be a table with other columns, separators and quotes', () => {
    const { channels, problems } = readChannelList(
      'sep=;\nTitle;Link;Limit;Enabled\n"One; two";https://t.me/one_/4;"100";no\n;;;\nThree;nonsense!;;\n',
    );
    expect(channels).toEqual([
      { line: 3, id: null, reference: '@one_', title: 'One; two', settings: { limit: 100, enabled: false } },
    ]);
    expect(problems.map(({ line }) => line)).toEqual([5]);
  });

  test('of an earlier Tidings, which knows neither re-reading nor age, says nothing of them', () => {
    const list =
      'id,username,link,title,enabled,limit,backfill,posts_held,subscribers\r\n1,one_,,One,true,50,false,9,\r\n';
    expect(readChannelList(list).channels.map(({ settings }) => settings)).toEqual([
      { enabled: true, limit: 50, backfill: false },
    ]);
  });

  test('says how long posts are kept in days or for ever, and is told by line where it cannot be', () => {
    const { channels, problems } = readChannelList(
      'username,keep_days\none_,90\ntwo_,Forever\nthree_,\nfour_,0\nfive_,36501\nsixth,long',
    );
    expect(channels.map(({ settings }) => settings)).toEqual([{ keepDays: 90 }, { keepDays: null }, {}]);
    expect(problems.map(({ line }) => line)).toEqual([5, 6, 7]);
    expect(problems[0]?.reason).toBe(
      'keep_days is 0: it must be a whole number of days from 1 to 36500, or forever.',
    );
  });

  test('with a limit or a choice that cannot be is told so by line', () => {
    const { problems } = readChannelList(
      'username,limit,enabled\none_,0,\ntwo__,1001,\nthree,5,maybe\nfour_,"5',
    );
    expect(problems.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'The limit 0 must be a whole number from 1 to 1000.'],
      [3, 'The limit 1001 must be a whole number from 1 to 1000.'],
      [4, 'Whether it is on must be true or false.'],
      [5, 'A quote is opened here and never closed, so what follows cannot be told apart.'],
    ]);
  });

  test('with a private channel keeps its number, by which an account that is in it can be asked', () => {
    expect(readChannelList('https://t.me/c/1234567/89').channels).toMatchObject([
      { id: 1234567, reference: null },
    ]);
  });
});
