import type { Alert, NewWatch, Watch } from '../../../shared/archive.ts';
import type { ContractClient } from '../../../shared/contract.ts';
import type { Channel } from '../../../shared/domain.ts';
import { formatDateTime } from '../../../shared/format.ts';
import { findChannel } from '../../service/read-handlers.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type Output, shorten, table } from '../output.ts';

export async function listWatches(client: ContractClient, output: Output): Promise<void> {
  const watches = await client.request('watches.list', {});
  const channels = await client.request('channels.list', {});
  output.answer(watches, () =>
    watches.length === 0
      ? 'Nothing is watched yet. Watch for words: tidings watches add --words "…"'
      : table(
          ['Watch', 'For', 'In'],
          watches.map((watch) => [String(watch.id), causeInWords(watch), placeInWords(watch, channels)]),
          new Set([0]),
        ),
  );
}

export interface AddWatchOptions {
  readonly words?: string;
  readonly silence?: string;
  readonly loss?: string;
  readonly channel?: string;
}

export async function addWatch(
  client: ContractClient,
  output: Output,
  options: AddWatchOptions,
): Promise<void> {
  const channels = await client.request('channels.list', {});
  const { channel } = options;
  const channelId = channel === undefined ? null : findChannel(channels, { reference: channel }).id;
  const answer = await client.request('watches.add', watchOf(options, channelId));
  if (!answer.accepted) throw new CommandError(answer.reason);
  const { watch } = answer;
  output.answer(
    watch,
    () => `Watch ${watch.id}: ${causeInWords(watch)}, in ${placeInWords(watch, channels)}.`,
  );
}

export async function removeWatch(client: ContractClient, output: Output, wanted: string): Promise<void> {
  const watchId = Number(wanted);
  if (!Number.isSafeInteger(watchId)) {
    throw new CommandError(`A watch is named by its number, not "${wanted}".`, exitCodes.usage);
  }
  const answer = await client.request('watches.remove', { watchId });
  if (!answer.accepted) throw new CommandError(answer.reason);
  output.answer({ removed: watchId }, () => `Watch ${watchId} is gone, and what it had found.`);
}

/** The newest alerts. With `seen` they count as seen from then on. */
export async function showAlerts(
  client: ContractClient,
  output: Output,
  options: { readonly limit: string; readonly seen?: true },
): Promise<void> {
  const limit = Number(options.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    const message = `--limit must be a whole number from 1 to 1000, not "${options.limit}".`;
    throw new CommandError(message, exitCodes.usage);
  }
  const { items } = await client.request('alerts.list', { limit });
  if (options.seen) await client.request('alerts.seen', { alertIds: items.map(({ id }) => id) });
  output.answer(items, () => alertsText(items));
}

function alertsText(alerts: readonly Alert[]): string {
  if (alerts.length === 0) return 'No alerts.';
  return table(
    ['', 'When', 'What'],
    alerts.map(({ at, message, seenAt }) => [
      seenAt === null ? 'new' : '',
      formatDateTime(at),
      shorten(message, 160),
    ]),
  );
}

function watchOf({ words, silence, loss }: AddWatchOptions, channelId: number | null): NewWatch {
  const given = [words, silence, loss].filter((value) => value !== undefined);
  if (given.length !== 1) {
    const howMany = given.length === 0 ? 'one' : 'only one';
    throw new CommandError(
      `Give ${howMany} of --words TEXT, --silence HOURS and --loss PERCENT.`,
      exitCodes.usage,
    );
  }
  if (words !== undefined) return { kind: 'words', text: words, channelId };
  if (silence !== undefined) return { kind: 'silence', hours: numberOf('--silence', silence), channelId };
  return { kind: 'loss', percent: numberOf('--loss', loss ?? ''), channelId };
}

function numberOf(option: string, text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new CommandError(`${option} must be a number, not "${text}".`, exitCodes.usage);
}

function causeInWords(watch: Watch): string {
  switch (watch.kind) {
    case 'words':
      return `“${watch.text}” in a new post`;
    case 'silence':
      return `nothing new for ${watch.hours} h`;
    case 'loss':
      return `more than ${watch.percent} % fewer subscribers in a day`;
  }
}

function placeInWords({ channelId }: Watch, channels: readonly Channel[]): string {
  if (channelId === null) return 'any channel';
  return channels.find(({ id }) => id === channelId)?.title ?? String(channelId);
}
