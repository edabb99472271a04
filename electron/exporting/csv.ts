import { writeCsv } from '../../shared/csv.ts';
import type { Writing } from './format.ts';
import { type ExportRecord, exportRecord } from './record.ts';

type Cell = string | number | null;

/** A column each; what has parts of its own (reactions, links) is one cell of text. */
const columns: readonly (readonly [name: string, cell: (record: ExportRecord) => Cell])[] = [
  ['channel_id', ({ channelId }) => channelId],
  ['channel_title', ({ channelTitle }) => channelTitle],
  ['channel_username', ({ channelUsername }) => channelUsername],
  ['post_id', ({ postId }) => postId],
  ['link', ({ link }) => link],
  ['posted_at', ({ postedAt }) => postedAt],
  ['edited_at', ({ editedAt }) => editedAt],
  ['text', ({ text }) => text],
  ['links', ({ links }) => links.join(' ')],
  ['media', ({ media }) => media],
  ['views', ({ views }) => views],
  ['forwards', ({ forwards }) => forwards],
  ['replies', ({ replies }) => replies],
  ['reactions', ({ reactions }) => reactions.reduce((sum, { count }) => sum + count, 0)],
  [
    'reactions_by_kind',
    ({ reactions }) => reactions.map(({ reaction, count }) => `${reaction} ${count}`).join(', '),
  ],
  ['author', ({ author }) => author],
  ['group_id', ({ groupId }) => groupId],
  ['pinned', ({ pinned }) => Number(pinned)],
  ['earlier_versions', ({ earlierVersions }) => earlierVersions],
  ['deleted_at', ({ deletedAt }) => deletedAt],
  ['deleted_by', ({ deletedBy }) => deletedBy],
  ['suspect_since', ({ suspectSince }) => suspectSince],
  ['first_seen_at', ({ firstSeenAt }) => firstSeenAt],
  ['last_seen_at', ({ lastSeenAt }) => lastSeenAt],
];

/** RFC 4180. The mark at its beginning tells spreadsheets that it is UTF-8. */
export const csv: Writing = {
  head: () => `\ufeff${lineOf(columns.map(([name]) => name))}`,
  post: (post, channel) => {
    const record = exportRecord(post, channel);
    return lineOf(columns.map(([, cell]) => cell(record)));
  },
  foot: () => '',
};

function lineOf(cells: readonly Cell[]): string {
  return writeCsv([cells.map(inWords)]);
}

function inWords(cell: Cell): string {
  if (cell === null) return '';
  // Only others' words can be a formula: a number below zero stays one.
  return typeof cell === 'number' || !likeFormula.test(cell) ? String(cell) : `'${cell}`;
}

/**
 * The signs a formula begins with, also as East Asian keyboards write them, and also after quotes, spaces or an
 * apostrophe. The apostrophe in front makes text of it.
 */
const likeFormula = /^["'\s]*[=+\-@\t\r＝＋－＠]/;
