import type {
  FinishedRunStatus,
  ProxyKind,
  RunStatus,
  RunTrigger,
  SchedulePolicy,
  StepStatus,
} from '../../shared/domain.ts';
import type { AttentionCause, WorkerState } from '../../shared/snapshot.ts';

/** The words and tones of every status, exhaustively: a new status does not compile until it is met here. */

export type Tone = 'accent' | 'good' | 'warn' | 'bad' | 'quiet';

export const runStatusWords: Readonly<Record<RunStatus, { label: string; tone: Tone }>> = {
  running: { label: 'Collecting', tone: 'accent' },
  succeeded: { label: 'Collected', tone: 'good' },
  partial: { label: 'Partly', tone: 'warn' },
  failed: { label: 'Failed', tone: 'bad' },
  cancelled: { label: 'Stopped', tone: 'quiet' },
  interrupted: { label: 'Interrupted', tone: 'warn' },
};

export const resultHeadings: Readonly<Record<FinishedRunStatus, string>> = {
  succeeded: 'Collected',
  partial: 'Partly collected',
  failed: 'Collection failed',
  cancelled: 'Collection stopped',
  interrupted: 'Collection interrupted',
};

export const stepStatusWords: Readonly<Record<StepStatus, { label: string; tone: Tone }>> = {
  running: { label: 'Collecting', tone: 'accent' },
  succeeded: { label: 'Collected', tone: 'good' },
  failed: { label: 'Failed', tone: 'bad' },
  deferred: { label: 'Later', tone: 'warn' },
  cancelled: { label: 'Stopped', tone: 'quiet' },
  interrupted: { label: 'Interrupted', tone: 'warn' },
};

export const triggerWords: Readonly<Record<RunTrigger, string>> = {
  schedule: 'Schedule',
  manual: 'Collect now',
  'catch-up': 'Catching up',
  startup: 'At launch',
  resume: 'After a pause',
  retry: 'Retry',
};

export const workerStateWords: Readonly<Record<WorkerState, { label: string; tone: Tone }>> = {
  starting: { label: 'Starting', tone: 'quiet' },
  idle: { label: 'On schedule', tone: 'good' },
  collecting: { label: 'Collecting', tone: 'accent' },
  paused: { label: 'Paused', tone: 'quiet' },
  retrying: { label: 'Retrying', tone: 'warn' },
  blocked: { label: 'Needs you', tone: 'bad' },
  standby: { label: 'Standing by', tone: 'quiet' },
  stopping: { label: 'Stopping', tone: 'quiet' },
  stopped: { label: 'Not running', tone: 'quiet' },
};

export const policyWords: Readonly<Record<SchedulePolicy, { label: string; explanation: string }>> = {
  fixed: { label: 'Fixed', explanation: 'rests the whole interval after each run' },
  adaptive: { label: 'Adaptive', explanation: 'keeps the interval between starts' },
  continuous: { label: 'Continuous', explanation: 'starts again after the cooldown' },
};

export const attentionTitles: Readonly<Record<AttentionCause, string>> = {
  'signed-out': 'Sign-in lost',
  'every-channel-failing': 'Every channel is failing',
  'repeated-failure': 'Runs keep failing',
  'disk-full': 'The disk is full',
  'database-damaged': 'The database was damaged',
  'vault-locked': 'The sign-ins are locked',
};

export const proxyWords: Readonly<Record<ProxyKind, string>> = { socks5: 'SOCKS5', mtproxy: 'MTProxy' };
