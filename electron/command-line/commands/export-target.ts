import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CommandError, exitCodes } from '../exit-codes.ts';

/**
 * The file that `--out` names, once it is known that it can be written there. Nothing is made and nothing is changed.
 * Throws `CommandError`: a folder that is not there may be a slip of the hand, and a file that is there may be dear.
 */
export function exportTarget(out: string, { force = false }: { readonly force?: boolean }): string {
  if (out.trim() === '') {
    throw refusal('--out needs the name of a file, or "-" for standard output.');
  }
  const file = resolve(out);
  const found = lookAt(file);
  if (found === null) {
    const folder = dirname(file);
    const around = lookAt(folder);
    if (around === null) throw refusal(`The folder ${folder} does not exist. Make it first.`);
    if (!around.isDirectory()) throw refusal(`${folder} is a file, not a folder.`);
    return file;
  }
  if (found.isDirectory()) throw refusal(`${file} is a folder. Name a file in it.`);
  if (!found.isFile()) {
    throw refusal(`${file} is no ordinary file. To write there, use --out - and redirect it.`);
  }
  if (!force) throw refusal(`${file} exists already. Name another file, or replace this one with --force.`);
  // Of a link, what it leads to is replaced.
  return realpathSync(file);
}

function lookAt(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw refusal(`${path} cannot be looked at (${code}).`);
  }
}

function refusal(what: string): CommandError {
  return new CommandError(`Nothing was exported. ${what}`, exitCodes.usage);
}
