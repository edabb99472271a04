import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from '../ports/log.ts';
import { VaultError } from '../ports/vault.ts';

/** Small files that only their owner can read. All methods throw `VaultError` in words that quote no content. */
export interface OwnerOnlyFiles {
  /** Null where there is none. Too open permissions are mended first, and the log says so. */
  read(path: string): Promise<string | null>;
  /** Whole or not at all: a crash leaves what was there or what is new. Makes the folder. */
  write(path: string, text: string): Promise<void>;
  /** Does nothing where there is no `from`. */
  rename(from: string, to: string): Promise<void>;
  /** Overwrites the file, then removes it. Does nothing where there is none. */
  erase(path: string): Promise<void>;
}

const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;
const anyoneElse = 0o077;
const othersMayWrite = 0o022;

export function createOwnerOnlyFiles(log: Log): OwnerOnlyFiles {
  return {
    async read(path) {
      await mendPermissions(path, log);
      try {
        return await readFile(path, 'utf8');
      } catch (error) {
        if (isMissing(error)) return null;
        throw new VaultError(
          `${path}, which has to do with secrets, cannot be read (${codeOf(error)}). Nothing was changed. Check that the file belongs to you.`,
        );
      }
    },

    async write(path, text) {
      const unfinished = `${path}.${process.pid}-${randomUUID()}`;
      try {
        await mkdir(dirname(path), { recursive: true, mode: ownerOnlyFolder });
        await writeThrough(unfinished, 'wx', text);
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw new VaultError(
          `Secrets could not be written to ${path} (${codeOf(error)}). What was kept before is unchanged. Check that you may write there and that the disk is not full.`,
        );
      }
    },

    async rename(from, to) {
      try {
        await rename(from, to);
      } catch (error) {
        if (!isMissing(error)) throw notRemoved(from, error);
      }
    },

    async erase(path) {
      try {
        const { size } = await stat(path);
        await writeThrough(path, 'r+', '0'.repeat(size));
        await rm(path);
      } catch (error) {
        if (!isMissing(error)) throw notRemoved(path, error);
      }
    },
  };
}

/** On the disk when it returns, as far as the system can tell. */
async function writeThrough(path: string, flags: 'wx' | 'r+', text: string): Promise<void> {
  const handle = await open(path, flags, ownerOnlyFile);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Modes mean nothing on Windows, where the profile folder is closed to other users. */
async function mendPermissions(path: string, log: Log): Promise<void> {
  if (process.platform === 'win32') return;
  await restrict(path, anyoneElse, ownerOnlyFile, log);
  await restrict(dirname(path), othersMayWrite, ownerOnlyFolder, log);
}

async function restrict(path: string, forbidden: number, mode: number, log: Log): Promise<void> {
  if (((await modeOf(path)) & forbidden) === 0) return;
  try {
    await chmod(path, mode);
  } catch (error) {
    throw new VaultError(
      `Others can get at ${path}, where secrets are kept, and that could not be changed (${codeOf(error)}). Nothing was read or written. Make it yours alone: chmod ${mode.toString(8)} "${path}".`,
    );
  }
  log.warn(`Others could get at ${path}, where secrets are kept. It is now closed to everyone but you.`);
}

/** 0 where it cannot be had: whoever reads the file is told why. */
async function modeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).mode;
  } catch {
    return 0;
  }
}

function notRemoved(path: string, error: unknown): VaultError {
  return new VaultError(
    `${path} is no longer needed and could not be removed (${codeOf(error)}). Nothing was lost. Remove it yourself: it is a secret.`,
  );
}

function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
}
