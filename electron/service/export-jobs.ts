import type { ExportJob, PostFilter } from '../../shared/archive.ts';
import { countPosts } from '../exporting/count-posts.ts';
import { freeExportPath, writeWholeFile } from '../exporting/export-file.ts';
import { exportPosts } from '../exporting/export-posts.ts';
import { whyNotWritten } from '../exporting/write-problem.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreReader } from '../ports/store.ts';

export type ExportRequest = PostFilter & Pick<ExportJob, 'format'>;

export interface ExportJobs {
  /** Newest first. */
  list(): readonly ExportJob[];
  /** Begins, and answers before it is done. Null where as many are under way as may be at once. */
  start(request: ExportRequest): ExportJob | null;
  get(jobId: number): ExportJob | null;
  /** False where it is not under way. */
  cancel(jobId: number): boolean;
  /** Cancels what is under way, and waits for its end. */
  close(): Promise<void>;
}

/** They share the turns of one thread with everything else. */
export const mostExportsAtOnce = 3;
/** Of those that have ended, so many are remembered. */
const mostRemembered = 100;
/** The least time between two notices that a job has come further. */
const noticeMs = 250;
/** Before that, a speed says nothing. */
const speedAfterMs = 500;

/** The exports of this process: their state is kept in memory, what they wrote in the folder. */
export function createExportJobs(options: {
  readonly store: Pick<StoreReader, 'posts' | 'channels'>;
  readonly folder: string;
  readonly clock: Clock;
  readonly onChanged: () => void;
  /** Once, with how it ended. */
  readonly onFinished: (job: ExportJob) => Promise<void>;
}): ExportJobs {
  const { store, folder, clock, onChanged } = options;
  const jobs = new Map<number, ExportJob>();
  const running = new Map<number, { readonly cancel: () => void; readonly ended: Promise<void> }>();
  let latestId = 0;
  let latestAt = 0;
  let noticedAt = Number.NEGATIVE_INFINITY;

  function change(jobId: number, part: Partial<ExportJob>, notice: 'now' | 'in time'): void {
    const job = jobs.get(jobId);
    if (job === undefined) return;
    jobs.set(jobId, { ...job, ...part });
    const now = clock.monotonic();
    if (notice === 'in time' && now - noticedAt < noticeMs) return;
    noticedAt = now;
    onChanged();
  }

  async function run(
    { id, startedAt: at }: ExportJob,
    { format, ...filter }: ExportRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const file = freeExportPath(folder, format, at);
    const channels = await store.channels.list();
    const monotonic = clock.monotonic;
    const total = await countPosts({ count: store.posts.count, channels, filter, monotonic, signal });
    const startedAt = monotonic();
    change(id, { total }, 'now');
    const written = await writeWholeFile(file, (sink) =>
      exportPosts({
        source: { search: store.posts.search, channels: async () => channels },
        filter,
        format,
        sink,
        at,
        monotonic,
        signal,
        onProgress: (soFar) => {
          const etaMs = timeLeft(soFar, total, monotonic() - startedAt);
          change(id, { written: soFar, etaMs }, 'in time');
        },
      }),
    );
    change(id, { state: 'done', file, written, total: written, etaMs: 0 }, 'now');
  }

  async function runToItsEnd(started: ExportJob, request: ExportRequest, signal: AbortSignal): Promise<void> {
    const { id } = started;
    try {
      await run(started, request, signal);
    } catch (error) {
      change(id, signal.aborted ? { state: 'cancelled', etaMs: null } : failed(error), 'now');
    }
    running.delete(id);
    const job = jobs.get(id);
    if (job !== undefined) await options.onFinished(job);
    forgetOldest();
  }

  function forgetOldest(): void {
    for (const [id, { state }] of jobs) {
      if (jobs.size <= mostRemembered) return;
      if (state !== 'running') jobs.delete(id);
    }
  }

  return {
    list: () => [...jobs.values()].toReversed(),
    get: (jobId) => jobs.get(jobId) ?? null,
    start(request) {
      if (running.size >= mostExportsAtOnce) return null;
      latestId += 1;
      // Files are called by it: those of two that begin at once must differ.
      latestAt = Math.max(clock.now(), latestAt + 1);
      const job: ExportJob = {
        id: latestId,
        format: request.format,
        startedAt: latestAt,
        state: 'running',
        written: 0,
        total: null,
        etaMs: null,
        file: null,
        problem: null,
      };
      jobs.set(job.id, job);
      const stop = new AbortController();
      const ended = runToItsEnd(job, request, stop.signal);
      running.set(job.id, { cancel: () => stop.abort(), ended });
      onChanged();
      return job;
    },
    cancel(jobId) {
      const job = running.get(jobId);
      job?.cancel();
      return job !== undefined;
    },
    close: async () => {
      for (const { cancel } of running.values()) cancel();
      await Promise.all([...running.values()].map(({ ended }) => ended));
    },
  };
}

function timeLeft(written: number, total: number | null, elapsedMs: number): number | null {
  if (total === null || written === 0 || elapsedMs < speedAfterMs) return null;
  return Math.round((elapsedMs / written) * Math.max(0, total - written));
}

function failed(error: unknown): Partial<ExportJob> {
  return { state: 'failed', etaMs: null, problem: explain(error) };
}

/** By then nothing is left of the file. */
function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (
    whyNotWritten(error, 'The folder of exports') ??
    `The export was not finished and nothing of it was kept: ${message}`
  );
}
