import type { PostFilter, PostState } from '../../shared/archive.ts';
import type { Channel, HeldPost } from '../../shared/domain.ts';
import { formatCount, formatTime, plural } from '../../shared/format.ts';
import { localDay } from '../../shared/schedule.ts';
import type { Tone } from '../ui/words.ts';
import type { MediaChoice, PostName } from './post-address.ts';

/** The words of the Posts screen, exhaustively: a new kind does not compile until it is met here. */

export const mediaWords: Readonly<Record<MediaChoice, string>> = {
  none: 'Text only',
  photo: 'Photo',
  video: 'Video',
  audio: 'Audio',
  voice: 'Voice message',
  document: 'File',
  sticker: 'Sticker',
  poll: 'Poll',
  location: 'Place',
  contact: 'Contact',
  link: 'Link preview',
  other: 'Something else',
};

export const stateWords: Readonly<Record<PostState, { label: string; explanation: string }>> = {
  edited: { label: 'Edited', explanation: 'an earlier version is held' },
  deleted: { label: 'Deleted', explanation: 'gone at Telegram, or believed to be; still held here' },
  suspect: { label: 'Suspect', explanation: 'missing once where it had to be: perhaps deleted' },
};

export interface StateTag {
  readonly state: PostState;
  readonly tone: Tone;
  readonly label: string;
}

/** What became of a post since it was published; most posts have none. */
export function tagsOf(post: HeldPost): readonly StateTag[] {
  const { editedAt, revisions, deletedAt, suspectSince } = post;
  return [
    ...(deletedAt === null ? [] : [{ state: 'deleted', tone: 'bad', label: 'deleted' } as const]),
    ...(suspectSince === null || deletedAt !== null
      ? []
      : [{ state: 'suspect', tone: 'warn', label: 'suspect' } as const]),
    ...(editedAt === null && revisions === 0
      ? []
      : [
          {
            state: 'edited',
            tone: 'quiet',
            label: revisions > 1 ? `edited ${revisions}×` : 'edited',
          } as const,
        ]),
  ];
}

export function reactionsOf({ reactions }: Pick<HeldPost, 'reactions'>): number {
  return reactions.reduce((sum, { count }) => sum + count, 0);
}

export function titleOfChannel(channels: ReadonlyMap<number, Channel>, channelId: number): string {
  return channels.get(channelId)?.title ?? `Channel ${channelId}`;
}

/** The post at Telegram. Private channels have no name there; only their members are led to it. */
export function telegramAddress(channel: Pick<Channel, 'username'> | null, name: PostName): string {
  const username = channel?.username ?? null;
  return username === null
    ? `https://t.me/c/${name.channelId}/${name.postId}`
    : `https://t.me/${username}/${name.postId}`;
}

/** `Today`, `Yesterday`, `Tuesday, 3 Nov`, `Tuesday, 3 Nov 2025` where it is another year. Local. */
export function dayWords(at: number, now: number): string {
  const { startedAt, endsAt } = localDay(now);
  if (at >= startedAt && at < endsAt) return 'Today';
  if (at < startedAt && at >= localDay(startedAt - 1).startedAt) return 'Yesterday';
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return new Date(at).toLocaleDateString('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** `today 14:02`, `3 Nov 2025, 14:02`, within a sentence. Local. */
export function momentWords(at: number, now: number): string {
  const day = dayWords(at, now);
  const time = formatTime(at);
  if (day === 'Today' || day === 'Yesterday') return `${day.toLowerCase()} ${time}`;
  return `${dateWords(at)}, ${time}`;
}

/** The same where it stands alone. */
export function momentAlone(at: number, now: number): string {
  return capitalised(momentWords(at, now));
}

export function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `3 Nov 2025`. */
function dateWords(at: number): string {
  return new Date(at).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
}

export function sameDay(one: number, other: number): boolean {
  return localDay(one).startedAt === localDay(other).startedAt;
}

/** A local day as date fields have it, `2026-11-24`. */
export function dayField(at: number): string {
  const date = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** The first millisecond of the local day of a date field; null where it is empty or no date. */
export function fieldStart(field: string): number | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(field) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const at = new Date(Number(year), Number(month) - 1, Number(day)).getTime();
  return Number.isNaN(at) || at < 0 ? null : at;
}

/** The first millisecond after the local day of a date field. */
export function fieldEnd(field: string): number | null {
  const start = fieldStart(field);
  return start === null ? null : localDay(start).endsAt;
}

export const quickPeriods = [
  { label: 'Today', days: 1 },
  { label: '7 days', days: 7 },
  { label: '30 days', days: 30 },
] as const;

/** The beginning of the period of so many local days that ends today. */
export function periodStart(days: number, now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - days + 1).getTime();
}

export function periodWords({ from, to }: Pick<PostFilter, 'from' | 'to'>, now: number): string {
  const quick = quickPeriods.find(({ days }) => to === undefined && from === periodStart(days, now));
  if (quick !== undefined) return quick.days === 1 ? 'Today' : `Last ${quick.label}`;
  const until = to === undefined ? null : dateWords(to - 1);
  if (from === undefined) return until === null ? 'Any date' : `Until ${until}`;
  if (until === null) return `Since ${dateWords(from)}`;
  return dateWords(from) === until ? until : `${dateWords(from)} – ${until}`;
}

export type FilterName = 'text' | 'channelIds' | 'period' | 'media' | 'state';

/** One active filter, as its chip says it, and what is left without it. */
export interface ActiveFilter {
  readonly id: string;
  readonly label: string;
  readonly without: PostFilter;
}

const channelsSpelledOut = 3;

export function activeFilters(
  filter: PostFilter,
  channels: ReadonlyMap<number, Channel>,
  now: number,
): readonly ActiveFilter[] {
  const { text, channelIds = [], from, to, media = [], state } = filter;
  return [
    ...(text === undefined ? [] : [{ id: 'text', label: text, without: withoutFilter(filter, 'text') }]),
    ...(channelIds.length > channelsSpelledOut
      ? [
          {
            id: 'channels',
            label: plural(channelIds.length, 'channel'),
            without: withoutFilter(filter, 'channelIds'),
          },
        ]
      : channelIds.map((id) => ({
          id: `channel-${id}`,
          label: titleOfChannel(channels, id),
          without: withChannels(
            filter,
            channelIds.filter((one) => one !== id),
          ),
        }))),
    ...(from === undefined && to === undefined
      ? []
      : [
          {
            id: 'period',
            label: periodWords(filter, now),
            without: withoutFilter(filter, 'period'),
          },
        ]),
    ...media.map((kind) => ({
      id: `media-${kind}`,
      label: mediaWords[kind],
      without: withMedia(
        filter,
        media.filter((one) => one !== kind),
      ),
    })),
    ...(state === undefined
      ? []
      : [{ id: 'state', label: stateWords[state].label, without: withoutFilter(filter, 'state') }]),
  ];
}

function withoutFilter(filter: PostFilter, name: FilterName): PostFilter {
  const { text, channelIds, from, to, media, state } = filter;
  return {
    ...(name === 'text' || text === undefined ? {} : { text }),
    ...(name === 'channelIds' || channelIds === undefined ? {} : { channelIds }),
    ...(name === 'period' || from === undefined ? {} : { from }),
    ...(name === 'period' || to === undefined ? {} : { to }),
    ...(name === 'media' || media === undefined ? {} : { media }),
    ...(name === 'state' || state === undefined ? {} : { state }),
  };
}

export function withText(filter: PostFilter, text: string): PostFilter {
  const rest = withoutFilter(filter, 'text');
  return text.trim() === '' ? rest : { ...rest, text: text.trim() };
}

export function withChannels(filter: PostFilter, channelIds: readonly number[]): PostFilter {
  const rest = withoutFilter(filter, 'channelIds');
  return channelIds.length === 0 ? rest : { ...rest, channelIds };
}

export function withPeriod(filter: PostFilter, from: number | null, to: number | null): PostFilter {
  const rest = withoutFilter(filter, 'period');
  return { ...rest, ...(from === null ? {} : { from }), ...(to === null ? {} : { to }) };
}

export function withMedia(filter: PostFilter, media: readonly MediaChoice[]): PostFilter {
  const rest = withoutFilter(filter, 'media');
  return media.length === 0 ? rest : { ...rest, media };
}

export function withState(filter: PostFilter, state: PostState | null): PostFilter {
  const rest = withoutFilter(filter, 'state');
  return state === null ? rest : { ...rest, state };
}

/** Whether it narrows to one channel and nothing else: then what is shown is all that is held of it. */
export function onlyChannel(filter: PostFilter): number | null {
  const [first, ...others] = filter.channelIds ?? [];
  return first !== undefined && others.length === 0 && Object.keys(filter).length === 1 ? first : null;
}

/** `1,284 posts`, `more than 100,000 posts`. */
export function countWords({ count, more }: { readonly count: number; readonly more: boolean }): string {
  return more ? `${moreWords(count)} posts` : plural(count, 'post');
}

export function moreWords(count: number): string {
  return `more than ${formatCount(count)}`;
}

/** What stands in a row where a post has no text. */
export function wordless(media: HeldPost['media']): string {
  return media === null ? 'Without text' : `${mediaWords[media]}, without text`;
}
