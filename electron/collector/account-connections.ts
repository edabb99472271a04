import { isDeepStrictEqual } from 'node:util';
import { createTurns } from '../../shared/in-turn.ts';
import type { SecretsOfAccounts } from '../ports/account-secrets.ts';
import type { AccountConnections } from '../ports/collector.ts';
import type { AccountGateway, AccountSecrets, TelegramGateway } from '../ports/gateway.ts';

interface OpenAccount {
  readonly gateway: AccountGateway;
  readonly secrets: AccountSecrets;
}

/**
 * Opens an account when it is first asked for and keeps it open. Asked again after a new sign-in or with another
 * proxy it closes the old connection and opens one from the new secrets. `gatewayOf` throws `VaultError` when the vault cannot be read.
 */
export function createAccountConnections({
  gateway,
  secrets: kept,
}: {
  readonly gateway: TelegramGateway;
  readonly secrets: Pick<SecretsOfAccounts, 'read'>;
}): AccountConnections {
  const open = new Map<number, OpenAccount>();

  // One at a time: two connections of one login can cost the login.
  const inTurn = createTurns();

  async function close(accountId: number): Promise<void> {
    const account = open.get(accountId);
    open.delete(accountId);
    await account?.gateway.close();
  }

  return {
    gatewayOf: (accountId) =>
      inTurn(async () => {
        const secrets = await kept.read(accountId);
        const current = open.get(accountId);
        if (current !== undefined && isDeepStrictEqual(current.secrets, secrets)) {
          return current.gateway;
        }
        await close(accountId);
        if (secrets === null) return null;
        const opened = gateway.openAccount(accountId, secrets);
        open.set(accountId, { gateway: opened, secrets });
        return opened;
      }),

    forget: (accountId) => inTurn(() => close(accountId)),

    closeAll: () =>
      inTurn(async () => {
        await Promise.all([...open.keys()].map(close));
      }),
  };
}
