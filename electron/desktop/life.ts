import { app } from 'electron';
import type { Log } from '../ports/log.ts';

export interface LifeOptions {
  readonly log: Pick<Log, 'info' | 'error'>;
  /** Ends everything: the request in flight, connections, the lease, the database. Called once. */
  readonly drain: (reason: string) => Promise<void>;
  /** From now on nothing keeps its window open. Called once, however draining went. */
  readonly letGo: () => void;
}

export interface EndOptions {
  /** How long whoever ends it can wait, in ms; 12 s unless given. */
  readonly withinMs?: number;
  /** 0 unless given. */
  readonly exitCode?: number;
}

/** Longer than this nobody waits for a program that was told to quit; the database survives being left open. */
const drainDeadlineMs = 12_000;

export interface Life {
  /** Begins to end, whoever asked. Asked again, it only shortens the time there is. */
  end(reason: string, options?: EndOptions): void;
  /** Whether it has begun to end. */
  isEnding(): boolean;
  /**
   * Does the last part of starting. Where that fails, `tell` is given the error and everything ends with exit
   * code 1; what fails because it is ending already is only logged. Never rejects.
   */
  start(work: () => Promise<void>, tell: (error: unknown) => void): Promise<void>;
}

/**
 * Quitting, whichever way it is asked for: held up once, until what was begun is in the database, then let go.
 * Until then the window and the tray say that the current request is being finished.
 */
export function holdQuitUntilDrained({ log, drain, letGo }: LifeOptions): Life {
  let state: 'running' | 'draining' | 'drained' = 'running';
  let reason = 'quit';
  let exitCode = 0;
  let waitMs = drainDeadlineMs;
  let waiting: NodeJS.Timeout | undefined;
  const deadline = Promise.withResolvers<'late'>();

  function waitAtMost(ms: number): void {
    clearTimeout(waiting);
    waitMs = ms;
    waiting = setTimeout(() => deadline.resolve('late'), ms);
  }

  async function finish(): Promise<void> {
    log.info(`Ending: ${reason}.`);
    waitAtMost(waitMs);
    try {
      const outcome = await Promise.race([drain(reason), deadline.promise]);
      if (outcome === 'late') log.error(`Not everything had ended after ${waitMs / 1000} s.`);
    } catch (error) {
      log.error('Ending did not go as it should.', error);
    } finally {
      clearTimeout(waiting);
      state = 'drained';
      letGo();
      if (exitCode === 0) app.quit();
      else app.exit(exitCode);
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

  const end = (why: string, options: EndOptions = {}): void => {
    const withinMs = options.withinMs ?? drainDeadlineMs;
    if (state === 'draining' && withinMs < waitMs) waitAtMost(withinMs);
    if (state === 'running') {
      reason = why;
      exitCode = options.exitCode ?? 0;
      waitMs = withinMs;
    }
    app.quit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => end(`signal ${signal}`));

  return {
    end,
    isEnding: () => state !== 'running',
    async start(work, tell) {
      try {
        await work();
      } catch (error) {
        if (state !== 'running') {
          log.info(`Starting was broken off: ${error instanceof Error ? error.message : String(error)}`);
          return;
        }
        log.error('Tidings could not start.', error);
        tell(error);
        end('it could not start', { exitCode: 1 });
      }
    },
  };
}
