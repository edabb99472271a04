import { sha1 } from './protocol/cipher.ts';
import type { AuthKey } from './protocol/messages.ts';

/** An auth key and what is known of the client behind it. */
export interface KeyHolder extends AuthKey {
  readonly dataCentre: number;
  /** The account that is signed in; null when none is. */
  accountId: number | null;
  /** The account whose code was right and whose password is still to come. */
  passwordPending: number | null;
  /** What the client is told instead of an answer, once its session was ended from elsewhere. */
  endedWith: string | null;
}

/** A key as it is kept in the state file. */
export interface KeptKey {
  readonly dataCentre: number;
  /** base64 */
  readonly key: string;
  readonly accountId: number | null;
}

/** The auth keys that clients have made. */
export interface AuthKeys {
  find(dataCentre: number, id: bigint): KeyHolder | undefined;
  add(dataCentre: number, key: AuthKey): KeyHolder;
  /** Keys that an account is signed in with; all keys for null. */
  of(accountId: number | null): KeyHolder[];
  forget(holder: KeyHolder): void;
  signIn(holder: KeyHolder, accountId: number): void;
  signOut(holder: KeyHolder, endedWith: string | null): void;
  kept(): KeptKey[];
}

/** `changed` is called whenever something that is kept has changed. */
export function createAuthKeys(kept: readonly KeptKey[], changed: () => void): AuthKeys {
  const holders = new Map<string, KeyHolder>();
  const nameOf = (dataCentre: number, id: bigint) => `${dataCentre}:${id}`;

  function insert(holder: KeyHolder): KeyHolder {
    holders.set(nameOf(holder.dataCentre, holder.id), holder);
    return holder;
  }

  for (const { dataCentre, key, accountId } of kept) {
    const bytes = Buffer.from(key, 'base64');
    const id = sha1(bytes).readBigInt64LE(12);
    insert({ id, key: bytes, dataCentre, accountId, passwordPending: null, endedWith: null });
  }

  return {
    find: (dataCentre, id) => holders.get(nameOf(dataCentre, id)),
    add(dataCentre, key) {
      const holder = insert({ ...key, dataCentre, accountId: null, passwordPending: null, endedWith: null });
      changed();
      return holder;
    },
    of: (accountId) =>
      [...holders.values()].filter((holder) => accountId === null || holder.accountId === accountId),
    forget(holder) {
      holders.delete(nameOf(holder.dataCentre, holder.id));
      changed();
    },
    signIn(holder, accountId) {
      holder.accountId = accountId;
      holder.passwordPending = null;
      holder.endedWith = null;
      changed();
    },
    signOut(holder, endedWith) {
      holder.accountId = null;
      holder.passwordPending = null;
      holder.endedWith = endedWith;
      changed();
    },
    kept: () =>
      [...holders.values()].map(({ dataCentre, key, accountId }) => ({
        dataCentre,
        key: key.toString('base64'),
        accountId,
      })),
  };
}
