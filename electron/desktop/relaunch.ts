import { app } from 'electron';
import { type DesktopArguments, formatDesktopArguments } from './arguments.ts';

/** Ends Tidings in good order and starts it again, as it was started now or the way `options` say. */
export function relaunch(options?: Partial<DesktopArguments>): void {
  // Within an AppImage the program's own path is gone once it has ended.
  const program = process.env.APPIMAGE === undefined ? {} : { execPath: process.env.APPIMAGE };
  const own = app.isPackaged ? [] : [app.getAppPath()];
  const args = options === undefined ? process.argv.slice(1) : [...own, ...formatDesktopArguments(options)];
  app.relaunch({ ...program, args });
  app.quit();
}
