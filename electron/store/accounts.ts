import type { Account } from '../../shared/domain.ts';
import type { StoreWriter } from '../ports/store.ts';
import type { Connection } from './connection.ts';

type SignedIn = Parameters<StoreWriter['accounts']['signedIn']>[0];

export function listAccounts(connection: Connection): readonly Account[] {
  return connection.all<Account>(
    `SELECT id, name, username, masked_phone AS maskedPhone, state, signed_out_reason AS signedOutReason,
            added_at AS addedAt
     FROM accounts ORDER BY added_at, id`,
  );
}

export function markSignedIn(connection: Connection, account: SignedIn, at: number): void {
  const { id, name, username, maskedPhone } = account;
  connection.run(
    `INSERT INTO accounts (id, name, username, masked_phone, state, added_at)
     VALUES (:id, :name, :username, :maskedPhone, 'signed-in', :at)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, username = excluded.username,
       masked_phone = excluded.masked_phone, state = 'signed-in', signed_out_reason = NULL`,
    { id, name, username, maskedPhone, at },
  );
}

/** Throws when the account was never added. */
export function markSignedOut(connection: Connection, accountId: number, reason: string): void {
  const { changes } = connection.run(
    "UPDATE accounts SET state = 'signed-out', signed_out_reason = ? WHERE id = ?",
    reason,
    accountId,
  );
  if (changes === 0) throw new Error(`There is no account ${accountId}.`);
}
