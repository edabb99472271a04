import type { VaultProtection, VaultState } from '../../shared/contract.ts';

const protections: Readonly<Record<VaultProtection, string>> = {
  keychain: "this computer's keychain",
  passphrase: 'a passphrase',
  'key-file': 'a key file',
};

/** "a key file and by this computer's keychain". */
export function protectionWords(by: readonly VaultProtection[]): string {
  return by.length === 0 ? 'nothing' : by.map((kind) => protections[kind]).join(' and by ');
}

/**
 * Why the vault cannot be used, for whoever looks at a screen: there the passphrase has a field, where the sentence for
 * terminals names an option. Null where it can be used.
 */
export function closedWords({ state, protectedBy, sentence }: VaultState): string | null {
  switch (state) {
    case 'open':
      return null;
    case 'locked':
      return protectedBy.includes('passphrase')
        ? 'Your sign-ins are locked. Enter the passphrase to open them; nothing is collected before.'
        : sentence;
    case 'unprotected':
      return 'Nothing protects secrets on this computer yet, so none are kept before you choose a passphrase.';
  }
}

/** What protects the vault once a passphrase was chosen: it takes the place of the key file. */
export function withPassphrase(by: readonly VaultProtection[]): readonly VaultProtection[] {
  if (by.includes('passphrase')) return by;
  return [...by.filter((kind) => kind !== 'key-file'), 'passphrase'];
}

/** What choosing a passphrase will do, before it is done. */
export function choosingWords(by: readonly VaultProtection[]): string {
  if (by.includes('passphrase')) return 'The new one takes the place of the old one at once.';
  const keyFile = by.includes('key-file')
    ? 'The passphrase takes the place of the key file, which is removed. '
    : '';
  return by.includes('keychain')
    ? `${keyFile}The keychain goes on opening the vault; where it is not at hand, each start asks for the passphrase.`
    : `${keyFile}From then on each start asks for the passphrase.`;
}
