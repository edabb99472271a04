import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { flushToDisk } from './back-up.ts';
import type { DatabaseFiles } from './database-files.ts';

/** Word left in the data folder that a copy is to take the database's place when that is opened next. */

const wishSchema = z.strictObject({
  /** Path of the copy. */
  copy: z.string().min(1),
  /** ms since the epoch; with it a restore that was killed is known to be done, or not. */
  askedAt: z.number().int().nonnegative(),
});
export type RestoreWish = Readonly<z.infer<typeof wishSchema>>;

export function wishToRestore({ restoreWish }: DatabaseFiles, wish: RestoreWish): void {
  const unfinished = `${restoreWish}.unfinished`;
  writeFileSync(unfinished, JSON.stringify(wish), { mode: 0o600 });
  flushToDisk(unfinished);
  renameSync(unfinished, restoreWish);
}

/** Null where nothing is to be restored; `unreadable` where the word was cut short or written by somebody else. */
export function readRestoreWish({ restoreWish }: DatabaseFiles): RestoreWish | 'unreadable' | null {
  try {
    const parsed = wishSchema.safeParse(JSON.parse(readFileSync(restoreWish, 'utf8')));
    return parsed.success ? parsed.data : 'unreadable';
  } catch (error) {
    if (error instanceof SyntaxError) return 'unreadable';
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

export function dropRestoreWish({ restoreWish }: DatabaseFiles): void {
  rmSync(restoreWish, { force: true });
}
