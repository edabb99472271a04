import type { InTurn } from '../../shared/in-turn.ts';
import type { LeaseState, SnapshotChange } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Collector } from '../ports/collector.ts';
import type { Log } from '../ports/log.ts';
import type { Lease, Store, WorkerIdentity } from '../ports/store.ts';
import { LeaseLostError } from '../ports/store.ts';
import { attentionChanges, attentionOf, failuresForAttention } from './attention.ts';
import type { FiguresFeed } from './figures-feed.ts';
import type { LeaseKeeper, LeaseListener } from './lease-keeper.ts';
import { atLaunch, unblocked, withObstacle } from './memory.ts';
import { runEndSentence } from './run-lifecycle.ts';
import type { ScheduleKeeper } from './schedule-keeper.ts';
import { tellStandbySkip } from './skips.ts';

/** The time in office of this process: from the lease to its loss or the shutdown. */
export interface Tenure {
  /** Asks for the lease; resolves when it is held and everything is in order, or another process holds it. */
  begin(): Promise<void>;
  /** The lease, once the record is repaired and the schedule restored; null before and in a standby. */
  current(): Lease | null;
  /** Why this process does nothing, in words. */
  standbySentence(): string;
  /** Raises and clears what needs a person, as accounts and the latest runs tell it. */
  judge(): Promise<void>;
  /** Writes `app.stopped`. */
  end(reason: string): Promise<void>;
}

export interface TenureOptions {
  readonly store: Store;
  readonly collector: Collector;
  readonly lease: LeaseKeeper;
  readonly clock: Clock;
  readonly publish: (change: SnapshotChange) => void;
  readonly worker: WorkerIdentity;
  readonly version: string;
  readonly mode: 'desktop' | 'serve' | 'command';
  readonly log: Log;
  readonly schedule: ScheduleKeeper;
  readonly figures: FiguresFeed;
  readonly serial: InTurn;
  readonly onLeaseTaken?: () => Promise<void>;
  readonly onHolding: () => void;
  readonly onLost: () => void;
}

export function createTenure(options: TenureOptions): Tenure {
  const { store, collector, lease: leaseKeeper, clock, publish, worker, schedule, figures, serial } = options;
  let held: Lease | null = null;
  let state: LeaseState = { kind: 'starting' };
  /** A process starts once, however often it takes the lease. */
  let started = false;

  function show(next: LeaseState): void {
    state = next;
    publish({ type: 'lease', lease: next });
  }

  async function takeUp(lease: Lease, taking: Parameters<LeaseListener['taken']>[1]): Promise<void> {
    const { writer } = lease;
    await options.onLeaseTaken?.();
    await repair(lease);
    if (!started) {
      const { version, mode } = options;
      const metadata = { version, pid: worker.pid, host: worker.host, mode };
      await writer.audit.append({ type: 'app.started', at: clock.now(), metadata });
    }
    if (taking.standbySince !== null) {
      const standby = { since: taking.standbySince, holder: taking.previous };
      await tellStandbySkip(writer, standby, clock.now());
    }
    // Who takes over from another process does not launch anything.
    await reckonNext(lease, !started && taking.standbySince === null);
    started = true;
    await judge();
    await figures.refresh();
    held = lease;
    show({ kind: 'holding' });
    options.onHolding();
  }

  /** Runs an earlier holder left open are closed, and the next start is reckoned from the end they are given. */
  async function repair({ writer }: Lease): Promise<void> {
    const repaired = await writer.runs.repairInterrupted();
    await schedule.restore(writer);
    for (const run of repaired) {
      const { id, reason, channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors } = run;
      const counts = { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors };
      const durationMs = run.durationMs ?? 0;
      const sentence = runEndSentence(durationMs, run.endedAt ?? run.startedAt, schedule.memory());
      await writer.audit.append({
        type: 'run.finished',
        at: clock.now(),
        runId: id,
        metadata: { ...counts, status: 'interrupted', durationMs, reason, sentence },
      });
    }
  }

  /** What stood in the way may have come or gone while nobody looked; a launch may call for a run of its own. */
  async function reckonNext({ writer }: Lease, launching: boolean): Promise<void> {
    const { obstacle } = await collector.plan();
    const memory = schedule.memory();
    const now = clock.now();
    if (obstacle !== null && obstacle.kind !== 'flood') {
      return schedule.remember(writer, withObstacle(memory, obstacle));
    }
    const next = memory.reason.kind === 'obstacle' ? unblocked(memory, now, schedule.drawRhythm()) : memory;
    const isLaunch = launching && options.mode !== 'command' && schedule.settings().runAtLaunch;
    await schedule.remember(writer, isLaunch ? atLaunch(next, now, schedule.drawRhythm()) : next);
  }

  async function judge(): Promise<void> {
    const facts = {
      recentRuns: await store.runs.list({ limit: failuresForAttention }),
      accounts: await store.accounts.list(),
      networkAway: schedule.memory().attempt > 0,
      obstacle: (await collector.plan()).obstacle,
    };
    for (const change of attentionChanges(attentionOf(facts), clock.now())) publish(change);
  }

  const listener: LeaseListener = {
    taken: (lease, taking) => serial(() => takeUp(lease, taking)),
    lost(reason) {
      held = null;
      show({ kind: 'lost', reason });
      options.onLost();
    },
    standby(holder) {
      // Who lost the lease goes on saying so: that tells more than who has it now.
      if (state.kind === 'lost' || (state.kind === 'standby' && state.holder === holder)) return;
      show({ kind: 'standby', holder });
    },
  };

  return {
    async begin() {
      await leaseKeeper.start(listener);
      if (held !== null) return;
      await serial(async () => {
        await schedule.read();
        await figures.refresh();
      });
    },
    current: () => held,
    standbySentence() {
      if (state.kind === 'standby') return `Standing by: ${state.holder} collects into this database.`;
      return state.kind === 'lost' ? `Standing by: ${state.reason}` : 'Tidings is still starting.';
    },
    judge,
    async end(reason) {
      const lease = held;
      if (lease === null) return;
      try {
        await lease.writer.audit.append({ type: 'app.stopped', at: clock.now(), metadata: { reason } });
      } catch (error) {
        // The new holder has the log now; there is nothing of ours left to say in it.
        if (error instanceof LeaseLostError) return;
        // A full disk must not keep the process from closing its connections and giving the lease back.
        options.log.error('The end of this process is missing from the audit log.', error);
      }
    },
  };
}
