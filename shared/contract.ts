import type { CollectionPace } from './collection-cost.ts';
import type { ArchiveRequests } from './contract-archive.ts';
import type {
  Account,
  AuditEvent,
  AuditEventType,
  Channel,
  HeldPost,
  ProxyKind,
  Run,
  RunStatus,
  RunStep,
  RunTrigger,
  Settings,
} from './domain.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Every request and event that crosses a process boundary. Screens, tray, socket and command line speak
 * only this; `contract-schemas.ts` parses what comes in, in the one place that answers it.
 */

/** An answer that says no, in words. Expected refusals are values; only a broken request throws. */
export type Refused = { readonly accepted: false; readonly reason: string };

export interface Requests extends ArchiveRequests {
  'snapshot.get': { request: Empty; response: Snapshot };
  /** Starts a run at once; refused while one is under way or there is nothing to do. */
  'run.start': { request: Empty; response: { readonly accepted: true; readonly runId: number } | Refused };
  /** Ends the current run after the request in flight; what was collected is kept. */
  'run.stop': { request: Empty; response: { readonly accepted: true } | Refused };
  'schedule.pause': { request: PauseRequest; response: Accepted };
  'schedule.resume': { request: Empty; response: Accepted | Refused };
  'settings.get': { request: Empty; response: Settings };
  /** Changes what is given, keeps the rest; takes effect at once. */
  'settings.set': { request: Partial<Settings>; response: Settings };
  'runs.list': { request: RunsQuery; response: Page<Run> };
  'runs.steps': { request: { readonly runId: number }; response: readonly RunStep[] };
  'runs.events': { request: EventsQuery; response: Page<AuditEvent> };
  'channels.list': { request: Empty; response: readonly Channel[] };
  /** `@name`, `name`, a t.me link or an invite already joined; asks Telegram at most once an account. */
  'channels.add': {
    request: { readonly reference: string } & ChannelSettings;
    response: { readonly accepted: true; readonly channel: Channel } | Refused;
  };
  'channels.set': {
    request: ChannelChange;
    response: { readonly accepted: true; readonly channel: Channel } | Refused;
  };
  /** What reading costs, for `costOfRun`. */
  'collection.pace': { request: Empty; response: CollectionPace };
  /** The same change for many channels at once: all of them or, where one is unknown, none. */
  'channels.setMany': {
    request: { readonly channelIds: readonly number[] } & ChannelSettings;
    response: { readonly accepted: true; readonly channels: readonly Channel[] } | Refused;
  };
  /** Adds channels from the kept list of an account's dialogs; asks Telegram nothing. */
  'channels.pick': {
    request: {
      readonly accountId: number;
      readonly channelIds: readonly number[];
    } & Pick<ChannelSettings, 'limit' | 'backfill'>;
    response: { readonly accepted: true; readonly channels: readonly Channel[] } | Refused;
  };
  /** Forgets channels and every post held of them. Runs that read them stay in the log. */
  'channels.remove': {
    request: { readonly channelIds: readonly number[] };
    response: { readonly accepted: true; readonly postsRemoved: number } | Refused;
  };
  /** The user has seen what is held of the channels: nothing of it counts as new any more. */
  'channels.looked': { request: { readonly channelIds: readonly number[] }; response: Accepted };
  /** The channels among the account's dialogs, as far as they have been read; asks Telegram nothing. */
  'dialogs.list': { request: { readonly accountId: number }; response: DialogList };
  /** Reads the next page of dialogs and keeps it with its cursor. `again`: begins at the top once more. */
  'dialogs.read': {
    request: { readonly accountId: number; readonly again?: boolean };
    response: { readonly accepted: true; readonly complete: boolean } | Refused;
  };
  'posts.list': { request: PostsQuery; response: Page<HeldPost> };
  /** A fresh one-time address of this process's screens in a browser; refused where it serves none. */
  'screens.address': {
    request: Empty;
    response: { readonly accepted: true; readonly address: string } | Refused;
  };
  'accounts.list': { request: Empty; response: readonly Account[] };
  /**
   * Ends the session at Telegram, then forgets it here. Refused where Telegram cannot be reached, unless
   * `evenIfUnreachable`: then it is only forgotten here. Channels and posts are kept.
   */
  'accounts.signOut': {
    request: { readonly accountId: number; readonly evenIfUnreachable?: boolean };
    response: Accepted | Refused;
  };
  /** The application registered at my.telegram.org. Its hash never leaves the vault. */
  'api.get': { request: Empty; response: { readonly apiId: number | null } };
  'api.set': { request: ApiApplication; response: Accepted | Refused };
  /** The way to Telegram of an account, or, with null, of sign-ins to come. */
  'proxy.get': { request: { readonly accountId: number | null }; response: ProxySummary | null };
  /** Tried before it is kept; refused in words where Telegram is not reached through it. */
  'proxy.set': {
    request: { readonly accountId: number | null; readonly proxy: ProxyServer | null };
    response: Accepted | Refused;
  };
  'vault.get': { request: Empty; response: VaultState };
  /** Opens a locked vault for the life of this process. */
  'vault.unlock': { request: { readonly passphrase: string }; response: Accepted | Refused };
  /** Chooses a passphrase, or another one: from then on each start asks for it where there is no keychain. */
  'vault.protect': { request: { readonly passphrase: string }; response: Accepted | Refused };
  'system.get': { request: Empty; response: SystemInfo };
  'system.setLaunchAtLogin': { request: { readonly enabled: boolean }; response: Accepted | Refused };
  'system.openFolder': {
    request: { readonly folder: 'data' | 'logs' | 'exports' | 'backups' };
    response: Accepted | Refused;
  };
  /** Starts Tidings again as the demo, or, from the demo, on the user's own data. Only the desktop app can. */
  'demo.start': { request: Empty; response: Accepted | Refused };
  'demo.leave': { request: Empty; response: Accepted | Refused };
  'signin.begin': { request: SignInRequest; response: SignInAnswer };
  /** Shows a code to be scanned by a signed-in Telegram app: the answer's step is `qr`, where Telegram can be reached. */
  'signin.qr': { request: ApiChoice; response: SignInAnswer };
  /** Answers when the code was scanned, has been renewed, or can never be: the next step of a sign-in by QR. */
  'signin.next': { request: { readonly signInId: string }; response: SignInAnswer };
  'signin.code': { request: { readonly signInId: string; readonly code: string }; response: SignInAnswer };
  'signin.password': {
    request: { readonly signInId: string; readonly password: string };
    response: SignInAnswer;
  };
  'signin.cancel': { request: { readonly signInId: string }; response: Accepted };
}

export interface Events {
  /** The whole state, at once on the first and last change, else at most every 100 ms. */
  snapshot: Snapshot;
  /** A list a screen may be showing has changed: ask for it again. */
  changed: { readonly lists: readonly ChangedList[] };
  /** Go to this screen: a notification or a menu led here. Told to the desktop's own window only. */
  open: { readonly screen: ScreenName };
}

export const screenNames = [
  'now',
  'channels',
  'posts',
  'insights',
  'history',
  'alerts',
  'settings',
  'welcome',
] as const;
export type ScreenName = (typeof screenNames)[number];

/** `accounts` goes for their proxies and the saved application too. */
export type ChangedList =
  | 'runs'
  | 'channels'
  | 'accounts'
  | 'dialogs'
  | 'vault'
  | 'events'
  | 'posts'
  | 'watches'
  | 'alerts'
  | 'exports'
  | 'backups';
export type RequestName = keyof Requests;
export type RequestOf<Name extends RequestName> = Requests[Name]['request'];
export type ResponseOf<Name extends RequestName> = Requests[Name]['response'];
export type EventName = keyof Events;

/** What answers the contract, whatever the transport. */
export type Handlers = { [Name in RequestName]: (request: RequestOf<Name>) => Promise<ResponseOf<Name>> };

/** The one client of the contract: over preload, WebSocket, control socket, or straight in the process. */
export interface ContractClient {
  /** Rejects with `RequestError` when the request is malformed or the other side failed. */
  request<Name extends RequestName>(name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>>;
  /** Returns its unsubscribe function. */
  on<Name extends EventName>(name: Name, listener: (event: Events[Name]) => void): () => void;
}

/** Sent back instead of a response. `message` is for a person. */
export interface RequestFailure {
  readonly code: 'bad-request' | 'lease-lost' | 'failed' | 'not-connected';
  readonly message: string;
}

export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestFailure['code'];
  constructor(failure: RequestFailure) {
    super(failure.message);
    this.code = failure.code;
  }
}

/** How a request and its answer, and an event, look on a wire: one JSON text each. */
export type WireRequest = { readonly id: number; readonly name: string; readonly request: unknown };
export type WireMessage =
  | { readonly id: number; readonly response: unknown }
  | { readonly id: number; readonly failure: RequestFailure }
  | { readonly event: EventName; readonly payload: unknown };

export type Empty = Readonly<Record<string, never>>;
export type Accepted = { readonly accepted: true };
export type PauseRequest =
  | { readonly kind: 'until-resumed' }
  | { readonly kind: 'for'; readonly durationMs: number }
  | { readonly kind: 'until-tomorrow' };

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Give it as `before` to continue; null after the last page. */
  readonly next: number | null;
}

export interface RunsQuery {
  /** Started in [from, to). */
  readonly from?: number;
  readonly to?: number;
  readonly status?: RunStatus;
  readonly trigger?: RunTrigger;
  readonly before?: number;
  /** 1 to 1000. */
  readonly limit: number;
}

export interface EventsQuery {
  readonly runId?: number;
  readonly types?: readonly AuditEventType[];
  readonly from?: number;
  readonly to?: number;
  readonly before?: number;
  readonly limit: number;
}

/** Which channel: by id, or by `@name` / title as the user wrote it. */
export type ChannelReference = { readonly channelId: number } | { readonly reference: string };

export interface ChannelSettings {
  readonly enabled?: boolean;
  readonly limit?: number;
  readonly backfill?: boolean;
  readonly reread?: boolean;
  readonly keepDays?: number | null;
}

export type ChannelChange = ChannelReference & ChannelSettings;

export interface DialogList {
  /** In the order of Telegram's own list: the latest talk first. */
  readonly channels: readonly DialogChannel[];
  /** False while there are pages left to read. */
  readonly complete: boolean;
  /** When the newest page was read; null before the first. */
  readonly readAt: number | null;
}

/** A channel the account follows. */
export interface DialogChannel {
  readonly channelId: number;
  readonly title: string;
  readonly username: string | null;
  readonly subscribers: number | null;
  readonly collected: boolean;
}

export type PostsQuery = ChannelReference & { readonly before?: number; readonly limit: number };

/** `api_id` and `api_hash` as my.telegram.org shows them. */
export interface ApiApplication {
  readonly apiId: number;
  readonly apiHash: string;
}

/** Both of them, or neither: then those kept in the vault are used. */
export type ApiChoice = ApiApplication | Empty;

export type SignInRequest = { readonly phone: string } | ({ readonly phone: string } & ApiApplication);

export type ProxyServer =
  | {
      readonly kind: 'socks5';
      readonly host: string;
      readonly port: number;
      /** Null where the proxy asks for none. */
      readonly username: string | null;
      readonly password: string | null;
    }
  | {
      readonly kind: 'mtproxy';
      readonly host: string;
      readonly port: number;
      /** 32 hexadecimal digits, or `dd` and 32 more. */
      readonly secret: string;
    };

/** A proxy without what is secret of it. */
export interface ProxySummary {
  readonly kind: ProxyKind;
  readonly host: string;
  readonly port: number;
  readonly username: string | null;
}

export type VaultProtection = 'keychain' | 'passphrase' | 'key-file';

export interface VaultState {
  /** `unprotected`: nothing can be kept before a passphrase is chosen, since this system has no keychain. */
  readonly state: 'open' | 'locked' | 'unprotected';
  readonly protectedBy: readonly VaultProtection[];
  /** Where secrets are and what protects them, for a person. */
  readonly sentence: string;
}

/** What this process is and where it keeps things. */
export interface SystemInfo {
  readonly version: string;
  readonly mode: 'desktop' | 'serve' | 'command';
  readonly demo: boolean;
  readonly dataFolder: string;
  /** Null where this process does not start at login by itself; `refusal` says why it cannot be changed. */
  readonly launchAtLogin: { readonly enabled: boolean; readonly refusal: string | null } | null;
  /** Whether `system.openFolder` and `demo.start` can be done here. */
  readonly canOpenFolders: boolean;
  readonly canStartDemo: boolean;
}

/** `sentTo`: where the code is to be found; `problem`: why it is asked again, null the first time. */
export type SignInAnswer =
  /** `link`: what the QR code says; secret, worth nothing after `expiresInMs` (then `signin.next` brings another). */
  | {
      readonly step: 'qr';
      readonly signInId: string;
      readonly link: string;
      readonly expiresInMs: number;
      readonly problem: string | null;
    }
  | {
      readonly step: 'code';
      readonly signInId: string;
      readonly sentTo: string;
      readonly problem: string | null;
    }
  | {
      readonly step: 'password';
      readonly signInId: string;
      readonly hint: string | null;
      readonly problem: string | null;
    }
  | { readonly step: 'done'; readonly account: Account }
  /** The sign-in is over without a session; a new one may be begun. `unreachable`: nobody was asked at all. */
  | {
      readonly step: 'failed';
      readonly reason: string;
      readonly retryInMs: number | null;
      readonly unreachable: boolean;
    };
