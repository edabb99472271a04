import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import type { RunningApp } from '../../electron-stand-in/launch.ts';
import { endApp } from './desktop-app.ts';
import { test as base } from './fixture.ts';

// Each behaviour that the stand-in copies, run on whatever the other specs run on. What passes here on the
// stand-in and fails on Electron is a mistake of the stand-in.

interface Probe {
  invoke(channel: string, ...parameters: unknown[]): Promise<unknown>;
  on(channel: string, listener: (...parameters: unknown[]) => void): () => void;
  readonly value: { readonly nested: number[] };
  later(number: number): Promise<number>;
  callBack(work: (word: string) => unknown): unknown;
}

declare global {
  interface Window {
    readonly probe: Probe;
  }
  var probed: {
    readonly readyInMain: boolean;
    readonly first: boolean;
    readonly calls: { readonly argv: string[]; readonly folder: string }[];
    events?: unknown[];
  };
}

export const bare = (name: string): string => fileURLToPath(new URL(`./bare/${name}`, import.meta.url));
export const docs = 'https://www.electronjs.org/docs/latest/api';

interface Bare {
  readonly app: RunningApp;
  /** A window with the probe, showing `probe://host/`. */
  readonly openWindow: (show?: boolean) => Promise<Page>;
}

const test = base.extend<{
  readonly profile: string;
  readonly start: (...parameters: string[]) => Promise<Bare>;
}>({
  profile: async ({ platform: _platform }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-bare-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  },
  start: async ({ platform, profile }, use) => {
    const started: RunningApp[] = [];
    await use(async (...parameters) => {
      const app = await platform.launch({
        application: bare('main.mjs'),
        parameters: [`--profile=${profile}`, ...parameters],
        environment: {},
      });
      started.push(app);
      await app.evaluate(({ app: { whenReady } }) => whenReady(), null);
      await app.evaluate(({ protocol }) => {
        protocol.handle(
          'probe',
          (request) =>
            new Response(`<title>${request.method} ${request.url}</title>`, {
              status: request.url.endsWith('/teapot') ? 418 : 200,
              headers: { 'Content-Type': 'text/html', 'X-Probe': 'yes' },
            }),
        );
      }, null);
      return { app, openWindow: (show = true) => openWindow(app, show) };
    });
    for (const app of started) {
      await endApp(app, ({ app: application }) => application.exit(0));
    }
  },
});

async function openWindow(app: RunningApp, show: boolean): Promise<Page> {
  const before = new Set(app.windows());
  await app.evaluate(
    async ({ BrowserWindow }, { preload, shown }) => {
      const window = new BrowserWindow({
        show: shown,
        webPreferences: { preload, contextIsolation: true, sandbox: true, nodeIntegration: false },
      });
      await window.loadURL('probe://host/');
    },
    { preload: bare('preload.cjs'), shown: show },
  );
  await expect.poll(() => app.windows().filter((page) => !before.has(page))).toHaveLength(1);
  const page = app.windows().find((each) => !before.has(each));
  if (page === undefined) throw new Error('The window has no page.');
  return page;
}

/** A behaviour, and where it is documented. */
export function conforms(
  behaviour: string,
  documentation: string,
  work: (given: Parameters<Parameters<typeof test>[2]>[0]) => Promise<void>,
): void {
  test(behaviour, { annotation: { type: 'documentation', description: documentation } }, work);
}
