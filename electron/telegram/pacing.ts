import type { Clock } from '../ports/clock.ts';
import type { DataCentreConfig } from './data-centre-config.ts';
import { pause } from './waiting.ts';

/** How fast one method may be called by one account: `burst` calls at once, then one every `intervalMs`. */
export interface Pace {
  readonly burst: number;
  readonly intervalMs: number;
}

export interface Pacing {
  readonly otherwise: Pace;
  /** By method as Telegram names it. */
  readonly methods: Readonly<Record<string, Pace>>;
}

/**
 * For Telegram, which publishes no rates. Clients that read long histories do well with some thirty pages at
 * once and a page a second after; this stays below that, since a flood wait costs more than it gained.
 * Resolving names is limited to very few a day, with waits of many hours.
 */
export const telegramPacing: Pacing = {
  otherwise: { burst: 10, intervalMs: 1500 },
  methods: {
    'messages.getHistory': { burst: 20, intervalMs: 1500 },
    // Nothing is known of these three: guesses on the safe side.
    'messages.getPeerDialogs': { burst: 5, intervalMs: 3000 },
    'updates.getChannelDifference': { burst: 20, intervalMs: 1500 },
    'channels.getMessages': { burst: 10, intervalMs: 2000 },
    'messages.getDialogs': { burst: 5, intervalMs: 2000 },
    'channels.getFullChannel': { burst: 10, intervalMs: 3000 },
    'contacts.resolveUsername': { burst: 5, intervalMs: 30_000 },
    'messages.checkChatInvite': { burst: 5, intervalMs: 30_000 },
  },
};

/** For a data centre of one's own: only what it floods by itself slows it down. */
export const localPacing: Pacing = { otherwise: { burst: 1000, intervalMs: 1 }, methods: {} };

function paceOf(pacing: Pacing, method: string): Pace {
  return pacing.methods[method] ?? pacing.otherwise;
}

/** How fast one account may read histories of this data centre; null: of Telegram itself. */
export function historyPace(dataCentre: DataCentreConfig | null): Pace {
  return paceOf(dataCentre === null ? telegramPacing : localPacing, 'messages.getHistory');
}

/** A token bucket. `intervalMs` is what floods have taught; it never goes below the pace's own. */
export interface Bucket {
  readonly tokens: number;
  /** Monotonic ms the tokens were counted at; in the future while a flood wait lasts. */
  readonly countedAt: number;
  readonly intervalMs: number;
}

const slowestIntervalMs = 60_000;
/** A doubled interval is back to its own after about 35 answered calls. */
const recoveryPerAnswer = 0.98;

export function fullBucket(pace: Pace, now: number): Bucket {
  return { tokens: pace.burst, countedAt: now, intervalMs: pace.intervalMs };
}

function refilled(bucket: Bucket, pace: Pace, now: number): Bucket {
  const elapsedMs = now - bucket.countedAt;
  if (elapsedMs <= 0) return bucket;
  return {
    ...bucket,
    tokens: Math.min(pace.burst, bucket.tokens + elapsedMs / bucket.intervalMs),
    countedAt: now,
  };
}

/** Milliseconds until the next call may go out; 0 when it may now. */
export function waitBeforeNext(bucket: Bucket, pace: Pace, now: number): number {
  const { tokens, countedAt, intervalMs } = refilled(bucket, pace, now);
  return Math.max(0, countedAt - now) + Math.max(0, 1 - tokens) * intervalMs;
}

export function afterCall(bucket: Bucket, pace: Pace, now: number): Bucket {
  const current = refilled(bucket, pace, now);
  return { ...current, tokens: current.tokens - 1 };
}

/** A flood wait: half the speed from now on, and no burst when the wait is over. */
export function afterFlood(bucket: Bucket, now: number, waitMs: number): Bucket {
  return {
    tokens: 1,
    countedAt: now + waitMs,
    intervalMs: Math.min(slowestIntervalMs, bucket.intervalMs * 2),
  };
}

export function afterAnswer(bucket: Bucket, pace: Pace): Bucket {
  return { ...bucket, intervalMs: Math.max(pace.intervalMs, bucket.intervalMs * recoveryPerAnswer) };
}

export interface Pacer {
  /** Waits until the method may be called and counts the call. False: the signal was aborted, nothing counted. */
  turn(accountId: number, method: string, signal: AbortSignal): Promise<boolean>;
  answered(accountId: number, method: string): void;
  flooded(accountId: number, method: string, waitMs: number): void;
}

/** One bucket per account and method, kept for the life of the process. */
export function createPacer(clock: Clock, pacing: Pacing): Pacer {
  const buckets = new Map<string, Bucket>();
  const keyOf = (accountId: number, method: string): string => `${accountId} ${method}`;
  const bucketOf = (accountId: number, method: string): Bucket =>
    buckets.get(keyOf(accountId, method)) ?? fullBucket(paceOf(pacing, method), clock.monotonic());
  return {
    turn: async (accountId, method, signal) => {
      const pace = paceOf(pacing, method);
      for (;;) {
        const waitMs = waitBeforeNext(bucketOf(accountId, method), pace, clock.monotonic());
        if (waitMs === 0) break;
        if (!(await pause(clock, waitMs, signal))) return false;
      }
      if (signal.aborted) return false;
      buckets.set(keyOf(accountId, method), afterCall(bucketOf(accountId, method), pace, clock.monotonic()));
      return true;
    },
    answered: (accountId, method) => {
      buckets.set(keyOf(accountId, method), afterAnswer(bucketOf(accountId, method), paceOf(pacing, method)));
    },
    flooded: (accountId, method, waitMs) => {
      buckets.set(
        keyOf(accountId, method),
        afterFlood(bucketOf(accountId, method), clock.monotonic(), waitMs),
      );
    },
  };
}
