import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseFiles } from './database-files.ts';

/** Leaves a marker that stays behind when this process ends without closing. Returns its removal. */
export function leaveOpenMarker({ openMarkers }: DatabaseFiles, at: number): () => void {
  mkdirSync(openMarkers, { recursive: true, mode: 0o700 });
  const marker = join(openMarkers, `${process.pid}-${randomUUID()}`);
  writeFileSync(marker, `Process ${process.pid} opened the database at ${new Date(at).toISOString()}.\n`);
  return () => rmSync(marker, { force: true });
}

/** Whether an unclean end left a marker. Only meaningful while nobody else has the database open. */
export function hasLeftMarkers({ openMarkers }: DatabaseFiles): boolean {
  return existsSync(openMarkers) && readdirSync(openMarkers).length > 0;
}

export function clearLeftMarkers({ openMarkers }: DatabaseFiles): void {
  rmSync(openMarkers, { recursive: true, force: true });
}

export function markInitialised({ initialised }: DatabaseFiles, at: number): void {
  if (existsSync(initialised)) return;
  writeFileSync(initialised, `The database was set up at ${new Date(at).toISOString()}.\n`);
}

export function wasInitialised({ initialised }: DatabaseFiles): boolean {
  return existsSync(initialised);
}
