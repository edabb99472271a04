import type { ScreenName } from '../../shared/contract.ts';
import type { Attention, AttentionCause, Snapshot } from '../../shared/snapshot.ts';
import { whereToMend } from '../../shared/where-to-mend.ts';

/** What is to be said to the person by the system's notifications, or taken back. */
export type Notice =
  | {
      readonly kind: 'raise';
      readonly cause: AttentionCause;
      readonly title: string;
      readonly body: string;
      readonly screen: ScreenName;
    }
  | { readonly kind: 'clear'; readonly cause: AttentionCause }
  | {
      readonly kind: 'recovered';
      readonly cause: AttentionCause;
      readonly title: string;
      readonly body: string;
    };

/** The causes a person has been told of and that have not cleared since. */
export type Told = ReadonlySet<AttentionCause>;

export const nothingTold: Told = new Set();

const titles: Record<AttentionCause, string> = {
  'signed-out': 'Sign in again',
  'every-channel-failing': 'No channel can be read',
  'repeated-failure': 'Collecting keeps failing',
  'disk-full': 'The disk is full',
  'database-damaged': 'The database is damaged',
  'vault-locked': 'The sign-ins are locked',
};

const recoveries: Record<AttentionCause, string> = {
  'signed-out': 'Signed in again.',
  'every-channel-failing': 'Channels can be read again.',
  'repeated-failure': 'A run has succeeded again.',
  'disk-full': 'The disk takes writes again.',
  'database-damaged': 'The database is in order again.',
  'vault-locked': 'The sign-ins are open again.',
};

/**
 * What the next snapshot asks to be said: once per cause until it clears, and a recovery only of what was told.
 * With the policy `none` nothing new is said; what was said before is still taken back.
 */
export function noticesFor(
  told: Told,
  next: Pick<Snapshot, 'attention' | 'settings'>,
): { readonly told: Told; readonly notices: readonly Notice[] } {
  const policy = next.settings.notifications;
  const present = new Set(next.attention.map(({ cause }) => cause));
  const cleared = [...told].filter((cause) => !present.has(cause));
  const raised = policy === 'none' ? [] : next.attention.filter(({ cause }) => !told.has(cause));
  const stillTold = [...told].filter((cause) => present.has(cause));
  return {
    told: new Set([...stillTold, ...raised.map(({ cause }) => cause)]),
    notices: [
      ...cleared.flatMap((cause): Notice[] => [
        { kind: 'clear', cause },
        ...(policy === 'all' ? [recoveryOf(cause)] : []),
      ]),
      ...raised.map(alarmOf),
    ],
  };
}

function alarmOf({ cause, message }: Attention): Notice {
  return { kind: 'raise', cause, title: titles[cause], body: message, screen: whereToMend[cause] };
}

function recoveryOf(cause: AttentionCause): Notice {
  return { kind: 'recovered', cause, title: 'All is well again', body: recoveries[cause] };
}

/**
 * What a watch has found, as one notification however many there are: they were asked for one by one, so only the policy
 * `none` keeps them back. What lay unseen from before `since` (the start of this process) is no news.
 */
export function newsOf(
  { toldId, since }: { readonly toldId: number; readonly since: number },
  { alerts, settings }: Pick<Snapshot, 'alerts' | 'settings'>,
): { readonly toldId: number; readonly news: { readonly title: string; readonly body: string } | null } {
  const { newest, count } = alerts;
  if (newest === null || newest.id <= toldId) return { toldId, news: null };
  const isNews = newest.at >= since && settings.notifications !== 'none';
  const title = count === 1 ? 'A watch has found something' : `${count} alerts to look at`;
  return { toldId: newest.id, news: isNews ? { title, body: newest.message } : null };
}
