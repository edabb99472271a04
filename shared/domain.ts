import type { ExportFormat, NewWatch } from './archive.ts';
import type { IdRange } from './id-ranges.ts';

/**
 * The nouns of Tidings, once. Times are `…At`: milliseconds since the epoch, UTC. Spans are `…Ms`.
 * Telegram's ids fit a JavaScript number (it promises 52 bits); access hashes do not and are text.
 */

export const schedulePolicies = ['fixed', 'adaptive', 'continuous'] as const;
export type SchedulePolicy = (typeof schedulePolicies)[number];

export const runTriggers = ['schedule', 'manual', 'catch-up', 'startup', 'resume', 'retry'] as const;
/** Why a run started. */
export type RunTrigger = (typeof runTriggers)[number];

export const runStatuses = ['running', 'succeeded', 'partial', 'failed', 'cancelled', 'interrupted'] as const;
export type RunStatus = (typeof runStatuses)[number];
export type FinishedRunStatus = Exclude<RunStatus, 'running'>;

export const stepStatuses = [
  'running',
  'succeeded',
  'failed',
  'deferred',
  'cancelled',
  'interrupted',
] as const;
/** `deferred`: left for a later run because Telegram asked for a pause longer than a run may wait. */
export type StepStatus = (typeof stepStatuses)[number];

export type ProxyKind = 'socks5' | 'mtproxy';

/** A signed-in (or once signed-in) Telegram account. */
export interface Account {
  /** Telegram's user id. */
  readonly id: number;
  readonly name: string;
  readonly username: string | null;
  /** All but the last two digits are masked: the whole number is nobody's business but the vault's. */
  readonly maskedPhone: string;
  readonly state: 'signed-in' | 'signed-out';
  /** Why the account is signed out, in words; null while it is signed in. */
  readonly signedOutReason: string | null;
  readonly addedAt: number;
}

/** Posts a run reads at most, beyond the newest ones, of a channel whose history is wanted too. */
export const backfillPostsPerRun = 500;

/** A channel the user wants collected. */
export interface Channel {
  readonly id: number;
  readonly title: string;
  readonly username: string | null;
  readonly enabled: boolean;
  /** Newest posts read when the channel is first collected, with each full check, and with `reread` in every run; 1 to 1000. */
  readonly limit: number;
  /** Whether every run reads the newest `limit` posts again, moved or not; otherwise only what has changed is asked for. */
  readonly reread: boolean;
  /** Posts older than so many days are removed, 1 to 36500; null: kept for ever. */
  readonly keepDays: number | null;
  /** Whether runs also walk back through the history, `backfillPostsPerRun` posts each, until its first message. */
  readonly backfill: boolean;
  readonly subscribers: number | null;
  readonly addedAt: number;
  /** Deleted ones included. */
  readonly postsHeld: number;
  /** Of those held: gone at Telegram, and believed to be gone. */
  readonly postsDeleted: number;
  readonly postsSuspect: number;
  readonly firstPostAt: number | null;
  readonly lastPostAt: number | null;
  /**
   * The message ids between which nothing is missing: ascending, disjoint, not adjacent. A range from 0 has been
   * followed to the channel's first message; between two ranges is a gap, which the next runs fill.
   */
  readonly covered: readonly IdRange[];
  /** Posts newer than the newest one held when the user last looked at the channel (or when it was first collected). */
  readonly newSinceLooked: number;
  /** End of the last step that succeeded; null before the first. */
  readonly lastCollectedAt: number | null;
  /** What went wrong in the latest step, null when it succeeded. */
  readonly lastError: string | null;
}

export const mediaKinds = [
  'photo',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
  'poll',
  'location',
  'contact',
  'link',
  'other',
] as const;
export type MediaKind = (typeof mediaKinds)[number];

/** One post as the gateway reads it and the archive keeps it. Counters are null where Telegram gave none. */
export interface Post {
  readonly channelId: number;
  readonly id: number;
  readonly postedAt: number;
  readonly editedAt: number | null;
  readonly text: string;
  /** Addresses the post links to that its text does not show: http(s) and tg: ones, each once, in order. */
  readonly links: readonly string[];
  readonly views: number | null;
  readonly forwards: number | null;
  readonly replies: number | null;
  readonly reactions: readonly Reaction[];
  readonly media: MediaKind | null;
  /** Links together the parts of one album. */
  readonly groupId: string | null;
  readonly author: string | null;
  readonly pinned: boolean;
}

export interface Reaction {
  /** An emoji, or `custom:<document id>`, or `paid`. */
  readonly reaction: string;
  readonly count: number;
}

/** A post as it is held: with when it was first and last seen here, and what became of it since. */
export interface HeldPost extends Post {
  /** Its place among all posts: a later post has a greater one. For this database only. */
  readonly key: number;
  readonly firstSeenAt: number;
  readonly lastSeenAt: number;
  /** When it was found to be gone at Telegram; null while it is not. */
  readonly deletedAt: number | null;
  /** `difference`: Telegram said so. `absence`: it was missing twice where it had to be. */
  readonly deletedBy: 'difference' | 'absence' | null;
  /** When it was first missing where it had to be, and has not been seen since; null otherwise. */
  readonly suspectSince: number | null;
  /** Earlier versions held. */
  readonly revisions: number;
}

/** What a run has counted so far. Every number was counted, none is an estimate. */
export interface RunCounts {
  readonly channelsDone: number;
  readonly channelsTotal: number;
  /** Posts read, whether new, updated or unchanged. */
  readonly messages: number;
  readonly newMessages: number;
  readonly updatedMessages: number;
  /** Channel steps that failed. */
  readonly errors: number;
}

export const noCounts: RunCounts = {
  channelsDone: 0,
  channelsTotal: 0,
  messages: 0,
  newMessages: 0,
  updatedMessages: 0,
  errors: 0,
};

/** One pass over the channels that were enabled when it started, of every signed-in account. */
export interface Run extends RunCounts {
  readonly id: number;
  readonly trigger: RunTrigger;
  readonly status: RunStatus;
  readonly policy: SchedulePolicy;
  readonly intervalMs: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  /** Measured on the monotonic clock, sleep left out; null while running. Never `endedAt - startedAt`. */
  readonly durationMs: number | null;
  /** Why it did not simply succeed, in words; null when it did. */
  readonly reason: string | null;
  /** Who ran it: host and process id. */
  readonly worker: string;
  /** The fencing token it ran under. */
  readonly token: number;
}

/** One channel within a run. */
export interface RunStep {
  readonly id: number;
  readonly runId: number;
  readonly accountId: number;
  readonly channelId: number;
  readonly channelTitle: string;
  readonly status: StepStatus;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly messages: number;
  readonly newMessages: number;
  readonly updatedMessages: number;
  /** Posts found to be deleted. */
  readonly deletedMessages: number;
  /** Why nothing was read: the channel had not moved since, and no post of it was due. Null where it was read. */
  readonly skipped: 'unmoved' | null;
  readonly requests: number;
  readonly networkMs: number;
  readonly floodMs: number;
  readonly databaseMs: number;
  readonly error: string | null;
}

/** What each type of audit event carries. The log is append-only; metadata is kept as JSON. */
export interface AuditMetadata {
  'app.started': { version: string; pid: number; host: string; mode: 'desktop' | 'serve' | 'command' };
  'app.stopped': { reason: string };
  'lease.taken': {
    token: number;
    worker: string;
    previousWorker: string | null;
    how: 'free' | 'holder-gone' | 'expired';
  };
  'lease.lost': { token: number; reason: string };
  'run.started': { trigger: RunTrigger; channelsTotal: number; missedRuns?: number };
  'run.progress': RunCounts;
  'run.finished': RunCounts & {
    status: FinishedRunStatus;
    durationMs: number;
    reason: string | null;
    sentence: string;
  };
  'run.skipped': { reason: string; until: number | null };
  'channel.started': { accountId: number; channelId: number; title: string };
  'channel.finished': {
    accountId: number;
    channelId: number;
    title: string;
    messages: number;
    newMessages: number;
    updatedMessages: number;
    deletedMessages: number;
    /** `difference`: only what had changed was asked for. */
    by: 'difference' | 'history';
    requests: number;
    durationMs: number;
  };
  /** Before channels are read: which of them have moved at all. Those listed were left alone in this run. */
  'channels.checked': {
    accountId: number;
    moved: number;
    unmoved: number;
    requests: number;
    skipped: readonly number[];
    reason: 'unmoved';
  };
  'channel.failed': {
    accountId: number;
    channelId: number;
    title: string;
    status: 'failed' | 'deferred' | 'cancelled';
    error: string;
  };
  'flood.waiting': { accountId: number; method: string; waitMs: number; until: number; waitedInRun: boolean };
  'settings.changed': { changes: Readonly<Record<string, { from: unknown; to: unknown }>> };
  'schedule.paused': { until: number | null };
  'schedule.resumed': { by: 'user' | 'time' };
  'signin.completed': { accountId: number };
  'signin.lost': { accountId: number; reason: string };
  /** The user signed the account out. `revoked`: Telegram confirmed that the session is worth nothing any more. */
  'signin.ended': { accountId: number; revoked: boolean };
  /** `accountId` null: for sign-ins to come. Never the address or a secret. */
  'proxy.changed': { accountId: number | null; kind: ProxyKind | null };
  /** Another api_id is used for sign-ins to come. Its hash is the vault's. */
  'application.changed': { apiId: number };
  'vault.protected': { by: 'passphrase' };
  'channel.added': { channelId: number; title: string };
  'channel.changed': {
    channelId: number;
    enabled?: boolean;
    limit?: number;
    backfill?: boolean;
    reread?: boolean;
    keepDays?: number | null;
  };
  'channel.removed': { channelId: number; title: string; postsRemoved: number };
  'database.recovered': { quarantined: string; restoredFrom: string | null };
  'retention.applied': { events: number; runs: number; before: number };
  /** Posts older than the channel keeps them. */
  'posts.expired': { channelId: number; title: string; posts: number; before: number };
  'watch.added': { watchId: number } & NewWatch;
  'watch.removed': { watchId: number };
  'alert.raised': {
    alertId: number;
    watchId: number;
    channelId: number;
    postId: number | null;
    message: string;
  };
  'export.finished': { format: ExportFormat; posts: number; state: 'done' | 'cancelled' | 'failed' };
  'backup.made': { name: string; bytes: number };
  'database.restored': { from: string; quarantined: string };
  'launch-at-login.changed': { enabled: boolean };
}

export type AuditEventType = keyof AuditMetadata;

export type AuditEvent = {
  [Type in AuditEventType]: {
    readonly id: number;
    readonly at: number;
    readonly type: Type;
    readonly runId: number | null;
    readonly metadata: AuditMetadata[Type];
  };
}[AuditEventType];

/** An audit event that has not been written yet. */
export type NewAuditEvent = {
  [Type in AuditEventType]: {
    readonly at: number;
    readonly type: Type;
    readonly runId?: number;
    readonly metadata: AuditMetadata[Type];
  };
}[AuditEventType];

/** What the user can change. Ranges are held by `settingsSchema` in `contract-schemas.ts`. */
export interface Settings {
  readonly policy: SchedulePolicy;
  /** 1 min to 7 d. */
  readonly intervalMs: number;
  /** 10 s to `intervalMs`: the least pause between a run's end and the next start by policy. */
  readonly cooldownMs: number;
  /** 0 to 10: percent of the wait that may be added at random, never taken away. */
  readonly jitterPercent: number;
  /** Newest posts re-read of channels added from now on, 1 to 1000. */
  readonly defaultLimit: number;
  readonly runAtLaunch: boolean;
  /** The interval counts threefold while on battery. */
  readonly quietOnBattery: boolean;
  readonly notifications: 'errors' | 'all' | 'none';
}

export const defaultSettings: Settings = {
  policy: 'adaptive',
  intervalMs: 10 * 60_000,
  cooldownMs: 60_000,
  jitterPercent: 0,
  defaultLimit: 50,
  runAtLaunch: false,
  quietOnBattery: false,
  notifications: 'errors',
};

/** Counted figures of the database: nothing here is an estimate. */
export interface Figures {
  readonly postsHeld: number;
  readonly channels: number;
  readonly channelsEnabled: number;
  readonly accountsSignedIn: number;
  readonly accountsSignedOut: number;
  /** The local calendar day the figures of today belong to: its first millisecond. */
  readonly dayStartedAt: number;
  readonly runsToday: number;
  /** Failed channel steps and failed runs of today. */
  readonly errorsToday: number;
  /** Mean of messages over today's finished runs; null without one. */
  readonly postsPerRun: number | null;
  /** Mean duration of today's finished runs; null without one. */
  readonly averageDurationMs: number | null;
  /** Between the starts of the last two runs; null with fewer than two. */
  readonly actualGapMs: number | null;
  /** Median of today's gaps between starts; null with fewer than two runs today. */
  readonly medianGapMs: number | null;
}

export const noFigures: Figures = {
  postsHeld: 0,
  channels: 0,
  channelsEnabled: 0,
  accountsSignedIn: 0,
  accountsSignedOut: 0,
  dayStartedAt: 0,
  runsToday: 0,
  errorsToday: 0,
  postsPerRun: null,
  averageDurationMs: null,
  actualGapMs: null,
  medianGapMs: null,
};
