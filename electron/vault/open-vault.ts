import { randomBytes, randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import type { VaultState } from '../../shared/contract.ts';
import { createTurns } from '../../shared/in-turn.ts';
import type { Keychain } from '../ports/keychain.ts';
import type { Log } from '../ports/log.ts';
import { type LockableVault, VaultError, VaultLockedError } from '../ports/vault.ts';
import { withFileLock } from './file-lock.ts';
import { keyFileOf } from './key-file.ts';
import { createLegacySessions } from './legacy-sessions.ts';
import { createMeans, type MeansOptions, type Opening } from './means.ts';
import { createOwnerOnlyFiles, type OwnerOnlyFiles } from './owner-only-files.ts';
import { readPassphraseFile } from './passphrase-file.ts';
import { keyBytes } from './sealing.ts';
import {
  formatVaultDocument,
  parseVaultDocument,
  type ScryptCost,
  type VaultDocument,
  type Wrap,
  withWraps,
  wrapOf,
} from './vault-document.ts';
import { entryOf, hasEntry, withEntry, withoutEntry } from './vault-entries.ts';
import { type VaultSituation, vaultStateOf } from './vault-state.ts';
import { unwrapByPassphrase, usualScryptCost, wrapByPassphrase } from './wraps.ts';

export interface VaultOptions {
  readonly file: string;
  /** Where secrets lay readable before there was a vault: they are moved into it, and the file is removed. */
  readonly legacyFile: string;
  /** Null where there is none to ask: without the desktop. */
  readonly keychain: Keychain | null;
  /** Where key files lie. `make`: one may be made where nothing else protects. Null: there are none. */
  readonly keyFile: MeansOptions['keyFile'];
  /** Read once, now. Null where no passphrase was given. */
  readonly passphraseFile: string | null;
  readonly log: Log;
  /** Told once, when a key file is made: where it lies. A warning in the log unless given. */
  readonly say?: (sentence: string) => void;
  /** `state()` has changed, be it by itself: a keychain may answer late. */
  readonly onChange?: () => void;
  /** How long to wait for a keychain that may be asking a person; it may answer later still. */
  readonly keychainPatienceMs?: number;
  readonly scryptCost?: ScryptCost;
  readonly files?: OwnerOnlyFiles;
}

type Change = (kept: VaultDocument, master: Buffer) => VaultDocument;

interface Held {
  readonly id: string;
  readonly master: Buffer;
}

/**
 * Keeps secrets in one encrypted file that only its owner can read. Its random master key lies in the same file,
 * wrapped by the system's keychain, a passphrase or a key file elsewhere; whoever can open it adds a wrap of its
 * own. Calls take turns, also with other processes; a write is whole or did not happen.
 * Throws `VaultError` only for a passphrase file that cannot be used: what else is wrong, `state()` says.
 */
export async function openVault(options: VaultOptions): Promise<LockableVault> {
  const { file, legacyFile, keyFile, log, scryptCost = usualScryptCost } = options;
  const files = options.files ?? createOwnerOnlyFiles(log);
  const legacy = createLegacySessions(legacyFile, files);
  const inTurn = createTurns();
  const means = createMeans({
    keychain: options.keychain,
    keyFile,
    passphrase:
      options.passphraseFile === null ? null : await readPassphraseFile(options.passphraseFile, log),
    dataFolder: dirname(file),
    files,
    scryptCost,
    keychainPatienceMs: options.keychainPatienceMs ?? 10_000,
    onLate: () => void turn(look).catch((error) => log.error('The vault could not be opened.', error)),
    log,
  });

  let document: VaultDocument | null = null;
  let problem: string | null = null;
  let held: Held | null = null;
  let opening: Opening | null = null;
  let hasStarted = false;
  const told = new Set<string>();
  let state: VaultState = { state: 'locked', protectedBy: [], sentence: '' };

  const describe = async (): Promise<VaultState> => {
    const situation: VaultSituation = {
      file,
      problem,
      document,
      isOpen: held !== null,
      outlook: await means.outlook(),
      keychain: await means.keychainStanding(),
      opening,
      keyFolder: keyFile?.folder ?? null,
      passphraseFile: options.passphraseFile,
      legacyFile: null,
    };
    const described = vaultStateOf(situation);
    if (described.state !== 'unprotected' || !(await hasLegacy())) return described;
    return vaultStateOf({ ...situation, legacyFile });
  };
  const hasLegacy = async (): Promise<boolean> => {
    try {
      return (await legacy.read()) !== null;
    } catch {
      // Damaged, but there: whoever reads from it is told.
      return true;
    }
  };
  const turn = <Result>(work: () => Promise<Result>): Promise<Result> =>
    inTurn(async () => {
      try {
        return await work();
      } finally {
        const described = await describe();
        const changed = JSON.stringify(described) !== JSON.stringify(state);
        state = described;
        if (changed && hasStarted) options.onChange?.();
      }
    });
  const locked = async (): Promise<VaultLockedError> => new VaultLockedError((await describe()).sentence);

  /** What is in the file now, also if another process wrote it. */
  const load = async (): Promise<VaultDocument | null> => {
    try {
      const text = await files.read(file);
      document = text === null ? null : parseVaultDocument(text, file);
      problem = null;
      return document;
    } catch (error) {
      document = null;
      problem = error instanceof VaultError ? error.message : `${file} cannot be read.`;
      throw error;
    }
  };
  /** Loads the document, and opens it where that needs nobody. */
  const open = async (): Promise<void> => {
    const kept = await load();
    if (held !== null && held.id !== kept?.id) held = null;
    if (kept === null) opening = null;
    if (kept === null || held !== null) return;
    opening = await means.open(kept);
    if (opening.master === null) return;
    held = { id: kept.id, master: opening.master };
    await addOwnWraps(kept, opening, held);
  };
  const look = async (): Promise<VaultDocument | null> => {
    await open();
    await moveLegacy();
    return document;
  };

  /**
   * Reads, changes and writes while no other process does. A vault is made where there is none, protected by the
   * passphrase where one was chosen.
   */
  const update = async (change: Change, passphrase: string | null = null): Promise<void> => {
    if (document === null) {
      if (await make(change, passphrase)) return;
      // Another process made one in the same moment.
      if (passphrase === null) await open();
    }
    if (held === null) throw await locked();
    if (await commit(held, null, change)) return;
    throw new VaultError(
      `Another Tidings replaced ${file} in the same moment. Nothing was changed. Try again.`,
    );
  };
  /** False where there is a vault already. */
  const make = async (change: Change, passphrase: string | null): Promise<boolean> => {
    const fresh = await prepare(passphrase);
    let made = false;
    try {
      made = await commit(fresh, fresh.document, change);
    } finally {
      if (held?.id !== fresh.id) await unlessItFails(() => removeKeyFile(fresh.id));
    }
    if (made) tellOfKeyFile(fresh.document);
    return made;
  };
  /** False where the file is not the owner's vault. */
  const commit = (owner: Held, fresh: VaultDocument | null, change: Change): Promise<boolean> =>
    withFileLock(file, async () => {
      const before = await load();
      const kept = before ?? fresh;
      if (kept?.id !== owner.id) return false;
      const changed = change(kept, owner.master);
      if (changed !== before) await files.write(file, formatVaultDocument(changed));
      document = changed;
      held = { id: owner.id, master: owner.master };
      return true;
    });
  const prepare = async (passphrase: string | null): Promise<Held & { readonly document: VaultDocument }> => {
    const id = randomUUID();
    const master = randomBytes(keyBytes);
    const wraps = await means.wrapsForNew(id, master, passphrase);
    if (wraps.length > 0) return { id, master, document: { version: 1, id, wraps: [...wraps], entries: [] } };
    if ((await means.outlook()).length === 0) throw await locked();
    throw new VaultLockedError(
      "This computer's keychain did not take the key of the vault, so nothing was kept. Start Tidings again and allow it, or choose a passphrase in Settings.",
    );
  };
  const tellOfKeyFile = (made: VaultDocument): void => {
    if (keyFile === null || wrapOf(made, 'key-file') === undefined) return;
    const sentence = `No passphrase was given, so sessions are protected by a key file that only you can read, ${keyFileOf(keyFile.folder, made.id)}: a copy of ${dirname(file)} is of no use without it.`;
    if (options.say === undefined) log.warn(sentence);
    else options.say(sentence);
  };
  const removeKeyFile = async (vaultId: string): Promise<void> => {
    if (keyFile !== null) await files.erase(keyFileOf(keyFile.folder, vaultId));
  };
  /** A passphrase takes the place of the key file, which anybody who can read the user's files could use. */
  const addWraps = async (wraps: readonly Wrap[]): Promise<void> => {
    const byPassphrase = wraps.some(({ kind }) => kind === 'passphrase');
    await update((kept) => withWraps(kept, wraps, byPassphrase ? ['key-file'] : []));
    if (byPassphrase && held !== null) await removeKeyFile(held.id);
  };

  const addOwnWraps = async (kept: VaultDocument, by: Opening, { master }: Held): Promise<void> => {
    const wraps = await means.wrapsToAdd(kept, by, master);
    if (wraps.length > 0) await unlessItFails(() => addWraps(wraps));
  };
  /** Nothing is lost wherever this ends: the old file goes last, when all of it was read back from the new one. */
  const moveLegacy = async (): Promise<void> => {
    if (document === null ? (await means.outlook()).length === 0 : held === null) return;
    await unlessItFails(async () => {
      const before = await legacy.read();
      if (before === null) return;
      let missing: readonly (readonly [string, string])[] = [];
      await update((kept, master) => {
        // What the vault has is newer.
        missing = [...before].filter(([key]) => !hasEntry(kept, key));
        return missing.reduce((grown, [key, value]) => withEntry(grown, master, key, value), kept);
      });
      const moved = await load();
      for (const [key, value] of missing) {
        if (moved === null || held === null || entryOf(moved, held.master, key, file) !== value) {
          throw new VaultError(`What was moved from ${legacyFile} to ${file} could not be read back.`);
        }
      }
      await legacy.discard();
      log.info(`Sessions were moved from ${legacyFile} into ${file}, and the old file was removed.`);
    });
  };
  /** What can be done another time keeps nobody from their secrets. */
  const unlessItFails = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      if (!told.has(error.message)) log.warn(error.message);
      told.add(error.message);
    }
  };

  await turn(look).catch((error) => {
    // The state says so, and whoever needs a secret is told.
    if (!(error instanceof VaultError)) throw error;
  });
  hasStarted = true;

  return {
    state: () => state,

    read: (key) =>
      turn(async () => {
        const kept = await look();
        if (kept !== null && held === null) throw await locked();
        const value = kept === null || held === null ? null : entryOf(kept, held.master, key, file);
        return value ?? (await legacy.read())?.get(key) ?? null;
      }),

    write: (key, value) =>
      turn(async () => {
        await look();
        await update((kept, master) => withEntry(kept, master, key, value));
      }),

    remove: (key) =>
      turn(async () => {
        const kept = await look();
        if (kept !== null && held === null) throw await locked();
        await legacy.remove(key);
        if (kept !== null && hasEntry(kept, key)) await update((now) => withoutEntry(now, key));
      }),

    unlock: (passphrase) =>
      turn(async () => {
        const kept = await look();
        const wrap = kept === null ? undefined : wrapOf(kept, 'passphrase');
        if (kept === null || wrap === undefined) {
          throw new VaultError(`No passphrase has been chosen. ${(await describe()).sentence}`);
        }
        const master = await unwrapByPassphrase(kept.id, wrap, passphrase);
        if (master === null) return false;
        if (held === null) {
          held = { id: kept.id, master };
          await addOwnWraps(kept, { keychain: null, passphraseFits: null, ...opening, master }, held);
          await moveLegacy();
        }
        return true;
      }),

    protect: (passphrase) =>
      turn(async () => {
        if (passphrase === '') throw new VaultError('A passphrase cannot be empty. Nothing was changed.');
        const kept = await look();
        if (kept === null) {
          await update((made) => made, passphrase);
        } else {
          if (held === null) throw await locked();
          await addWraps([await wrapByPassphrase(kept.id, held.master, passphrase, scryptCost)]);
        }
        await moveLegacy();
      }),
  };
}
