import type { VaultState } from '../../shared/contract.ts';
import type { Account, Channel } from '../../shared/domain.ts';
import { formatDuration, plural } from '../../shared/format.ts';
import type { Clock } from '../ports/clock.ts';
import type { CollectionPlan, Obstacle } from '../ports/collector.ts';
import type { FloodGate } from '../ports/gateway.ts';
import type { ReachedChannel, StoreReader } from '../ports/store.ts';
import type { LockableVault } from '../ports/vault.ts';
import { historyMethod, isWaitedOut } from './account-reader.ts';

/** A signed-in account and the enabled channels it reaches. */
export interface Reach {
  readonly account: Account;
  readonly channels: readonly ReachedChannel[];
}

/** The signed-in accounts, each with what it reaches, as the database has it now. */
export async function readReach(store: StoreReader): Promise<readonly Reach[]> {
  return reachOf(store, (await store.accounts.list()).filter(isSignedIn));
}

function reachOf(store: StoreReader, accounts: readonly Account[]): Promise<readonly Reach[]> {
  return Promise.all(
    accounts.map(async (account) => ({ account, channels: await store.channels.addressesOf(account.id) })),
  );
}

const isSignedIn = ({ state }: Account): boolean => state === 'signed-in';

/** The channels reached, each once, in the order they are met. */
export function channelIdsOf(reach: readonly Reach[]): readonly number[] {
  return [...new Set(reach.flatMap(({ channels }) => channels.map(({ channelId }) => channelId)))];
}

/**
 * What a run would read now, or why it could read nothing. `vault`: null where only the database is at hand; then
 * nothing is said of it.
 */
export async function planCollection(
  store: StoreReader,
  floods: Pick<FloodGate, 'remainingMs'>,
  clock: Clock,
  vault: Pick<LockableVault, 'state'> | null = null,
): Promise<CollectionPlan> {
  const [accounts, channels, settings] = await Promise.all([
    store.accounts.list(),
    store.channels.list(),
    store.settings.read(),
  ]);
  const all = await reachOf(store, accounts);
  const reach = all.filter(({ account }) => isSignedIn(account));
  const channelsTotal = channelIdsOf(reach).length;
  const enabled = channels.filter((channel) => channel.enabled);
  const obstacle =
    setupObstacle(all, enabled, channelsTotal) ??
    vaultObstacle(vault) ??
    floodObstacle(reach, settings.intervalMs, floods, clock);
  return { channelsTotal, obstacle };
}

function setupObstacle(
  reach: readonly Reach[],
  enabled: readonly Channel[],
  channelsReached: number,
): Obstacle | null {
  if (reach.length === 0) {
    return { kind: 'no-account', message: 'No Telegram account is signed in: sign in to one to collect.' };
  }
  const signedOut = reach.filter(({ account }) => !isSignedIn(account));
  if (signedOut.length === reach.length) {
    return {
      kind: 'signed-out',
      message:
        reach.length === 1
          ? 'Telegram has ended the sign-in: sign in again to go on collecting. What was collected is kept.'
          : 'Telegram has ended every sign-in: sign in again to go on collecting. What was collected is kept.',
    };
  }
  if (enabled.length === 0) {
    return { kind: 'no-channel', message: 'No channel is switched on: choose at least one to collect.' };
  }
  if (channelsReached > 0) return null;
  const able = signedOut.filter(({ channels }) => channels.length > 0).map(({ account }) => account.name);
  return able.length > 0
    ? {
        kind: 'signed-out',
        message: `Only ${able.join(', ')} can read the chosen channels, and is signed out: sign in again.`,
      }
    : {
        kind: 'no-channel',
        message: `No signed-in account can read ${titlesOf(enabled)}: sign in to the account that could, or add what you want from one that can.`,
      };
}

/** The first three by title, the others by number. */
function titlesOf(channels: readonly Channel[]): string {
  const named = channels.slice(0, 3).map(({ title }) => title);
  const others = channels.length - named.length;
  return others === 0 ? named.join(', ') : `${named.join(', ')} and ${plural(others, 'other channel')}`;
}

function vaultObstacle(vault: Pick<LockableVault, 'state'> | null): Obstacle | null {
  const state = vault?.state();
  if (state === undefined || state.state === 'open') return null;
  return { kind: 'vault-locked', message: [state.sentence, ...whatOpens(state)].join(' ') };
}

/** What a person can do about it at a screen; where that is nothing, the vault's own sentence says what else. */
function whatOpens({ state, protectedBy }: VaultState): readonly string[] {
  if (state === 'unprotected') return ['Choose a passphrase in Tidings to go on collecting.'];
  return protectedBy.includes('passphrase') ? ['Enter the passphrase in Tidings to go on collecting.'] : [];
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
