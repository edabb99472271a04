import type { VaultState } from '../../shared/contract.ts';
import type { Account } from '../../shared/domain.ts';
import { formatTime } from '../../shared/format.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Connection } from '../wire.ts';

/** Why nothing can be added just now, though what is held can be seen. */
export interface Standing {
  readonly kind: 'cut' | 'standby' | 'locked' | 'signed-out';
  readonly reason: string;
}

export function standingOf({
  connection,
  lease,
  vault,
  accounts,
}: {
  readonly connection: Connection;
  readonly lease: Snapshot['lease'];
  readonly vault: VaultState | null;
  readonly accounts: readonly Account[] | null;
}): Standing | null {
  if (connection.kind === 'disconnected' || connection.kind === 'refused') {
    return {
      kind: 'cut',
      reason: `Not connected: what is shown is as of ${formatTime(connection.since)}.`,
    };
  }
  if (lease.kind === 'standby') {
    return {
      kind: 'standby',
      reason: `Standing by: ${lease.holder} collects into this database. Channels can be seen here; add and change them there.`,
    };
  }
  if (lease.kind === 'lost') {
    return {
      kind: 'standby',
      reason: `Standing by: ${lease.reason} Channels can be seen here; add and change them in the Tidings that collects.`,
    };
  }
  if (lease.kind === 'none') {
    return {
      kind: 'standby',
      reason: 'Not running: nothing collects into this database. Start Tidings to add or change channels.',
    };
  }
  if (vault?.state === 'locked') {
    return {
      kind: 'locked',
      reason: vault.protectedBy.includes('passphrase')
        ? 'The vault is locked, so no account can be used: give its passphrase first. Channels can still be seen.'
        : `No account can be used, but channels can be seen. ${vault.sentence}`,
    };
  }
  if (accounts !== null && !accounts.some(({ state }) => state === 'signed-in')) {
    return {
      kind: 'signed-out',
      reason: 'No account is signed in, so nobody can read a channel. Sign in first.',
    };
  }
  return null;
}
