import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import type { RunningApp } from '../../electron-stand-in/launch.ts';
import { runForDocument } from '../../support/command.ts';
import { test as base } from '../../support/tidings-fixture.ts';
import { type DesktopApp, driveDesktop, endApp } from './desktop-app.ts';
import { choosePlatform, type Platform } from './platform.ts';

/** The folder that Electron is started with, as `npm start` does. */
const application = fileURLToPath(new URL('../../..', import.meta.url));

export interface DesktopFixtures {
  /** Starts Tidings on the data folder of the test, with further arguments. What is left running is ended. */
  readonly openApp: (...parameters: string[]) => Promise<DesktopApp>;
  /** The same with these arguments only. */
  readonly openWith: (parameters: readonly string[]) => Promise<DesktopApp>;
  /** Starts Tidings a second time on the same data folder; resolves with the exit code. */
  readonly openAgain: (...parameters: string[]) => Promise<number | null>;
  /** Where Tidings looks for the settings of the desktop it runs on. */
  readonly desktopSettings: string;
  /** What is to the system a folder for temporary files, where demos keep theirs. */
  readonly temporaryFiles: string;
  /** Tidings with three channels, an hour between runs, and the first run behind it. */
  readonly app: DesktopApp;
}

export const test = base.extend<DesktopFixtures, { readonly platform: Platform }>({
  platform: [
    async ({ playwright }, use) => {
      const platform = await choosePlatform(playwright);
      await use(platform);
      await platform.close();
    },
    { scope: 'worker' },
  ],

  desktopSettings: async ({ tidings }, use) => {
    const folder = join(tidings.folder, '..', 'config');
    await mkdir(folder, { recursive: true });
    await use(folder);
  },

  temporaryFiles: async ({ tidings }, use) => {
    const folder = join(tidings.folder, '..', 'tmp');
    await mkdir(folder, { recursive: true });
    await use(folder);
  },

  openWith: async ({ platform, desktopSettings, temporaryFiles }, use) => {
    const started: RunningApp[] = [];
    await use(async (parameters) => {
      const app = await platform.launch({
        application,
        parameters,
        environment: {
          XDG_CONFIG_HOME: desktopSettings,
          TMPDIR: temporaryFiles,
          TEMP: temporaryFiles,
          TMP: temporaryFiles,
        },
      });
      started.push(app);
      return driveDesktop(app);
    });
    for (const app of started) {
      await endApp(app, ({ app: application }) => application.quit());
    }
  },

  openApp: async ({ openWith, tidings }, use) => {
    await use((...parameters) => openWith([...tidings.common, ...parameters]));
  },

  openAgain: async ({ platform, tidings, desktopSettings }, use) => {
    await use((...parameters) =>
      platform.runToEnd({
        application,
        parameters: [...tidings.common, ...parameters],
        environment: { XDG_CONFIG_HOME: desktopSettings },
      }),
    );
  },

  app: async ({ openApp, tidings }, use) => {
    await tidings.addThreeChannels();
    await tidings.readAnewInEveryRun();
    await runForDocument(['settings', 'set', 'interval=1h', ...tidings.common]);
    const app = await openApp();
    await expect
      .poll(async () => (await app.recorded()).tray?.toolTip)
      .toMatch(/^Tidings: Next run in (1h 00m|5\dm)/);
    await use(app);
  },
});
