import type { Keychain } from '../ports/keychain.ts';
import type { Log } from '../ports/log.ts';
import { VaultError } from '../ports/vault.ts';
import { askPatiently } from './ask-patiently.ts';
import { isInside, keyFileOf, makeKeyFile, readKeyFile } from './key-file.ts';
import type { OwnerOnlyFiles } from './owner-only-files.ts';
import { type ScryptCost, type VaultDocument, type Wrap, type WrapOf, wrapOf } from './vault-document.ts';
import {
  formatKeychainText,
  parseKeychainText,
  unwrapByKey,
  unwrapByPassphrase,
  wrapByKey,
  wrapByPassphrase,
} from './wraps.ts';

export interface MeansOptions {
  /** Null where this process has none. */
  readonly keychain: Keychain | null;
  /** Where a key file may be found, and whether one may be made; null: neither. */
  readonly keyFile: { readonly folder: string; readonly make: boolean } | null;
  /** Given at the start; null where none was. */
  readonly passphrase: string | null;
  readonly dataFolder: string;
  readonly files: OwnerOnlyFiles;
  readonly scryptCost: ScryptCost;
  readonly keychainPatienceMs: number;
  /** The keychain has answered after all. */
  readonly onLate: () => void;
  readonly log: Log;
}

/** `waiting`: it has not answered yet, perhaps since it asks a person. */
export type KeychainStanding = 'none' | 'unprotected' | 'waiting' | 'ready';

export interface Opening {
  readonly master: Buffer | null;
  /** What the keychain said to the vault's wrap; null where there is no such wrap or it was not asked. */
  readonly keychain: 'opens' | 'renew' | 'refused' | 'waiting' | null;
  /** Whether the passphrase given at the start is the vault's; null where none was given or none is asked for. */
  readonly passphraseFits: boolean | null;
}

/** What this process can open and protect a vault with, without asking a person itself. */
export interface Means {
  keychainStanding(): Promise<KeychainStanding>;
  /** What would protect a vault made now; empty: nothing. */
  outlook(): Promise<readonly Wrap['kind'][]>;
  open(document: VaultDocument): Promise<Opening>;
  /** Wraps for a new vault; may make a key file. `passphrase`: the one chosen, null to take the one given. */
  wrapsForNew(vaultId: string, master: Buffer, passphrase: string | null): Promise<readonly Wrap[]>;
  /** Wraps of its own that the opened vault lacks, or that should be renewed. */
  wrapsToAdd(document: VaultDocument, opening: Opening, master: Buffer): Promise<readonly Wrap[]>;
}

export function createMeans(options: MeansOptions): Means {
  const { keychain, keyFile, passphrase, dataFolder, files, scryptCost, log } = options;
  const patience = { patienceMs: options.keychainPatienceMs, onLate: options.onLate };
  const mayMakeKeyFile = keyFile?.make === true && !isInside(keyFile.folder, dataFolder);

  const isProtected = keychain && askPatiently(() => keychain.isProtected(), patience);
  const keychainStanding = async (): Promise<KeychainStanding> => {
    if (isProtected === null) return 'none';
    const answer = await isProtected();
    if (answer.kind === 'waiting') return 'waiting';
    return answer.kind === 'answered' && answer.value ? 'ready' : 'unprotected';
  };

  const openWithKeychain = (wrap: WrapOf<'keychain'>, vaultId: string) => {
    const ask = askPatiently(async () => {
      if (keychain === null) throw new Error('There is no keychain.');
      const { text, renew } = await keychain.decrypt(Buffer.from(wrap.sealed, 'base64'));
      return { master: parseKeychainText(vaultId, text), renew };
    }, patience);
    let told = false;
    return async (): Promise<Pick<Opening, 'master' | 'keychain'>> => {
      const answer = await ask();
      if (answer.kind === 'waiting') return { master: null, keychain: 'waiting' };
      if (answer.kind === 'answered' && answer.value.master !== null) {
        return { master: answer.value.master, keychain: answer.value.renew ? 'renew' : 'opens' };
      }
      if (!told) {
        log.error(
          'The keychain did not open the vault.',
          answer.kind === 'refused' ? answer.error : undefined,
        );
        told = true;
      }
      return { master: null, keychain: 'refused' };
    };
  };
  // What was refused once is not asked again in this process: each asking may be a question to a person.
  const keychainAsked = new Map<string, ReturnType<typeof openWithKeychain>>();
  const passphrasesTried = new Map<string, Promise<Buffer | null>>();

  const tryKeyFile = async ({ id }: VaultDocument, wrap: WrapOf<'key-file'>): Promise<Buffer | null> => {
    if (keyFile === null) return null;
    try {
      const key = await readKeyFile(files, keyFileOf(keyFile.folder, id));
      return key && unwrapByKey(id, wrap, key);
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      log.warn(error.message);
      return null;
    }
  };
  const tryKeychain = async ({ id }: VaultDocument, wrap: WrapOf<'keychain'>) => {
    const standing = await keychainStanding();
    if (standing === 'none') return { master: null, keychain: null };
    if (standing !== 'ready') {
      return { master: null, keychain: standing === 'waiting' ? ('waiting' as const) : ('refused' as const) };
    }
    const ask = keychainAsked.get(wrap.sealed) ?? openWithKeychain(wrap, id);
    keychainAsked.set(wrap.sealed, ask);
    return ask();
  };
  const tryPassphrase = ({ id }: VaultDocument, wrap: WrapOf<'passphrase'>, given: string) => {
    const tried = passphrasesTried.get(wrap.sealed) ?? unwrapByPassphrase(id, wrap, given);
    passphrasesTried.set(wrap.sealed, tried);
    return tried;
  };

  const encryptByKeychain = async (vaultId: string, master: Buffer): Promise<readonly Wrap[]> => {
    if (keychain === null || (await keychainStanding()) !== 'ready') return [];
    try {
      const encrypted = await keychain.encrypt(formatKeychainText(vaultId, master));
      return [{ kind: 'keychain', sealed: Buffer.from(encrypted).toString('base64') }];
    } catch (error) {
      log.error('The keychain did not take the key of the vault.', error);
      return [];
    }
  };

  return {
    keychainStanding,

    async outlook() {
      const standing = await keychainStanding();
      const planned: Wrap['kind'][] = [];
      if (standing === 'ready') planned.push('keychain');
      if (passphrase !== null) planned.push('passphrase');
      if (planned.length === 0 && standing !== 'waiting' && mayMakeKeyFile) planned.push('key-file');
      return planned;
    },

    async open(document) {
      const nothing: Opening = { master: null, keychain: null, passphraseFits: null };
      const byKeyFile = wrapOf(document, 'key-file');
      const fromFile = byKeyFile === undefined ? null : await tryKeyFile(document, byKeyFile);
      if (fromFile !== null) return { ...nothing, master: fromFile };
      const byKeychain = wrapOf(document, 'keychain');
      const asked = byKeychain === undefined ? nothing : await tryKeychain(document, byKeychain);
      if (asked.master !== null) return { ...nothing, ...asked };
      const byPassphrase = wrapOf(document, 'passphrase');
      if (passphrase === null || byPassphrase === undefined) return { ...nothing, ...asked };
      const master = await tryPassphrase(document, byPassphrase, passphrase);
      return { master, keychain: asked.keychain, passphraseFits: master !== null };
    },

    async wrapsForNew(vaultId, master, chosen) {
      const wraps = [...(await encryptByKeychain(vaultId, master))];
      const given = chosen ?? passphrase;
      if (given !== null) wraps.push(await wrapByPassphrase(vaultId, master, given, scryptCost));
      if (wraps.length === 0 && keyFile !== null && mayMakeKeyFile) {
        const key = await makeKeyFile(files, keyFileOf(keyFile.folder, vaultId));
        wraps.push(wrapByKey(vaultId, master, key));
      }
      return wraps;
    },

    async wrapsToAdd(document, opening, master) {
      const wraps: Wrap[] = [];
      const isStale = opening.keychain === 'renew' || opening.keychain === 'refused';
      if (wrapOf(document, 'keychain') === undefined || isStale) {
        wraps.push(...(await encryptByKeychain(document.id, master)));
      }
      if (passphrase !== null && wrapOf(document, 'passphrase') === undefined) {
        wraps.push(await wrapByPassphrase(document.id, master, passphrase, scryptCost));
      }
      return wraps;
    },
  };
}
