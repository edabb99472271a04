import type { PostFilter } from '../../shared/archive.ts';
import type { Writing } from './format.ts';
import { type ExportRecord, exportRecord, exportSchema } from './record.ts';

/** One page that needs nothing else: no script, nothing from a network; light or dark as the reader's system is. */
export const html: Writing = {
  head: ({ filter, at }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="generator" content="Tidings, schema ${exportSchema}">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Posts – Tidings</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Posts</h1>
<p>Exported by Tidings on ${timeOf(new Date(at).toISOString())}, newest first. Times are UTC.</p>
${described(filter)}</header>
<main>
`,
  post: (post, channel) => article(exportRecord(post, channel)),
  foot: (posts) => `</main>
<footer><p>${posts.toLocaleString('en-GB')} ${posts === 1 ? 'post' : 'posts'}.</p></footer>
</body>
</html>
`,
};

const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #57606a; --paper: #fff; --line: #d0d7de; --link: #0550ae; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e6; --quiet: #a0a8b0; --paper: #16191d; --line: #3a4048; --link: #79b8ff; }
}
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--paper);
  font: 1rem/1.5 system-ui, sans-serif; }
a { color: var(--link); }
header p, footer p, .facts { color: var(--quiet); }
article { border-top: 1px solid var(--line); padding: 1rem 0; content-visibility: auto;
  contain-intrinsic-size: auto 10rem; }
h2 { font-size: 1rem; margin: 0; }
.facts { margin: 0; font-size: .875rem; }
.text { margin: .5rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.links { margin: .5rem 0; padding-left: 1.25rem; overflow-wrap: anywhere; font-size: .875rem; }
@media print {
  :root { --ink: #000; --quiet: #333; --paper: #fff; --line: #999; --link: #000; }
  body { max-width: none; margin: 0; font-size: 10pt; }
  article { break-inside: avoid; content-visibility: visible; }
}
`;

function article(record: ExportRecord): string {
  const facts = [
    record.media,
    counted(record.views, 'view'),
    counted(record.forwards, 'forward'),
    counted(record.replies, 'reply', 'replies'),
    ...record.reactions.map(({ reaction, count }) => `${reaction} ${count.toLocaleString('en-GB')}`),
    record.author === null ? null : `by ${record.author}`,
    record.pinned ? 'pinned' : null,
    record.editedAt === null ? null : `edited ${minuteOf(record.editedAt)}`,
    record.deletedAt === null ? null : `found deleted ${minuteOf(record.deletedAt)}`,
    record.suspectSince === null ? null : `believed deleted since ${minuteOf(record.suspectSince)}`,
  ].filter((fact) => fact !== null);
  return `<article>
<h2>${escaped(record.channelTitle)}</h2>
<p class="facts"><a href="${escaped(record.link)}" rel="noreferrer">${timeOf(record.postedAt)}</a>${facts
    .map((fact) => ` · ${escaped(fact)}`)
    .join('')}</p>
${record.text === '' ? '' : `<p class="text" dir="auto">${escaped(record.text)}</p>\n`}${linksOf(record.links)}</article>
`;
}

/** Links lead out only on the web or into a Telegram app: those are all that are kept of a post, and all that are made. */
function linksOf(links: readonly string[]): string {
  const safe = links.filter((link) => /^(https?|tg):/i.test(link));
  if (safe.length === 0) return '';
  const items = safe.map(
    (link) => `<li><a href="${escaped(link)}" rel="noreferrer">${escaped(link)}</a></li>`,
  );
  return `<ul class="links">${items.join('')}</ul>\n`;
}

function described({ text, from, to, media, state }: PostFilter): string {
  const parts = [
    text === undefined || text.trim() === '' ? null : `Search: ${text}`,
    from === undefined ? null : `From ${minuteOf(new Date(from).toISOString())}`,
    to === undefined ? null : `Before ${minuteOf(new Date(to).toISOString())}`,
    media === undefined ? null : `Media: ${media.join(', ')}`,
    state === undefined ? null : `State: ${state}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? '' : `<p>${parts.map(escaped).join('. ')}.</p>\n`;
}

function counted(value: number | null, one: string, many = `${one}s`): string | null {
  return value === null ? null : `${value.toLocaleString('en-GB')} ${value === 1 ? one : many}`;
}

function timeOf(iso: string): string {
  return `<time datetime="${iso}">${minuteOf(iso)}</time>`;
}

/** `2026-11-24 14:02` */
function minuteOf(iso: string): string {
  return iso.slice(0, 16).replace('T', ' ');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  // Other control characters are not allowed in HTML.
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '').replaceAll(unprintable, '\ufffd');
}

const unprintable = /[^\P{Cc}\n\t]/gu;
