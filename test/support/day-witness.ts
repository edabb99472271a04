import type { Collector } from '../../electron/ports/collector.ts';
import type { Store } from '../../electron/ports/store.ts';
import type { Run } from '../../shared/domain.ts';
import { type SnapshotChange, snapshotOf } from '../../shared/snapshot.ts';
import type { CountedTroubles } from './audit-oracle.ts';
import type { FloodOracle } from './flood-oracle.ts';
import type { ScheduleOracle } from './schedule-oracle.ts';
import type { Day } from './simulated-day.ts';
import type { Life, SimulatedMachine } from './simulated-machine.ts';
import { type SimulatedProcess, simulatedLease } from './simulated-process.ts';
import { floodedMethod } from './simulated-telegram.ts';

export interface WitnessOptions {
  readonly day: Day;
  readonly machine: SimulatedMachine;
  readonly oracle: ScheduleOracle;
  readonly floods: FloodOracle;
  readonly store: Store;
  readonly note: (line: string) => void;
  readonly holderOf: () => SimulatedProcess | null;
}

/**
 * Sees what the processes of a day do and tells the oracle. What it sees amid other work it looks into once
 * everything has come to rest: no time goes by until then.
 */
export function createWitness({ day, machine, oracle, floods, store, note, holderOf }: WitnessOptions) {
  const pending: (() => Promise<void> | void)[] = [];
  const starts: { at: number; trigger: Run['trigger'] }[] = [];
  const wasStandby = new Set<SimulatedProcess>();
  const longestFreezeMs = new Map<SimulatedProcess, number>();
  const startedAwake = new Map<number, number>();
  const networkFailures = new Set<number>();
  const counted = { standbyPeriods: 0, kills: 0, jumps: 0 };
  let lastEndedId = 0;
  /** Awake time. */
  let idleSince = 0;
  let jumpedAtMonotonic = Number.NEGATIVE_INFINITY;

  function onRequest(life: Life, accountId: number, method: string): void {
    const tooEarlyMs = method === floodedMethod ? floods.tooEarlyMs(life, accountId) : 0;
    if (tooEarlyMs > 1) oracle.object(10, `a request was sent ${tooEarlyMs} ms before a flood wait ended`);
    void store.lease.read().then(({ holder }) => {
      if (holder?.pid !== life.pid) oracle.object(1, 'a request was sent without the lease');
    });
  }

  async function everyAccount(must: (accountId: number) => boolean): Promise<boolean> {
    const accounts = await store.accounts.list();
    return accounts.filter(({ state }) => state === 'signed-in').every(({ id }) => must(id));
  }

  async function lookForObstacle(): Promise<void> {
    const accounts = await store.accounts.list();
    const channels = await store.channels.list();
    const obstructed =
      !accounts.some(({ state }) => state === 'signed-in') || !channels.some(({ enabled }) => enabled);
    if (obstructed === oracle.obstructed) return;
    if (obstructed) oracle.obstacleAppeared();
    else oracle.obstacleGone();
  }

  async function runStarted(runId: number): Promise<void> {
    const run = await store.runs.get(runId);
    if (run === null) return oracle.object(1, `run ${runId} is not in the database`);
    note(`run ${runId} started: ${run.trigger}`);
    starts.push({ at: run.startedAt, trigger: run.trigger });
    const flooded = await everyAccount((id) => floods.certainlyBlocks(holderOf()?.life, id));
    oracle.flooded = () => flooded;
    oracle.runStarted(run);
  }

  async function runsEnded(): Promise<void> {
    const last = await store.runs.lastFinished();
    if (last === null || last.id <= lastEndedId) return;
    lastEndedId = last.id;
    idleSince = machine.awakeTime();
    await lookForObstacle();
    const maybe = await everyAccount((id) => floods.mayBlock(id));
    oracle.flooded = () => maybe;
    oracle.runEnded(last, last.status === 'failed' && networkFailures.has(last.id));
    const awakeSince = startedAwake.get(last.id);
    // Ended by another process, or by one that died over it: seen only later.
    if (last.status === 'interrupted' || last.endedAt !== machine.wall() || awakeSince === undefined) return;
    const differsMs = Math.abs((last.durationMs ?? 0) - (machine.awakeTime() - awakeSince));
    if (differsMs > 1) oracle.object(5, `the duration of run ${last.id} is off by ${differsMs} ms`);
  }

  function observe(collector: Collector): Collector {
    let collecting = 0;
    return {
      plan: collector.plan,
      async collect(request) {
        collecting += 1;
        if (collecting > 1) oracle.object(1, 'two runs overlap in one process');
        startedAwake.set(request.runId, machine.awakeTime());
        pending.push(() => runStarted(request.runId));
        try {
          const outcome = await collector.collect(request);
          if (outcome.networkAway && outcome.status === 'failed') networkFailures.add(request.runId);
          return outcome;
        } finally {
          collecting -= 1;
        }
      },
    };
  }

  function onPublish(process: SimulatedProcess, change: SnapshotChange): void {
    checkSpans(process);
    if (change.type === 'schedule' || change.type === 'lease')
      note(`${process.life.pid} ${JSON.stringify(change)}`);
    if (change.type === 'run-finished') pending.push(runsEnded);
    if (change.type !== 'lease') return;
    if (change.lease.kind === 'standby' || change.lease.kind === 'lost') wasStandby.add(process);
    if (change.lease.kind === 'lost') {
      const frozenMs = longestFreezeMs.get(process) ?? 0;
      if (frozenMs < simulatedLease.lengthMs - 2 * simulatedLease.beatMs)
        oracle.object(1, 'a living holder was dethroned');
    }
    if (change.lease.kind !== 'holding') return;
    idleSince = machine.awakeTime();
    const takenOver = wasStandby.delete(process);
    if (takenOver) counted.standbyPeriods += 1;
    pending.push(async () => {
      await runsEnded();
      if (takenOver) oracle.broke();
      else oracle.launched();
    });
  }

  function checkSpans(process: SimulatedProcess): void {
    const snapshot = snapshotOf(process.state(), { now: machine.wall(), monotonic: machine.monotonic() });
    const spans = [
      snapshot.next.remainingMs,
      snapshot.lastRunAgeMs,
      snapshot.pause?.remainingMs ?? null,
      snapshot.run?.elapsedMs ?? null,
      snapshot.lastRun?.durationMs ?? null,
    ];
    if (spans.some((span) => span !== null && !(span >= 0))) {
      oracle.object(3, `a span of the snapshot is below zero: ${spans.join(', ')}`);
    }
  }

  async function atRest(): Promise<void> {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) await next();
    const holder = holderOf();
    const state = holder?.state();
    const idle =
      state !== undefined &&
      state.run === null &&
      state.pause === null &&
      !oracle.paused() &&
      !oracle.obstructed &&
      state.next.reason.kind !== 'flood';
    if (!idle) {
      idleSince = machine.awakeTime();
      return;
    }
    const { dueAt } = state.next;
    if (dueAt === null) return oracle.object(9, 'nothing is in the way, but no run is due');
    const longestMs = oracle.longestWaitMs();
    if (machine.awakeTime() - idleSince > longestMs + 60_000 + 1) {
      idleSince = machine.awakeTime();
      oracle.object(6, `no run started for ${longestMs} ms although one could`);
    }
    const justSet = machine.monotonic() - jumpedAtMonotonic <= day.lookMs;
    if (!justSet && dueAt - machine.wall() > longestMs) {
      oracle.object(6, `the next run is due in ${dueAt - machine.wall()} ms`);
    }
  }

  return {
    starts,
    onRequest,
    observe,
    onPublish,
    atRest,
    lookForObstacle,
    counted: (): CountedTroubles => ({ ...counted, longFloods: floods.longFloods }),
    killed: () => {
      counted.kills += 1;
    },
    /** Something has made the longest wait begin anew. */
    waitsAnew: () => {
      idleSince = machine.awakeTime();
    },
    clockSet: () => {
      counted.jumps += 1;
      jumpedAtMonotonic = machine.monotonic();
      idleSince = machine.awakeTime();
    },
    frozen: (process: SimulatedProcess, ms: number) => {
      longestFreezeMs.set(process, Math.max(ms, longestFreezeMs.get(process) ?? 0));
      // A clock that was set just before, or meanwhile, is only noticed now.
      jumpedAtMonotonic = machine.monotonic();
      idleSince = machine.awakeTime();
    },
  };
}
