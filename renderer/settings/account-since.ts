import type { Account, AuditEvent, AuditEventType } from '../../shared/domain.ts';
import { formatDate, formatDateTime } from '../../shared/format.ts';

/** What the log keeps about the sign-ins of accounts. */
export const signInEvents: readonly AuditEventType[] = ['signin.completed', 'signin.lost'];

/**
 * "Signed in since 3 Nov 2026, 14:02", where the log still tells; else since when the account is known here.
 * `events`: newest first, as the log gives them.
 */
export function sinceWords(account: Account, events: readonly AuditEvent[]): string {
  const latest = events.find(
    (event) =>
      (event.type === 'signin.completed' || event.type === 'signin.lost') &&
      event.metadata.accountId === account.id,
  );
  const tellsState =
    latest !== undefined && (latest.type === 'signin.completed') === (account.state === 'signed-in');
  if (!tellsState) return `Known here since ${formatDate(account.addedAt)}`;
  const state = account.state === 'signed-in' ? 'Signed in' : 'Signed out';
  return `${state} since ${formatDateTime(latest.at)}`;
}
