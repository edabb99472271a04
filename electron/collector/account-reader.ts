import type { Standstill } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type {
  AccountGateway,
  FloodGate,
  GatewayFailure,
  GatewayResult,
  RequestOptions,
} from '../ports/gateway.ts';
import { waitFor } from './wait.ts';

/** What a run asks Telegram for, by Telegram's own names: flood waits are kept under them. */
export const historyMethod = 'messages.getHistory';
export const statesMethod = 'messages.getPeerDialogs';
export const differenceMethod = 'updates.getChannelDifference';
export const messagesMethod = 'channels.getMessages';
export const detailsMethod = 'channels.getFullChannel';

/** A flood wait longer than this is not waited out inside a run. */
const longestWaitMs = 60_000;
/** Telegram counts in whole seconds: an answer below that is still no reason to ask again at once. */
const shortestWaitMs = 1000;
/** Failures in a row, none between them answered, after which the network counts as away. */
const networkFailuresUntilAway = 2;

/** Whether a run waits a flood out: up to 60 s each, up to half the interval in all. */
export function isWaitedOut(waitMs: number, waitedBeforeMs: number, intervalMs: number): boolean {
  return waitMs <= longestWaitMs && waitedBeforeMs + waitMs <= intervalMs / 2;
}

/** What one channel's step has cost so far. Spans in milliseconds. */
export interface StepCosts {
  requests: number;
  networkMs: number;
  floodMs: number;
  databaseMs: number;
}

export function noCosts(): StepCosts {
  return { requests: 0, networkMs: 0, floodMs: 0, databaseMs: 0 };
}

export interface AccountReaderOptions {
  readonly gateway: AccountGateway;
  /** Opens another connection when this one was closed under the run: after sleep, or by a new sign-in. */
  readonly reopen: () => Promise<GatewayResult<AccountGateway>>;
  readonly floods: Pick<FloodGate, 'remainingMs'>;
  readonly clock: Clock;
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  /** Throws `LeaseLostError`. */
  readonly checkLease: () => Promise<void>;
  readonly onStandstill: (standstill: Standstill | null) => void;
  readonly onFlood: (flood: {
    readonly method: string;
    readonly waitMs: number;
    readonly waitedInRun: boolean;
  }) => Promise<void>;
}

export interface AccountReader {
  /**
   * Sends one request of `method`, again where that is worth it. A failure it returns is final for the request; of
   * kind `network` or `signed-out` it is final for the account.
   */
  ask<Value>(
    method: string,
    send: (gateway: AccountGateway, options: RequestOptions) => Promise<GatewayResult<Value>>,
    costs: StepCosts,
  ): Promise<GatewayResult<Value>>;
  /** The flood wait that keeps `method` from being asked for in this run, too long to be waited out; null without one. */
  blocked(method: string): Promise<GatewayFailure | null>;
}

/**
 * Asks for one account during one run: waits out short floods within the run's one budget, builds a connection
 * that failed once anew, and sends nothing after Stop.
 */
export function createAccountReader(options: AccountReaderOptions): AccountReader {
  const { floods, clock, intervalMs, signal, checkLease, onStandstill, onFlood } = options;
  let { gateway } = options;
  let waitedMs = 0;
  let networkFailures = 0;
  /** Methods given up for this run: said once, not before each request that is not sent. */
  const givenUp = new Set<string>();

  async function timed<Value>(
    costs: StepCosts,
    cost: 'networkMs' | 'floodMs',
    task: () => Promise<Value>,
  ): Promise<Value> {
    const startedMonotonic = clock.monotonic();
    try {
      return await task();
    } finally {
      costs[cost] += clock.monotonic() - startedMonotonic;
    }
  }

  async function giveUp(method: string, waitMs: number): Promise<void> {
    if (givenUp.has(method)) return;
    givenUp.add(method);
    await onFlood({ method, waitMs, waitedInRun: false });
  }

  /** True once the wait is over; false when it is longer than a run may wait. */
  async function waitOut(method: string, waitMs: number, costs: StepCosts): Promise<boolean> {
    if (!isWaitedOut(waitMs, waitedMs, intervalMs)) {
      await giveUp(method, waitMs);
      return false;
    }
    await onFlood({ method, waitMs, waitedInRun: true });
    waitedMs += waitMs;
    onStandstill({ kind: 'flood', untilMonotonic: clock.monotonic() + waitMs });
    await timed(costs, 'floodMs', () => waitFor(clock, waitMs, signal));
    onStandstill(null);
    return true;
  }

  const remainingMs = (method: string): number => Math.ceil(floods.remainingMs(gateway.accountId, method));

  return {
    async ask(method, send, costs) {
      const request: RequestOptions = {
        signal,
        beforeRequest: async () => {
          await checkLease();
          costs.requests += 1;
        },
      };
      for (;;) {
        if (signal.aborted) return { ok: false, failure: cancelled };

        const blockedMs = remainingMs(method);
        if (blockedMs > 0) {
          if (await waitOut(method, blockedMs, costs)) continue;
          return { ok: false, failure: blockedFailure(method, blockedMs) };
        }

        const result = await timed(costs, 'networkMs', () => send(gateway, request));
        if (networkFailures > 0) onStandstill(null);
        if (result.ok || result.failure.kind !== 'network') networkFailures = 0;
        if (result.ok) return result;

        const { failure } = result;
        if (failure.kind === 'flood') {
          if (await waitOut(failure.method, Math.max(shortestWaitMs, failure.waitMs), costs)) continue;
          return result;
        }
        // Nobody asked this run to stop, so it was only the connection that ended.
        if (failure.kind === 'cancelled' && !signal.aborted) {
          const reopened = await options.reopen();
          if (!reopened.ok) return reopened;
          if (reopened.value === gateway) return result;
          gateway = reopened.value;
          continue;
        }
        if (failure.kind !== 'network') return result;

        networkFailures += 1;
        if (networkFailures >= networkFailuresUntilAway) return result;
        onStandstill({ kind: 'reconnecting' });
        await timed(costs, 'networkMs', () => gateway.reconnect());
      }
    },

    async blocked(method) {
      const waitMs = remainingMs(method);
      if (isWaitedOut(waitMs, waitedMs, intervalMs)) return null;
      await giveUp(method, waitMs);
      return blockedFailure(method, waitMs);
    },
  };
}

const cancelled: GatewayFailure = {
  kind: 'cancelled',
  message: 'Stopped before the channel was read to its end. What was collected is kept.',
};

function blockedFailure(method: string, waitMs: number): GatewayFailure {
  return { kind: 'flood', method, waitMs, message: 'Telegram asked for a pause that is not over yet.' };
}
