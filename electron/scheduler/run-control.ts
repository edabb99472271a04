import type { Run, RunTrigger } from '../../shared/domain.ts';
import type { InTurn } from '../../shared/in-turn.ts';
import type { ScheduleObstacle } from '../../shared/schedule.ts';
import type { CollectionPlan } from '../ports/collector.ts';
import type { Lease, Store } from '../ports/store.ts';
import { LeaseLostError, StoreError } from '../ports/store.ts';
import { attentionForStoreError } from './attention.ts';
import { afterRun, skippedForFlood, withObstacle } from './memory.ts';
import type { ActiveRun, RunEnded, RunEnding, RunParts } from './run-lifecycle.ts';
import { beginRun, finishRun } from './run-lifecycle.ts';
import type { ScheduleKeeper } from './schedule-keeper.ts';
import { tellFloodSkip } from './skips.ts';

export type RunStart =
  | { readonly kind: 'started'; readonly runId: number; readonly finished: Promise<Run> }
  | { readonly kind: 'not-started'; readonly reason: string };

/** At most one run at a time: starts it, follows it, and brings its end and the next due time to paper. */
export interface RunControl {
  /** The run under way; also one that is over but could not be written yet. */
  current(): Run | null;
  /** To be called within the scheduler's serial, with no run under way. */
  start(lease: Lease, trigger: RunTrigger): Promise<RunStart>;
  /** False when no run is under way. */
  stop(): boolean;
  /** Tries again to write the end of a run that could not be written before (a full disk). True: none is left. */
  retryEnd(): Promise<boolean>;
  /** Stops the run under way and waits for its end to be written, no longer than `deadlineMs` for the collector. */
  drain(deadlineMs: number, reason: string): Promise<void>;
  /** Resolves when the collector has come to rest. */
  atRest(): Promise<void>;
}

export interface RunControlOptions extends RunParts {
  readonly store: Store;
  readonly schedule: ScheduleKeeper;
  readonly serial: InTurn;
  /** Beats; false when the lease turned out to be lost. */
  readonly renewLease: () => Promise<boolean>;
  readonly onStarted: () => Promise<void>;
  readonly onEnded: () => Promise<void>;
}

export function createRunControl(options: RunControlOptions): RunControl {
  const { store, schedule, serial, collector, clock, publish, log } = options;
  let active: ActiveRun | null = null;
  let finished: Promise<Run> | null = null;
  let unwritten: RunEnded | null = null;

  async function start(lease: Lease, trigger: RunTrigger): Promise<RunStart> {
    const { obstacle, channelsTotal } = await collector.plan();
    const memory = schedule.memory();
    if (obstacle !== null && obstacle.kind !== 'flood') {
      await schedule.remember(lease.writer, withObstacle(memory, obstacle));
      return { kind: 'not-started', reason: obstacle.message };
    }
    // A manual start is never skipped: it becomes a run that says what keeps it from reading.
    if (obstacle !== null && trigger !== 'manual') {
      await skipForFlood(lease, obstacle.until);
      return { kind: 'not-started', reason: obstacle.message };
    }
    const missedRuns =
      trigger === 'catch-up' && memory.reason.kind === 'catch-up' ? memory.reason.missedRuns : null;
    const rhythm = schedule.rhythm();
    const begun = await beginRun(options, lease, { trigger, rhythm, channelsTotal, missedRuns });
    active = begun;
    finished = begun.ending.then((ending) => serial(() => conclude(begun, ending)));
    await options.onStarted();
    return { kind: 'started', runId: begun.run.id, finished };
  }

  async function skipForFlood({ writer }: Lease, until: number): Promise<void> {
    const memory = schedule.memory();
    const now = clock.now();
    if (memory.floodTold !== true) await tellFloodSkip(store, writer, until, now);
    await schedule.remember(writer, skippedForFlood(memory, until, now));
  }

  async function conclude(ended: ActiveRun, ending: RunEnding): Promise<Run> {
    // Cut short by a shutdown whose deadline came first: its end is written already.
    if (active !== ended) return (await store.runs.get(ended.run.id)) ?? ended.run;
    if (ending.kind === 'lease-lost' && !(await options.renewLease())) return abandon(ended, ending.reason);
    const end = ending.kind === 'ended' ? ending : ended.cutShort(ending.reason);
    try {
      await write(ended, end);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) return holdBack(ended, end, error);
      await options.renewLease();
      return abandon(ended, error.message);
    }
    const run = close(ended, locally(ended.run, end));
    if (end.storeError === null) publish({ type: 'attention-cleared', cause: 'disk-full' });
    await options.onEnded();
    return run;
  }

  async function write(ended: ActiveRun, end: RunEnded): Promise<void> {
    const { writer } = ended.lease;
    const plan = await collector.plan();
    const { outcome, endedAt, durationMs, storeError } = end;
    tellTrouble(storeError);
    const memory = schedule.memory();
    const next = afterRun(
      memory,
      {
        endedAt,
        durationMs,
        networkFailed: outcome.status === 'failed' && outcome.networkAway,
        blockedUntil: outcome.blockedUntil ?? floodEnd(plan),
        obstacle: obstacleOf(plan) ?? diskObstacle(storeError),
      },
      schedule.drawRhythm(),
    );
    if (next.reason.kind === 'flood' && memory.floodTold !== true) {
      await tellFloodSkip(store, writer, next.reason.until, endedAt);
    }
    await finishRun(log, ended, end, next);
    schedule.adopt(next);
  }

  function tellTrouble(error: unknown): void {
    const attention = attentionForStoreError(error, clock.now());
    if (attention !== null) publish(attention);
  }

  function close(ended: ActiveRun, run: Run): Run {
    if (active === ended) active = null;
    unwritten = null;
    publish({ type: 'run-finished', run });
    return run;
  }

  /** Another process has the database now, and repairs the record itself. */
  function abandon(ended: ActiveRun, reason: string): Run {
    return close(ended, locally(ended.run, ended.cutShort(reason)));
  }

  /** The run is over, but the database would not take its end: it is shown, kept in mind, and written later. */
  function holdBack(ended: ActiveRun, end: RunEnded, error: unknown): Run {
    unwritten = end;
    const run = locally(ended.run, end);
    publish({ type: 'run-finished', run });
    tellTrouble(error);
    const obstacle = diskObstacle(error);
    if (obstacle !== null) schedule.adopt(withObstacle(schedule.memory(), obstacle));
    log.error(`The end of run ${run.id} could not be written yet.`, error);
    return run;
  }

  return {
    current: () => active?.run ?? null,
    start,
    stop() {
      if (active === null || unwritten !== null) return false;
      active.stop();
      return true;
    },
    async retryEnd() {
      if (active !== null && unwritten !== null) await conclude(active, unwritten);
      return unwritten === null;
    },
    async drain(deadlineMs, reason) {
      const draining = active;
      if (draining === null || finished === null) return;
      draining.stop();
      let cancelDeadline = (): void => undefined;
      const late = new Promise<'late'>((resolve) => {
        cancelDeadline = clock.after(deadlineMs, () => resolve('late'));
      });
      const first = await Promise.race([finished.then(() => 'finished' as const), late]);
      cancelDeadline();
      if (first === 'late') await serial(() => conclude(draining, draining.cutShort(reason)));
    },
    async atRest() {
      await active?.ending;
    },
  };
}

function floodEnd({ obstacle }: CollectionPlan): number | null {
  return obstacle?.kind === 'flood' ? obstacle.until : null;
}

function obstacleOf({ obstacle }: CollectionPlan): ScheduleObstacle | null {
  return obstacle === null || obstacle.kind === 'flood' ? null : obstacle;
}

/** A full disk stops the schedule until there is room again; other trouble waits by policy like any failure. */
export function diskObstacle(error: unknown): ScheduleObstacle | null {
  return error instanceof StoreError && error.problem === 'disk-full'
    ? { kind: 'disk-full', message: error.message }
    : null;
}

/** The run as this process knows it, where the database cannot be asked. */
function locally(run: Run, { outcome, endedAt, durationMs }: RunEnded): Run {
  const { status, reason, channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors } =
    outcome;
  const counts = { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors };
  return { ...run, ...counts, status, reason, endedAt, durationMs };
}
