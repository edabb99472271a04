import { scheduleLimits } from '../../shared/schedule.ts';
import type { SnapshotChange } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Lease, Store } from '../ports/store.ts';
import { LeaseLostError } from '../ports/store.ts';
import { attentionForStoreError } from './attention.ts';
import { type Decision, decide } from './decisions.ts';
import type { FiguresFeed } from './figures-feed.ts';
import type { LeaseKeeper } from './lease-keeper.ts';
import { unblocked, withObstacle } from './memory.ts';
import type { RunControl } from './run-control.ts';
import { diskObstacle } from './run-control.ts';
import type { ScheduleKeeper } from './schedule-keeper.ts';
import { isPauseSkipTold, tellPauseSkip } from './skips.ts';

/** Looks at the clock and does what is due. */
export interface Watch {
  /** Within the scheduler's serial. Returns the wall-clock instant to look again at, or null. */
  look(lease: Lease, afterBreak: boolean): Promise<number | null>;
  /** Gives up waiting for the network, and forgets what is known of the pause: a new one may have begun. */
  reset(): void;
}

export interface WatchOptions {
  readonly store: Store;
  readonly lease: LeaseKeeper;
  readonly clock: Clock;
  readonly publish: (change: SnapshotChange) => void;
  readonly log: Log;
  readonly network?: { waitUntilOnline(timeoutMs: number, signal: AbortSignal): Promise<boolean> };
  readonly onWake?: () => Promise<void>;
  readonly lookMs?: number;
  readonly schedule: ScheduleKeeper;
  readonly figures: FiguresFeed;
  readonly runs: RunControl;
  /** No run may begin now; the loop is poked when one may again. */
  readonly keptIdle: () => boolean;
  readonly poke: () => void;
}

export function createWatch(options: WatchOptions): Watch {
  const { store, clock, publish, log, network, schedule, figures, runs } = options;
  const { lookMs = scheduleLimits.lookMs } = options;
  let firstLook = true;
  let pauseSkipTold = false;
  let waitForNetwork: AbortController | null = null;
  let networkReady = false;
  /** Monotonic; null while the disk takes what it is given. */
  let diskFullSince: number | null = null;

  async function look(lease: Lease, afterBreak: boolean): Promise<number | null> {
    const held = afterBreak ? await options.lease.renew() : await options.lease.ensure();
    if (!held) return null;
    if (afterBreak && !firstLook) wake();
    firstLook = false;
    try {
      if (!(await runs.retryEnd())) return null;
      await leaveFullDisk(lease);
      const dayEndsAt = await figures.refreshOnNewDay();
      const at = await act(lease, afterBreak);
      return Math.min(at ?? dayEndsAt, dayEndsAt);
    } catch (error) {
      return meetTrouble(error);
    }
  }

  function wake(): void {
    schedule.show();
    options.onWake?.().catch((error: unknown) => log.warn(`Connections were not rebuilt: ${String(error)}`));
  }

  async function act(lease: Lease, afterBreak: boolean): Promise<number | null> {
    let unseen = afterBreak;
    for (;;) {
      const decision = decide(schedule.memory(), {
        now: clock.now(),
        afterBreak: unseen,
        collecting: runs.current() !== null,
        settled: waitForNetwork !== null || networkReady,
        pauseSkipTold,
        rhythm: schedule.rhythm(),
        lookMs,
      });
      switch (decision.kind) {
        case 'wait':
          networkReady = false;
          return decision.at;
        case 'start':
          if (options.keptIdle() || isAwaitingNetwork(decision)) return null;
          reset();
          return (await runs.start(lease, decision.trigger)).kind === 'started'
            ? null
            : schedule.memory().dueAt;
        case 'remember':
          if (decision.why === 'pause-over') {
            const metadata = { by: 'time' } as const;
            await lease.writer.audit.append({ type: 'schedule.resumed', at: clock.now(), metadata });
          }
          if (decision.why !== 'clock') unseen = false;
          await schedule.remember(lease.writer, decision.memory);
          break;
        case 'tell-pause-skip': {
          const { pause } = schedule.memory();
          const told = pause === null || (await isPauseSkipTold(store));
          if (!told) await tellPauseSkip(lease.writer, pause, clock.now());
          pauseSkipTold = true;
          break;
        }
      }
    }
  }

  /** After a break the network may need a while: the one run that makes up for it waits for that, not for ever. */
  function isAwaitingNetwork({ trigger }: Extract<Decision, { kind: 'start' }>): boolean {
    if (network === undefined || networkReady || trigger !== 'catch-up') return false;
    if (waitForNetwork !== null) return true;
    const abort = new AbortController();
    waitForNetwork = abort;
    const ready = (): void => {
      if (waitForNetwork !== abort) return;
      waitForNetwork = null;
      networkReady = true;
      options.poke();
    };
    network.waitUntilOnline(scheduleLimits.networkGraceMs, abort.signal).then(ready, (error: unknown) => {
      log.warn(`Could not wait for the network: ${String(error)}`);
      ready();
    });
    return true;
  }

  function reset(): void {
    pauseSkipTold = false;
    waitForNetwork?.abort();
    waitForNetwork = null;
    networkReady = false;
  }

  /** The disk was full: if it takes a write again after a cooldown, the schedule goes on with a run. */
  async function leaveFullDisk({ writer }: Lease): Promise<void> {
    const memory = schedule.memory();
    if (memory.reason.kind !== 'obstacle' || memory.reason.obstacle.kind !== 'disk-full') {
      diskFullSince = null;
      return;
    }
    diskFullSince ??= clock.monotonic();
    if (clock.monotonic() - diskFullSince < schedule.rhythm().cooldownMs) return;
    diskFullSince = null;
    await schedule.remember(writer, unblocked(memory, clock.now(), schedule.drawRhythm()));
    publish({ type: 'attention-cleared', cause: 'disk-full' });
  }

  async function meetTrouble(error: unknown): Promise<null> {
    if (error instanceof LeaseLostError) {
      await options.lease.renew();
      return null;
    }
    const attention = attentionForStoreError(error, clock.now());
    if (attention !== null) publish(attention);
    const obstacle = diskObstacle(error);
    if (obstacle === null) throw error;
    schedule.adopt(withObstacle(schedule.memory(), obstacle));
    return null;
  }

  return { look, reset };
}
