import type { ContractClient } from '../../../shared/contract.ts';
import type { Account } from '../../../shared/domain.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type Output, table } from '../output.ts';

export async function listAccounts(client: ContractClient, output: Output): Promise<void> {
  const accounts = await client.request('accounts.list', {});
  output.answer(accounts, () => accountsText(accounts));
}

/** `who`: @username, id, or the name as it is listed. */
export async function signOut(
  client: ContractClient,
  output: Output,
  who: string,
  { anyway }: { readonly anyway?: true },
): Promise<void> {
  const account = findAccount(await client.request('accounts.list', {}), who);
  const answer = await client.request('accounts.signOut', {
    accountId: account.id,
    ...(anyway ? { evenIfUnreachable: true } : {}),
  });
  if (!answer.accepted) throw new CommandError(answer.reason);
  output.answer(
    { accountId: account.id, signedOut: true },
    () => `Signed out of ${account.name}. Channels and posts are kept.`,
  );
}

function findAccount(accounts: readonly Account[], who: string): Account {
  const name = who.replace(/^@/, '').toLowerCase();
  const found = accounts.filter(
    (account) =>
      String(account.id) === name ||
      account.username?.toLowerCase() === name ||
      account.name.toLowerCase() === name,
  );
  const [account] = found;
  if (account !== undefined && found.length === 1) return account;
  throw new CommandError(
    found.length === 0
      ? `No account called ${who} is kept. "tidings accounts list" shows those that are.`
      : `Several accounts are called ${who}. Give the id that "tidings accounts list" shows.`,
    exitCodes.usage,
  );
}

function accountsText(accounts: readonly Account[]): string {
  if (accounts.length === 0) return 'No account yet. Sign in: tidings login --phone +49…';
  return table(
    ['ID', 'NAME', 'USERNAME', 'PHONE', 'STATE'],
    accounts.map(({ id, name, username, maskedPhone, state, signedOutReason }) => [
      String(id),
      name,
      username === null ? '' : `@${username}`,
      maskedPhone,
      state === 'signed-in' ? 'signed in' : `signed out: ${signedOutReason ?? 'sign in again'}`,
    ]),
    new Set([0]),
  );
}
