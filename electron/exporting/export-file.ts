import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportFormat } from '../../shared/archive.ts';
import type { ExportSink } from './export-posts.ts';

const unfinishedEnding = '.unfinished';

/** The name of an export begun at `at`: sorts by time, and has no colon, which Windows forbids. */
export function exportName(format: ExportFormat, at: number): string {
  return `tidings-${new Date(at).toISOString().replaceAll(':', '').replace('.', '-')}.${format}`;
}

/** A path in the folder that is not taken yet: two exports may begin within a millisecond. */
export function freeExportPath(folder: string, format: ExportFormat, at: number): string {
  for (let instant = at; ; instant += 1) {
    const path = join(folder, exportName(format, instant));
    if (!existsSync(path) && !existsSync(unfinishedNameOf(path))) return path;
  }
}

/**
 * Has `write` fill a file, readable by its owner alone, that gets its name once all of it is on the disk: under that
 * name there is never half a file, whatever happens. What was there under that name before is replaced by then.
 */
export async function writeWholeFile<Result>(
  path: string,
  write: (sink: ExportSink) => Promise<Result>,
): Promise<Result> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = unfinishedNameOf(path);
  rmSync(unfinished, { force: true });
  const handle = await open(unfinished, 'wx', 0o600);
  let result: Result;
  try {
    result = await write({
      write: async (text) => {
        if (text !== '') await handle.appendFile(text, 'utf8');
      },
    });
    await handle.sync();
    await handle.close();
    renameSync(unfinished, path);
  } catch (error) {
    try {
      await handle.close();
    } finally {
      rmSync(unfinished, { force: true });
    }
    throw error;
  }
  flushFolder(dirname(path));
  return result;
}

/**
 * Removes what processes that were killed left unfinished. Another that lives may be writing here at this moment, from
 * a shell: its files stay. Call it before this process writes any.
 */
export function removeUnfinishedExports(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const writer = /\.(\d+)\.unfinished$/.exec(name)?.[1];
    if (writer === undefined || !name.startsWith('tidings-')) continue;
    const isOthers = Number(writer) !== process.pid && isAlive(Number(writer));
    if (!isOthers) rmSync(join(folder, name), { force: true });
  }
}

function unfinishedNameOf(path: string): string {
  return `${path}.${process.pid}${unfinishedEnding}`;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** A rename is on the disk once its folder is. Windows keeps folders by itself and lets nobody open them. */
function flushFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
