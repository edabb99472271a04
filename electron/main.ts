import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, net, shell } from 'electron';
import packageDocument from '../package.json' with { type: 'json' };
import { dataPaths, defaultDataFolder, prepareDataFolder } from './data-folder.ts';
import { beginDemo } from './demo-session.ts';
import { type DesktopArguments, parseDesktopArguments } from './desktop/arguments.ts';
import { type Desktop, openDesktop } from './desktop/desktop.ts';
import { appId, appName, toastActivatorId } from './desktop/identity.ts';
import { catchTheUnforeseen, endUnstarted, sayItCannotStart } from './desktop/last-words.ts';
import { holdQuitUntilDrained, type Life } from './desktop/life.ts';
import { waitUntilOnline } from './desktop/network.ts';
import { refuseAppNap } from './desktop/power.ts';
import { registerScreensScheme } from './desktop/screens.ts';
import { hearSecondStarts, takeSingleInstance } from './desktop/single-instance.ts';
import {
  type DemoDataCentre,
  makeDemoFolder,
  removeDemoFolder,
  startDemoDataCentre,
} from './desktop-demo.ts';
import { desktopVault } from './desktop-vault.ts';
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
refuseAppNap(process.platform);
registerScreensScheme();
start().catch(endUnstarted);

async function start(): Promise<void> {
  const given = parseDesktopArguments(process.argv.slice(1), process.cwd());
  const paths = dataPaths(given.data ?? (given.demo ? makeDemoFolder() : defaultDataFolder()));
  prepareDataFolder(paths.folder);
  if (!takeSingleInstance(paths.folder)) {
    app.quit();
    return;
  }
  let desktop: Desktop | null = null;
  let life: Life | null = null;
  let showAtOnce = !given.hidden;
  const show = (): void => {
    showAtOnce = true;
    desktop?.showWindow();
  };
  hearSecondStarts({ given, isEnding: () => life?.isEnding() ?? false, show });

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
    vault: desktopVault(given, paths.folder, log),
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
  life = holdQuitUntilDrained({
    log,
    drain: async (reason) => {
      await engine.scheduler.shutdown(reason);
      await control.close();
      desktop?.close();
      await engine.close(reason);
      await demo?.close();
      await log.close();
      if (given.demo && given.data === null) await removeDemoFolder(paths.folder);
    },
    letGo: () => desktop?.letGo(),
  });
  const { end } = life;
  await life.start(async () => {
    desktop = openDesktop({
      engine,
      given,
      paths,
      log,
      version: packageDocument.version,
      screens: { read: (path) => readScreenFile(built('../renderer'), path), headers: securityHeaders },
      preload: built('preload.cjs'),
      icons: built('../icons'),
      end,
    });
    if (showAtOnce) desktop.showWindow();
    // Not sooner: macOS tells of an activation at launch too, also of one that is to stay hidden.
    app.on('activate', show);
    await engine.scheduler.start();
    if (demo !== null) await beginDemo(engine.client, demo, log.info);
  }, sayItCannotStart);
}

function dataCentreOf(given: DesktopArguments, demo: DemoDataCentre | null): DataCentreConfig | null {
  if (demo !== null) return parseDataCentreConfig(JSON.stringify(demo.dc));
  return given.dc === null ? null : parseDataCentreConfig(readFileSync(given.dc, 'utf8'));
}
