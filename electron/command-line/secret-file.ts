import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { CommandError, exitCodes } from './exit-codes.ts';

const mostBytes = 4096;

/**
 * The one secret in a file, without the white space around it. `option` is what named the file, `warn` is told where
 * others can read it. Throws `CommandError` where there is none.
 */
export function readSecretFile(name: string, option: string, warn: (message: string) => void): string {
  const refuse = (what: string): CommandError =>
    new CommandError(
      `${what} Nothing was changed. Name the right file with ${option} FILE.`,
      exitCodes.usage,
    );
  if (name.trim() === '') throw refuse(`${option} needs the name of a file.`);
  const file = resolve(name);
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw refuse(`The file ${file} does not exist.`);
  if (found.isDirectory()) throw refuse(`${file} is a folder, not a file.`);
  if (found.size > mostBytes) throw refuse(`The file ${file} is too long for a secret.`);
  const text = read(file, refuse).trim();
  if (text === '') throw refuse(`The file ${file} is empty.`);
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    warn(`Others can read the secret in ${file}. Make it yours alone: chmod 600 "${file}".`);
  }
  return text;
}

function read(file: string, refuse: (what: string) => CommandError): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw refuse(`The file ${file} cannot be read (${code}).`);
  }
}
