import { app, clipboard, dialog, shell } from 'electron';
import { type ContractClient, RequestError, type ScreenName } from '../../shared/contract.ts';
import type { LoginItem } from '../ports/surroundings.ts';
import { type DesktopArguments, homeOf } from './arguments.ts';
import { relaunch } from './relaunch.ts';
import type { TrayCommand } from './tray-menu.ts';

/** What menus may ask for, in the tray and in the window. */
export type DesktopCommand =
  | TrayCommand
  | { readonly do: 'try-demo' | 'leave-demo' | 'about' | 'open-settings' };

export interface ActionOptions {
  readonly client: ContractClient;
  readonly loginItem: LoginItem;
  readonly given: DesktopArguments;
  readonly logs: string;
  readonly diagnostics: () => string;
  readonly showWindow: (screen?: ScreenName) => void;
  /** Something that no snapshot tells of has changed. */
  readonly changed: () => void;
  readonly log: { error(message: string, error?: unknown): void };
}

const hourMs = 3_600_000;

/** Carries out what was chosen in a menu; what cannot be done is said in a dialog. Never throws. */
export function createActions(options: ActionOptions): (command: DesktopCommand) => void {
  const { client, loginItem, given, log } = options;

  async function carryOut(command: DesktopCommand): Promise<void> {
    switch (command.do) {
      case 'collect':
        return say(await client.request('run.start', {}));
      case 'stop':
        return say(await client.request('run.stop', {}));
      case 'resume':
        return say(await client.request('schedule.resume', {}));
      case 'pause':
        await client.request('schedule.pause', pauses[command.for]);
        return;
      case 'notify':
        await client.request('settings.set', { notifications: command.about });
        return;
      case 'launch-at-login':
        try {
          loginItem.change(command.enabled);
        } finally {
          options.changed();
        }
        return;
      case 'open':
        return options.showWindow();
      case 'open-settings':
        return options.showWindow('settings');
      case 'open-logs':
        return openFolder(options.logs);
      case 'copy-diagnostics':
        return clipboard.writeText(options.diagnostics());
      case 'about':
        return app.showAboutPanel();
      case 'try-demo':
        return relaunchOn('demo', given);
      case 'leave-demo':
        return relaunchOn('own-data', given);
      case 'quit':
        return app.quit();
    }
  }

  return (command) => {
    carryOut(command).catch((error: unknown) => {
      if (!(error instanceof RequestError)) log.error(`“${command.do}” could not be done.`, error);
      inform(error instanceof Error ? error.message : String(error));
    });
  };
}

/** Rejects with words. */
export async function openFolder(folder: string): Promise<void> {
  const problem = await shell.openPath(folder);
  if (problem !== '') throw new Error(`The folder ${folder} could not be opened: ${problem}`);
}

/** The client's table of server keys is process-wide: a process speaks to Telegram or to the demo, never to both. */
export function relaunchOn(data: 'demo' | 'own-data', given: DesktopArguments): void {
  relaunch(data === 'demo' ? { demo: true, homeData: given.data, homeDc: given.dc } : homeOf(given));
}

const pauses = {
  hour: { kind: 'for', durationMs: hourMs },
  'until-tomorrow': { kind: 'until-tomorrow' },
  'until-resumed': { kind: 'until-resumed' },
} as const;

function say(
  answer: { readonly accepted: true } | { readonly accepted: false; readonly reason: string },
): void {
  if (!answer.accepted) inform(answer.reason);
}

function inform(message: string): void {
  void dialog.showMessageBox({ type: 'info', title: 'Tidings', message, buttons: ['OK'] });
}
