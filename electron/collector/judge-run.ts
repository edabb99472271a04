import { formatDuration, plural } from '../../shared/format.ts';
import type { RunOutcome } from '../ports/collector.ts';
import type { GatewayFailure } from '../ports/gateway.ts';

/** How a channel fared: `read`, the failure that kept it from being read, or `unread` when Stop came first. */
export type ChannelEnd = 'read' | 'unread' | GatewayFailure;

export interface RunFacts {
  readonly ends: readonly ChannelEnd[];
  /** Posts read in the run: with some kept, something was done whatever happened afterwards. */
  readonly messages: number;
  /** Failed steps, those another account made good included. */
  readonly errors: number;
  /** What is left of the flood wait of each account that may ask at all; 0 where it is not blocked. */
  readonly blockedMs: readonly number[];
  readonly now: number;
}

/** What the ends of its channels make of a run. */
export function judgeRun(
  facts: RunFacts,
): Pick<RunOutcome, 'status' | 'reason' | 'networkAway' | 'blockedUntil'> {
  const { ends, messages, errors, blockedMs, now } = facts;
  const failures = ends.filter((end) => typeof end !== 'string');
  const deferred = failures.filter((failure) => failure.kind === 'flood');
  const cancelled = failures.filter((failure) => failure.kind === 'cancelled');
  const failed = failures.filter((failure) => failure.kind !== 'flood' && failure.kind !== 'cancelled');
  const nothingDone = messages === 0 && !ends.includes('read');
  const plain = { networkAway: false, blockedUntil: null };

  if (ends.includes('unread') || cancelled.length > 0) {
    return { status: 'cancelled', reason: 'Stopped. What was collected is kept.', ...plain };
  }
  if (failures.length === 0) {
    return errors === 0
      ? { status: 'succeeded', reason: null, ...plain }
      : { status: 'partial', reason: 'Every channel was read, some only by another account.', ...plain };
  }
  if (nothingDone && failed.length > 0 && failed.every((failure) => failure.kind === 'network')) {
    return {
      status: 'failed',
      reason: unreached(sentencesOf(failed)),
      networkAway: true,
      blockedUntil: null,
    };
  }
  if (nothingDone && failed.length === ends.length) {
    return { status: 'failed', reason: `No channel could be read: ${sentencesOf(failed)}`, ...plain };
  }

  const soonestMs = Math.min(...blockedMs);
  const everyAccountBlocked = nothingDone && blockedMs.length > 0 && soonestMs > 0;
  const parts = [
    ...(failed.length > 0 ? [`${plural(failed.length, 'channel')} failed: ${sentencesOf(failed)}`] : []),
    ...(deferred.length > 0
      ? [
          `${plural(deferred.length, 'channel')} left for a later run: Telegram asks for a pause of ${formatDuration(
            Math.max(...deferred.map((failure) => failure.waitMs)),
          )}.`,
        ]
      : []),
  ];
  return {
    status: 'partial',
    reason: parts.join(' '),
    networkAway: false,
    blockedUntil: everyAccountBlocked ? now + soonestMs : null,
  };
}

/** A refused connection says so itself; a reply that never came does not. */
function unreached(sentences: string): string {
  const lead = 'Telegram could not be reached';
  return sentences.startsWith(lead) ? sentences : `${lead}: ${sentences}`;
}

/** Each different message once. */
function sentencesOf(failures: readonly GatewayFailure[]): string {
  return [...new Set(failures.map((failure) => failure.message))].slice(0, 3).join(' ');
}
