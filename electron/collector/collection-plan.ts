import type { Account } from '../../shared/domain.ts';
import { formatDuration } from '../../shared/format.ts';
import type { Clock } from '../ports/clock.ts';
import type { CollectionPlan, Obstacle } from '../ports/collector.ts';
import type { FloodGate } from '../ports/gateway.ts';
import type { ReachedChannel, StoreReader } from '../ports/store.ts';
import { historyMethod, isWaitedOut } from './account-reader.ts';

/** A signed-in account and the enabled channels it reaches. */
export interface Reach {
  readonly account: Account;
  readonly channels: readonly ReachedChannel[];
}

/** The signed-in accounts, each with what it reaches, as the database has it now. */
export async function readReach(store: StoreReader): Promise<readonly Reach[]> {
  const accounts = (await store.accounts.list()).filter((account) => account.state === 'signed-in');
  return Promise.all(
    accounts.map(async (account) => ({ account, channels: await store.channels.addressesOf(account.id) })),
  );
}

/** The channels reached, each once, in the order they are met. */
export function channelIdsOf(reach: readonly Reach[]): readonly number[] {
  return [...new Set(reach.flatMap(({ channels }) => channels.map(({ channelId }) => channelId)))];
}

/** What a run would read now, or why it could read nothing. */
export async function planCollection(
  store: StoreReader,
  floods: Pick<FloodGate, 'remainingMs'>,
  clock: Clock,
): Promise<CollectionPlan> {
  const [accounts, channels, settings, reach] = await Promise.all([
    store.accounts.list(),
    store.channels.list(),
    store.settings.read(),
    readReach(store),
  ]);
  const channelsTotal = channelIdsOf(reach).length;
  const obstacle =
    setupObstacle(accounts, channels.filter((channel) => channel.enabled).length, channelsTotal) ??
    floodObstacle(reach, settings.intervalMs, floods, clock);
  return { channelsTotal, obstacle };
}

function setupObstacle(
  accounts: readonly Account[],
  channelsEnabled: number,
  channelsReached: number,
): Obstacle | null {
  if (accounts.length === 0) {
    return { kind: 'no-account', message: 'No Telegram account yet: sign in to one to start collecting.' };
  }
  const signedOut = accounts.filter((account) => account.state === 'signed-out');
  if (signedOut.length === accounts.length) {
    return {
      kind: 'signed-out',
      message:
        accounts.length === 1
          ? 'Telegram has ended the sign-in: sign in again to go on collecting. What was collected is kept.'
          : 'Telegram has ended every sign-in: sign in again to go on collecting. What was collected is kept.',
    };
  }
  if (channelsEnabled === 0) {
    return { kind: 'no-channel', message: 'No channel is switched on: choose at least one to collect.' };
  }
  if (channelsReached > 0) return null;
  return signedOut.length > 0
    ? {
        kind: 'signed-out',
        message: `Only ${signedOut.map((account) => account.name).join(', ')} can read the chosen channels, and is signed out: sign in again.`,
      }
    : {
        kind: 'no-channel',
        message:
          'No signed-in account can read the chosen channels: add them again from an account that can.',
      };
}

/** A wait that a run would sit out is no obstacle: the run begins with it. */
function floodObstacle(
  reach: readonly Reach[],
  intervalMs: number,
  floods: Pick<FloodGate, 'remainingMs'>,
  clock: Clock,
): Obstacle | null {
  const remaining = reach
    .filter(({ channels }) => channels.length > 0)
    .map(({ account }) => floods.remainingMs(account.id, historyMethod));
  if (remaining.some((waitMs) => isWaitedOut(waitMs, 0, intervalMs))) return null;
  const waitMs = Math.ceil(Math.min(...remaining));
  return {
    kind: 'flood',
    until: clock.now() + waitMs,
    message: `Telegram asks for a pause of ${formatDuration(waitMs)}: collecting goes on by itself afterwards.`,
  };
}
