import type { Account } from '../../shared/domain.ts';
import type { StoreWriter } from '../ports/store.ts';
import type { Connection } from './connection.ts';

type SignedIn = Parameters<StoreWriter['accounts']['signedIn']>[0];

export function listAccounts(connection: Connection): readonly Account[] {
  return connection.all<Account>(
    `SELECT id, name, username, masked_phone AS maskedPhone, state, signed_out_reason AS signedOutReason,
            added_at AS addedAt
     FROM accounts WHERE forgotten = 0 ORDER BY added_at, id`,
  );
}

/** Adds the account, or brings it back; one that was forgotten counts as added now. */
export function markSignedIn(connection: Connection, account: SignedIn, at: number): void {
  const { id, name, username, maskedPhone } = account;
  connection.run(
    `INSERT INTO accounts (id, name, username, masked_phone, state, added_at)
     VALUES (:id, :name, :username, :maskedPhone, 'signed-in', :at)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, username = excluded.username,
       masked_phone = excluded.masked_phone, state = 'signed-in', signed_out_reason = NULL,
       added_at = iif(forgotten = 1, excluded.added_at, added_at), forgotten = 0`,
    { id, name, username, maskedPhone, at },
  );
}

/** Throws when the account was never added; one that is forgotten stays so. */
export function markSignedOut(connection: Connection, accountId: number, reason: string): void {
  const { changes } = connection.run(
    "UPDATE accounts SET state = 'signed-out', signed_out_reason = ? WHERE id = ?",
    reason,
    accountId,
  );
  if (changes === 0) throw noAccount(accountId);
}

/**
 * Leaves of the account its id, which the steps of past runs refer to, and its way to the channels that are
 * collected, so that they go on when it is signed in again. Throws when there is no such account.
 */
export function forgetAccount(connection: Connection, accountId: number): void {
  requireAccount(connection, accountId);
  connection.run('DELETE FROM dialogs WHERE account_id = ?', accountId);
  connection.run('DELETE FROM dialog_readings WHERE account_id = ?', accountId);
  connection.run(
    `UPDATE accounts SET forgotten = 1, state = 'signed-out', signed_out_reason = NULL, name = '',
       username = NULL, masked_phone = '' WHERE id = ?`,
    accountId,
  );
}

/** Throws when there is no such account, or it was forgotten. */
export function requireAccount(connection: Connection, accountId: number): void {
  const known = connection.get('SELECT 1 FROM accounts WHERE id = ? AND forgotten = 0', accountId);
  if (known === undefined) throw noAccount(accountId);
}

function noAccount(accountId: number): Error {
  return new Error(`There is no account ${accountId}.`);
}
