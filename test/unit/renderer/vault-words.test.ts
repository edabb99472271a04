import { describe, expect, it } from 'vitest';
import { choosingWords, closedWords, withPassphrase } from '../../../renderer/vault/vault-words.ts';

describe('a closed vault on a screen', () => {
  const sentence = 'The sessions are locked. Enter the passphrase, here or with --passphrase-file.';

  it('names no option of a terminal where the passphrase has a field', () => {
    const words = [
      closedWords({ state: 'locked', protectedBy: ['keychain', 'passphrase'], sentence }),
      closedWords({ state: 'unprotected', protectedBy: [], sentence: 'Give one with --passphrase-file.' }),
    ];
    for (const said of words) expect(said).not.toContain('--');
    expect(words[0]).toContain('Enter the passphrase');
  });

  it('says in its own words what else opens it, and nothing where it is open', () => {
    const missing = 'The key file is not here. Put it back.';
    expect(closedWords({ state: 'locked', protectedBy: ['key-file'], sentence: missing })).toBe(missing);
    expect(closedWords({ state: 'open', protectedBy: ['key-file'], sentence })).toBeNull();
  });
});

describe('choosing a passphrase', () => {
  it('takes the place of the key file, and says so before', () => {
    expect(withPassphrase(['keychain', 'key-file'])).toEqual(['keychain', 'passphrase']);
    expect(choosingWords(['key-file'])).toMatch(/takes the place of the key file, which is removed/);
    expect(choosingWords(['keychain', 'key-file'])).toMatch(/key file, which is removed.*keychain goes on/);
    expect(choosingWords(['keychain'])).not.toMatch(/key file/);
  });

  it('changes nothing of what protects where there is one', () => {
    expect(withPassphrase(['passphrase'])).toEqual(['passphrase']);
    expect(choosingWords(['passphrase', 'keychain'])).toBe(
      'The new one takes the place of the old one at once.',
    );
  });
});
