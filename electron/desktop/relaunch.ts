import { app } from 'electron';
import { type DesktopArguments, formatDesktopArguments } from './arguments.ts';
import { appImageOf } from './packaging.ts';

let relaunching = false;

/** Whether Tidings starts again when it has ended. */
export function isRelaunching(): boolean {
  return relaunching;
}

/**
 * Ends Tidings in good order and starts it again, as it was started now or the way `options` say. What is asked
 * for after that is passed over: the system would start one for each.
 */
export function relaunch(options?: Partial<DesktopArguments>): void {
  if (relaunching) return;
  relaunching = true;
  // Within an AppImage the program's own path is gone once it has ended.
  const appImage = appImageOf({
    environment: process.env,
    platform: process.platform,
    isPackaged: app.isPackaged,
    execPath: process.execPath,
  });
  const program = appImage === null ? {} : { execPath: appImage };
  const own = app.isPackaged ? [] : [app.getAppPath()];
  const args = options === undefined ? process.argv.slice(1) : [...own, ...formatDesktopArguments(options)];
  app.relaunch({ ...program, args });
  app.quit();
}
