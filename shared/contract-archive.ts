import type {
  Alert,
  BackUpFile,
  DatabaseSize,
  ExportFormat,
  ExportJob,
  NewWatch,
  PostDetails,
  PostFilter,
  Watch,
} from './archive.ts';
import type { Accepted, Empty, Page, Refused } from './contract.ts';
import type { HeldPost } from './domain.ts';
import type { ChannelInsights, Day, Insights } from './insights.ts';

/** The part of the contract about what is held: searching, insights, exports, copies, watching. */
export interface ArchiveRequests {
  /**
   * Newest first. `before`: the `next` of the page before. Refused where the text cannot be searched for, in words.
   * `limit`: 1 to 1000.
   */
  'posts.search': {
    request: PostFilter & { readonly before?: number; readonly limit: number };
    response: ({ readonly accepted: true } & Page<HeldPost>) | Refused;
  };
  /** How many posts a filter finds, counted no further than `atMost` (1 to 1,000,000). */
  'posts.count': {
    request: PostFilter & { readonly atMost: number };
    response: { readonly accepted: true; readonly count: number; readonly more: boolean } | Refused;
  };
  /** Null where no such post is held. */
  'posts.get': {
    request: { readonly channelId: number; readonly postId: number };
    response: PostDetails | null;
  };
  /** The days are local ones, both within the period; at most 3660 of them. */
  'insights.get': {
    request: { readonly channelId: number; readonly from: Day; readonly to: Day };
    response: Insights;
  };
  'insights.overview': {
    request: { readonly from: Day; readonly to: Day };
    response: readonly ChannelInsights[];
  };
  /** Writes what the filter finds to a file in the folder of exports; `exports` changes as it goes on. */
  'exports.start': {
    request: PostFilter & { readonly format: ExportFormat };
    response: { readonly accepted: true; readonly job: ExportJob } | Refused;
  };
  'exports.cancel': { request: { readonly jobId: number }; response: Accepted | Refused };
  /** Newest first. */
  'exports.list': { request: Empty; response: readonly ExportJob[] };
  /** A one-time address from which this process's web server sends the finished file; refused where it has none. */
  'exports.address': {
    request: { readonly jobId: number };
    response: { readonly accepted: true; readonly address: string } | Refused;
  };
  /** Newest first. */
  'backups.list': { request: Empty; response: readonly BackUpFile[] };
  /** Makes and checks a copy now; answers when it is finished. */
  'backups.make': {
    request: Empty;
    response: { readonly accepted: true; readonly backUp: BackUpFile } | Refused;
  };
  /**
   * Puts a copy in the database's place, which is set aside and not deleted: Tidings closes the database, and starts
   * again on the copy. Refused where the copy is not sound or a run is under way.
   */
  'backups.restore': { request: { readonly name: string }; response: Accepted | Refused };
  /** Measured now, which takes seconds on a large database. */
  'database.size': { request: Empty; response: DatabaseSize };
  'watches.list': { request: Empty; response: readonly Watch[] };
  'watches.add': {
    request: NewWatch;
    response: { readonly accepted: true; readonly watch: Watch } | Refused;
  };
  'watches.remove': { request: { readonly watchId: number }; response: Accepted | Refused };
  /** Newest first. `before`: the `next` of the page before. `limit`: 1 to 1000. */
  'alerts.list': {
    request: { readonly before?: number; readonly limit: number };
    response: Page<Alert>;
  };
  /** The user has seen these alerts, or all of them. */
  'alerts.seen': { request: { readonly alertIds: readonly number[] | 'all' }; response: Accepted };
}
