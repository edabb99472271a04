import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { dataPaths } from '../../data-folder.ts';
import { beginDemo, DemoError, setUpDemo } from '../../demo-session.ts';
import { formatDesktopArguments } from '../../desktop/arguments.ts';
import { keysOfDemo } from '../../desktop-demo.ts';
import { parseDataCentreConfig } from '../../telegram/data-centre-config.ts';
import { withLocalClient } from '../clients.ts';
import { type CommandContext, type CommonOptions, openLocalEngine } from '../context.ts';
import { type DataCentreProcess, startDataCentreProcess } from '../data-centre-process.ts';
import { findElectron, hasDisplay, runDesktop } from '../desktop-program.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { showProgress } from '../progress-line.ts';
import { collect } from './collect.ts';
import { consoleLog, parsePort, serve } from './serve.ts';

const mostChannels = 1000;

export interface DemoOptions extends CommonOptions {
  readonly once?: true;
  /** Asks for the screens in a browser, as `browser` does. */
  readonly port?: string;
  readonly browser?: true;
  readonly channels: string;
}

/**
 * Everything for real but the place: a data centre on this computer, and a data folder that goes when the demo
 * ends. In the desktop app where there is one, else in a browser.
 */
export async function demo(context: CommandContext, options: DemoOptions): Promise<ExitCode> {
  const channels = Number(options.channels);
  if (!Number.isInteger(channels) || channels < 1 || channels > mostChannels) {
    throw new CommandError(`--channels must be a whole number from 1 to ${mostChannels}.`, exitCodes.usage);
  }
  const port = parsePort(options.port ?? '0');
  const electron = mayOpenDesktop(options) ? findElectron() : null;
  if (electron !== null) {
    const data = options.data === undefined ? null : resolve(options.data);
    return runDesktop(electron, formatDesktopArguments({ demo: true, channels, data }), context.signals);
  }
  const folder =
    options.data === undefined ? await mkdtemp(join(tmpdir(), 'tidings-demo-')) : resolve(options.data);
  // Beside the data folder: its key goes or stays with it, and is nothing to tell anybody of.
  const keys = keysOfDemo(folder);
  const dataCentre = await startDataCentreProcess({ channels });
  try {
    const demoContext: CommandContext = {
      ...context,
      paths: dataPaths(folder),
      vault: { ...context.vault, keyFile: { folder: keys, make: true }, say: () => undefined },
      dataCentre: parseDataCentreConfig(JSON.stringify(dataCentre.dc)),
    };
    if (options.once) {
      return await withLocalClient(demoContext, async (client) => {
        await setUpDemo(client, dataCentre, context.output.note);
        return collect(client, context.output);
      });
    }
    await serveDemo(demoContext, dataCentre, port);
    return exitCodes.succeeded;
  } catch (error) {
    throw error instanceof DemoError ? new CommandError(error.message) : error;
  } finally {
    await dataCentre.close();
    for (const each of options.data === undefined ? [folder, keys] : []) {
      await rm(each, { recursive: true, force: true });
    }
  }
}

function mayOpenDesktop({ once, json, browser, port }: DemoOptions): boolean {
  const forBrowserOrScript = once === true || json === true || browser === true || port !== undefined;
  return !forBrowserOrScript && hasDisplay(process.env, process.platform);
}

async function serveDemo(
  context: CommandContext,
  dataCentre: DataCentreProcess,
  port: number,
): Promise<void> {
  const engine = await openLocalEngine(context, 'serve', consoleLog(context.output));
  engine.offer({ demo: true });
  await serve({
    engine,
    context,
    port,
    prepare: async () => {
      await beginDemo(engine.client, dataCentre, context.output.note);
      return showProgress(engine.client, context.output.progress);
    },
  });
}
