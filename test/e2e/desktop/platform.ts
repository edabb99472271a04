import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import {
  type ElectronApplication,
  type PlaywrightWorkerArgs,
  _electron as playwrightElectron,
} from '@playwright/test';
import { findElectron, hasDisplay } from '../../../electron/command-line/desktop-program.ts';
import { type LaunchOptions, launchStandIn, type RunningApp } from '../../electron-stand-in/launch.ts';
import { chromiumArguments, findChromium } from '../../support/chromium.ts';

/** What the specs run on: Electron itself where it is installed and can show a window, else the stand-in. */
export interface Platform {
  readonly name: 'Electron' | 'stand-in';
  launch(options: LaunchOptions): Promise<RunningApp>;
  /** Starts an application that is to end by itself; resolves with its exit code. */
  runToEnd(options: LaunchOptions): Promise<number | null>;
  close(): Promise<void>;
}

const recorderFile = fileURLToPath(new URL('../../electron-stand-in/recorder.ts', import.meta.url));

/** Decides, and says so in one line. Never starts a download. */
export async function choosePlatform(playwright: PlaywrightWorkerArgs['playwright']): Promise<Platform> {
  const program = findElectron();
  if (program === null) return standIn(playwright, 'its program is not installed here');
  if (hasDisplay(process.env, process.platform)) return realElectron(program, null);
  const display = await startDisplay();
  return display === null
    ? standIn(playwright, 'there is no display and no Xvfb')
    : realElectron(program, display);
}

async function standIn(playwright: PlaywrightWorkerArgs['playwright'], why: string): Promise<Platform> {
  process.stdout.write(`Desktop specs run on the stand-in for Electron: ${why}.\n`);
  const browser = await playwright.chromium.launch({
    executablePath: findChromium(),
    args: chromiumArguments,
  });
  return {
    name: 'stand-in',
    launch: (options) => launchStandIn(browser, options),
    async runToEnd(options) {
      const app = await launchStandIn(browser, options);
      const code = await app.ended;
      await app.release();
      return code;
    },
    close: () => browser.close(),
  };
}

interface Display {
  readonly name: string;
  readonly server: ChildProcess;
}

async function realElectron(program: string, display: Display | null): Promise<Platform> {
  process.stdout.write(`Desktop specs run on Electron: ${program}.\n`);
  const folder = await mkdtemp(join(tmpdir(), 'tidings-recorder-'));
  const recorder = join(folder, 'recorder.mjs');
  await writeFile(
    recorder,
    `import { createRequire } from 'node:module';
    ${stripTypeScriptTypes(await readFile(recorderFile, 'utf8'))}
    serveAsElectron(record(createRequire(import.meta.url)('electron')));`,
  );
  const surroundings = (environment: NodeJS.ProcessEnv): Record<string, string> =>
    definedOnly({
      ...process.env,
      TZ: 'UTC',
      ...(display === null ? {} : { DISPLAY: display.name }),
      ...environment,
    });
  return {
    name: 'Electron',
    async launch({ application, parameters, environment }) {
      // Without an executable path Playwright takes the package's own program and holds "ready" until it listens.
      const launched = await playwrightElectron.launch({
        args: ['-r', recorder, ...sandboxArguments(), application, ...parameters],
        env: surroundings(environment),
        locale: 'en-GB',
        timezoneId: 'UTC',
      });
      return running(launched);
    },
    async runToEnd({ application, parameters, environment }) {
      const child = spawn(program, [...sandboxArguments(), application, ...parameters], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: surroundings(environment),
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      return code;
    },
    async close() {
      await rm(folder, { recursive: true, force: true });
      display?.server.kill();
    },
  };
}

function running(launched: ElectronApplication): RunningApp {
  const child = launched.process();
  return {
    process: child,
    evaluate: (work, argument) => launched.evaluate(work as never, argument),
    windows: () => launched.windows(),
    ended: once(child, 'exit').then(() => child.exitCode),
    release: () => launched.close().catch(() => undefined),
  };
}

/** Chromium's sandbox cannot be had by root, who only runs tests. */
function sandboxArguments(): readonly string[] {
  return chromiumArguments.filter((argument) => argument === '--no-sandbox');
}

/** A display of its own, where the X server without a screen is installed. */
async function startDisplay(): Promise<Display | null> {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const number = await Promise.race([
    once(createInterface({ input: server.stdout }), 'line').then(([line]) => String(line)),
    once(server, 'exit').then(() => null),
    new Promise<null>((resolve) => server.once('error', () => resolve(null))),
  ]);
  return number === null ? null : { name: `:${number}`, server };
}

function definedOnly(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
