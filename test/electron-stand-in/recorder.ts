import { registerHooks } from 'node:module';
import type * as Electron from 'electron';

// Trays, notifications and dialogs cannot be read back from the system that shows them. So, before the
// application is loaded, this wraps the part of `electron` that speaks to that system, the real one and the
// stand-in alike. It is one file without imports of its own, because real Electron loads it as it is.

/** A row of a menu as a person would see it. */
export interface RecordedRow {
  readonly label: string;
  readonly type: string;
  readonly enabled: boolean;
  readonly checked: boolean;
  readonly rows: readonly RecordedRow[];
}

export interface RecordedTray {
  /** Wall clock. */
  readonly at: number;
  /** The file's name without its folder and ending. */
  readonly image: string;
  readonly toolTip: string;
  readonly rows: readonly RecordedRow[];
  readonly destroyed: boolean;
}

export interface RecordedNotification {
  readonly title: string;
  readonly body: string;
  readonly shown: boolean;
  /** Taken back by the application. */
  readonly closed: boolean;
}

export interface Recorded {
  readonly tray: RecordedTray | null;
  /** Every state the tray went through, the present one last. */
  readonly trays: readonly RecordedTray[];
  readonly notifications: readonly RecordedNotification[];
  /** Messages of dialogs. Nobody presses a button: they stay open. */
  readonly dialogs: readonly string[];
  /** Addresses and files the system was asked to open; it was not. */
  readonly opened: readonly string[];
  /** How many power save blockers are on. */
  readonly blockers: number;
  /** How the application asked to be started again once it has ended; it was not. */
  readonly relaunches: readonly { readonly args: readonly string[] }[];
}

export interface Recorder {
  recorded(): Recorded;
  /** Chooses the item at the end of the path. Throws when a person could not. */
  clickTrayMenu(path: readonly string[]): void;
  /** The same in the application's own menu. */
  clickMenu(path: readonly string[]): void;
  /** A click on the icon itself, as it arrives where the desktop opens no menu for it. */
  clickTray(): void;
  /** The tray's menu is on the screen, or is not any more. */
  openTrayMenu(): void;
  closeTrayMenu(): void;
  /** Clicks the notification of that number, from 0. */
  clickNotification(index: number): void;
  /** The system does not show the notification of that number, and says why. */
  refuseNotification(index: number, reason: string): void;
}

declare global {
  var recorder: Recorder;
  var recordedElectron: Readonly<Record<string, unknown>>;
}

/** The constructor, telling of each instance; Electron's own classes cannot be extended. */
function observed<Class extends new (...parameters: never[]) => object>(
  original: Class,
  onMade: (made: InstanceType<Class>, parameters: readonly unknown[]) => void,
): Class {
  return new Proxy(original, {
    construct(target, parameters) {
      const made = Reflect.construct(target, parameters) as InstanceType<Class>;
      onMade(made, parameters);
      return made;
    },
  });
}

/** Calls `before` with the parameters of every call of a method of that one object. */
function watchMethod<Target extends object>(
  target: Target,
  name: keyof Target,
  before: (...parameters: never[]) => void,
): void {
  const original = target[name] as (...parameters: unknown[]) => unknown;
  Object.defineProperty(target, name, {
    configurable: true,
    value: (...parameters: unknown[]) => {
      Reflect.apply(before, undefined, parameters);
      return Reflect.apply(original, target, parameters);
    },
  });
}

/** The original, some of its methods replaced. */
function over<Original extends object>(original: Original, own: Partial<Original>): Original {
  return Object.assign(Object.create(original) as Original, own);
}

/** Chooses the item at the end of the path. Throws when a person could not. */
function choose(menu: Electron.Menu | null, path: readonly string[]): void {
  const words = path.join(' › ');
  let among = menu;
  for (const [index, label] of path.entries()) {
    const item = among?.items.find((each) => each.label === label && each.visible);
    if (item === undefined) throw new Error(`The menu has no “${words}”.`);
    if (!item.enabled) throw new Error(`“${words}” is disabled.`);
    if (index === path.length - 1) item.click();
    among = item.submenu ?? null;
  }
}

function rowsOf(menu: Electron.Menu | null | undefined): readonly RecordedRow[] {
  const visible = menu?.items.filter((item) => item.visible) ?? [];
  return visible.map(({ label, type, enabled, checked, submenu }) => ({
    label,
    type,
    enabled,
    checked,
    rows: rowsOf(submenu),
  }));
}

/** Begins to record, and gives what the application is to get for `electron`. */
export function record(electron: typeof Electron): Readonly<Record<string, unknown>> {
  const trays: RecordedTray[] = [];
  const notifications: { shown: boolean; closed: boolean; readonly shows: Electron.Notification }[] = [];
  const dialogs: string[] = [];
  const opened: string[] = [];
  const blockers = new Set<number>();
  const relaunches: { readonly args: readonly string[] }[] = [];
  let shownTray: Electron.Tray | null = null;
  let menu: Electron.Menu | null = null;

  const nameOf = (image: unknown): string =>
    typeof image === 'string' ? image.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '') : '';
  const keep = (change: Partial<RecordedTray>): void => {
    const before = trays.at(-1) ?? { image: '', toolTip: '', rows: [], destroyed: false };
    trays.push({ ...before, ...change, at: Date.now() });
  };

  const Tray = observed(electron.Tray, (tray, [image]) => {
    shownTray = tray;
    keep({ image: nameOf(image), toolTip: '', rows: [], destroyed: false });
    watchMethod(tray, 'setImage', (next: unknown) => keep({ image: nameOf(next) }));
    watchMethod(tray, 'setToolTip', (toolTip: string) => keep({ toolTip }));
    watchMethod(tray, 'setContextMenu', (next: Electron.Menu | null) => {
      menu = next;
      keep({ rows: rowsOf(next) });
    });
    watchMethod(tray, 'destroy', () => keep({ destroyed: true }));
  });

  const Notification = observed(electron.Notification, (shows) => {
    const kept = { shown: false, closed: false, shows };
    notifications.push(kept);
    watchMethod(shows, 'show', () => {
      kept.shown = true;
    });
    watchMethod(shows, 'close', () => {
      kept.closed = true;
    });
  });

  const dialog: Partial<Electron.Dialog> = {
    showMessageBox(...parameters: unknown[]) {
      dialogs.push((parameters.at(-1) as Electron.MessageBoxOptions).message);
      return new Promise<never>(() => undefined);
    },
    showErrorBox(title, content) {
      dialogs.push(`${title}: ${content}`);
    },
  };
  const shell: Partial<Electron.Shell> = {
    async openExternal(address) {
      opened.push(address);
    },
    async openPath(path) {
      opened.push(path);
      return '';
    },
  };
  const powerSaveBlocker: Partial<Electron.PowerSaveBlocker> = {
    start(type) {
      const id = electron.powerSaveBlocker.start(type);
      blockers.add(id);
      return id;
    },
    stop(id) {
      blockers.delete(id);
      return electron.powerSaveBlocker.stop(id);
    },
  };

  // On the object itself: Electron's own methods know no other.
  Object.defineProperty(electron.app, 'relaunch', {
    configurable: true,
    value: (options: Electron.RelaunchOptions = {}) => relaunches.push({ args: options.args ?? [] }),
  });

  const notificationAt = (index: number): Electron.Notification => {
    const notification = notifications[index]?.shows;
    if (notification === undefined) throw new Error(`There is no notification ${index}.`);
    return notification;
  };

  globalThis.recorder = {
    recorded: () => ({
      tray: trays.at(-1) ?? null,
      trays: [...trays],
      notifications: notifications.map(({ shown, closed, shows: { title, body } }) => ({
        title,
        body,
        shown,
        closed,
      })),
      dialogs: [...dialogs],
      opened: [...opened],
      blockers: blockers.size,
      relaunches: [...relaunches],
    }),
    clickTrayMenu: (path) => choose(menu, path),
    clickMenu: (path) => choose(electron.Menu.getApplicationMenu(), path),
    clickTray: () => void shownTray?.emit('click', {}),
    openTrayMenu: () => void menu?.emit('menu-will-show', {}),
    closeTrayMenu: () => void menu?.emit('menu-will-close', {}),
    clickNotification: (index) => void notificationAt(index).emit('click', {}),
    refuseNotification: (index, reason) => void notificationAt(index).emit('failed', {}, reason),
  };
  return {
    ...electron,
    Tray,
    Notification,
    dialog: over(electron.dialog, dialog),
    shell: over(electron.shell, shell),
    powerSaveBlocker: over(electron.powerSaveBlocker, powerSaveBlocker),
  };
}

/** From now on whoever imports `electron` gets this in its place. */
export function serveAsElectron(recorded: Readonly<Record<string, unknown>>): void {
  globalThis.recordedElectron = recorded;
  const address = 'recorded:electron';
  const names = Object.keys(recorded).filter((name) => /^\w+$/.test(name) && name !== 'default');
  const source = `export const { ${names.join(', ')} } = globalThis.recordedElectron;`;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron'
        ? { url: address, format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === address ? { format: 'module', source, shortCircuit: true } : next(url, context),
  });
}
