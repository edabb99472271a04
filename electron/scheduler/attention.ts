import type { Account, Run } from '../../shared/domain.ts';
import type { AttentionCause, SnapshotChange } from '../../shared/snapshot.ts';
import type { Obstacle } from '../ports/collector.ts';
import { StoreError } from '../ports/store.ts';

/** So many failed runs in a row need a person; a network that is away does not, it comes back by itself. */
export const failuresForAttention = 3;

const judgedCauses = ['vault-locked', 'signed-out', 'every-channel-failing', 'repeated-failure'] as const;

export interface AttentionFacts {
  /** The latest runs that have ended, newest first, at least `failuresForAttention` where there are as many. */
  readonly recentRuns: readonly Run[];
  readonly accounts: readonly Account[];
  /** The latest run could not reach the network. */
  readonly networkAway: boolean;
  /** What keeps a run from doing anything now. */
  readonly obstacle: Obstacle | null;
}

/** What only a person can mend, by cause, as the latest runs and the accounts tell it. */
export function attentionOf(facts: AttentionFacts): ReadonlyMap<AttentionCause, string> {
  const { recentRuns, accounts, networkAway, obstacle } = facts;
  const messages = new Map<AttentionCause, string>();
  if (obstacle?.kind === 'vault-locked') messages.set('vault-locked', obstacle.message);
  const signedOut = accounts.filter((account) => account.state === 'signed-out');
  if (signedOut.length > 0) {
    const names = signedOut.map((account) => account.name).join(', ');
    messages.set(
      'signed-out',
      `Signed out of Telegram: ${names}. Sign in again to go on collecting; what was collected is kept.`,
    );
  }
  // Whatever else failed, failed for want of a sign-in.
  const nobodyIsSignedIn = signedOut.length > 0 && signedOut.length === accounts.length;
  if (networkAway || nobodyIsSignedIn) return messages;
  const [latest] = recentRuns;
  if (latest !== undefined && latest.channelsTotal > 0 && latest.errors >= latest.channelsTotal) {
    messages.set('every-channel-failing', latest.reason ?? 'No channel could be read: see the last run.');
  }
  const inARow = recentRuns.slice(0, failuresForAttention);
  if (inARow.length === failuresForAttention && inARow.every((run) => run.status === 'failed')) {
    const why = latest?.reason ?? 'see the last run';
    messages.set('repeated-failure', `The last ${failuresForAttention} runs failed: ${why}`);
  }
  return messages;
}

/** The changes that bring the snapshot in line: every judged cause is either raised or cleared. */
export function attentionChanges(
  messages: ReadonlyMap<AttentionCause, string>,
  now: number,
): SnapshotChange[] {
  return judgedCauses.map((cause) => {
    const message = messages.get(cause);
    return message === undefined
      ? { type: 'attention-cleared', cause }
      : { type: 'attention-raised', attention: { cause, message, since: now } };
  });
}

/** What trouble with the database asks of a person; null when it asks nothing. */
export function attentionForStoreError(error: unknown, now: number): SnapshotChange | null {
  if (!(error instanceof StoreError)) return null;
  const cause = error.problem === 'disk-full' ? 'disk-full' : 'database-damaged';
  return { type: 'attention-raised', attention: { cause, message: error.message, since: now } };
}
