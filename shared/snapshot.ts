import type { Alert } from './archive.ts';
import type { Figures, Run, RunCounts, RunTrigger, Settings } from './domain.ts';
import { defaultSettings, noFigures } from './domain.ts';
import {
  formatCountdown,
  formatDuration,
  formatMoment,
  formatSetting,
  formatTime,
  plural,
} from './format.ts';
import type { DueReason, Pause } from './schedule.ts';

/**
 * The one state. Tray, tooltip, banner, countdown and the headless status are all derived from a `Snapshot`;
 * nothing computes "next run" a second time. `reduce` folds what happened into a `SnapshotState`;
 * `snapshotOf` stamps it with the clock for the way to a screen, which then ticks on its own monotonic clock.
 */

/** Why a run stands still, when it does. */
export type Standstill =
  | { readonly kind: 'flood'; readonly untilMonotonic: number }
  | { readonly kind: 'reconnecting' };

/** What a run is doing at this moment. */
export interface RunProgress extends RunCounts {
  /** The channels being read now, one an account at most. */
  readonly collecting: readonly { readonly channelId: number; readonly title: string }[];
  readonly standstill: Standstill | null;
  /** Milliseconds left as a range, from these channels' own past steps and known flood waits; null without a past. */
  readonly eta: { readonly fromMs: number; readonly toMs: number } | null;
}

/** Whether this process collects. `none`: no process does (a database read from a shell). */
export type LeaseState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'holding' }
  | { readonly kind: 'standby'; readonly holder: string }
  | { readonly kind: 'lost'; readonly reason: string }
  | { readonly kind: 'none' };

export const attentionCauses = [
  'signed-out',
  'every-channel-failing',
  'repeated-failure',
  'disk-full',
  'database-damaged',
  'vault-locked',
] as const;
export type AttentionCause = (typeof attentionCauses)[number];

/** Something only a person can mend. One entry a cause, until it clears. */
export interface Attention {
  readonly cause: AttentionCause;
  readonly message: string;
  readonly since: number;
}

/** What the user's watches have found and the user has not seen yet. */
export interface UnseenAlerts {
  readonly count: number;
  readonly newest: Alert | null;
}

export const noAlerts: UnseenAlerts = { count: 0, newest: null };

export interface NextRun {
  readonly dueAt: number | null;
  readonly trigger: RunTrigger;
  readonly reason: DueReason;
}

export interface SnapshotState {
  readonly lease: LeaseState;
  readonly stopping: boolean;
  readonly run: {
    readonly run: Run;
    readonly progress: RunProgress;
    readonly startedMonotonic: number;
    readonly cancelling: boolean;
  } | null;
  readonly next: NextRun;
  readonly pause: Pause | null;
  readonly lastRun: Run | null;
  readonly figures: Figures;
  readonly settings: Settings;
  readonly attention: readonly Attention[];
  readonly alerts: UnseenAlerts;
}

export const initialState: SnapshotState = {
  lease: { kind: 'starting' },
  stopping: false,
  run: null,
  next: { dueAt: null, trigger: 'schedule', reason: { kind: 'first' } },
  pause: null,
  lastRun: null,
  figures: noFigures,
  settings: defaultSettings,
  attention: [],
  alerts: noAlerts,
};

export type SnapshotChange =
  | { readonly type: 'lease'; readonly lease: LeaseState }
  | { readonly type: 'stopping' }
  | { readonly type: 'schedule'; readonly next: NextRun; readonly pause: Pause | null }
  | { readonly type: 'run-started'; readonly run: Run; readonly monotonic: number }
  | { readonly type: 'run-progress'; readonly progress: RunProgress }
  /** The machine slept during the run, and its monotonic clock counted `sleptMs` of that. */
  | { readonly type: 'run-slept'; readonly sleptMs: number }
  | { readonly type: 'run-cancelling' }
  | { readonly type: 'run-finished'; readonly run: Run }
  | { readonly type: 'last-run'; readonly run: Run | null }
  | { readonly type: 'figures'; readonly figures: Figures }
  | { readonly type: 'settings'; readonly settings: Settings }
  | { readonly type: 'alerts'; readonly alerts: UnseenAlerts }
  | { readonly type: 'attention-raised'; readonly attention: Attention }
  | { readonly type: 'attention-cleared'; readonly cause: AttentionCause };

export function reduce(state: SnapshotState, change: SnapshotChange): SnapshotState {
  switch (change.type) {
    case 'lease':
      return { ...state, lease: change.lease };
    case 'stopping':
      return { ...state, stopping: true };
    case 'schedule':
      return { ...state, next: change.next, pause: change.pause };
    case 'run-started':
      return {
        ...state,
        run: {
          run: change.run,
          startedMonotonic: change.monotonic,
          cancelling: false,
          progress: { ...countsOf(change.run), collecting: [], standstill: null, eta: null },
        },
      };
    case 'run-progress':
      return state.run === null
        ? state
        : {
            ...state,
            run: {
              ...state.run,
              run: { ...state.run.run, ...countsOf(change.progress) },
              progress: change.progress,
            },
          };
    case 'run-slept':
      return state.run === null
        ? state
        : {
            ...state,
            run: { ...state.run, startedMonotonic: state.run.startedMonotonic + change.sleptMs },
          };
    case 'run-cancelling':
      return state.run === null ? state : { ...state, run: { ...state.run, cancelling: true } };
    case 'run-finished':
      return { ...state, run: null, lastRun: change.run };
    case 'last-run':
      return { ...state, lastRun: change.run };
    case 'figures':
      return { ...state, figures: change.figures };
    case 'settings':
      return { ...state, settings: change.settings };
    case 'alerts':
      return { ...state, alerts: change.alerts };
    case 'attention-raised':
      return state.attention.some((entry) => entry.cause === change.attention.cause)
        ? state
        : { ...state, attention: [...state.attention, change.attention] };
    case 'attention-cleared':
      return state.attention.some((entry) => entry.cause === change.cause)
        ? { ...state, attention: state.attention.filter((entry) => entry.cause !== change.cause) }
        : state;
  }
}

function countsOf(counts: RunCounts): RunCounts {
  const { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors } = counts;
  return { channelsDone, channelsTotal, messages, newMessages, updatedMessages, errors };
}

export type WorkerState =
  | 'starting'
  | 'idle'
  | 'collecting'
  | 'paused'
  | 'retrying'
  | 'blocked'
  | 'standby'
  | 'stopping'
  | 'stopped';

/** What crosses the process boundary: the state, stamped. Spans count from the moment of stamping. */
export interface Snapshot {
  readonly at: number;
  readonly state: WorkerState;
  /** What is going on, in one sentence: tray tooltip, first menu row, banner and terminal say the same. */
  readonly sentence: string;
  readonly lease: LeaseState;
  readonly run: {
    readonly run: Run;
    readonly elapsedMs: number;
    readonly collecting: readonly { readonly channelId: number; readonly title: string }[];
    readonly standstill:
      | { readonly kind: 'flood'; readonly remainingMs: number }
      | { readonly kind: 'reconnecting' }
      | null;
    readonly eta: { readonly fromMs: number; readonly toMs: number } | null;
    readonly cancelling: boolean;
  } | null;
  readonly next: NextRun & {
    /** Null without a due time; 0 reads "due now". */
    readonly remainingMs: number | null;
    /** "every 10 min, and the last run took 4 s": the reason behind the countdown. */
    readonly because: string;
  };
  readonly pause: (Pause & { readonly remainingMs: number | null }) | null;
  readonly lastRun: Run | null;
  /** Since the last run's end; null without one. */
  readonly lastRunAgeMs: number | null;
  readonly figures: Figures;
  readonly settings: Settings;
  readonly attention: readonly Attention[];
  readonly alerts: UnseenAlerts;
}

export function snapshotOf(
  state: SnapshotState,
  reading: { readonly now: number; readonly monotonic: number },
): Snapshot {
  const { now, monotonic } = reading;
  const { run, next, pause, lastRun } = state;
  const remainingMs = next.dueAt === null ? null : Math.max(0, next.dueAt - now);
  const because = reasonInWords(next.reason);
  return {
    at: now,
    state: workerStateOf(state),
    sentence: sentenceOf(state, remainingMs, because, reading),
    lease: state.lease,
    run:
      run === null
        ? null
        : {
            run: run.run,
            elapsedMs: Math.max(0, monotonic - run.startedMonotonic),
            collecting: run.progress.collecting,
            standstill: standstillOf(run.progress.standstill, monotonic),
            eta: run.progress.eta,
            cancelling: run.cancelling,
          },
    next: { ...next, remainingMs, because },
    pause:
      pause === null
        ? null
        : { ...pause, remainingMs: pause.until === null ? null : Math.max(0, pause.until - now) },
    lastRun,
    lastRunAgeMs: lastRun?.endedAt == null ? null : Math.max(0, now - lastRun.endedAt),
    figures: state.figures,
    settings: state.settings,
    attention: state.attention,
    alerts: state.alerts,
  };
}

function standstillOf(
  standstill: Standstill | null,
  monotonic: number,
): NonNullable<Snapshot['run']>['standstill'] {
  if (standstill?.kind !== 'flood') return standstill;
  return { kind: 'flood', remainingMs: Math.max(0, standstill.untilMonotonic - monotonic) };
}

function workerStateOf(state: SnapshotState): WorkerState {
  if (state.stopping) return 'stopping';
  if (state.lease.kind === 'standby' || state.lease.kind === 'lost') return 'standby';
  if (state.lease.kind === 'none') return 'stopped';
  if (state.run !== null) return 'collecting';
  if (state.lease.kind === 'starting') return 'starting';
  if (state.pause !== null) return 'paused';
  if (state.next.reason.kind === 'obstacle') return 'blocked';
  if (state.next.reason.kind === 'retry') return 'retrying';
  return 'idle';
}

export type Indicator = 'idle' | 'collecting' | 'paused' | 'attention' | 'offline';

/** Which of the five tray icons tells the truth. */
export function indicatorOf(snapshot: Pick<Snapshot, 'state' | 'attention'>): Indicator {
  if (snapshot.state === 'collecting') return 'collecting';
  if (snapshot.attention.length > 0) return 'attention';
  const indicators: Record<Exclude<WorkerState, 'collecting'>, Indicator> = {
    starting: 'idle',
    idle: 'idle',
    paused: 'paused',
    retrying: 'offline',
    blocked: 'attention',
    standby: 'paused',
    stopping: 'idle',
    stopped: 'paused',
  };
  return indicators[snapshot.state];
}

/** The part of "Next run in 7m 23s: …" behind the colon. */
export function reasonInWords(reason: DueReason): string {
  switch (reason.kind) {
    case 'first':
      return 'the first run';
    case 'policy': {
      const took = `the last run took ${formatDuration(reason.lastDurationMs)}`;
      if (reason.policy === 'fixed') return `${formatSetting(reason.intervalMs)} after each run, and ${took}`;
      if (reason.policy === 'continuous')
        return `${formatSetting(reason.cooldownMs)} after each run, and ${took}`;
      return reason.intervalMs - reason.lastDurationMs < reason.cooldownMs
        ? `every ${formatSetting(reason.intervalMs)}, but ${took}, so only the cooldown of ${formatSetting(reason.cooldownMs)} is left`
        : `every ${formatSetting(reason.intervalMs)}, and ${took}`;
    }
    case 'retry':
      return `no network, attempt ${reason.attempt}`;
    case 'flood':
      return `Telegram asks for a pause until ${formatTime(reason.until)}`;
    case 'catch-up':
      return `catching up after ${plural(reason.missedRuns, 'missed run')}`;
    case 'startup':
      return 'a run at launch';
    case 'resumed':
      return 'resumed, and overdue';
    case 'unblocked':
      return 'what stood in the way is gone';
    case 'obstacle':
      return reason.obstacle.message;
  }
}

function sentenceOf(
  state: SnapshotState,
  remainingMs: number | null,
  because: string,
  { now, monotonic }: { readonly now: number; readonly monotonic: number },
): string {
  const { lease, run, pause, next } = state;
  if (state.stopping) return run === null ? 'Stopping.' : 'Finishing the current request before stopping.';
  if (lease.kind === 'standby') return `Standing by: ${lease.holder} collects into this database.`;
  if (lease.kind === 'lost') return `Standing by: ${lease.reason}`;
  if (lease.kind === 'none') return 'Not running: start Tidings to collect on schedule.';
  if (run !== null) {
    if (run.cancelling) return 'Stopping after the request in flight.';
    const { channelsDone, channelsTotal, standstill, collecting } = run.progress;
    if (standstill?.kind === 'flood') {
      const leftMs = Math.max(0, standstill.untilMonotonic - monotonic);
      return `Telegram asks for a pause: ${formatDuration(Math.ceil(leftMs / 1000) * 1000)}.`;
    }
    const title = collecting[0]?.title;
    const doing = title === undefined ? 'Collecting' : `Collecting ${title}`;
    const what = standstill?.kind === 'reconnecting' ? 'Reconnecting to Telegram' : doing;
    return `${what}: ${channelsDone} of ${plural(channelsTotal, 'channel')}.`;
  }
  if (lease.kind === 'starting') return 'Starting.';
  if (pause !== null) {
    return pause.until === null
      ? 'Paused until you resume.'
      : `Paused until ${formatMoment(pause.until, now)}.`;
  }
  if (remainingMs === null) return because;
  if (next.reason.kind === 'retry') {
    const { attempt } = next.reason;
    return remainingMs <= 0
      ? `Retrying now, attempt ${attempt}.`
      : `Retrying ${formatCountdown(remainingMs)}, attempt ${attempt}.`;
  }
  return `Next run ${formatCountdown(remainingMs)}: ${because}.`;
}
