import { randomBytes } from 'node:crypto';
import { isAbsolute, join, posix, relative, win32 } from 'node:path';
import { VaultError } from '../ports/vault.ts';
import type { OwnerOnlyFiles } from './owner-only-files.ts';
import { keyBytes } from './sealing.ts';

/** Where key files lie: with the user's settings, so that a copy of the data folder is without them. */
export function keyFolder(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (platform === 'win32') {
    const local = environment.LOCALAPPDATA || win32.join(home, 'AppData', 'Local');
    return win32.join(local, 'Tidings', 'keys');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Preferences', 'Tidings', 'keys');
  const asked = environment.XDG_CONFIG_HOME ?? '';
  // As the XDG specification has it: what is not absolute is ignored.
  return posix.join(asked.startsWith('/') ? asked : posix.join(home, '.config'), 'tidings', 'keys');
}

export const keyFileOf = (folder: string, vaultId: string): string => join(folder, `${vaultId}.key`);

/** A key file inside the data folder would protect nothing: whoever copies the one has the other. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!isAbsolute(way) && way.split(/[\\/]/)[0] !== '..');
}

/** Null where there is none. Throws `VaultError`. */
export async function readKeyFile(files: OwnerOnlyFiles, path: string): Promise<Buffer | null> {
  const text = await files.read(path);
  if (text === null) return null;
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === keyBytes) return key;
  throw new VaultError(
    `The key file ${path} is damaged. Nothing was changed. Restore it; without it, move the vault away and sign in again.`,
  );
}

/** Throws `VaultError`. */
export async function makeKeyFile(files: OwnerOnlyFiles, path: string): Promise<Buffer> {
  const key = randomBytes(keyBytes);
  await files.write(path, `${key.toString('base64')}\n`);
  return key;
}
