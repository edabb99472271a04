import { app, clipboard, dialog, shell } from 'electron';
import { type ContractClient, RequestError } from '../../shared/contract.ts';
import { type DesktopArguments, homeOf } from './arguments.ts';
import type { LoginItem } from './launch-at-login.ts';
import { relaunch } from './relaunch.ts';
import type { TrayCommand } from './tray-menu.ts';

/** What menus may ask for, in the tray and in the window. */
export type DesktopCommand = TrayCommand | { readonly do: 'try-demo' | 'leave-demo' | 'about' };

export interface ActionOptions {
  readonly client: ContractClient;
  readonly loginItem: LoginItem;
  readonly given: DesktopArguments;
  readonly logs: string;
  readonly diagnostics: () => string;
  readonly showWindow: () => void;
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
      case 'open-logs': {
        const problem = await shell.openPath(options.logs);
        if (problem !== '') throw new Error(`The folder ${options.logs} could not be opened: ${problem}`);
        return;
      }
      case 'copy-diagnostics':
        return clipboard.writeText(options.diagnostics());
      case 'about':
        return app.showAboutPanel();
      // The client's table of server keys is process-wide: a process speaks to Telegram or to the demo, never to both.
      case 'try-demo':
        return relaunch({ demo: true, homeData: given.data, homeDc: given.dc });
      case 'leave-demo':
        return relaunch(homeOf(given));
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
