import type { Clock } from '../ports/clock.ts';
import type { FloodGate } from '../ports/gateway.ts';
import type { FloodEntry } from '../ports/store.ts';

/**
 * Telegram's own waits last minutes to a day. An entry that claims more was restored under a clock that has
 * been set back since, and must not silence an account for years.
 */
const longestRestoredMs = 7 * 24 * 60 * 60_000;

export interface FloodLedger extends FloodGate {
  /** Takes in what another process has kept meanwhile; never shortens a wait that is known here. */
  restore(entries: readonly FloodEntry[]): void;
}

export interface FloodLedgerOptions {
  readonly clock: Clock;
  /** What an earlier process kept: ends on the wall clock, the only one that outlives a process. */
  readonly entries: readonly FloodEntry[];
  readonly persist: (entry: FloodEntry) => Promise<void>;
}

/**
 * Remembers every flood wait. In a living process a wait ends on the monotonic clock, so that no jump of the
 * wall clock shortens one. `record` throws what `persist` throws, with the wait already in force.
 */
export function createFloodLedger({ clock, entries, persist }: FloodLedgerOptions): FloodLedger {
  const endsMonotonic = new Map<string, number>();
  const keyOf = (accountId: number, method: string): string => `${accountId} ${method}`;

  function prolong(accountId: number, method: string, waitMs: number): boolean {
    const key = keyOf(accountId, method);
    const end = clock.monotonic() + waitMs;
    if (end <= (endsMonotonic.get(key) ?? 0)) return false;
    endsMonotonic.set(key, end);
    return true;
  }

  function restore(kept: readonly FloodEntry[]): void {
    for (const { accountId, method, until } of kept) {
      prolong(accountId, method, Math.min(longestRestoredMs, Math.max(0, until - clock.now())));
    }
  }
  restore(entries);

  return {
    restore,

    remainingMs(accountId, method) {
      return Math.max(0, (endsMonotonic.get(keyOf(accountId, method)) ?? 0) - clock.monotonic());
    },

    async record(accountId, method, waitMs) {
      if (!prolong(accountId, method, waitMs)) return;
      await persist({ accountId, method, until: Math.ceil(clock.now() + waitMs) });
    },
  };
}
