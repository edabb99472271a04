import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import type { DesktopArguments } from './arguments.ts';
import { relaunch } from './relaunch.ts';

/**
 * Whether this is the only Tidings on the data folder: the lock lies in the profile, which holds no more than how
 * screens look. Call before the application is ready.
 */
export function takeSingleInstance(dataFolder: string): boolean {
  const profile = join(dataFolder, 'profile');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  return app.requestSingleInstanceLock();
}

export interface SecondStartOptions {
  /** How this one was started. */
  readonly given: DesktopArguments;
  readonly isEnding: () => boolean;
  readonly show: () => void;
}

/** A second start shows the window of the first, unless it is the one at login, which is to show nothing. */
export function hearSecondStarts({ given, isEnding, show }: SecondStartOptions): void {
  app.on('second-instance', (_event, argv) => {
    const hidden = argv.includes('--hidden');
    // Whoever starts Tidings while it ends wants it to be there afterwards.
    if (isEnding()) relaunch({ ...given, hidden });
    else if (!hidden) show();
  });
}
