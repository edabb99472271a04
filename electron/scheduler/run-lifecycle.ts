import type { FinishedRunStatus, Run, RunCounts, RunTrigger } from '../../shared/domain.ts';
import { noCounts } from '../../shared/domain.ts';
import { formatDuration } from '../../shared/format.ts';
import type { Rhythm, ScheduleMemory } from '../../shared/schedule.ts';
import type { RunProgress, SnapshotChange } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { Collector, RunOutcome } from '../ports/collector.ts';
import type { Log } from '../ports/log.ts';
import type { Lease } from '../ports/store.ts';
import { LeaseLostError, StoreError } from '../ports/store.ts';
import type { AwakeTime } from './awake-time.ts';

/** Counts so far go to the audit log at most this often. */
const progressMs = 5_000;

export interface RunParts {
  readonly collector: Collector;
  readonly clock: Clock;
  readonly awake: AwakeTime;
  readonly publish: (change: SnapshotChange) => void;
  readonly log: Log;
  /** Host and process id, as every run of this process carries them. */
  readonly worker: string;
  readonly checkLease: () => Promise<void>;
}

export interface RunPlan {
  readonly trigger: RunTrigger;
  readonly rhythm: Rhythm;
  readonly channelsTotal: number;
  readonly missedRuns: number | null;
}

/** How a run ended, measured the moment it did. */
export type RunEnding =
  | {
      readonly kind: 'ended';
      readonly outcome: Omit<RunOutcome, 'status'> & { readonly status: FinishedRunStatus };
      readonly endedAt: number;
      readonly durationMs: number;
      /** The trouble with the database that ended it; null without any. */
      readonly storeError: StoreError | null;
    }
  | { readonly kind: 'lease-lost'; readonly reason: string };

export type RunEnded = Extract<RunEnding, { kind: 'ended' }>;

export interface ActiveRun {
  readonly run: Run;
  readonly lease: Lease;
  /** Resolves once the collector has come back; never rejects. */
  readonly ending: Promise<RunEnding>;
  /** Ends it after the request in flight. */
  stop(): void;
  isStopping(): boolean;
  /** The ending to be written when the collector does not come back in time. */
  cutShort(reason: string): RunEnded;
}

/** Opens a run in the database and starts to collect. Throws what the store throws, and then nothing has begun. */
export async function beginRun(parts: RunParts, lease: Lease, plan: RunPlan): Promise<ActiveRun> {
  const { clock, awake, publish } = parts;
  const { trigger, channelsTotal, rhythm, missedRuns } = plan;
  const { writer, token } = lease;
  const startedAt = clock.now();
  const { policy, intervalMs } = rhythm;
  const opened = { trigger, policy, intervalMs, startedAt, channelsTotal, worker: parts.worker };
  const runId = await writer.runs.begin(opened);
  const run: Run = {
    ...noCounts,
    ...opened,
    id: runId,
    status: 'running',
    endedAt: null,
    durationMs: null,
    reason: null,
    token,
  };
  const startedAwake = awake.read();
  publish({ type: 'run-started', run, monotonic: clock.monotonic() });

  const abort = new AbortController();
  const progress = createProgressRecorder(parts, lease, run);
  const measured = () => ({
    endedAt: clock.now(),
    durationMs: Math.max(0, Math.round(awake.read() - startedAwake)),
  });

  async function collect(): Promise<RunEnding> {
    try {
      const metadata = { trigger, channelsTotal, ...(missedRuns === null ? {} : { missedRuns }) };
      await writer.audit.append({ type: 'run.started', at: startedAt, runId, metadata });
      const outcome = await parts.collector.collect({
        runId,
        writer,
        intervalMs,
        signal: abort.signal,
        checkLease: parts.checkLease,
        onProgress: progress.note,
      });
      const ending = { kind: 'ended', outcome, storeError: null, ...measured() } as const;
      await progress.settled();
      return ending;
    } catch (error) {
      if (error instanceof LeaseLostError) return { kind: 'lease-lost', reason: error.message };
      const storeError = error instanceof StoreError ? error : null;
      if (storeError === null) parts.log.error('A run ended unexpectedly.', error);
      const reason = error instanceof Error ? error.message : String(error);
      const outcome = cutOutcome(progress.counts(), 'failed', reason);
      return { kind: 'ended', outcome, storeError, ...measured() };
    }
  }

  return {
    run,
    lease,
    ending: collect(),
    stop: () => {
      if (abort.signal.aborted) return;
      abort.abort();
      publish({ type: 'run-cancelling' });
    },
    isStopping: () => abort.signal.aborted,
    cutShort: (reason) => ({
      kind: 'ended',
      outcome: cutOutcome(progress.counts(), 'interrupted', reason),
      storeError: null,
      ...measured(),
    }),
  };
}

function cutOutcome(counts: RunCounts, status: FinishedRunStatus, reason: string) {
  return { ...counts, status, reason, networkAway: false, blockedUntil: null, signedOut: [] };
}

/** Shows every progress at once and writes it down now and then, so that a kill loses little of the counts. */
function createProgressRecorder({ clock, publish, log }: RunParts, lease: Lease, run: Run) {
  const { writer } = lease;
  let counts: RunCounts = { ...noCounts, channelsTotal: run.channelsTotal };
  let writtenAt = clock.monotonic();
  let writing: Promise<void> = Promise.resolve();

  async function write(written: RunCounts): Promise<void> {
    try {
      await writer.runs.progress(run.id, written);
      await writer.audit.append({
        type: 'run.progress',
        at: clock.now(),
        runId: run.id,
        metadata: written,
      });
    } catch (error) {
      // The collector meets a lost lease or a full disk itself, and ends the run over it.
      log.warn(`The progress of run ${run.id} was not written: ${String(error)}`);
    }
  }

  return {
    counts: () => counts,
    settled: () => writing,
    note(progress: RunProgress): void {
      publish({ type: 'run-progress', progress });
      const { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors } = progress;
      counts = { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors };
      if (clock.monotonic() - writtenAt < progressMs) return;
      writtenAt = clock.monotonic();
      writing = writing.then(() => write(counts));
    },
  };
}

/** Closes the run in the database together with when the next one starts, and says so in the log. */
export async function finishRun(
  log: Log,
  { run, lease }: ActiveRun,
  { outcome, endedAt, durationMs }: RunEnded,
  next: ScheduleMemory,
): Promise<void> {
  const { status, reason, channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors } =
    outcome;
  const counts = { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors };
  const { writer } = lease;
  await writer.runs.finish(run.id, { ...counts, status, endedAt, durationMs, reason }, next);
  const sentence = runEndSentence(durationMs, endedAt, next);
  log.info(sentence);
  try {
    const metadata = { ...counts, status, durationMs, reason, sentence };
    await writer.audit.append({ type: 'run.finished', at: endedAt, runId: run.id, metadata });
  } catch (error) {
    if (error instanceof LeaseLostError) throw error;
    // The run is closed and the next one known: that must not be undone for the sake of its event.
    log.error(`The end of run ${run.id} is missing from the audit log.`, error);
  }
}

/** "Collection took 4 s, waiting 9m 56s until the next." */
export function runEndSentence(durationMs: number, endedAt: number, next: ScheduleMemory): string {
  const took = `Collection took ${formatDuration(durationMs)}`;
  if (next.dueAt !== null) return `${took}, waiting ${formatDuration(next.dueAt - endedAt)} until the next.`;
  const why = next.reason.kind === 'obstacle' ? next.reason.obstacle.message : 'No next run is due.';
  return `${took}. ${why}`;
}
