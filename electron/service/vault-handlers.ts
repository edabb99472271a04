import type { Handlers } from '../../shared/contract.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreWriter } from '../ports/store.ts';
import type { LockableVault } from '../ports/vault.ts';

type VaultHandlers = Pick<Handlers, 'vault.get' | 'vault.unlock' | 'vault.protect'>;

/** The vault as a person opens and protects it. A passphrase is used and forgotten: never kept, never logged. */
export function createVaultHandlers(options: {
  readonly vault: LockableVault;
  /** Throws `LeaseLostError` where this process does not hold the lease. */
  readonly writer: () => Promise<StoreWriter>;
  readonly clock: Clock;
  readonly onChanged: () => Promise<void>;
}): VaultHandlers {
  const { vault, writer, clock } = options;

  return {
    'vault.get': async () => vault.state(),
    'vault.unlock': async ({ passphrase }) => {
      if (!(await vault.unlock(passphrase))) {
        return { accepted: false, reason: 'This is not the passphrase. Nothing was changed.' };
      }
      await options.onChanged();
      return { accepted: true };
    },
    'vault.protect': async ({ passphrase }) => {
      const { audit } = await writer();
      await vault.protect(passphrase);
      await audit.append({ at: clock.now(), type: 'vault.protected', metadata: { by: 'passphrase' } });
      await options.onChanged();
      return { accepted: true };
    },
  };
}
