import type { Account } from '../../shared/domain.ts';

/** The ids of the accounts that are signed in. */
export function signedInIds(accounts: readonly Account[]): readonly number[] {
  return accounts.filter(({ state }) => state === 'signed-in').map(({ id }) => id);
}

/** The accounts signed in since, by somebody else than this page. */
export function signedInSince(before: readonly number[], accounts: readonly Account[]): readonly Account[] {
  return accounts.filter(({ id, state }) => state === 'signed-in' && !before.includes(id));
}
