import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { app } from 'electron';
import type { LoginItem } from '../ports/surroundings.ts';
import { autostartEntry, autostartFile, autostartRefusal, isAutostartOn } from './autostart.ts';
import { appImageOf, type Packaging } from './packaging.ts';

/** Starting at login, in the tray and without a window. `startArguments` start Tidings the way it was started now. */
export function createLoginItem(startArguments: readonly string[], platform: NodeJS.Platform): LoginItem {
  const packaging: Packaging = {
    environment: process.env,
    platform,
    isPackaged: app.isPackaged,
    execPath: process.execPath,
  };
  const refusal = autostartRefusal(packaging);
  if (refusal !== null) {
    return {
      read: () => ({ enabled: false, refusal }),
      change: () => {
        throw new Error(`${refusal}.`);
      },
    };
  }
  return platform === 'linux' ? xdgLoginItem(startArguments, packaging) : systemLoginItem(startArguments);
}

function systemLoginItem(startArguments: readonly string[]): LoginItem {
  // Read with the same arguments they were set with, or Windows does not find the entry.
  const args = [...ownArguments(), ...startArguments].map((each) => (/\s/.test(each) ? `"${each}"` : each));
  return {
    read: () => ({ enabled: app.getLoginItemSettings({ args }).openAtLogin, refusal: null }),
    change(openAtLogin) {
      app.setLoginItemSettings({ openAtLogin, args });
      // macOS may leave the last word to the person.
      if (openAtLogin && app.getLoginItemSettings({ args }).status === 'requires-approval') {
        throw new Error('Allow Tidings in System Settings → Login Items.');
      }
    },
  };
}

function xdgLoginItem(startArguments: readonly string[], packaging: Packaging): LoginItem {
  const file = autostartFile(process.env, homedir());
  // Within an AppImage the program's own path is gone after it has ended.
  const appImage = appImageOf(packaging);
  const program = appImage === null ? [process.execPath, ...ownArguments()] : [appImage];
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
