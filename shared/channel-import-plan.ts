import { type ChannelListReading, keysOf, type ListedChannel, type ListProblem } from './channel-list.ts';
import type { DialogChannel } from './contract.ts';
import type { Channel } from './domain.ts';
import { formatCount, plural } from './format.ts';
import { losersAmong } from './post-expiry.ts';

/** What an import will do, known before anything is done. */

export interface PlannedChannel {
  readonly line: number;
  /** For a person. */
  readonly name: string;
  readonly settings: ListedChannel['settings'];
  /** By name; for a private channel, from the list of the account that is in it; or collected already. */
  readonly way:
    | { readonly kind: 'collected'; readonly channelId: number }
    | { readonly kind: 'reference'; readonly reference: string }
    | { readonly kind: 'dialog'; readonly accountId: number; readonly channelId: number };
}

export interface ImportPlan {
  readonly fresh: readonly PlannedChannel[];
  /** How many are collected already. */
  readonly already: number;
  /** Those of them whose settings the list has otherwise, with what is to be changed. */
  readonly restores: readonly PlannedChannel[];
  /** By line. */
  readonly problems: readonly ListProblem[];
  readonly repeated: number;
}

/** An account's own list of channels, as far as it has been read. */
export interface KnownDialogs {
  readonly accountId: number;
  readonly channels: readonly DialogChannel[];
}

const privateUnknown =
  'A private channel, known by its number alone. Read your list under “Add channels” first: if your account is in it, it can be collected.';

export function planImport(
  reading: ChannelListReading,
  collected: readonly Channel[],
  dialogs: readonly KnownDialogs[],
): ImportPlan {
  const known = new Map(
    collected.flatMap((channel) =>
      keysOf({ id: channel.id, reference: channel.username === null ? null : `@${channel.username}` }).map(
        (key) => [key, channel] as const,
      ),
    ),
  );
  const fresh: PlannedChannel[] = [];
  const restores: PlannedChannel[] = [];
  const problems: ListProblem[] = [...reading.problems];
  let already = 0;
  for (const channel of reading.channels) {
    const held = keysOf(channel)
      .map((key) => known.get(key))
      .find((found) => found !== undefined);
    if (held !== undefined) {
      already += 1;
      const settings = differing(held, channel.settings);
      if (Object.keys(settings).length > 0) {
        const way = { kind: 'collected', channelId: held.id } as const;
        restores.push({ line: channel.line, name: held.title, settings, way });
      }
      continue;
    }
    const way = wayTo(channel, dialogs);
    const name = channel.reference ?? channel.title ?? `number ${channel.id}`;
    if (way === null) problems.push({ line: channel.line, text: name, reason: privateUnknown });
    else fresh.push({ line: channel.line, name, settings: channel.settings, way });
  }
  problems.sort((one, other) => one.line - other.line);
  return { fresh, already, restores, problems, repeated: reading.repeated };
}

/** What the list says of a channel and is not so. */
function differing(channel: Channel, settings: ListedChannel['settings']): ListedChannel['settings'] {
  const held = new Map<string, unknown>(Object.entries(channel));
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => held.get(name) !== value));
}

function wayTo(channel: ListedChannel, dialogs: readonly KnownDialogs[]): PlannedChannel['way'] | null {
  if (channel.reference !== null) return { kind: 'reference', reference: channel.reference };
  const holder = dialogs.find(({ channels }) => channels.some(({ channelId }) => channelId === channel.id));
  if (holder === undefined || channel.id === null) return null;
  return { kind: 'dialog', accountId: holder.accountId, channelId: channel.id };
}

/** Why what was read from a file is no list at all, to follow the file's name; null where it may be one. */
export function whyNoList(text: string): string | null {
  if (text.includes('\0')) return 'is not a text file in UTF-8, so no list of channels can be read from it.';
  return text.replace(/^\uFEFF/, '').trim() === '' ? 'is empty.' : null;
}

/** From how many names on Telegram is likely to ask for a pause. */
const namesWithoutAsking = 20;

/** What to expect where many names are to be looked up; null where they are few. */
export function lookUpWarning({ fresh }: Pick<ImportPlan, 'fresh'>): string | null {
  const names = fresh.filter(({ way }) => way.kind === 'reference').length;
  if (names <= namesWithoutAsking) return null;
  return (
    `Telegram rations the looking up of names, and these are ${formatCount(names)}: it may take long, or stop with a pause ` +
    'that Telegram asks for. What was added until then stays; importing the same list again goes on with the rest.'
  );
}

/** What the list's own `keep_days` would remove of what is held; null where nothing. `now`: ms since the epoch. */
export function expiryWarning(
  { restores }: Pick<ImportPlan, 'restores'>,
  collected: readonly Channel[],
  now: number,
): string | null {
  const known = new Map(collected.map((channel) => [channel.id, channel]));
  const losers = restores.filter(({ way, settings: { keepDays } }) => {
    const channel = way.kind === 'collected' ? known.get(way.channelId) : undefined;
    return channel !== undefined && keepDays != null && losersAmong([channel], keepDays, now).length > 0;
  });
  if (losers.length === 0) return null;
  return (
    `${plural(losers.length, 'channel')} in it ${losers.length === 1 ? 'keeps' : 'keep'} posts for less long than now ` +
    '(keep_days): the older ones held will be removed after one of the next runs.'
  );
}

/** `14 channels: 9 new, 4 collected already (1 with other settings), 1 not understood (line 7)`. */
export function planInWords({ fresh, already, restores, problems, repeated }: ImportPlan): string {
  const total = fresh.length + already + problems.length;
  if (total === 0) return 'No channel in it yet.';
  const parts = [
    `${formatCount(fresh.length)} new`,
    ...(already === 0 ? [] : [`${formatCount(already)} collected already${otherwise(restores.length)}`]),
    ...(problems.length === 0
      ? []
      : [`${formatCount(problems.length)} not understood (${linesInWords(problems)})`]),
  ];
  const twice = repeated === 0 ? '' : `; ${formatCount(repeated)} named more than once`;
  return `${plural(total, 'channel')}: ${parts.join(', ')}${twice}`;
}

function otherwise(count: number): string {
  return count === 0 ? '' : ` (${formatCount(count)} with other settings)`;
}

const linesNamed = 5;

function linesInWords(places: readonly { readonly line: number }[]): string {
  const lines = [...new Set(places.map(({ line }) => line))];
  const named = lines.slice(0, linesNamed).join(', ');
  const more = lines.length > linesNamed ? ` and ${formatCount(lines.length - linesNamed)} more` : '';
  return `${lines.length === 1 ? 'line' : 'lines'} ${named}${more}`;
}
