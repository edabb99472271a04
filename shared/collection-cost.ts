import { backfillPostsPerRun, type Channel } from './domain.ts';

/** What a run will ask of Telegram, told before a channel is saved: pure arithmetic, an estimate and named as one. */

/** Posts a request brings at most. */
const postsPerRequest = 100;
/** Where no run has measured one yet, ms. */
const requestMsBeforeTheFirst = 250;

/** How fast one account may read, and how long a request takes. */
export interface CollectionPace {
  /** Requests an account may send at once. */
  readonly burst: number;
  /** After that, one in so many milliseconds. */
  readonly intervalMs: number;
  /** Mean time of recent requests on the network, ms; null before the first. */
  readonly requestMs: number | null;
}

export interface RunCost {
  readonly requests: number;
  readonly durationMs: number;
}

type Cost = Pick<Channel, 'limit' | 'backfill' | 'covered'>;

/** Requests one run spends on the channel when nothing unusual has happened since the run before. */
export function requestsOf({ limit, backfill, covered }: Cost): number {
  const walksBack = backfill && covered[0]?.fromId !== 0;
  return Math.ceil(limit / postsPerRequest) + (walksBack ? backfillPostsPerRun / postsPerRequest : 0);
}

/** `channels`: those that are on. `accounts`: how many read side by side, at least 1. */
export function costOfRun(channels: readonly Cost[], accounts: number, pace: CollectionPace): RunCost {
  const requests = channels.reduce((sum, channel) => sum + requestsOf(channel), 0);
  const perAccount = Math.ceil(requests / Math.max(1, accounts));
  const networkMs = perAccount * (pace.requestMs ?? requestMsBeforeTheFirst);
  const pacedMs = Math.max(0, perAccount - pace.burst) * pace.intervalMs;
  return { requests, durationMs: Math.max(networkMs, pacedMs) };
}
