import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { VaultError } from '../ports/vault.ts';
import { codeOf } from './owner-only-files.ts';

/** Nobody holds it for more than the moment of reading and writing one small file. */
const abandonedAfterMs = 10_000;
const patienceMs = 20_000;
const lookAgainMs = 20;

/**
 * Does the work while no other process does any on the same file: what both read, both would overwrite.
 * A lock whose process has ended is taken over. Throws `VaultError` when the lock cannot be had.
 */
export async function withFileLock<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const lock = `${file}.lock`;
  await take(lock, file);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function take(lock: string, file: string): Promise<void> {
  try {
    await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  } catch (error) {
    throw notWritten(file, codeOf(error));
  }
  const givenUpAt = performance.now() + patienceMs;
  while (!(await tryToTake(lock, file))) {
    await removeAbandoned(lock);
    if (performance.now() > givenUpAt) {
      throw new VaultError(
        `Another process has been writing ${file} for too long. Nothing was changed. End the other Tidings, or remove ${lock} if there is none.`,
      );
    }
    await delay(lookAgainMs);
  }
}

async function tryToTake(lock: string, file: string): Promise<boolean> {
  try {
    await (await open(lock, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    const code = codeOf(error);
    // Windows answers with the second for a moment while the file is being removed.
    if (code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    throw notWritten(file, code);
  }
}

async function removeAbandoned(lock: string): Promise<void> {
  try {
    const age = Math.abs(Date.now() - (await stat(lock)).mtimeMs);
    if (age < abandonedAfterMs) return;
    // Only one of those who wait can move it away.
    const aside = `${lock}.${randomUUID()}`;
    await rename(lock, aside);
    await rm(aside, { force: true });
  } catch {
    // Gone meanwhile, or not to be removed: whoever waits too long is told.
  }
}

function notWritten(file: string, code: string): VaultError {
  return new VaultError(
    `Secrets could not be written to ${file} (${code}). What was kept before is unchanged. Check that you may write there and that the disk is not full.`,
  );
}
