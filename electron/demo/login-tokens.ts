import { randomBytes } from 'node:crypto';
import type { KeyHolder } from './auth-keys.ts';

/** A QR code's token. */
export interface LoginToken {
  readonly token: Buffer;
  /** The key of the client that shows it. */
  readonly holder: KeyHolder;
  readonly expiresAt: number;
  /** The account that scanned it; null before. */
  acceptedBy: number | null;
}

export interface LoginTokens {
  /** The token a client shows: that which was accepted, or a fresh one. */
  exportFor(holder: KeyHolder, now: number): LoginToken;
  /** Null when there is no such token, or it has expired. */
  find(token: Buffer, now: number): LoginToken | null;
  /** Ends the tokens of a client. */
  dropFor(holder: KeyHolder): void;
}

const lifetimeMs = 30_000;

export function createLoginTokens(): LoginTokens {
  let tokens: LoginToken[] = [];

  return {
    exportFor(holder, now) {
      const accepted = tokens.find((each) => each.holder === holder && each.acceptedBy !== null);
      if (accepted !== undefined) return accepted;
      tokens = tokens.filter(({ expiresAt }) => expiresAt > now);
      const token: LoginToken = {
        token: randomBytes(32),
        holder,
        expiresAt: now + lifetimeMs,
        acceptedBy: null,
      };
      tokens.push(token);
      return token;
    },
    find: (token, now) => tokens.find((each) => each.token.equals(token) && each.expiresAt > now) ?? null,
    dropFor(holder) {
      tokens = tokens.filter((each) => each.holder !== holder);
    },
  };
}
