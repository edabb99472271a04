import type { AuditMetadata } from '../../shared/domain.ts';
import { formatDuration } from '../../shared/format.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Lease, LeaseRow, Store, StoreWriter, WorkerIdentity } from '../ports/store.ts';
import { LeaseLostError } from '../ports/store.ts';
import { describeWorker } from './process-identity.ts';

/**
 * Keeps the one lease a process needs to schedule, connect or write: takes it, beats, notices when it is lost,
 * and stands by until the holder is gone.
 *
 * Nothing is ever written without the lease. So the `lease.lost` event of a holder that was dethroned is
 * written by its successor, just before the successor's own `lease.taken`; a lease given back leaves none.
 */
export interface LeaseKeeper {
  /** Tries once, tells `listener` whether this process holds the lease or stands by, and goes on from there. */
  start(listener: LeaseListener): Promise<void>;
  /** Null while this process does not hold it. */
  current(): Lease | null;
  /** Throws `LeaseLostError` unless the lease is held this moment. Asked before each request to Telegram. */
  check(): Promise<void>;
  /** Beats at once: what a process does first after it slept, was stopped, or was late. False when it was lost. */
  renew(): Promise<boolean>;
  /** Beats only if the last beat is too old to be trusted. */
  ensure(): Promise<boolean>;
  /** Stops and gives the lease back, so that the next process takes over at once. */
  stop(): Promise<void>;
}

export interface LeaseListener {
  /** `standbySince` (wall clock): when this process began to stand by; null when it never had to. */
  taken(
    lease: Lease,
    taking: { readonly standbySince: number | null; readonly previous: string | null },
  ): Promise<void>;
  lost(reason: string): void;
  standby(holder: string): void;
}

export interface LeaseKeeperOptions {
  readonly store: Pick<Store, 'lease' | 'takeLease'>;
  readonly clock: Clock;
  readonly worker: WorkerIdentity;
  /** False only when the process is certainly gone; null when that cannot be told. */
  readonly isAlive: (worker: WorkerIdentity) => boolean | null;
  readonly log: Log;
  readonly beatMs?: number;
  /** How long a heartbeat may stand still before a standby takes over. Several times `beatMs`. */
  readonly lengthMs?: number;
}

type How = AuditMetadata['lease.taken']['how'];

export function createLeaseKeeper(options: LeaseKeeperOptions): LeaseKeeper {
  const { store, clock, worker, isAlive, log, beatMs = 5_000, lengthMs = 30_000 } = options;
  let listener: LeaseListener | null = null;
  let lease: Lease | null = null;
  let lastBeat = 0;
  let standbySince: number | null = null;
  let watched: { row: LeaseRow; readAt: number; unchangedMs: number } | null = null;
  let stopped = false;
  let cancelTimer = (): void => undefined;
  let step: Promise<void> = Promise.resolve();

  function arm(): void {
    cancelTimer();
    if (stopped) return;
    cancelTimer = clock.after(beatMs, () => {
      step = (lease === null ? tryToTake() : beat(lease).then(() => undefined))
        .catch((error: unknown) => log.warn(`The lease could not be looked at: ${messageOf(error)}`))
        .finally(arm);
    });
  }

  async function tryToTake(): Promise<void> {
    const row = await store.lease.read();
    watch(row);
    const how = howToTake(row);
    if (how !== null) {
      const attempt = await store.takeLease(worker, clock.now(), row.holder === null ? null : row);
      if (attempt.taken) return take(attempt.lease, how, row);
      watch(attempt.row);
    }
    standbySince ??= clock.now();
    listener?.standby(watched?.row.holder == null ? 'another process' : describeWorker(watched.row.holder));
  }

  /**
   * Adds up how long the heartbeat has been seen standing still. A gap between two looks counts at most twice
   * the beat: whoever slept or was stopped itself has not watched anyone meanwhile.
   */
  function watch(row: LeaseRow): void {
    const readAt = clock.monotonic();
    const same = watched?.row.token === row.token && watched.row.heartbeat === row.heartbeat;
    const unchangedMs =
      same && watched !== null ? watched.unchangedMs + Math.min(readAt - watched.readAt, 2 * beatMs) : 0;
    watched = { row, readAt, unchangedMs };
  }

  function howToTake(row: LeaseRow): How | null {
    if (row.holder === null) return 'free';
    if (isAlive(row.holder) === false) return 'holder-gone';
    return watched !== null && watched.unchangedMs >= lengthMs ? 'expired' : null;
  }

  async function take(taken: Lease, how: How, before: LeaseRow): Promise<void> {
    lease = taken;
    lastBeat = clock.monotonic();
    const taking = {
      standbySince,
      previous: before.holder === null ? null : describeWorker(before.holder),
    };
    standbySince = null;
    watched = null;
    try {
      await recordTaking(taken, how, before);
      await listener?.taken(taken, taking);
      if (taking.standbySince !== null && lease === taken) log.info('This process collects now.');
    } catch (error) {
      if (error instanceof LeaseLostError) return lose(taken, error.message);
      // Held without being able to work it would be held in vain: another process may fare better.
      lease = null;
      await taken.release();
      throw error;
    }
  }

  async function recordTaking(taken: Lease, how: How, before: LeaseRow): Promise<void> {
    const at = clock.now();
    const { audit } = taken.writer;
    const previousWorker = before.holder === null ? null : describeWorker(before.holder);
    if (previousWorker !== null) {
      const reason =
        how === 'holder-gone'
          ? `${previousWorker} ended without giving the lease back.`
          : `${previousWorker} gave no sign of life for ${formatDuration(lengthMs)}.`;
      await audit.append({ type: 'lease.lost', at, metadata: { token: before.token, reason } });
    }
    const metadata = { token: taken.token, worker: describeWorker(worker), previousWorker, how };
    await audit.append({ type: 'lease.taken', at, metadata });
  }

  /** False when the lease turned out to be lost. A beat that fails otherwise is tried again, for a while. */
  async function beat(held: Lease): Promise<boolean> {
    try {
      await held.beat(clock.now());
      lastBeat = clock.monotonic();
      return lease === held;
    } catch (error) {
      if (error instanceof LeaseLostError) lose(held, error.message);
      else if (clock.monotonic() - lastBeat >= lengthMs)
        lose(held, `the lease could not be renewed for ${formatDuration(lengthMs)}: ${messageOf(error)}`);
      else log.warn(`The lease could not be renewed, trying again: ${messageOf(error)}`);
      return lease === held;
    }
  }

  function lose(held: Lease, reason: string): void {
    if (lease !== held) return;
    lease = null;
    standbySince = clock.now();
    log.warn(`This process no longer collects: ${reason}`);
    listener?.lost(reason);
  }

  async function renew(): Promise<boolean> {
    return lease !== null && (await beat(lease));
  }

  async function ensure(): Promise<boolean> {
    if (lease === null) return false;
    return clock.monotonic() - lastBeat < 2 * beatMs || (await beat(lease));
  }

  async function check(): Promise<void> {
    const held = lease;
    if (held === null || !(await ensure())) throw new LeaseLostError('This process does not hold the lease.');
    try {
      await held.check();
    } catch (error) {
      if (error instanceof LeaseLostError) lose(held, error.message);
      throw error;
    }
  }

  return {
    async start(to) {
      listener = to;
      await tryToTake().finally(arm);
    },
    current: () => lease,
    check,
    renew,
    ensure,
    async stop() {
      stopped = true;
      cancelTimer();
      await step;
      const held = lease;
      lease = null;
      try {
        await held?.release();
      } catch (error) {
        // Taken by someone else meanwhile: then there is nothing left to give back.
        if (!(error instanceof LeaseLostError)) throw error;
      }
    },
  };
}

/** Throws `LeaseLostError` where there is no lease to write under. */
export function writerOf(lease: Lease | null): StoreWriter {
  if (lease === null) throw new LeaseLostError('This process does not hold the lease.');
  return lease.writer;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
