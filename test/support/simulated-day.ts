import type { PauseRequest } from '../../shared/contract.ts';
import type { Settings } from '../../shared/domain.ts';

/** One thing that happens in a simulated day, `gapMs` of waking time after the one before. */
export type Step = { readonly gapMs: number } & Happening;

export type Happening =
  | { readonly do: 'wait' | 'collect' | 'stop' | 'resume' | 'quit' | 'start' | 'revoke' | 'sign-in' }
  | { readonly do: 'pause'; readonly request: PauseRequest }
  | { readonly do: 'settings'; readonly change: Partial<Settings> }
  | { readonly do: 'battery' | 'network' | 'channels'; readonly on: boolean }
  | { readonly do: 'sleep'; readonly ms: number; readonly noted: boolean }
  | { readonly do: 'jump'; readonly ms: number; readonly noted: boolean }
  /** Dies now (0), or amid the database calls to come. */
  | { readonly do: 'kill'; readonly halfCalls: number }
  /** SIGSTOP to whoever holds the lease, SIGCONT `ms` later; `amidRun`: while it collects, watched by a standby. */
  | { readonly do: 'freeze'; readonly ms: number; readonly amidRun: boolean }
  | { readonly do: 'flood'; readonly accountId: number; readonly ms: number }
  | { readonly do: 'fail'; readonly channelId: number };

export interface Day {
  readonly settings: Settings;
  /** How often the clock is looked at: coarser than in earnest on most days, to make them cheap. */
  readonly lookMs: number;
  readonly accounts: number;
  readonly channels: number;
  /** What requests take, in turn, in milliseconds. */
  readonly latencies: readonly number[];
  /** The monotonic clock runs on through sleep, as on macOS and Windows. */
  readonly sleepIsCounted: boolean;
  /** A catch-up waits for the network first. */
  readonly waitsForNetwork: boolean;
  /** In turn: what the dice for jitter show. */
  readonly dice: readonly number[];
  readonly steps: readonly Step[];
  /** The process is restarted after every so many steps, at the first moment without a run. */
  readonly restartEvery?: number;
}
