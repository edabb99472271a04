import { app, dialog } from 'electron';
import type { Log } from '../ports/log.ts';
import { relaunch } from './relaunch.ts';

/** Something went wrong that nothing foresaw: it is logged, and the person is told once what that means. */
export function catchTheUnforeseen(log: Pick<Log, 'error'>, openLogs: () => void): void {
  let asked = false;
  const meet = (what: string, error: unknown): void => {
    log.error(what, error);
    if (asked || !app.isReady()) return;
    asked = true;
    dialog
      .showMessageBox({
        type: 'error',
        title: 'Tidings',
        message: 'Tidings met an error of its own.',
        detail:
          'What was collected is kept. Collecting may not go on as it should until Tidings is started again. ' +
          'The log has the details.',
        buttons: ['Restart Tidings', 'Open logs', 'Go on'],
        defaultId: 0,
        cancelId: 2,
      })
      .then(
        ({ response }) => {
          if (response === 0) relaunch();
          if (response === 1) openLogs();
        },
        (problem: unknown) => log.error('The dialog about an error could not be shown.', problem),
      );
  };
  process.on('uncaughtException', (error) => meet('An error nobody caught.', error));
  process.on('unhandledRejection', (error) => meet('A promise failed that nobody waited for.', error));
}

/** Ends a Tidings that got no further than to its first steps: there is nothing yet to be drained. */
export function endUnstarted(error: unknown): void {
  sayItCannotStart(error);
  app.exit(1);
}

/** Ending it is left to whoever calls. */
export function sayItCannotStart(error: unknown): void {
  const words = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${words}\n`);
  dialog.showErrorBox('Tidings could not start', words);
}
