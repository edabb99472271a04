import type { VaultState } from '../../shared/contract.ts';

/** What a vault says of itself that needs nobody to open it. */
export const openVault: VaultState = {
  state: 'open',
  protectedBy: ['key-file'],
  sentence: 'Secrets are in memory, and go with it.',
};
