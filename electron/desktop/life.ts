import { app } from 'electron';
import type { Log } from '../ports/log.ts';

export interface LifeOptions {
  readonly log: Pick<Log, 'info' | 'error'>;
  /** Ends everything: the request in flight, connections, the lease, the database. Called once. */
  readonly drain: (reason: string) => Promise<void>;
}

/** Longer than this nobody waits for a program that was told to quit; the database survives being left open. */
const drainDeadlineMs = 12_000;

export interface Life {
  /** Begins to end, whoever asked. */
  end(reason: string): void;
}

/**
 * Quitting, whichever way it is asked for: held up once, until what was begun is in the database, then let go.
 * Until then the window and the tray say that the current request is being finished.
 */
export function holdQuitUntilDrained({ log, drain }: LifeOptions): Life {
  let state: 'running' | 'draining' | 'drained' = 'running';
  let reason = 'quit';

  async function finish(): Promise<void> {
    log.info(`Ending: ${reason}.`);
    const deadline = Promise.withResolvers<'late'>();
    const timer = setTimeout(() => deadline.resolve('late'), drainDeadlineMs);
    try {
      const outcome = await Promise.race([drain(reason), deadline.promise]);
      if (outcome === 'late') log.error(`Not everything had ended after ${drainDeadlineMs / 1000} s.`);
    } catch (error) {
      log.error('Ending did not go as it should.', error);
    } finally {
      clearTimeout(timer);
      state = 'drained';
      app.quit();
    }
  }

  app.on('before-quit', (event) => {
    if (state === 'drained') return;
    event.preventDefault();
    if (state === 'draining') return;
    state = 'draining';
    void finish();
  });
  // The tray goes on without a window.
  app.on('window-all-closed', () => undefined);

  const end = (why: string): void => {
    if (state === 'running') reason = why;
    app.quit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => end(`signal ${signal}`));
  return { end };
}
