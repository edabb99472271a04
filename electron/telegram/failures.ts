import { formatDuration } from '../../shared/format.ts';
import type { GatewayFailure } from '../ports/gateway.ts';
import type { Library } from './library.ts';

/** An error answer of Telegram in its own words. */
export interface RpcAnswer {
  /** Without its number: `FLOOD_WAIT`, `PHONE_MIGRATE`, `CHANNEL_PRIVATE`. */
  readonly code: string;
  /** HTTP-like: 400, 401, 420, 500 … */
  readonly status: number;
  /** Seconds of a flood wait, or the data centre of a migration; null where there is none. */
  readonly number: number | null;
}

/** Null when the error is no answer of Telegram. */
export function readRpcError(library: Library, error: unknown): RpcAnswer | null {
  const { errors } = library;
  if (!(error instanceof errors.RPCError)) return null;
  const status = error.code ?? 400;
  // The library's own classes swallow Telegram's word for the error, so it is put back here.
  if (error instanceof errors.FloodWaitError || error instanceof errors.FloodTestPhoneWaitError) {
    return { code: 'FLOOD_WAIT', status, number: error.seconds };
  }
  if (error instanceof errors.PhoneMigrateError)
    return { code: 'PHONE_MIGRATE', status, number: error.newDc };
  if (error instanceof errors.NetworkMigrateError) {
    return { code: 'NETWORK_MIGRATE', status, number: error.newDc };
  }
  if (error instanceof errors.UserMigrateError) return { code: 'USER_MIGRATE', status, number: error.newDc };
  if (error instanceof errors.MsgWaitError) return { code: 'MSG_WAIT_FAILED', status: 500, number: null };
  return { code: error.errorMessage, status, number: null };
}

/** Telegram's trouble of the moment, not an answer to the request: worth sending it again. */
export function isTransient(answer: RpcAnswer): boolean {
  return (
    Math.abs(answer.status) >= 500 ||
    answer.code === 'RPC_CALL_FAIL' ||
    answer.code === 'RPC_MCGET_FAIL' ||
    answer.code === 'CONNECTION_NOT_INITED'
  );
}

const signInAgain = 'Sign in to this account again; everything collected is kept.';

const signedOut: Readonly<Record<string, string>> = {
  AUTH_KEY_UNREGISTERED: `This account is signed out. ${signInAgain}`,
  AUTH_KEY_INVALID: `This account is signed out. ${signInAgain}`,
  AUTH_KEY_PERM_EMPTY: `This account is signed out. ${signInAgain}`,
  SESSION_REVOKED: `This sign-in was ended from another device. ${signInAgain}`,
  SESSION_EXPIRED: `This sign-in has expired. ${signInAgain}`,
  AUTH_KEY_DUPLICATED:
    'Telegram ended this sign-in because it was used from two places at once. ' +
    `Make sure that one copy of Tidings runs with it. ${signInAgain}`,
  USER_DEACTIVATED:
    'Telegram has deleted this account. Choose another account; everything collected is kept.',
  USER_DEACTIVATED_BAN:
    'Telegram has banned this account. Write to recover@telegram.org from it, or choose another account; ' +
    'everything collected is kept.',
};

const noAccess: Readonly<Record<string, string>> = {
  CHANNEL_PRIVATE: 'This channel is private, or has removed this account.',
  CHANNEL_INVALID: 'This account cannot reach the channel: it was deleted, or is not open to it.',
  CHANNEL_PUBLIC_GROUP_NA: 'This channel is not available to this account.',
  CHAT_FORBIDDEN: 'This account may not read the channel.',
  CHAT_ID_INVALID: 'This account cannot reach the channel: it was deleted, or is not open to it.',
  PEER_ID_INVALID: 'This account cannot reach the channel: it was deleted, or is not open to it.',
  USER_BANNED_IN_CHANNEL: 'The channel has banned this account.',
  INVITE_REQUEST_SENT: 'The request to join this channel has not been answered yet.',
};

const notFound: Readonly<Record<string, string>> = {
  USERNAME_NOT_OCCUPIED: 'There is no channel by this name.',
  USERNAME_INVALID: 'This is not a name Telegram can have.',
  INVITE_HASH_EMPTY: 'This invite link is incomplete.',
  INVITE_HASH_INVALID: 'This invite link is not valid.',
  INVITE_HASH_EXPIRED: 'This invite link has expired.',
};

const refused: Readonly<Record<string, string>> = {
  FROZEN_METHOD_INVALID:
    'Telegram has frozen this account, which may not read any more. See what Telegram says in its app.',
};

/** What an error answer means to the caller. `method` as Telegram names it. */
export function failureOf(answer: RpcAnswer, method: string): GatewayFailure {
  const { code } = answer;
  if (code === 'FLOOD_WAIT') return floodFailure(method, Math.max(1, answer.number ?? 1) * 1000);
  if (isTransient(answer)) {
    return { kind: 'network', message: `Telegram has a problem of its own (${code}). It usually passes.` };
  }
  // 401 is about the sign-in, whatever the word; this one is a question of the sign-in under way.
  const isSignedOut = answer.status === 401 && code !== 'SESSION_PASSWORD_NEEDED';
  const signedOutMessage =
    signedOut[code] ?? (isSignedOut ? `Telegram ended this sign-in (${code}). ${signInAgain}` : undefined);
  if (signedOutMessage !== undefined) return { kind: 'signed-out', message: signedOutMessage };
  const noAccessMessage = noAccess[code];
  if (noAccessMessage !== undefined) return { kind: 'no-access', message: noAccessMessage };
  const notFoundMessage = notFound[code];
  if (notFoundMessage !== undefined) return { kind: 'not-found', message: notFoundMessage };
  const message = refused[code] ?? `Telegram refused ${method}: ${code}.`;
  return { kind: 'refused', code, message };
}

export function floodFailure(method: string, waitMs: number): GatewayFailure {
  const message = `Telegram asks for a pause: ${formatDuration(waitMs)}.`;
  return { kind: 'flood', method, waitMs, message };
}

export const keyForgottenFailure: GatewayFailure = {
  kind: 'signed-out',
  message: `Telegram does not know this sign-in any more. ${signInAgain}`,
};

export const unreadableSessionFailure: GatewayFailure = {
  kind: 'signed-out',
  message: `The saved sign-in of this account cannot be read. ${signInAgain}`,
};

export const notModifiedFailure: GatewayFailure = {
  kind: 'refused',
  code: 'NOT_MODIFIED',
  message:
    'Telegram answered that nothing has changed, which it was not asked. Nothing was concluded from it.',
};

export const abortedFailure: GatewayFailure = {
  kind: 'cancelled',
  message: 'Stopped before the request was sent.',
};

export const closedFailure: GatewayFailure = {
  kind: 'cancelled',
  message: 'The connection to Telegram was closed.',
};
