import type { GatewayFailure } from '../ports/gateway.ts';

/** A word of our own among Telegram's: the account has no connection, whatever is asked of it. */
export const notOpenedCode = 'CONNECTION_NOT_OPENED';

/**
 * Failures that are the account's, not the channel's: nothing more is asked on its behalf in this run. A flood is one
 * only where it kept a channel from being read, which the history's alone can.
 */
export function isTroubleOfAccount(failure: GatewayFailure): boolean {
  const { kind } = failure;
  if (kind === 'refused') return failure.code === notOpenedCode;
  return kind === 'flood' || kind === 'network' || kind === 'signed-out';
}

/** Telegram does not want this method now, or at all; nothing is said of the channel or of the account. */
export function isOfMethodAlone(failure: GatewayFailure): boolean {
  const { kind } = failure;
  return kind === 'flood' || (kind === 'refused' && failure.code !== notOpenedCode);
}

/** The channel is closed to this account, or there is none. */
export function isOfChannel(failure: GatewayFailure): boolean {
  return failure.kind === 'no-access' || failure.kind === 'not-found';
}
