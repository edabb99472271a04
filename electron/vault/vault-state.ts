import { basename } from 'node:path';
import type { VaultProtection, VaultState } from '../../shared/contract.ts';
import { keyFileOf } from './key-file.ts';
import type { KeychainStanding, Opening } from './means.ts';
import type { VaultDocument } from './vault-document.ts';

/** All that is known of a vault, for the one sentence about it. */
export interface VaultSituation {
  readonly file: string;
  /** Why the file cannot be used; null when it can. */
  readonly problem: string | null;
  /** Null before the first secret is kept. */
  readonly document: VaultDocument | null;
  readonly isOpen: boolean;
  /** What would protect a vault made now. */
  readonly outlook: readonly VaultProtection[];
  readonly keychain: KeychainStanding;
  /** The last attempt to open without asking a person; null where there was none. */
  readonly opening: Opening | null;
  readonly keyFolder: string | null;
  readonly passphraseFile: string | null;
  /** A readable file of sessions from before that still waits to be moved; null where there is none. */
  readonly legacyFile: string | null;
}

export function vaultStateOf(situation: VaultSituation): VaultState {
  const { document, problem, outlook, isOpen } = situation;
  if (problem !== null) return { state: 'locked', protectedBy: [], sentence: problem };
  if (document === null && outlook.length > 0) {
    return { state: 'open', protectedBy: outlook, sentence: openSentence(situation, outlook) };
  }
  if (document === null) return closed(situation, []);
  const protectedBy = document.wraps.map(({ kind }) => kind);
  return isOpen
    ? { state: 'open', protectedBy, sentence: openSentence(situation, protectedBy) }
    : closed(situation, protectedBy);
}

function openSentence({ file, keyFolder, document }: VaultSituation, by: readonly VaultProtection[]): string {
  const where = keyFolder && document ? keyFileOf(keyFolder, document.id) : (keyFolder ?? 'another folder');
  const words: Record<VaultProtection, string> = {
    keychain: "this computer's keychain",
    passphrase: 'the passphrase you chose',
    'key-file': `a key file that only you can read (${where})`,
  };
  return `Sessions are kept in ${file}, protected by ${by.map((kind) => words[kind]).join(' and by ')}.`;
}

function closed(situation: VaultSituation, protectedBy: readonly VaultProtection[]): VaultState {
  const waits = situation.opening?.keychain === 'waiting' || situation.keychain === 'waiting';
  if (situation.document === null && !waits) {
    return { state: 'unprotected', protectedBy, sentence: unprotectedSentence(situation) };
  }
  return {
    state: 'locked',
    protectedBy,
    sentence: `${waits ? waitingSentence(situation) : lockedSentence(situation, protectedBy)} Nothing was changed.`,
  };
}

function waitingSentence({ file }: VaultSituation): string {
  return `This computer's keychain has not answered yet, so the sessions in ${file} wait for it. Look whether it asks you something.`;
}

const startOver = (file: string): string => `or move ${basename(file)} away and sign in again`;

function lockedSentence(
  { file, keychain, keyFolder, document, opening, passphraseFile }: VaultSituation,
  by: readonly VaultProtection[],
): string {
  if (by.includes('passphrase')) {
    const wrong =
      opening?.passphraseFits === false ? `What ${passphraseFile} says is not the passphrase. ` : '';
    const way = keychain === 'none' ? ', here or with --passphrase-file' : '';
    return `The sessions in ${file} are locked. ${wrong}Enter the passphrase to open them${way}.`;
  }
  if (by.includes('keychain') && keychain === 'none') {
    return `The sessions in ${file} are protected by the keychain of the desktop app, which this command cannot use. Open the desktop app, choose a passphrase in Settings and give it here with --passphrase-file, or sign in again under another --data.`;
  }
  if (by.includes('keychain')) {
    return `This computer's keychain does not open the sessions in ${file}: it refused, cannot be reached in this session, or is not the one they were kept with. Start Tidings again and allow it, ${startOver(file)}.`;
  }
  const where = keyFolder && document ? ` (${keyFileOf(keyFolder, document.id)})` : '';
  return `The key file that opens the sessions in ${file} is not here${where}. Put it back, ${startOver(file)}.`;
}

function unprotectedSentence({ file, keychain, legacyFile }: VaultSituation): string {
  const before =
    legacyFile === null ? '' : ` Until then, sessions from before stay readable in ${legacyFile}.`;
  return keychain === 'none'
    ? `Nothing protects secrets here, so none are kept in ${file} before there is a passphrase: give one with --passphrase-file.${before}`
    : `This computer has no keychain that protects secrets, so none are kept in ${file} before you choose a passphrase.${before}`;
}
