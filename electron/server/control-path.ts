import { createHash } from 'node:crypto';
import { lstat, mkdir, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the control socket of a data folder is, as the serving and the asking side both find it. */
export interface ControlPath {
  readonly path: string;
  /** The folder outside the data folder that the socket had to be put into; null when it is where it belongs. */
  readonly stopgapFolder: string | null;
}

/** A socket's path must fit `sun_path` with its closing zero: 104 bytes on macOS, 108 on Linux. */
const mostPathBytes = 103;

/**
 * `control.sock` in the data folder; where that path is too long for a socket, in a folder of its own under the
 * system's temporary folder; on Windows a named pipe. Rejects when there is no data folder.
 */
export async function controlPathOf(dataFolder: string): Promise<ControlPath> {
  const folder = await realpath(dataFolder);
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return { path: `\\\\.\\pipe\\tidings-${hash}`, stopgapFolder: null };
  const path = join(folder, 'control.sock');
  if (Buffer.byteLength(path) <= mostPathBytes) return { path, stopgapFolder: null };
  const stopgapFolder = join(tmpdir(), `tidings-${hash}`);
  return { path: join(stopgapFolder, 'control.sock'), stopgapFolder };
}

/** Makes the folder for this user alone, or finds it so. Throws an `Error` in words when it is someone else's. */
export async function makeStopgapFolder(folder: string): Promise<void> {
  // With `recursive` a folder that is there already is no error; whose it is, is checked below.
  await mkdir(folder, { mode: 0o700, recursive: true });
  await checkStopgapFolder(folder);
}

/**
 * Everyone may make folders in the temporary folder: without this check another user could put a socket there
 * and be told passwords. Rejects with the system's error when the folder is not there.
 */
export async function checkStopgapFolder(folder: string): Promise<void> {
  const found = await lstat(folder);
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o077) === 0) return;
  throw new Error(
    `The folder ${folder}, needed because the data folder's path is too long for a socket, can be used by others ` +
      'than you. Nothing was sent through it. Remove it, or move the data folder to a shorter path.',
  );
}
