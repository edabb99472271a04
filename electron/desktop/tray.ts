import { Menu, type MenuItemConstructorOptions, Tray } from 'electron';
import { indicatorOf } from '../../shared/snapshot.ts';
import type { EventFeed } from '../service/publisher.ts';
import { createCoalescer } from './coalescer.ts';
import { trayIconFile, trayIconOf } from './tray-icon.ts';
import { type LaunchAtLogin, type TrayCommand, type TrayRow, trayMenuOf } from './tray-menu.ts';

export interface TrayOptions {
  readonly events: EventFeed;
  /** The folder of the rendered icons. */
  readonly icons: string;
  readonly platform: NodeJS.Platform;
  readonly launchAtLogin: () => LaunchAtLogin;
  readonly act: (command: TrayCommand) => void;
}

export interface TrayIcon {
  /** Something that is not in the snapshot has changed. */
  refresh(): void;
  close(): void;
}

/** Tray, tooltip and menu are changed at most this often. */
const intervalMs = 250;
/** A click arrives a moment after it has closed the menu; not before may the menu be replaced. */
const clickMs = 250;
/** The countdown in the sentence goes on although nothing happens. */
const tickMs = 30_000;

/** Shows the one state in the tray. Whoever gets it must keep it: a tray icon that is collected disappears. */
export function createTray(options: TrayOptions): TrayIcon {
  const { events, icons, platform, launchAtLogin, act } = options;
  const first = trayIconOf(events.current(), platform);
  const tray = new Tray(trayIconFile(icons, first, platform));
  let shown = { indicator: indicatorOf(events.current()), icon: first, toolTip: '', menu: '' };
  let menuIsOpen = false;
  let closing: NodeJS.Timeout | undefined;

  /** macOS and Windows close a menu that is replaced, under the pointer. Linux does not say that one is open. */
  function setMenu(rows: readonly TrayRow[]): void {
    const menu = Menu.buildFromTemplate(rows.map((row) => itemOf(row, act)));
    menu.on('menu-will-show', () => {
      clearTimeout(closing);
      menuIsOpen = true;
    });
    menu.on('menu-will-close', () => {
      clearTimeout(closing);
      closing = setTimeout(() => {
        menuIsOpen = false;
        updates.soon();
      }, clickMs);
    });
    tray.setContextMenu(menu);
  }

  const updates = createCoalescer(intervalMs, () => {
    const snapshot = events.current();
    const icon = trayIconOf(snapshot, platform);
    const toolTip = `Tidings: ${snapshot.sentence}`;
    const rows = trayMenuOf(snapshot, launchAtLogin());
    const menu = menuIsOpen ? shown.menu : JSON.stringify(rows);
    if (icon !== shown.icon) tray.setImage(trayIconFile(icons, icon, platform));
    if (toolTip !== shown.toolTip) tray.setToolTip(toolTip);
    // A changed item shows on Linux only once the menu is set again, so it is always built anew.
    if (menu !== shown.menu) setMenu(rows);
    shown = { indicator: indicatorOf(snapshot), icon, toolTip, menu };
  });

  updates.now();
  const unsubscribe = events.on((message) => {
    if (message.event !== 'snapshot') return;
    // However short a run is, and however soon after another change: its start and end are shown.
    const indicator = indicatorOf(message.payload);
    if (indicator === shown.indicator) updates.soon();
    else updates.now();
  });
  const ticking = setInterval(updates.soon, tickMs);
  // On macOS a click opens the menu. On Linux it arrives only where the desktop does not open the menu itself.
  if (platform !== 'darwin') tray.on('click', () => act({ do: 'open' }));

  return {
    refresh: updates.soon,
    close() {
      unsubscribe();
      clearInterval(ticking);
      clearTimeout(closing);
      updates.close();
      tray.destroy();
    },
  };
}

function itemOf(row: TrayRow, act: (command: TrayCommand) => void): MenuItemConstructorOptions {
  switch (row.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'words':
      return { label: escaped(row.label), enabled: false };
    case 'menu':
      return { label: row.label, submenu: row.rows.map((inner) => itemOf(inner, act)) };
    default:
      return {
        label: row.label,
        type: row.kind === 'command' ? 'normal' : row.kind,
        enabled: row.enabled ?? true,
        ...(row.checked === undefined ? {} : { checked: row.checked }),
        click: () => act(row.command),
      };
  }
}

/** A single ampersand marks the next letter as a shortcut, and vanishes; channels' titles may hold one. */
function escaped(label: string): string {
  return label.replaceAll('&', '&&');
}
