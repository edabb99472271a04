import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where everything of one user lies. */
export interface DataPaths {
  readonly folder: string;
  readonly database: string;
  readonly vault: string;
  /** Where sessions lay before there was a vault: moved into it at the first start. */
  readonly legacySessions: string;
  readonly logs: string;
  readonly exports: string;
  readonly backUps: string;
}

/** The platform's own place for an application's data, unless `TIDINGS_DATA` names another. */
export function defaultDataFolder(
  environment: NodeJS.ProcessEnv = process.env,
  platform = process.platform,
): string {
  if (environment.TIDINGS_DATA) return environment.TIDINGS_DATA;
  if (platform === 'win32')
    return join(environment.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Tidings');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Tidings');
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'tidings');
}

export function dataPaths(folder: string): DataPaths {
  return {
    folder,
    database: join(folder, 'tidings.sqlite'),
    vault: join(folder, 'vault.json'),
    legacySessions: join(folder, 'sessions.json'),
    logs: join(folder, 'logs'),
    exports: join(folder, 'exports'),
    backUps: join(folder, 'backups'),
  };
}

/** Those that a person may be shown, by the names the contract has for them. */
export function foldersOf({ folder, logs, exports, backUps }: DataPaths) {
  return { data: folder, logs, exports, backups: backUps } as const;
}

/** Makes the folder, readable by its owner alone. Throws an Error in words when it cannot be written. */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new DataFolderError(
      `Tidings cannot write to its data folder ${folder} (${code}). Nothing was changed. ` +
        'Make the folder writable for your user, or name another one with --data DIR.',
    );
  }
}

/** Step by step: Node's own `recursive` never returns where a file system answers ENOENT, as /proc does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
}
