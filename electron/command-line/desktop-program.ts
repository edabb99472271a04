import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Signals } from './signals.ts';

/**
 * Electron's own program, null where it is not installed. Looked for on the disk only: asking the package
 * itself would start a download.
 */
export function findElectron(folder: string | null = electronPackage()): string | null {
  if (folder === null) return null;
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return null;
  const distribution = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist');
  const program = join(distribution, readFileSync(pathFile, 'utf8').trim());
  return existsSync(program) ? program : null;
}

function electronPackage(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

/** Whether a window could be shown: on Linux only where a display is announced. */
export function hasDisplay(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  return platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/** Runs the desktop app until it ends; a signal to this process is passed on. */
export async function runDesktop(
  electron: string,
  parameters: readonly string[],
  signals: Signals,
): Promise<ExitCode> {
  // The folder whose package.json names the program to run: `dist/electron` lies two below it.
  const application = join(import.meta.dirname, '../..');
  const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
  const child = spawn(electron, [application, ...parameters], { stdio: 'inherit', env: environment });
  void signals.next().then((signal) => child.kill(signal));
  const [code] = await once(child, 'exit');
  return code === 0 ? exitCodes.succeeded : exitCodes.failed;
}
