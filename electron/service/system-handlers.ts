import type { Accepted, Handlers, Refused } from '../../shared/contract.ts';
import type { Surroundings } from '../ports/surroundings.ts';

type SystemHandlers = Pick<
  Handlers,
  | 'screens.address'
  | 'system.get'
  | 'system.setLaunchAtLogin'
  | 'system.openFolder'
  | 'demo.start'
  | 'demo.leave'
>;

export interface SystemFacts {
  readonly version: string;
  readonly mode: 'desktop' | 'serve' | 'command';
  readonly folders: Readonly<Record<'data' | 'logs' | 'exports' | 'backups', string>>;
}

/** What this process is, and what its surroundings can do for a screen. */
export function createSystemHandlers(
  { version, mode, folders }: SystemFacts,
  surroundings: () => Surroundings,
  onLaunchAtLogin: (enabled: boolean) => Promise<void>,
): SystemHandlers {
  function relaunch(on: 'demo' | 'own-data', inWords: string): Accepted | Refused {
    const { relaunch: start } = surroundings();
    if (start === null) return { accepted: false, reason: inWords };
    start(on);
    return { accepted: true };
  }

  return {
    'screens.address': async () => {
      const address = surroundings().mintAddress?.() ?? null;
      return address === null
        ? { accepted: false, reason: 'This Tidings shows its screens in a window, not in a browser.' }
        : { accepted: true, address };
    },
    'system.get': async () => {
      const { demo, loginItem, openFolder, relaunch: start } = surroundings();
      return {
        version,
        mode,
        demo,
        dataFolder: folders.data,
        launchAtLogin: loginItem?.read() ?? null,
        canOpenFolders: openFolder !== null,
        canStartDemo: start !== null,
      };
    },
    'system.setLaunchAtLogin': async ({ enabled }) => {
      const { loginItem } = surroundings();
      if (loginItem === null) {
        return { accepted: false, reason: 'Only the desktop app starts at login.' };
      }
      return inWords(async () => {
        loginItem.change(enabled);
        await onLaunchAtLogin(enabled);
      });
    },
    'system.openFolder': async ({ folder }) => {
      const { openFolder } = surroundings();
      if (openFolder === null) {
        return {
          accepted: false,
          reason: `The folder is on the computer Tidings runs on: ${folders[folder]}`,
        };
      }
      return inWords(() => openFolder(folders[folder]));
    },
    'demo.start': async () =>
      relaunch('demo', 'The demo is a process of its own: run "npm run demo" in a terminal.'),
    'demo.leave': async () =>
      relaunch('own-data', 'The demo ends with its process: press Ctrl+C in its terminal.'),
  };
}

/** What the system refuses is said, not thrown. */
async function inWords(work: () => unknown): Promise<Accepted | Refused> {
  try {
    await work();
    return { accepted: true };
  } catch (error) {
    return { accepted: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
