import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { app } from 'electron';
import { autostartEntry, autostartFile, autostartRefusal, isAutostartOn } from './autostart.ts';
import type { LaunchAtLogin } from './tray-menu.ts';

export interface LoginItem {
  read(): LaunchAtLogin;
  /** Throws the system's error when it cannot be changed. */
  change(enabled: boolean): void;
}

/** Starting at login, in the tray and without a window. `startArguments` start Tidings the way it was started now. */
export function createLoginItem(startArguments: readonly string[]): LoginItem {
  const refusal = autostartRefusal(process.env, process.platform);
  if (refusal !== null) {
    return {
      read: () => ({ enabled: false, refusal }),
      change: () => {
        throw new Error(`${refusal}.`);
      },
    };
  }
  return process.platform === 'linux' ? xdgLoginItem(startArguments) : systemLoginItem(startArguments);
}

function systemLoginItem(startArguments: readonly string[]): LoginItem {
  // Read with the same arguments they were set with, or Windows does not find the entry.
  const args = [...ownArguments(), ...startArguments].map((each) => (/\s/.test(each) ? `"${each}"` : each));
  return {
    read: () => ({ enabled: app.getLoginItemSettings({ args }).openAtLogin, refusal: null }),
    change: (openAtLogin) => app.setLoginItemSettings({ openAtLogin, args }),
  };
}

function xdgLoginItem(startArguments: readonly string[]): LoginItem {
  const file = autostartFile(process.env, homedir());
  // Within an AppImage the program's own path is gone after it has ended.
  const program = process.env.APPIMAGE ? [process.env.APPIMAGE] : [process.execPath, ...ownArguments()];
  return {
    read: () => ({ enabled: existsSync(file) && isAutostartOn(readFileSync(file, 'utf8')), refusal: null }),
    change(enabled) {
      if (!enabled) {
        rmSync(file, { force: true });
        return;
      }
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, autostartEntry([...program, ...startArguments]), { mode: 0o600 });
    },
  };
}

/** In a checkout Electron must be told which application to run. */
function ownArguments(): readonly string[] {
  return app.isPackaged ? [] : [app.getAppPath()];
}
