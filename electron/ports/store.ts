import type { ChannelSettings, DialogList } from '../../shared/contract.ts';
import type {
  Account,
  AuditEvent,
  AuditEventType,
  Channel,
  Figures,
  FinishedRunStatus,
  NewAuditEvent,
  Run,
  RunCounts,
  RunStatus,
  RunStep,
  RunTrigger,
  SchedulePolicy,
  Settings,
  StepStatus,
} from '../../shared/domain.ts';
import type { IdRange } from '../../shared/id-ranges.ts';
import type { ScheduleMemory } from '../../shared/schedule.ts';
import type {
  PostsReader,
  PostsWriter,
  StatsReader,
  StatsWriter,
  WatchesReader,
  WatchesWriter,
} from './archive.ts';
import type { ChannelAddress, ChannelDescription, DialogPage, SignedInAccount } from './gateway.ts';

/**
 * The database as the rest of Tidings sees it. Reading needs nothing; writing needs a `StoreWriter`, which
 * only a `Lease` gives: each of its calls is one transaction (what removes a great deal: several, each whole by
 * itself) that checks the lease's fencing token inside it and throws `LeaseLostError`, having written nothing, when a later holder has come.
 * Asynchronous although SQLite answers at once: another database may stand behind the same words.
 */

/** The lease was taken by someone else; whoever sees this stops, disconnects and says so. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/** The database cannot be used as it is. `message` says what happened, what was kept and what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly problem: 'not-writable' | 'newer-version' | 'damaged' | 'disk-full' | 'unreadable';
  constructor(problem: StoreError['problem'], message: string) {
    super(message);
    this.problem = problem;
  }
}

/** Who holds or asks for the lease. Host and boot tell whether `pid` can be looked up from here. */
export interface WorkerIdentity {
  readonly host: string;
  /** Identifies this boot of the host (changes with every start of the machine). */
  readonly boot: string;
  readonly pid: number;
}

export interface LeaseRow {
  readonly holder: WorkerIdentity | null;
  /** Grows by one with every beat of the holder. */
  readonly heartbeat: number;
  /** Wall clock of the last beat: to be shown and for repairing records, never to decide by. */
  readonly heartbeatAt: number;
  /** Grows with every holder. */
  readonly token: number;
}

/** An enabled channel as one account reaches it. */
export interface ReachedChannel extends ChannelAddress {
  readonly title: string;
  readonly limit: number;
  /** Whether there is older history still to be read: false too once it is older than the channel keeps its posts. */
  readonly backfill: boolean;
  readonly reread: boolean;
  /** The sequence number up to which changes are known; null before the first page of a history was kept. */
  readonly pts: number | null;
  /** When the newest posts were last read whatever had moved; null before the first time. */
  readonly checkedAt: number | null;
  /** When subscribers were last counted; null before the first time. */
  readonly subscribersAt: number | null;
  /**
   * The ids held without a gap, as `keep` was told page by page: ascending, disjoint, not adjacent. One range
   * is the normal case; more mean that a catch-up was cut short between them. Empty for a new channel. The
   * newest id held would not do: pages come newest first, so it hides what an interrupted run left out.
   */
  readonly covered: readonly IdRange[];
}

export interface StoreReader {
  readonly lease: { read(): Promise<LeaseRow> };
  readonly accounts: {
    list(): Promise<readonly Account[]>;
  };
  readonly channels: {
    list(): Promise<readonly Channel[]>;
    /** Which of the enabled channels the account reaches, with its own access hashes, in order of adding. */
    addressesOf(accountId: number): Promise<readonly ReachedChannel[]>;
    /** Mean time a request of the last 200 succeeded steps took on the network, ms; null before the first. */
    requestMs(): Promise<number | null>;
  };
  readonly dialogs: {
    /** The channels among the account's dialogs as far as they have been read, in Telegram's order. */
    list(accountId: number): Promise<DialogList>;
    /** Where the next page begins; null at the top or after the end (`complete` of the list tells which). */
    cursor(accountId: number): Promise<string | null>;
    /** What is kept of these channels of the account's, with its own access hashes; those unknown are left out. */
    describe(accountId: number, channelIds: readonly number[]): Promise<readonly ChannelDescription[]>;
    /** The channel of this username (any case) among the account's dialogs; null where there is none. */
    findByUsername(accountId: number, username: string): Promise<ChannelDescription | null>;
  };
  readonly posts: PostsReader;
  readonly stats: StatsReader;
  readonly watches: WatchesReader;
  readonly runs: {
    get(runId: number): Promise<Run | null>;
    /** Newest first, of those started in [from, to). `beforeId` continues after a page; `limit` 1 to 1000. */
    list(query: {
      readonly from?: number;
      readonly to?: number;
      readonly beforeId?: number;
      readonly limit: number;
      readonly status?: RunStatus;
      readonly trigger?: RunTrigger;
    }): Promise<readonly Run[]>;
    /** The newest run that has ended, whatever its status. */
    lastFinished(): Promise<Run | null>;
    steps(runId: number): Promise<readonly RunStep[]>;
    /** Durations (ms) of the last succeeded steps of the given channels, for the ETA: newest first, at most `perChannel` each. */
    recentStepDurations(perChannel: number): Promise<ReadonlyMap<number, readonly number[]>>;
  };
  readonly audit: {
    /** Newest first. */
    list(query: {
      readonly runId?: number;
      readonly types?: readonly AuditEventType[];
      readonly from?: number;
      readonly to?: number;
      readonly beforeId?: number;
      readonly limit: number;
    }): Promise<readonly AuditEvent[]>;
  };
  readonly floods: {
    /** Every flood wait that ends after `now`. */
    list(now: number): Promise<readonly FloodEntry[]>;
  };
  readonly settings: { read(): Promise<Settings> };
  readonly schedule: { read(): Promise<ScheduleMemory | null> };
  /** Counted figures; "today" is the local day [dayStartedAt, dayEndsAt). */
  figures(day: { readonly startedAt: number; readonly endsAt: number }): Promise<Figures>;
}

export interface FloodEntry {
  readonly accountId: number;
  readonly method: string;
  readonly until: number;
}

export interface NewRun {
  readonly trigger: RunTrigger;
  readonly policy: SchedulePolicy;
  readonly intervalMs: number;
  readonly startedAt: number;
  readonly channelsTotal: number;
  readonly worker: string;
}

export interface FinishedStep {
  readonly status: Exclude<StepStatus, 'running'>;
  readonly endedAt: number;
  readonly requests: number;
  readonly networkMs: number;
  readonly floodMs: number;
  readonly databaseMs: number;
  readonly error: string | null;
}

/** Writes of a lease's holder: each call one transaction, fenced. All throw `LeaseLostError` when stale. */
export interface StoreWriter {
  readonly token: number;
  readonly accounts: {
    /** Adds the account, or marks it signed in again. Never the session: that is for the vault. */
    signedIn(account: Omit<SignedInAccount, 'session'>, at: number): Promise<void>;
    signedOut(accountId: number, reason: string): Promise<void>;
    /**
     * The user has signed the account out: it is no longer listed and reaches nothing, its dialogs are forgotten.
     * Channels, posts and the log of its runs are kept. `signedIn` brings it back, and with it what it reached.
     */
    forget(accountId: number): Promise<void>;
  };
  readonly channels: {
    /** Adds the channel, or refreshes its title, name and this account's access hash. Posts held are kept. */
    add(
      channel: ChannelDescription,
      accountId: number,
      options: {
        readonly limit: number;
        readonly at: number;
        /** On unless told otherwise; of a channel that is collected already nothing is changed. */
        readonly enabled?: boolean;
        /** Off unless told otherwise. */
        readonly backfill?: boolean;
        readonly reread?: boolean;
        readonly keepDays?: number | null;
      },
    ): Promise<Channel>;
    /** Throws when one of them is unknown, having changed none. */
    change(channelIds: readonly number[], change: ChannelSettings): Promise<void>;
    /**
     * Forgets the channels with their posts and what is covered of them; the steps of past runs stay. Gone for every
     * reader at once; posts follow in batches, which the next holder of the lease finishes after a kill.
     */
    remove(channelIds: readonly number[]): Promise<{ readonly postsRemoved: number }>;
    /** The newest posts were read whatever had moved: the next full check is a day away. */
    checked(channelId: number, at: number): Promise<void>;
    /** Everything held of the channels has been seen. */
    looked(channelIds: readonly number[]): Promise<void>;
  };
  readonly dialogs: {
    /**
     * Keeps a page after those before it (`first`: in the place of all of them) with where the next begins, and
     * this account's access hash of every channel of the page that is collected.
     */
    keepPage(
      accountId: number,
      page: DialogPage,
      options: { readonly first: boolean; readonly at: number },
    ): Promise<void>;
  };
  readonly runs: {
    /** Opens a run with status `running`; returns its id. Throws when another run is open. */
    begin(run: NewRun): Promise<number>;
    /** Counts so far, so that a kill loses none of them. */
    progress(runId: number, counts: RunCounts): Promise<void>;
    /** Closes the run and keeps when the next one starts, in one transaction. */
    finish(
      runId: number,
      end: RunCounts & {
        readonly status: FinishedRunStatus;
        readonly endedAt: number;
        readonly durationMs: number;
        readonly reason: string | null;
      },
      next: ScheduleMemory,
    ): Promise<void>;
    beginStep(step: {
      readonly runId: number;
      readonly accountId: number;
      readonly channelId: number;
      readonly channelTitle: string;
      readonly startedAt: number;
    }): Promise<number>;
    finishStep(stepId: number, end: FinishedStep): Promise<void>;
    /**
     * Channels that an account found unmoved: a step each, `succeeded` and skipped, with one `channels.checked` event
     * for all of them; one transaction. A channel removed meanwhile is passed over.
     */
    skipSteps(
      runId: number,
      check: {
        readonly accountId: number;
        readonly moved: number;
        readonly requests: number;
        readonly skipped: readonly { readonly channelId: number; readonly title: string }[];
        readonly at: number;
      },
    ): Promise<void>;
    /**
     * Closes every run an earlier holder left `running`: `interrupted`, ended at its last event or heartbeat,
     * with the duration and counts known by then; its open steps likewise. Returns them, oldest first.
     */
    repairInterrupted(): Promise<readonly Run[]>;
  };
  readonly posts: PostsWriter;
  readonly stats: StatsWriter;
  readonly watches: WatchesWriter;
  readonly audit: {
    append(event: NewAuditEvent): Promise<AuditEvent>;
    /** Removes events and finished runs older than `before`, never the last 50 runs; is itself an event. */
    applyRetention(before: number, at: number): Promise<{ readonly events: number; readonly runs: number }>;
  };
  readonly floods: {
    record(entry: FloodEntry): Promise<void>;
  };
  readonly settings: {
    /** Keeps the settings and appends `settings.changed` with what differs; nothing when nothing does. */
    write(settings: Settings, at: number): Promise<void>;
  };
  readonly schedule: { write(memory: ScheduleMemory): Promise<void> };
}

export type LeaseAttempt =
  | { readonly taken: true; readonly lease: Lease; readonly previous: WorkerIdentity | null }
  | { readonly taken: false; readonly row: LeaseRow };

/** Held for a process's whole life. */
export interface Lease {
  readonly token: number;
  readonly writer: StoreWriter;
  /** Beats: throws `LeaseLostError` when someone else has taken it. */
  beat(at: number): Promise<void>;
  /** Reads only; throws `LeaseLostError`. Asked before each request to Telegram. */
  check(): Promise<void>;
  /** Gives it back, so that the next process takes over at once. */
  release(): Promise<void>;
}

export interface Store extends StoreReader {
  /**
   * Takes the lease when it is free, or takes it from `expected` (the exact row seen before) when its holder
   * is known to be gone or has not beaten for the lease's length. One IMMEDIATE transaction: of two
   * processes that try at once one wins.
   */
  takeLease(worker: WorkerIdentity, at: number, expected: LeaseRow | null): Promise<LeaseAttempt>;
  close(): Promise<void>;
}
