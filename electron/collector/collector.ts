import type { Clock } from '../ports/clock.ts';
import type { AccountConnections, Collector } from '../ports/collector.ts';
import type { FloodGate } from '../ports/gateway.ts';
import type { Log } from '../ports/log.ts';
import type { StoreReader } from '../ports/store.ts';
import type { LockableVault } from '../ports/vault.ts';
import { planCollection } from './collection-plan.ts';
import { createDailyVisits } from './daily-visits.ts';
import { collectOnce } from './run.ts';

export interface CollectorParts {
  readonly store: StoreReader;
  readonly connections: AccountConnections;
  readonly vault: Pick<LockableVault, 'state'>;
  readonly floods: Pick<FloodGate, 'remainingMs'>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Reads the enabled channels of every signed-in account. One channel's failure never ends a run, one account's
 * trouble never touches another; only a lost lease (`LeaseLostError`) and an unusable database (`StoreError`)
 * end it by throwing, and then every account has come to rest first.
 */
export function createCollector(parts: CollectorParts): Collector {
  const visits = createDailyVisits();
  return {
    plan: () => planCollection(parts.store, parts.floods, parts.clock, parts.vault),
    collect: (request) => collectOnce(parts, visits, request),
  };
}
