import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { csv } from '../../../electron/exporting/csv.ts';
import type { Writing } from '../../../electron/exporting/format.ts';
import { html } from '../../../electron/exporting/html.ts';
import { jsonLines } from '../../../electron/exporting/json-lines.ts';
import { readCsv } from '../../../shared/csv.ts';
import type { HeldPost } from '../../../shared/domain.ts';
import { channel, heldPost, noon } from './samples.ts';

const full: HeldPost = heldPost(7, {
  editedAt: noon + 60_000,
  text: 'Line one,\n"two"',
  links: ['https://example.org/a?b=1&c', 'tg://resolve?domain=x'],
  views: 1234,
  forwards: 5,
  replies: null,
  reactions: [
    { reaction: '👍', count: 30 },
    { reaction: 'custom:5', count: 4 },
  ],
  media: 'photo',
  groupId: '99',
  author: 'Ada',
  pinned: true,
  deletedAt: noon + 120_000,
  deletedBy: 'difference',
  suspectSince: noon + 90_000,
  revisions: 2,
});

function written(writing: Writing, posts: readonly HeldPost[], of = channel): string {
  return [
    writing.head({ filter: {}, at: noon }),
    ...posts.map((post) => writing.post(post, of)),
    writing.foot(posts.length),
  ].join('');
}

/** The first table of docs/export.md whose head names it: the names in its first column. */
function documented(heading: string): readonly string[] {
  const document = readFileSync(new URL('../../../docs/export.md', import.meta.url), 'utf8');
  const section = document.split(`## ${heading}`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `(\w+)`/gm)].map(([, name = '']) => name);
}

test('CSV begins with the mark of UTF-8, ends its lines as RFC 4180 says, and reads back as it was', () => {
  const text = written(csv, [full, heldPost(8)]);
  expect(text.startsWith('\ufeffchannel_id,')).toBe(true);
  expect(text.replaceAll(/"[^"]*"/g, '').match(/(?<!\r)\n/)).toBeNull();
  expect(text.endsWith('\r\n')).toBe(true);
  const [head, first, second] = readCsv(text.slice(1), ',').map(({ cells }) => cells);
  const cells = Object.fromEntries((head ?? []).map((name, index) => [name, first?.[index]]));
  expect(cells).toEqual({
    channel_id: '17',
    channel_title: 'Harbourview News',
    channel_username: 'harbourview',
    post_id: '7',
    link: 'https://t.me/harbourview/7',
    posted_at: '2026-11-24T12:00:07.000Z',
    edited_at: '2026-11-24T12:01:00.000Z',
    text: 'Line one,\n"two"',
    links: 'https://example.org/a?b=1&c tg://resolve?domain=x',
    media: 'photo',
    views: '1234',
    forwards: '5',
    replies: '',
    reactions: '34',
    reactions_by_kind: '👍 30, custom:5 4',
    author: 'Ada',
    group_id: '99',
    pinned: '1',
    earlier_versions: '2',
    deleted_at: '2026-11-24T12:02:00.000Z',
    deleted_by: 'difference',
    suspect_since: '2026-11-24T12:01:30.000Z',
    first_seen_at: '2026-11-24T12:00:05.000Z',
    last_seen_at: '2026-11-24T12:00:06.000Z',
  });
  expect(second?.length).toBe(head?.length);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', '"=1+1"', ' =1', '＝1'])(
  'a text that a spreadsheet would calculate is text: %j',
  (text) => {
    const [, row] = readCsv(
      csv.head({ filter: {}, at: 0 }).slice(1) + csv.post(heldPost(1, { text }), channel),
      ',',
    );
    expect(row?.cells[7]?.replaceAll('\r', '\n')).toBe(`'${text}`.replaceAll('\r', '\n'));
  },
);

test('what is no formula is left alone, and numbers are numbers, also below zero', () => {
  const row = csv.post(heldPost(1, { text: 'a=b', views: -5, channelId: -100 }), channel);
  expect(row.startsWith('-100,')).toBe(true);
  expect(row).toContain(',a=b,,,-5,');
});

test('titles and authors are as little to be trusted as texts', () => {
  const row = csv.post(heldPost(1, { author: '=A' }), { ...channel, title: '@title', username: null });
  expect(row).toContain(",'@title,,1,https://t.me/c/17/1,");
  expect(row).toContain(",'=A,");
});

test('JSON Lines: one object a line, of the schema that is documented', () => {
  const lines = written(jsonLines, [full, heldPost(8, { text: 'line\u2028separator' })]).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[2]).toBe('');
  const first = JSON.parse(lines[0] ?? '');
  expect(first).toEqual({
    schema: 1,
    channelId: 17,
    channelTitle: 'Harbourview News',
    channelUsername: 'harbourview',
    postId: 7,
    link: 'https://t.me/harbourview/7',
    postedAt: '2026-11-24T12:00:07.000Z',
    editedAt: '2026-11-24T12:01:00.000Z',
    text: full.text,
    links: full.links,
    media: 'photo',
    views: 1234,
    forwards: 5,
    replies: null,
    reactions: full.reactions,
    author: 'Ada',
    groupId: '99',
    pinned: true,
    earlierVersions: 2,
    deletedAt: '2026-11-24T12:02:00.000Z',
    deletedBy: 'difference',
    suspectSince: '2026-11-24T12:01:30.000Z',
    firstSeenAt: '2026-11-24T12:00:05.000Z',
    lastSeenAt: '2026-11-24T12:00:06.000Z',
  });
  expect(Object.keys(first)).toEqual(documented('JSON Lines'));
});

test('the columns of CSV are those that are documented, in that order', () => {
  const head = csv.head({ filter: {}, at: 0 }).slice(1).trimEnd();
  expect(head.split(',')).toEqual(documented('CSV'));
});

test('the page runs nothing and loads nothing, whatever a post says', () => {
  const attack = `"><script>alert(1)</script><img src=x onerror='alert(2)'>&amp;`;
  const page = written(
    html,
    [
      heldPost(1, {
        text: attack,
        author: attack,
        links: ['javascript:alert(3)', `https://example.org/"onclick="x`],
        reactions: [{ reaction: attack, count: 1 }],
      }),
    ],
    { ...channel, title: attack, username: `x"y` },
  );
  const tags = page.match(/<[^>]*>/g) ?? [];
  expect(tags.filter((tag) => /^<(script|img|link|iframe)|\s(src|on\w+)=/i.test(tag))).toEqual([]);
  expect(page).not.toMatch(/@import|url\(/);
  expect(page).not.toContain('href="javascript');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
  expect(page).toContain('https://example.org/&quot;onclick=&quot;x');
});

test('the page is for light and dark, for paper, and says what it holds', () => {
  const page = written(html, [full]);
  for (const part of ['prefers-color-scheme: dark', '@media print', 'color-scheme: light dark']) {
    expect(page).toContain(part);
  }
  expect(page).toContain('<p>1 post.</p>');
  expect(page).toContain('<a href="https://t.me/harbourview/7" rel="noreferrer">');
  expect(page).toContain('<time datetime="2026-11-24T12:00:07.000Z">2026-11-24 12:00</time>');
  for (const fact of ['1,234 views', '👍 30', 'by Ada', 'pinned', 'found deleted 2026-11-24 12:02']) {
    expect(page).toContain(fact);
  }
});

test('the page says what was searched for, and that too is only text', () => {
  const head = html.head({
    filter: { text: '<b>flood', from: noon, to: noon + 86_400_000, media: ['photo'], state: 'edited' },
    at: noon,
  });
  expect(head).toContain(
    'Search: &lt;b&gt;flood. From 2026-11-24 12:00. Before 2026-11-25 12:00. Media: photo. State: edited.',
  );
});
