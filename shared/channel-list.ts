import { asText, readReference } from './channel-reference.ts';
import type { ChannelSettings } from './contract.ts';
import { guarded, readCsv, separatorOf, unguarded, writeCsv } from './csv.ts';
import type { Channel } from './domain.ts';

/** Channels as a file: written to be read again here, and read forgivingly from wherever a list may come from. */

const columns = [
  'id',
  'username',
  'link',
  'title',
  'enabled',
  'limit',
  'backfill',
  'reread',
  'keep_days',
  'posts_held',
  'subscribers',
] as const;
type Column = (typeof columns)[number];

/** How long posts are kept that are never removed for their age. */
const forever = 'forever';

/** A channel as a list names it. */
export interface ListedChannel {
  /** Where it stands, from 1. */
  readonly line: number;
  readonly id: number | null;
  /** `@name` or an invite link; null where the list knows a private channel by its number alone. */
  readonly reference: string | null;
  readonly title: string | null;
  /** What the list says of it; the rest is as for any new channel. */
  readonly settings: ChannelSettings;
}

export interface ListProblem {
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export interface ChannelListReading {
  /** Each channel once, in the order of the list. */
  readonly channels: readonly ListedChannel[];
  readonly problems: readonly ListProblem[];
  /** How many lines named a channel that stands further up. */
  readonly repeated: number;
}

/** With a byte order mark, without which spreadsheets misread what is not English. */
export function writeChannelTable(channels: readonly Channel[]): string {
  const rows = channels.map((channel) => {
    const cells: Readonly<Record<Column, string>> = {
      id: String(channel.id),
      username: channel.username ?? '',
      link: linkOf(channel),
      title: channel.title,
      enabled: String(channel.enabled),
      limit: String(channel.limit),
      backfill: String(channel.backfill),
      reread: String(channel.reread),
      keep_days: channel.keepDays === null ? forever : String(channel.keepDays),
      posts_held: String(channel.postsHeld),
      subscribers: channel.subscribers === null ? '' : String(channel.subscribers),
    };
    return columns.map((column) => guarded(cells[column]));
  });
  return `\uFEFF${writeCsv([columns, ...rows])}`;
}

/** One `@name` a line; a private channel, which has none, by its link. */
export function writeChannelNames(channels: readonly Channel[]): string {
  return channels
    .map((channel) => `${channel.username === null ? linkOf(channel) : `@${channel.username}`}\n`)
    .join('');
}

/** Where the channel is at Telegram. A private one opens for its members only. */
export function linkOf({ id, username }: Pick<Channel, 'id' | 'username'>): string {
  return username === null ? `https://t.me/c/${id}` : `https://t.me/${username}`;
}

/** Reads our own table, another one with a column `username`, `link` or `id`, or names and links one a line. */
export function readChannelList(text: string): ChannelListReading {
  const whole = text.replace(/^\uFEFF/, '');
  const found = tableIn(whole) ?? namesIn(whole);
  const known = new Set<string>();
  const channels = found.channels.filter((channel) => {
    const keys = keysOf(channel);
    const seen = keys.some((key) => known.has(key));
    for (const key of keys) known.add(key);
    return !seen;
  });
  return { channels, problems: found.problems, repeated: found.channels.length - channels.length };
}

/** What a channel is recognised by: Telegram ignores case in names, and only there. */
export function keysOf({ id, reference }: Pick<ListedChannel, 'id' | 'reference'>): readonly string[] {
  return [
    ...(id === null ? [] : [`#${id}`]),
    ...(reference === null ? [] : [reference.startsWith('@') ? reference.toLowerCase() : reference]),
  ];
}

interface Found {
  readonly channels: readonly ListedChannel[];
  readonly problems: readonly ListProblem[];
}

const notUnderstood = 'Neither an @name nor a t.me link.';

/** Null where the text is not a table whose first row names its columns. */
function tableIn(text: string): Found | null {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.find((line) => line.trim() !== '' && !isRemark(line) && !/^sep=.$/i.test(line));
  if (first === undefined) return null;
  const [header, ...rows] = readCsv(text, separatorOf(first)).filter(
    ({ cells }) => !isRemark(cells[0] ?? '') && !/^sep=/i.test(cells[0] ?? ''),
  );
  const names = header?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  if (!names.some((name) => name === 'username' || name === 'link' || (name === 'id' && names.length > 1))) {
    return null;
  }
  const channels: ListedChannel[] = [];
  const problems: ListProblem[] = [];
  for (const { line, cells, closed } of rows) {
    const cell = (column: Column) => unguarded(cells[names.indexOf(column)] ?? '');
    const read = closed
      ? channelIn(line, cell)
      : 'A quote is opened here and never closed, so what follows cannot be told apart.';
    if (typeof read === 'string') problems.push({ line, text: shortened(cells.join(', ')), reason: read });
    else channels.push(read);
  }
  return { channels, problems };
}

/** The channel in a row, or why there is none. */
function channelIn(line: number, cell: (column: Column) => string): ListedChannel | string {
  const written = cell('username').trim() || cell('link').trim();
  const read = written === '' ? null : readReference(written);
  if (written !== '' && read === null) return notUnderstood;
  const digits = cell('id').trim();
  if (digits !== '' && !/^\d{1,15}$/.test(digits)) return `The id ${digits} is not a number.`;
  const id = digits === '' ? (read?.kind === 'private' ? read.channelId : null) : Number(digits);
  const reference = read === null ? null : asText(read);
  if (id === null && reference === null) return 'Nothing here names a channel: no username, no link, no id.';
  const limit = cell('limit').trim();
  if (limit !== '' && !isLimit(limit)) return `The limit ${limit} must be a whole number from 1 to 1000.`;
  const enabled = choiceIn(cell('enabled'));
  const backfill = choiceIn(cell('backfill'));
  const reread = choiceIn(cell('reread'));
  if (enabled === 'unclear' || backfill === 'unclear' || reread === 'unclear') {
    return 'Whether it is on must be true or false.';
  }
  const keepDays = keepDaysIn(cell('keep_days'));
  if (keepDays === 'unclear') {
    return `keep_days is ${cell('keep_days').trim()}: it must be a whole number of days from 1 to 36500, or ${forever}.`;
  }
  const title = cell('title');
  return {
    line,
    id,
    reference,
    title: title === '' ? null : title,
    settings: {
      ...(enabled === null ? {} : { enabled }),
      ...(limit === '' ? {} : { limit: Number(limit) }),
      ...(backfill === null ? {} : { backfill }),
      ...(reread === null ? {} : { reread }),
      ...keepDays,
    },
  };
}

function isLimit(text: string): boolean {
  return /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 1000;
}

/** An empty cell says nothing. */
function keepDaysIn(text: string): Pick<ChannelSettings, 'keepDays'> | 'unclear' {
  const word = text.trim().toLowerCase();
  if (word === '') return {};
  if (word === forever) return { keepDays: null };
  return /^\d{1,5}$/.test(word) && Number(word) >= 1 && Number(word) <= 36_500
    ? { keepDays: Number(word) }
    : 'unclear';
}

function choiceIn(text: string): boolean | null | 'unclear' {
  const word = text.trim().toLowerCase();
  if (word === '') return null;
  if (['true', 'yes', 'on', '1'].includes(word)) return true;
  return ['false', 'no', 'off', '0'].includes(word) ? false : 'unclear';
}

const aroundNames = /[\s,;|"'`<>()[\]]+/;
const plainlyMeant = /^@|^tg:|(?:^|[/.])(?:t\.me|telegram\.me|telegram\.dog)(?:[/?]|$)/i;

/** In a line of prose only what is plainly meant counts: any word could be a name. */
function namesIn(text: string): Found {
  const channels: ListedChannel[] = [];
  const problems: ListProblem[] = [];
  for (const [index, whole] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1;
    const said = isRemark(whole) ? '' : whole.replace(/\s#.*$/, '').trim();
    const meant = said.split(aroundNames).filter((word) => plainlyMeant.test(word));
    const words = meant.length > 0 ? meant : said.split(/[,;|\t]/);
    for (const word of words.map(bare).filter((left) => left !== '')) {
      const read = readReference(word);
      if (read === null) problems.push({ line, text: shortened(word), reason: notUnderstood });
      else {
        const id = read.kind === 'private' ? read.channelId : null;
        channels.push({ line, id, reference: asText(read), title: null, settings: {} });
      }
    }
  }
  return { channels, problems };
}

function isRemark(line: string): boolean {
  return line.trimStart().startsWith('#');
}

function bare(word: string): string {
  return word
    .trim()
    .replace(/^["'`]+|["'`]+$/g, '')
    .replace(/[.:!]+$/, '')
    .trim();
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
