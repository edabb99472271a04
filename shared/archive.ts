import type { HeldPost, MediaKind } from './domain.ts';

/** The nouns of what is held: searching, history of a post, watching, exporting. Times and spans as in `domain.ts`. */

/** Which posts. What is left out does not narrow. All that is given must hold. */
export interface PostFilter {
  /** Words, "phrases", beginnings* and -exclusions, as `search-query.ts` reads them. */
  readonly text?: string;
  readonly channelIds?: readonly number[];
  /** Posted in [from, to), ms since the epoch. */
  readonly from?: number;
  readonly to?: number;
  /** Any of these kinds; `none`: posts of text alone. */
  readonly media?: readonly (MediaKind | 'none')[];
  /** `edited`: with an earlier version held. `deleted`: gone at Telegram, or believed to be (`suspect`). */
  readonly state?: PostState;
}

export const postStates = ['edited', 'deleted', 'suspect'] as const;
export type PostState = (typeof postStates)[number];

/** A post as it was before an edit. */
export interface PostRevision {
  readonly text: string;
  readonly media: MediaKind | null;
  readonly links: readonly string[];
  /** Telegram's own date of that version; null for the post as it was first published. */
  readonly editedAt: number | null;
  /** When this version was first read here. */
  readonly seenAt: number;
}

/** The counters as they were read at a moment. Null where Telegram gave none. */
export interface PostMetrics {
  readonly at: number;
  readonly views: number | null;
  readonly forwards: number | null;
  readonly replies: number | null;
  /** All reactions together. */
  readonly reactions: number;
  /** The place in `sampleWindows` of the sample this is; null for a reading between them. */
  readonly window: number | null;
}

export interface PostDetails {
  readonly post: HeldPost;
  /** Earlier versions, oldest first. */
  readonly revisions: readonly PostRevision[];
  /** In order of time. */
  readonly metrics: readonly PostMetrics[];
  /** What became of each of `sampleWindows`. */
  readonly samples: readonly ('open' | 'taken' | 'missed')[];
}

/** Something the user wants to be told of. */
export type Watch = {
  readonly id: number;
  /** Null: any channel that is collected. */
  readonly channelId: number | null;
  readonly createdAt: number;
} & WatchCause;

export type WatchCause =
  /** A new post matches these words (`search-query.ts`). */
  | { readonly kind: 'words'; readonly text: string }
  /** Nothing new for so long, hours, 1 to 8760. */
  | { readonly kind: 'silence'; readonly hours: number }
  /** Fewer subscribers than the day before by more than this, percent, 0.1 to 100. */
  | { readonly kind: 'loss'; readonly percent: number };

export type NewWatch = WatchCause & { readonly channelId: number | null };

/** That a watch has found something: once per cause. */
export interface Alert {
  readonly id: number;
  readonly watchId: number;
  readonly at: number;
  readonly channelId: number;
  readonly channelTitle: string;
  /** The post behind it; null where there is none (a loss of subscribers, a channel without posts). */
  readonly postId: number | null;
  /** What happened, for a person. */
  readonly message: string;
  /** When the user has seen it; null while it is new. */
  readonly seenAt: number | null;
}

export const exportFormats = ['csv', 'jsonl', 'html'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** One export, under way or ended. Kept for the life of the process. */
export interface ExportJob {
  readonly id: number;
  readonly format: ExportFormat;
  readonly startedAt: number;
  readonly state: 'running' | 'done' | 'cancelled' | 'failed';
  readonly written: number;
  /** How many posts it will be; null while they are being counted. */
  readonly total: number | null;
  /** Milliseconds left at the speed so far; null before there is one. */
  readonly etaMs: number | null;
  /** Where the finished file is; null before. */
  readonly file: string | null;
  /** Why it failed, in words; null otherwise. */
  readonly problem: string | null;
}

/** A finished copy of the database. */
export interface BackUpFile {
  /** Its name within the folder of back-ups. */
  readonly name: string;
  readonly at: number;
  readonly bytes: number;
  readonly kind: 'daily' | 'by-hand' | 'before-format';
}

/** What the database's size is made of, bytes. */
export interface DatabaseSize {
  readonly total: number;
  readonly parts: readonly { readonly name: string; readonly bytes: number; readonly rows: number | null }[];
  /** Freed and not given back to the disk yet. */
  readonly free: number;
  readonly backUps: number;
}
