import type { PlannedChannel } from './channel-import-plan.ts';
import type { ListProblem } from './channel-list.ts';
import { type ContractClient, type Refused, RequestError } from './contract.ts';
import { formatCount, plural } from './format.ts';

/** Adding the channels of a list, and restoring the settings of those collected already, one after another. */

export interface ImportProgress {
  readonly done: number;
  readonly total: number;
  /** The channel that is worked on now. */
  readonly name: string;
  /** Whether its settings are restored; else it is added. */
  readonly restores: boolean;
  readonly failures: readonly ListProblem[];
}

export interface ImportResult {
  readonly added: number;
  /** Collected before, and now with the settings of the list. */
  readonly restored: number;
  readonly failures: readonly ListProblem[];
  /** Not tried any more. */
  readonly left: number;
  /** `paused`: Telegram wants to be left alone; `cut`: Tidings could not be asked any more. */
  readonly ended: 'complete' | 'stopped' | 'paused' | 'cut';
  /** Why it ended early, in words; null where it did not, or the user stopped it. */
  readonly reason: string | null;
}

type Client = Pick<ContractClient, 'request'>;
type Answer = { readonly accepted: true } | Refused;

/** Ends early when `isStopped`, when Telegram asks for a pause, and when Tidings is gone. Never rejects. */
export async function importChannels(
  client: Client,
  channels: readonly PlannedChannel[],
  watch: {
    readonly isStopped: () => boolean;
    readonly onProgress: (progress: ImportProgress) => void;
  },
): Promise<ImportResult> {
  const failures: ListProblem[] = [];
  let added = 0;
  let restored = 0;
  const end = (ended: ImportResult['ended'], reason: string | null): ImportResult => ({
    added,
    restored,
    failures,
    left: channels.length - added - restored - failures.length,
    ended,
    reason,
  });
  for (const [done, channel] of channels.entries()) {
    if (watch.isStopped()) return end('stopped', null);
    watch.onProgress({
      done,
      total: channels.length,
      name: channel.name,
      restores: channel.way.kind === 'collected',
      failures: [...failures],
    });
    try {
      const answer = await addOne(client, channel);
      if (answer.accepted && channel.way.kind === 'collected') restored += 1;
      else if (answer.accepted) added += 1;
      else if (asksForPause(answer.reason)) return end('paused', answer.reason);
      else failures.push({ line: channel.line, text: channel.name, reason: answer.reason });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (!(error instanceof RequestError) || error.code === 'not-connected' || error.code === 'lease-lost') {
        return end('cut', reason);
      }
      failures.push({ line: channel.line, text: channel.name, reason });
    }
  }
  return end('complete', null);
}

async function addOne(client: Client, { way, settings }: PlannedChannel): Promise<Answer> {
  if (way.kind === 'reference') {
    return client.request('channels.add', { reference: way.reference, ...settings });
  }
  if (way.kind === 'collected') {
    return client.request('channels.set', { channelId: way.channelId, ...settings });
  }
  const { accountId, channelId } = way;
  const { limit, backfill, enabled, ...others } = settings;
  const answer = await client.request('channels.pick', {
    accountId,
    channelIds: [channelId],
    ...(limit === undefined ? {} : { limit }),
    ...(backfill === undefined ? {} : { backfill }),
  });
  // What is picked is on.
  const left = { ...(enabled === false ? { enabled } : {}), ...others };
  if (!answer.accepted || Object.keys(left).length === 0) return answer;
  return client.request('channels.set', { channelId, ...left });
}

/** What was done, what was not, and what is to be done about the rest. */
export function resultInWords({ added, restored, failures, left, ended, reason }: ImportResult): string {
  const parts = [`${plural(added, 'channel')} added`];
  if (restored > 0) parts.push(`the settings of ${plural(restored, 'channel')} restored`);
  if (failures.length > 0) parts.push(`${formatCount(failures.length)} refused`);
  if (left > 0) parts.push(`${formatCount(left)} left to be added`);
  const counts = `${parts.join(', ')}.`;
  const later = 'Import the same list again then: what is collected already is passed over.';
  switch (ended) {
    case 'complete':
      return counts;
    case 'stopped':
      return `Stopped. ${counts}`;
    case 'paused':
      return `${reason} ${counts} ${later}`;
    case 'cut':
      return `${reason} ${counts} ${later}`;
  }
}

/** Telegram wants to be left alone for a while: asking for the next thing now would only be refused too. */
export function asksForPause(reason: string): boolean {
  return /asks for a pause/i.test(reason);
}
