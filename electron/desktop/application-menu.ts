import type { MenuItemConstructorOptions } from 'electron';
import type { DesktopCommand } from './actions.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  readonly demo: boolean;
  /** A checkout, where a page may be reloaded and looked into. */
  readonly development: boolean;
  readonly act: (command: DesktopCommand) => void;
}

/** The application's menu, with the places and shortcuts people know from their platform. */
export function applicationMenuOf(options: MenuOptions): MenuItemConstructorOptions[] {
  const { platform, development, act } = options;
  const mac = platform === 'darwin';
  const item = (
    label: string,
    command: DesktopCommand,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    click: () => act(command),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const about = item('About Tidings', { do: 'about' });
  const settings = item('Settings…', { do: 'open-settings' }, 'CmdOrCtrl+,');
  const quit = item('Quit Tidings', { do: 'quit' }, 'CmdOrCtrl+Q');

  return [
    ...(mac ? [appMenu(about, settings, quit)] : []),
    {
      label: mac ? 'Collect' : 'File',
      submenu: [
        item('Collect now', { do: 'collect' }, 'CmdOrCtrl+R'),
        item('Stop', { do: 'stop' }, 'CmdOrCtrl+.'),
        { type: 'separator' },
        item('Pause until resumed', { do: 'pause', for: 'until-resumed' }),
        item('Resume', { do: 'resume' }),
        { type: 'separator' },
        { label: 'Close window', role: 'close', accelerator: 'CmdOrCtrl+W' },
        ...(mac ? [] : ([{ type: 'separator' }, settings, quit] as const)),
      ],
    },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        ...(development
          ? ([
              { role: 'reload', accelerator: 'F5' },
              { role: 'toggleDevTools' },
              { type: 'separator' },
            ] as const)
          : []),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      label: 'Help',
      submenu: [
        options.demo
          ? item('Leave the demo', { do: 'leave-demo' })
          : item('Try the demo', { do: 'try-demo' }),
        { type: 'separator' },
        item('Open logs', { do: 'open-logs' }),
        item('Copy diagnostics', { do: 'copy-diagnostics' }),
        ...(mac ? [] : ([{ type: 'separator' }, about] as const)),
      ],
    },
  ];
}

function appMenu(
  about: MenuItemConstructorOptions,
  settings: MenuItemConstructorOptions,
  quit: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  return {
    label: 'Tidings',
    submenu: [
      about,
      { type: 'separator' },
      settings,
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      quit,
    ],
  };
}
