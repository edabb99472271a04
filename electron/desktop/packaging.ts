import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';

/** What tells how this program was packed. */
export interface Packaging {
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly isPackaged: boolean;
  /** The program that runs. */
  readonly execPath: string;
}

/**
 * The AppImage this program runs from, null where it runs from none. The variables alone say little: whatever an
 * AppImage starts, a terminal for one, hands them on.
 */
export function appImageOf({ environment, platform, isPackaged, execPath }: Packaging): string | null {
  const { APPIMAGE: file, APPDIR: folder } = environment;
  if (platform !== 'linux' || !isPackaged || !file || !folder) return null;
  return isWithin(folder, execPath) ? file : null;
}

/** Whether this program runs from a Snap, not merely in the surroundings of another one. */
export function isSnap({ environment, platform, execPath }: Omit<Packaging, 'isPackaged'>): boolean {
  return platform === 'linux' && Boolean(environment.SNAP) && isWithin(environment.SNAP ?? '', execPath);
}

/** The system names the program by its real path; a folder may be named through a link. */
function isWithin(folder: string, file: string): boolean {
  const way = relative(existsSync(folder) ? realpathSync(folder) : folder, file);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
}
