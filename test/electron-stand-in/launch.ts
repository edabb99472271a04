import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from '@playwright/test';
import type * as Electron from 'electron';
import type { MainCalls, StageCalls } from './calls.ts';
import { createLink } from './link.ts';
import { openStage } from './stage.ts';

const program = fileURLToPath(new URL('./run.ts', import.meta.url));

export interface LaunchOptions {
  /** The application's folder, or its main module. */
  readonly application: string;
  readonly parameters: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** An application that runs, in real Electron or in the stand-in. */
export interface RunningApp {
  readonly process: ChildProcess;
  /** Runs the function in the main process; it is sent as text, so it refers to nothing but its parameters. */
  evaluate<Result, Argument>(
    work: (electron: typeof Electron, argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
  /** Pages of windows that are not destroyed, shown or hidden, oldest first. */
  windows(): Page[];
  /** Resolves with the exit code, null after a signal. */
  readonly ended: Promise<number | null>;
  /** Frees what showed it, once the process has ended. */
  release(): Promise<void>;
}

/** Starts an application on the stand-in, its windows shown by the browser. */
export async function launchStandIn(browser: Browser, options: LaunchOptions): Promise<RunningApp> {
  const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
  const child = spawn(process.execPath, [program, options.application, ...options.parameters], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    serialization: 'advanced',
    env: { ...process.env, TZ: 'UTC', ...options.environment },
  });
  const ended = once(child, 'exit').then(() => child.exitCode);
  const main = createLink<StageCalls, MainCalls>({
    // A process that ends meanwhile is heard of by its end.
    send: (message) => child.send(message as object, () => undefined),
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => child.on('disconnect', listener),
  });
  const stage = openStage(context, main);
  return {
    process: child,
    evaluate: <Result, Argument>(
      work: (electron: typeof Electron, argument: Argument) => Result | Promise<Result>,
      argument: Argument,
    ) => main.call('evaluate', { source: work.toString(), argument }) as Promise<Result>,
    windows: stage.pages,
    ended,
    release: () => context.close(),
  };
}
