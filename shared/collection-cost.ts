import { backfillPostsPerRun, type Channel } from './domain.ts';

/**
 * What a run will ask of Telegram at most, told before anything is asked: pure arithmetic, an upper bound for a run in
 * which every channel has moved. Channels that have not cost nothing of their own. Left out is what comes on top now and
 * then: more than a hundred changes since the run before, counters that are due, and once a day the newest posts and
 * the subscribers of a channel.
 */

/** Posts a request brings, and channels one request asks about, at most. */
const mostPerRequest = 100;
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

/** `reread` left out: the channel is not. `covered` is empty where it has never been read. */
type Cost = Pick<Channel, 'limit' | 'backfill' | 'covered'> & Partial<Pick<Channel, 'reread'>>;

/**
 * Requests one run spends on the channel itself at most, as the run will find it: what has changed since the last, the
 * newest posts where they are read every time or for the first time, and five pages back where the history is wanted.
 */
export function requestsOf({ limit, backfill, covered, reread = false }: Cost): number {
  const isFirst = covered.length === 0;
  const changes = isFirst ? 0 : 1;
  const newest = isFirst || reread ? Math.ceil(limit / mostPerRequest) : 0;
  const walksBack = backfill && covered[0]?.fromId !== 0;
  return changes + newest + (walksBack ? backfillPostsPerRun / mostPerRequest : 0);
}

/**
 * What a run costs at most: that of each channel, and one request for every hundred of an account's to learn which of
 * them have moved. `channels`: those that are on. `accounts`: how many read side by side, at least 1.
 */
export function costOfRun(channels: readonly Cost[], accounts: number, pace: CollectionPace): RunCost {
  const readers = Math.max(1, Math.min(accounts, channels.length));
  const states = readers * Math.ceil(channels.length / readers / mostPerRequest);
  const requests = channels.reduce((sum, channel) => sum + requestsOf(channel), states);
  const perAccount = Math.ceil(requests / readers);
  const networkMs = perAccount * (pace.requestMs ?? requestMsBeforeTheFirst);
  const pacedMs = Math.max(0, perAccount - pace.burst) * pace.intervalMs;
  return { requests, durationMs: Math.max(networkMs, pacedMs) };
}
