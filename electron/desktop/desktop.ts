import { existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { app, Menu } from 'electron';
import type { ContractClient } from '../../shared/contract.ts';
import type { DataPaths } from '../data-folder.ts';
import type { Log } from '../ports/log.ts';
import type { Surroundings } from '../ports/surroundings.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { Answerer } from '../service/answer.ts';
import type { EventFeed } from '../service/publisher.ts';
import { systemClock } from '../system-clock.ts';
import { createActions, openFolder, relaunchOn } from './actions.ts';
import { applicationMenuOf } from './application-menu.ts';
import { type DesktopArguments, formatDesktopArguments, homeOf } from './arguments.ts';
import { diagnosticsText } from './diagnostics.ts';
import { guardPages } from './guard.ts';
import { appName } from './identity.ts';
import { serveWindow } from './ipc.ts';
import { createLoginItem } from './launch-at-login.ts';
import type { Life } from './life.ts';
import { createNotifications, type Notifications } from './notifications.ts';
import { followPower } from './power.ts';
import { isRelaunching, relaunch } from './relaunch.ts';
import { type ScreenFiles, serveScreens } from './screens.ts';
import { hearSessionEnd } from './session-end.ts';
import { openSystemUpdater } from './system-updater.ts';
import { createTray } from './tray.ts';
import { mayInstall, startUpdates } from './updates.ts';
import { createWindow } from './window.ts';

export interface DesktopOptions {
  /** What collects, as far as the desktop speaks to it. */
  readonly engine: {
    readonly answer: Answerer;
    readonly events: EventFeed;
    readonly client: ContractClient;
    readonly scheduler: Scheduler;
    readonly offer: (surroundings: Partial<Surroundings>) => void;
  };
  readonly given: DesktopArguments;
  readonly paths: DataPaths;
  readonly log: Log & { readonly path: string };
  readonly version: string;
  readonly screens: ScreenFiles;
  /** The built bridge. */
  readonly preload: string;
  /** The folder of the rendered icons. */
  readonly icons: string;
  /** Ends Tidings because the session or the machine does. */
  readonly end: Life['end'];
}

export interface Desktop {
  readonly showWindow: () => void;
  readonly notifications: Notifications;
  close(): void;
  /** From now on the window does not keep Tidings from quitting. */
  letGo(): void;
}

/** A system that goes down is held up for five seconds at most, by Linux and Windows alike. */
const shutdownMs = 3_000;

/** Everything a person sees of Tidings outside the screens themselves. Call once the application is ready. */
export function openDesktop(options: DesktopOptions): Desktop {
  const { engine, given, paths, log, version, icons, end } = options;
  const { answer, events, client, scheduler } = engine;
  const { platform } = process;
  const appIcon = join(icons, 'app', '256x256.png');

  guardPages(log);
  serveScreens(options.screens, log);
  const window = createWindow({
    preload: options.preload,
    placeFile: join(paths.folder, 'window.json'),
    icon: appIcon,
    log,
  });
  const stopServing = serveWindow({ answer, events, log, page: window.page });

  // What is only for this start is left out: the demo, and its folder.
  const startAtLogin = formatDesktopArguments({ ...homeOf(given), hidden: true });
  const loginItem = createLoginItem(startAtLogin, platform);
  engine.offer({
    demo: given.demo,
    openFolder,
    relaunch: (on) => relaunchOn(on, given),
    // A demo's own folder goes with its process.
    restart: given.demo && given.data === null ? null : () => relaunch(),
    loginItem: {
      read: loginItem.read,
      change(enabled) {
        try {
          loginItem.change(enabled);
        } finally {
          tray.refresh();
        }
      },
    },
  });
  const act = createActions({
    client,
    loginItem,
    given,
    logs: paths.logs,
    log,
    showWindow: window.show,
    changed: () => tray.refresh(),
    diagnostics: () =>
      diagnosticsText({
        version,
        versions: process.versions,
        platform,
        release: release(),
        architecture: process.arch,
        packaged: app.isPackaged,
        demo: given.demo,
        snapshot: events.current(),
        log: existsSync(log.path) ? readFileSync(log.path, 'utf8') : '',
      }),
  });
  const tray = createTray({ events, icons, platform, launchAtLogin: loginItem.read, act });
  const notifications = createNotifications({
    events,
    log,
    lead: window.show,
    showInApp: window.showInactive,
  });
  const stopFollowing = followPower({
    events,
    scheduler,
    onShutdown: () => end('the machine shuts down', { withinMs: shutdownMs }),
  });
  const stopHearing = hearSessionEnd(platform, () => end('the session ends', { withinMs: shutdownMs }));
  const stopUpdates = startUpdates({
    events,
    updater: given.demo ? null : openSystemUpdater(() => mayInstall(events, isRelaunching())),
    memoryFile: join(paths.folder, 'updates.json'),
    clock: systemClock,
    log,
    tell: notifications.tell,
  });

  app.setAboutPanelOptions({
    applicationName: appName,
    applicationVersion: version,
    copyright: 'Uses the Telegram API; not affiliated with Telegram.',
    iconPath: appIcon,
  });
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      applicationMenuOf({ platform, demo: given.demo, development: !app.isPackaged, act }),
    ),
  );

  return {
    showWindow: window.show,
    notifications,
    close() {
      stopUpdates();
      stopFollowing();
      notifications.close();
      tray.close();
      stopServing();
    },
    letGo() {
      window.letGo();
      stopHearing();
    },
  };
}
