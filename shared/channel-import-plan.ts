import { type ChannelListReading, keysOf, type ListedChannel, type ListProblem } from './channel-list.ts';
import type { DialogChannel } from './contract.ts';
import type { Channel } from './domain.ts';
import { formatCount, plural } from './format.ts';

/** What an import will do, known before anything is done. */

export interface PlannedChannel {
  readonly line: number;
  /** For a person. */
  readonly name: string;
  readonly settings: ListedChannel['settings'];
  /** By name, or, for a private channel, from the list of the account that is in it. */
  readonly way:
    | { readonly kind: 'reference'; readonly reference: string }
    | { readonly kind: 'dialog'; readonly accountId: number; readonly channelId: number };
}

export interface ImportPlan {
  readonly fresh: readonly PlannedChannel[];
  readonly already: number;
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
  const known = new Set(
    collected.flatMap(({ id, username }) =>
      keysOf({ id, reference: username === null ? null : `@${username}` }),
    ),
  );
  const fresh: PlannedChannel[] = [];
  const problems: ListProblem[] = [...reading.problems];
  let already = 0;
  for (const channel of reading.channels) {
    if (keysOf(channel).some((key) => known.has(key))) {
      already += 1;
      continue;
    }
    const way = wayTo(channel, dialogs);
    const name = channel.reference ?? channel.title ?? `number ${channel.id}`;
    if (way === null) problems.push({ line: channel.line, text: name, reason: privateUnknown });
    else fresh.push({ line: channel.line, name, settings: channel.settings, way });
  }
  problems.sort((one, other) => one.line - other.line);
  return { fresh, already, problems, repeated: reading.repeated };
}

function wayTo(channel: ListedChannel, dialogs: readonly KnownDialogs[]): PlannedChannel['way'] | null {
  if (channel.reference !== null) return { kind: 'reference', reference: channel.reference };
  const holder = dialogs.find(({ channels }) => channels.some(({ channelId }) => channelId === channel.id));
  if (holder === undefined || channel.id === null) return null;
  return { kind: 'dialog', accountId: holder.accountId, channelId: channel.id };
}

/** `14 channels: 9 new, 4 collected already, 1 not understood (line 7)`. */
export function planInWords({ fresh, already, problems, repeated }: ImportPlan): string {
  const total = fresh.length + already + problems.length;
  if (total === 0) return 'No channel in it yet.';
  const parts = [
    `${formatCount(fresh.length)} new`,
    ...(already === 0 ? [] : [`${formatCount(already)} collected already`]),
    ...(problems.length === 0
      ? []
      : [`${formatCount(problems.length)} not understood (${linesInWords(problems)})`]),
  ];
  const twice = repeated === 0 ? '' : `; ${formatCount(repeated)} named more than once`;
  return `${plural(total, 'channel')}: ${parts.join(', ')}${twice}`;
}

const linesNamed = 5;

function linesInWords(places: readonly { readonly line: number }[]): string {
  const lines = [...new Set(places.map(({ line }) => line))];
  const named = lines.slice(0, linesNamed).join(', ');
  const more = lines.length > linesNamed ? ` and ${formatCount(lines.length - linesNamed)} more` : '';
  return `${lines.length === 1 ? 'line' : 'lines'} ${named}${more}`;
}
