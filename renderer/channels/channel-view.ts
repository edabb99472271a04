import type { Channel } from '../../shared/domain.ts';
import { coverageOf } from './coverage.ts';

/** Which channels the list shows, and in what order. */

export const channelFilters = ['all', 'on', 'off', 'errors', 'new'] as const;
export type ChannelFilter = (typeof channelFilters)[number];

export const filterWords: Readonly<Record<ChannelFilter, string>> = {
  all: 'All',
  on: 'On',
  off: 'Off',
  errors: 'With errors',
  new: 'New',
};

export const sortKeys = [
  'title',
  'enabled',
  'limit',
  'postsHeld',
  'coverage',
  'backfill',
  'subscribers',
  'lastPostAt',
  'lastCollectedAt',
] as const;
export type SortKey = (typeof sortKeys)[number];

export const sortWords: Readonly<Record<SortKey, string>> = {
  title: 'Channel',
  enabled: 'On',
  limit: 'Re-read',
  postsHeld: 'Posts held',
  coverage: 'Coverage',
  backfill: 'Backfill',
  subscribers: 'Subscribers',
  lastPostAt: 'Newest post',
  lastCollectedAt: 'Last collected',
};

export interface Sort {
  readonly key: SortKey;
  readonly descending: boolean;
}

export interface ViewOptions {
  readonly search: string;
  readonly filter: ChannelFilter;
  /** Null: in the order they were added. */
  readonly sort: Sort | null;
  /** Open rows, which must not be taken away from whoever is reading them. */
  readonly open: ReadonlySet<number>;
}

export function viewOf(
  channels: readonly Channel[],
  { search, filter, sort, open }: ViewOptions,
): readonly Channel[] {
  const words = wordsOf(search);
  const shown = channels.filter(
    (channel) => names(channel, words) && (belongs(channel, filter) || open.has(channel.id)),
  );
  return sort === null ? shown : shown.sort(comparing(sort));
}

export function belongs(channel: Channel, filter: ChannelFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'on':
      return channel.enabled;
    case 'off':
      return !channel.enabled;
    case 'errors':
      return channel.lastError !== null;
    case 'new':
      return channel.newSinceLooked > 0;
  }
}

/** What is to be found, word by word, without regard to case. */
export function wordsOf(search: string): readonly string[] {
  return search
    .toLocaleLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/^(?:https?:\/\/)?t\.me\//, '@'))
    .filter((word) => word !== '' && word !== '@');
}

/** Every word is in the title or the name; one with an @ is looked for at the beginning of the name. */
export function names(
  { title, username }: { readonly title: string; readonly username: string | null },
  words: readonly string[],
): boolean {
  if (words.length === 0) return true;
  const name = username === null ? '' : `@${username.toLowerCase()}`;
  const text = `${title.toLocaleLowerCase()} ${name}`;
  return words.every((word) => text.includes(word));
}

/** What a press on a column's heading does: the way one looks for first, then the other, then none. */
export function nextSort(sort: Sort | null, key: SortKey): Sort | null {
  const first = key !== 'title';
  if (sort?.key !== key) return { key, descending: first };
  return sort.descending === first ? { key, descending: !first } : null;
}

/** What is not known comes last, either way. Equals stay as they were. */
function comparing({ key, descending }: Sort): (one: Channel, other: Channel) => number {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const direction = descending ? -1 : 1;
  if (key === 'title') return (one, other) => direction * collator.compare(one.title, other.title);
  return (one, other) => {
    const first = sortValue(one, key);
    const second = sortValue(other, key);
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    return direction * (first - second);
  };
}

function sortValue(channel: Channel, key: Exclude<SortKey, 'title'>): number | null {
  if (key === 'coverage') return coverageOf(channel).heldShare;
  const value = channel[key];
  return value === null ? null : Number(value);
}
