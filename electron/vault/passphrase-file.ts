import { readFile, stat } from 'node:fs/promises';
import type { Log } from '../ports/log.ts';
import { VaultError } from '../ports/vault.ts';
import { codeOf } from './owner-only-files.ts';

const mostBytes = 4096;

/** The passphrase in the file, without the newline at its end. Throws `VaultError`. */
export async function readPassphraseFile(file: string, log: Log): Promise<string> {
  let text: string;
  try {
    const found = await stat(file);
    const { mode, size } = found;
    if (found.isDirectory()) {
      throw new VaultError(
        `${file} is a folder, not a file. Nothing was started. Name the file with the passphrase in it with --passphrase-file.`,
      );
    }
    if (size > mostBytes) {
      throw new VaultError(
        `${file} is too long for a passphrase. Nothing was started. Name the right file with --passphrase-file.`,
      );
    }
    if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
      log.warn(`Others can read the passphrase in ${file}. Make it yours alone: chmod 600 "${file}".`);
    }
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof VaultError) throw error;
    throw new VaultError(
      `The passphrase cannot be read from ${file} (${codeOf(error)}). Nothing was started. Name a file that you can read with --passphrase-file.`,
    );
  }
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase !== '') return passphrase;
  throw new VaultError(
    `There is no passphrase in ${file}. Nothing was started. Write one into its first line.`,
  );
}
