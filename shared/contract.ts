import type {
  Account,
  AuditEvent,
  AuditEventType,
  Channel,
  HeldPost,
  Run,
  RunStatus,
  RunStep,
  Settings,
} from './domain.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Every request and event that crosses a process boundary. Screens, tray, socket and command line speak
 * only this; `contract-schemas.ts` parses what comes in, in the one place that answers it.
 */

/** An answer that says no, in words. Expected refusals are values; only a broken request throws. */
export type Refused = { readonly accepted: false; readonly reason: string };

export interface Requests {
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
  /** `@name`, `name` or a t.me link; asks Telegram once. */
  'channels.add': {
    request: { readonly reference: string; readonly limit?: number };
    response: { readonly accepted: true; readonly channel: Channel } | Refused;
  };
  'channels.set': {
    request: ChannelChange;
    response: { readonly accepted: true; readonly channel: Channel } | Refused;
  };
  'posts.list': { request: PostsQuery; response: Page<HeldPost> };
  /** A fresh one-time address of this process's screens in a browser; refused where it serves none. */
  'screens.address': {
    request: Empty;
    response: { readonly accepted: true; readonly address: string } | Refused;
  };
  'accounts.list': { request: Empty; response: readonly Account[] };
  'signin.begin': { request: SignInRequest; response: SignInAnswer };
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
}

export type ChangedList = 'runs' | 'channels' | 'accounts' | 'events';
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

export type ChannelChange = ChannelReference & { readonly enabled?: boolean; readonly limit?: number };

export type PostsQuery = ChannelReference & { readonly before?: number; readonly limit: number };

export interface SignInRequest {
  readonly phone: string;
  readonly apiId: number;
  readonly apiHash: string;
}

/** `sentTo`: where the code is to be found; `problem`: why it is asked again, null the first time. */
export type SignInAnswer =
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
