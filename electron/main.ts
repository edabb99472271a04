import { mkdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { app, net, shell } from 'electron';
import packageDocument from '../package.json' with { type: 'json' };
import { type DataPaths, dataPaths, defaultDataFolder, prepareDataFolder } from './data-folder.ts';
import { beginDemo } from './demo-session.ts';
import { type DesktopArguments, parseDesktopArguments } from './desktop/arguments.ts';
import { type Desktop, openDesktop } from './desktop/desktop.ts';
import { appId, appName, toastActivatorId } from './desktop/identity.ts';
import { catchTheUnforeseen, sayItCannotStart } from './desktop/last-words.ts';
import { holdQuitUntilDrained } from './desktop/life.ts';
import { waitUntilOnline } from './desktop/network.ts';
import { registerScreensScheme } from './desktop/screens.ts';
import { type DemoDataCentre, makeDemoFolder, startDemoDataCentre } from './desktop-demo.ts';
import { openEngine } from './engine.ts';
import { createRotatingLog } from './logging/rotating-log.ts';
import { offerControlWhileHolding } from './server/control-while-holding.ts';
import { readScreenFile } from './server/screen-files.ts';
import { securityHeaders } from './server/word-page.ts';
import { type DataCentreConfig, parseDataCentreConfig } from './telegram/data-centre-config.ts';

/** Built files lie beside one another: `dist/electron`, `dist/renderer`, `dist/icons`. */
const built = (path: string): string => join(import.meta.dirname, path);

// What Electron wants to know before it is ready.
app.enableSandbox();
app.setName(appName);
app.setAppUserModelId(appId);
if (process.platform === 'win32') app.setToastActivatorCLSID(toastActivatorId);
registerScreensScheme();
start().catch(sayItCannotStart);

async function start(): Promise<void> {
  const given = parseDesktopArguments(process.argv.slice(1), process.cwd());
  const paths = dataPaths(given.data ?? (given.demo ? makeDemoFolder() : defaultDataFolder()));
  prepareDataFolder(paths.folder);
  // One instance per data folder: the lock lies in the profile, which holds no more than how screens look.
  const profile = join(paths.folder, 'profile');
  mkdirSync(profile, { recursive: true, mode: 0o700 });
  app.setPath('userData', profile);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  let desktop: Desktop | null = null;
  let showAtOnce = !given.hidden;
  const show = (): void => {
    showAtOnce = true;
    desktop?.showWindow();
  };
  app.on('second-instance', show);

  const log = createRotatingLog({ folder: paths.logs, now: Date.now });
  log.info(`Tidings ${packageDocument.version} starts (process ${process.pid}).`);
  catchTheUnforeseen(log, () => void shell.openPath(paths.logs));
  await app.whenReady();
  if (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin) showAtOnce = false;

  const demo = given.demo ? await startDemoDataCentre(given.channels) : null;
  const engine = await openEngine({
    paths,
    dataCentre: dataCentreOf(given, demo),
    mode: 'desktop',
    version: packageDocument.version,
    log,
    network: {
      waitUntilOnline: (timeoutMs, signal) => waitUntilOnline(() => net.isOnline(), timeoutMs, signal),
    },
  });
  const control = offerControlWhileHolding({
    dataFolder: paths.folder,
    answer: engine.answer,
    events: engine.events,
    log,
  });
  const life = holdQuitUntilDrained({
    log,
    drain: async (reason) => {
      await engine.scheduler.shutdown(reason);
      await control.close();
      desktop?.close();
      await engine.close(reason);
      await demo?.close();
      await log.close();
      if (given.demo && given.data === null) await removeDemo(paths);
    },
  });
  desktop = openDesktop({
    engine,
    given,
    paths,
    log,
    version: packageDocument.version,
    screens: { read: (path) => readScreenFile(built('../renderer'), path), headers: securityHeaders },
    preload: built('preload.cjs'),
    icons: built('../icons'),
    end: life.end,
  });
  if (showAtOnce) desktop.showWindow();
  // Not sooner: macOS tells of an activation at launch too, also of one that is to stay hidden.
  app.on('activate', show);
  await engine.scheduler.start();
  if (demo !== null) await beginDemo(engine.client, demo, log.info);
}

function dataCentreOf(given: DesktopArguments, demo: DemoDataCentre | null): DataCentreConfig | null {
  if (demo !== null) return parseDataCentreConfig(JSON.stringify(demo.dc));
  return given.dc === null ? null : parseDataCentreConfig(readFileSync(given.dc, 'utf8'));
}

/** The profile is written to until the very end: what cannot go now goes with the system's temporary files. */
async function removeDemo({ folder }: DataPaths): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 3 });
}
