import type { RunProgress } from '../../shared/snapshot.ts';

/** What one account has yet to do. Accounts work side by side. */
export interface AccountWork {
  /** Channels not begun. */
  readonly waiting: readonly number[];
  /** The channel being read and how long already; null between two. */
  readonly current: { readonly channelId: number; readonly elapsedMs: number } | null;
  /** What is left of a flood wait the account is waiting out, 0 without one. */
  readonly floodMs: number;
}

/**
 * Time left as a range: for each account the lower and upper quartiles of its channels' own past steps, added
 * up, and then the slowest account's. A channel without a past counts like the others' pooled past.
 * Null when no channel has a past.
 */
export function estimateTimeLeft(
  accounts: readonly AccountWork[],
  durations: ReadonlyMap<number, readonly number[]>,
): RunProgress['eta'] {
  const pooled = [...durations.values()].flat();
  if (pooled.length === 0) return null;

  const expected = (channelId: number, share: number): number => {
    const own = durations.get(channelId) ?? [];
    return quantile(own.length > 0 ? own : pooled, share);
  };
  const left = ({ waiting, current, floodMs }: AccountWork, share: number): number => {
    const ofCurrent = current === null ? 0 : expected(current.channelId, share) - current.elapsedMs;
    const ofWaiting = waiting.reduce((sum, channelId) => sum + expected(channelId, share), 0);
    return Math.max(0, ofCurrent) + ofWaiting + floodMs;
  };
  return {
    fromMs: Math.round(Math.max(0, ...accounts.map((account) => left(account, 0.25)))),
    toMs: Math.round(Math.max(0, ...accounts.map((account) => left(account, 0.75)))),
  };
}

/** Linear between the two nearest values; `values` not empty, `share` 0 to 1. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
