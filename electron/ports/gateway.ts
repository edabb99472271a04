import type { ProxyServer } from '../../shared/contract.ts';
import type { Account, Post } from '../../shared/domain.ts';

/**
 * Telegram as the rest of Tidings sees it: plain values in, plain values out. What is expected to go wrong
 * is a value (`GatewayFailure`), not an exception; only a programming error throws.
 */

/** A channel as one account reaches it. The access hash is valid for that account alone. */
export interface ChannelAddress {
  readonly channelId: number;
  readonly accessHash: string;
}

export interface ChannelDescription extends ChannelAddress {
  readonly title: string;
  readonly username: string | null;
  readonly subscribers: number | null;
}

export interface ChannelDetails extends ChannelDescription {
  /** Where the channel's own sequence of events stands; null where Telegram told none. */
  readonly pts: number | null;
}

/** Where a channel stands: its own sequence number and its newest message. */
export interface ChannelState {
  readonly channelId: number;
  readonly pts: number;
  readonly topMessageId: number;
  /** Mostly null: Telegram tells it reliably in the channel's details alone. */
  readonly subscribers: number | null;
  readonly title: string;
  readonly username: string | null;
}

/** What happened in a channel since a `pts`. */
export type ChannelDifference =
  | {
      readonly kind: 'changes';
      /** Where to go on from. */
      readonly pts: number;
      /** True when there is nothing more. */
      readonly final: boolean;
      /** New and edited posts as they are now, service messages left out; ascending by id. */
      readonly posts: readonly Post[];
      /** Ascending. None of them is among `posts`. */
      readonly deletedIds: readonly number[];
      /** The highest message id among the new ones, service messages included; null when none is new. */
      readonly newestId: number | null;
    }
  /**
   * Too much has happened, or Telegram does not take the `pts`: read the history instead. `pts` null where Telegram
   * told none. To be expected after more than 100 events: Telegram names no number to rely on.
   */
  | { readonly kind: 'too-long'; readonly pts: number | null };

/** What became of messages that were asked for by id. Every id asked for is in exactly one of the three. */
export interface MessagesById {
  /** Ascending by id. */
  readonly posts: readonly Post[];
  /** Asked for and not there: deleted, or never given. */
  readonly missingIds: readonly number[];
  /** There, but service messages. */
  readonly serviceIds: readonly number[];
}

export type GatewayFailure =
  /** No request of `method` may be sent by this account before `waitMs` from now are over. */
  | { readonly kind: 'flood'; readonly method: string; readonly waitMs: number; readonly message: string }
  /** Telegram could not be reached at all, or a reply never came. Worth another try. */
  | { readonly kind: 'network'; readonly message: string }
  /** The session was revoked or never existed: only a person can sign in again. */
  | { readonly kind: 'signed-out'; readonly message: string }
  /** The channel is private, was deleted, or has thrown this account out. */
  | { readonly kind: 'no-access'; readonly message: string }
  /** No channel by that name or link. */
  | { readonly kind: 'not-found'; readonly message: string }
  /** Telegram refused for another reason; `code` is its own word for it. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** The caller's signal was aborted before the request was sent. */
  | { readonly kind: 'cancelled'; readonly message: string };

export type GatewayResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: GatewayFailure };

export interface HistoryPage {
  /** Newest first. Service messages are left out; `oldestId` counts them. */
  readonly posts: readonly Post[];
  /** Rows of the page, service messages included. 0 is the only sign that the history ends. */
  readonly rows: number;
  /** The lowest message id of the page, to continue from; null on an empty page. */
  readonly oldestId: number | null;
  /** Where the channel's own sequence of events stood when the page was made; null where Telegram told none. */
  readonly pts: number | null;
}

export interface DialogPage {
  readonly channels: readonly ChannelDescription[];
  /** Where the next page begins; null after the last. Plain JSON, so that it can be stored. */
  readonly next: string | null;
}

/** What every request may carry. */
export interface RequestOptions {
  /** Aborting it stops waiting for a turn or for a connection; a request already sent is let finish. */
  readonly signal?: AbortSignal;
  /** Asked right before each request is sent: throwing here sends nothing (the lease check). */
  readonly beforeRequest?: () => Promise<void>;
}

/** One signed-in account over one connection. Read-only by construction. */
export interface AccountGateway {
  readonly accountId: number;
  /** One page of at most 100 messages, those older than `beforeId` (0: from the newest). */
  readHistory(
    channel: ChannelAddress,
    page: { readonly beforeId: number; readonly limit: number },
    options?: RequestOptions,
  ): Promise<GatewayResult<HistoryPage>>;
  /** A page of the account's dialogs, channels only. `cursor` null begins at the top. */
  readDialogs(cursor: string | null, options?: RequestOptions): Promise<GatewayResult<DialogPage>>;
  /** Resolves `@name`, `name`, or a t.me link. Very tightly limited by Telegram: only when the user adds one. */
  resolveChannel(reference: string, options?: RequestOptions): Promise<GatewayResult<ChannelDescription>>;
  /** Title, username, subscribers and pts. At most once a day per channel. */
  readChannel(channel: ChannelAddress, options?: RequestOptions): Promise<GatewayResult<ChannelDetails>>;
  /**
   * Where at most 100 channels stand, in one request. Channels Telegram does not answer for are left out; one that may
   * not be read makes the whole request fail, and Telegram does not say which. Throws on more than 100.
   */
  readStates(
    channels: readonly ChannelAddress[],
    options?: RequestOptions,
  ): Promise<GatewayResult<readonly ChannelState[]>>;
  /** What happened in the channel since `pts`, at most 100 events. */
  readDifference(
    channel: ChannelAddress,
    pts: number,
    options?: RequestOptions,
  ): Promise<GatewayResult<ChannelDifference>>;
  /** At most 100 messages by their ids, in one request. Throws on more. */
  readMessages(
    channel: ChannelAddress,
    ids: readonly number[],
    options?: RequestOptions,
  ): Promise<GatewayResult<MessagesById>>;
  /** Revokes the session on the server. */
  signOut(): Promise<GatewayResult<null>>;
  /** Forgets the connection, so that the next request builds a new one from the saved session. */
  reconnect(): Promise<void>;
  close(): Promise<void>;
}

/** A request that is about to be sent and one that was answered with a flood wait, for the flood ledger. */
export interface FloodGate {
  /** Milliseconds until `method` may be sent by this account for `parameters`; 0 when it may now. */
  remainingMs(accountId: number, method: string): number;
  /** Remembers a flood wait; the ledger keeps it across restarts. */
  record(accountId: number, method: string, waitMs: number): Promise<void>;
}

export type SignInStep =
  /** `link`: what the QR code says (`tg://login?token=…`), secret; worth nothing after `expiresInMs`. */
  | { readonly step: 'qr'; readonly link: string; readonly expiresInMs: number }
  /** `sentTo`: where the code is to be found, in words. */
  | { readonly step: 'code'; readonly sentTo: string }
  | { readonly step: 'password'; readonly hint: string | null }
  | { readonly step: 'done'; readonly account: SignedInAccount };

export interface SignedInAccount extends Pick<Account, 'id' | 'name' | 'username' | 'maskedPhone'> {
  /** Secret: for the vault only. */
  readonly session: string;
}

export type SignInFailure =
  | GatewayFailure
  | {
      readonly kind: 'wrong-code' | 'expired-code' | 'wrong-password' | 'wrong-phone' | 'wrong-api';
      readonly message: string;
    };

export type SignInResult =
  | { readonly ok: true; readonly value: SignInStep }
  | { readonly ok: false; readonly failure: SignInFailure };

/** One sign-in, from phone number or QR code to session. Wrong answers may be given again; `close` ends it either way. */
export interface SignIn {
  /** Asks for a code to be scanned by a signed-in Telegram app. */
  showQr(): Promise<SignInResult>;
  /**
   * Waits until the code shown was scanned (the step is then `password` or `done`) or has to be renewed (`qr`, with
   * another link). Nothing is asked of Telegram while waiting. `close` ends the waiting.
   */
  nextOfQr(): Promise<SignInResult>;
  sendCode(phone: string): Promise<SignInResult>;
  submitCode(code: string): Promise<SignInResult>;
  submitPassword(password: string): Promise<SignInResult>;
  close(): Promise<void>;
}

/** `api_id` and `api_hash` from my.telegram.org: always the user's own. */
export interface ApiCredentials {
  readonly apiId: number;
  readonly apiHash: string;
}

/** What a signed-in account needs to connect: kept in the vault, one entry per account. */
export interface AccountSecrets extends ApiCredentials {
  readonly session: string;
  /** Null: straight to Telegram. */
  readonly proxy: ProxyServer | null;
}

/** The one entry to Telegram. */
export interface TelegramGateway {
  /** Cheap: connects with the first request. The same account must not be opened twice. */
  openAccount(accountId: number, secrets: AccountSecrets): AccountGateway;
  beginSignIn(credentials: ApiCredentials, proxy: ProxyServer | null): SignIn;
  /** Whether Telegram answers through the proxy: a connection and its handshake, without any sign-in. */
  tryProxy(proxy: ProxyServer): Promise<GatewayResult<null>>;
  close(): Promise<void>;
}
