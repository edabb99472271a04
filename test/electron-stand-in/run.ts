// The stand-in's program: `node run.ts <application> [arguments]`, started by `launch.ts` with a channel to it.
// It runs the application's main module with `electron` answered by the stand-in, as Electron's own program would.
import { readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runInThisContext } from 'node:vm';
import type * as Electron from 'electron';
import { becomeReady, setApplicationFolder } from './app.ts';
import { webContentsOf } from './browser-window.ts';
import { electron } from './electron.ts';
import { invoke } from './ipc-main.ts';
import { record, serveAsElectron } from './recorder.ts';
import { fetchFromHandler } from './scheme.ts';
import { stage } from './stage-link.ts';
import { asWhole } from './whole.ts';

const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string };
Object.defineProperty(process.versions, 'electron', { value: version, enumerable: true });
Object.defineProperty(process, 'type', { value: 'browser' });

// Electron's arguments begin with the application, not with the program that runs it.
process.argv.splice(1, 1);
const [, application = ''] = process.argv;
setApplicationFolder(application);

// What the product uses of the real types the stand-in has: its parts are held to them one by one.
const recorded = record(asWhole<typeof Electron>(electron as unknown as Partial<typeof Electron>));
serveAsElectron(recorded);

stage.answer('evaluate', async ({ source, argument }) => {
  const work = runInThisContext(`(${source})`) as (module: unknown, argument: unknown) => unknown;
  return structuredClone(await work(recorded, argument));
});
stage.answer('fetch', fetchFromHandler);
stage.answer('invoke', invoke);
stage.answer('mayNavigate', ({ id, url }) => webContentsOf(id)?.mayNavigate(url) ?? false);
stage.answer('openWindow', ({ id, url }) => webContentsOf(id)?.requestWindow(url));
stage.answer('navigated', ({ id, url }) => webContentsOf(id)?.navigated(url));
stage.answer('gone', ({ id }) => webContentsOf(id)?.gone());
// Whoever drives this has ended: nobody is left to look at it.
process.on('disconnect', () => process.exit(1));

await import(mainModuleOf(application));
becomeReady();

function mainModuleOf(path: string): string {
  if (!statSync(path).isDirectory()) return pathToFileURL(path).href;
  const { main = 'index.js' } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
    main?: string;
  };
  return pathToFileURL(join(path, main)).href;
}
