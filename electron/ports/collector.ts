import type { FinishedRunStatus, RunCounts } from '../../shared/domain.ts';
import type { ScheduleObstacle } from '../../shared/schedule.ts';
import type { RunProgress } from '../../shared/snapshot.ts';
import type { AccountGateway } from './gateway.ts';
import type { StoreWriter } from './store.ts';

/** How a run ended and what that means for the next one. */
export interface RunOutcome extends RunCounts {
  readonly status: Exclude<FinishedRunStatus, 'interrupted'>;
  readonly reason: string | null;
  /** True when nothing at all could be done because the network was away: retried by backoff. */
  readonly networkAway: boolean;
  /** When every account was blocked by a flood wait: the earliest end, wall clock; else null. */
  readonly blockedUntil: number | null;
  /** Accounts whose sign-in was found revoked. */
  readonly signedOut: readonly number[];
}

export interface RunRequest {
  readonly runId: number;
  readonly writer: StoreWriter;
  /** In-run flood budget: up to 60 s each, up to `intervalMs / 2` in all. */
  readonly intervalMs: number;
  /** Aborted by Stop, shutdown or a lost lease: the request in flight is let finish, then the run ends. */
  readonly signal: AbortSignal;
  /** Throws `LeaseLostError`; asked before each request to Telegram. */
  readonly checkLease: () => Promise<void>;
  readonly onProgress: (progress: RunProgress) => void;
}

/** One run, channel by channel. Throws only `LeaseLostError` and `StoreError`. */
export interface Collector {
  /** Counts the channel steps a run would have now, and tells when nothing can be read and why. */
  plan(): Promise<CollectionPlan>;
  collect(request: RunRequest): Promise<RunOutcome>;
}

export interface CollectionPlan {
  readonly channelsTotal: number;
  /** Why a run cannot do anything at all; null when it can. */
  readonly obstacle: Obstacle | null;
}

export type Obstacle =
  | ScheduleObstacle
  /** Every account is blocked until `until` (wall clock), the earliest end. */
  | { readonly kind: 'flood'; readonly until: number; readonly message: string };

/** Opens and keeps one gateway per signed-in account. */
export interface AccountConnections {
  /** Null where no secrets are kept: a sign-in is needed. Opens anew when the secrets have changed. */
  gatewayOf(accountId: number): Promise<AccountGateway | null>;
  /** Closes one account's connection (signed in anew, signed out); the next `gatewayOf` reads the vault again. */
  forget(accountId: number): Promise<void>;
  closeAll(): Promise<void>;
}
