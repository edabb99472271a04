import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ContractClient } from '../../../shared/contract.ts';
import { dataPaths } from '../../data-folder.ts';
import { parseDataCentreConfig } from '../../telegram/data-centre-config.ts';
import { withLocalClient } from '../clients.ts';
import { type CommandContext, type CommonOptions, openLocalEngine } from '../context.ts';
import { type DataCentreProcess, startDataCentreProcess } from '../data-centre-process.ts';
import { CommandError, type ExitCode, exitCodes } from '../exit-codes.ts';
import { showProgress } from '../progress-line.ts';
import { collect } from './collect.ts';
import { consoleLog, parsePort, serve } from './serve.ts';

/** Any api_id will do for a data centre of one's own; Telegram would ask for a real one. */
const demoCredentials = { apiId: 1, apiHash: '0'.repeat(32) };
const demoRhythm = { intervalMs: 60_000, cooldownMs: 10_000 };
const mostChannels = 1000;

export interface DemoOptions extends CommonOptions {
  readonly once?: true;
  readonly port: string;
  readonly channels: string;
}

/** Everything for real but the place: a data centre on this computer, and a data folder that goes when the demo ends. */
export async function demo(context: CommandContext, options: DemoOptions): Promise<ExitCode> {
  const channels = Number(options.channels);
  if (!Number.isInteger(channels) || channels < 1 || channels > mostChannels) {
    throw new CommandError(`--channels must be a whole number from 1 to ${mostChannels}.`, exitCodes.usage);
  }
  const port = parsePort(options.port);
  const folder =
    options.data === undefined ? await mkdtemp(join(tmpdir(), 'tidings-demo-')) : resolve(options.data);
  const dataCentre = await startDataCentreProcess({ channels });
  try {
    const demoContext: CommandContext = {
      ...context,
      paths: dataPaths(folder),
      dataCentre: parseDataCentreConfig(JSON.stringify(dataCentre.dc)),
    };
    if (options.once) {
      return await withLocalClient(demoContext, async (client) => {
        await setUp(client, dataCentre, context.output.note);
        return collect(client, context.output);
      });
    }
    await serveDemo(demoContext, dataCentre, port);
    return exitCodes.succeeded;
  } finally {
    await dataCentre.close();
    if (options.data === undefined) await rm(folder, { recursive: true, force: true });
  }
}

async function serveDemo(
  context: CommandContext,
  dataCentre: DataCentreProcess,
  port: number,
): Promise<void> {
  const engine = await openLocalEngine(context, 'serve', consoleLog(context.output));
  await serve({
    engine,
    context,
    port,
    prepare: async () => {
      const { client } = engine;
      // Paused until all is picked, so that the first run has every channel.
      await client.request('schedule.pause', { kind: 'until-resumed' });
      await client.request('settings.set', demoRhythm);
      await setUp(client, dataCentre, context.output.note);
      await client.request('run.start', {});
      await client.request('schedule.resume', {});
      return showProgress(engine.client, context.output.progress);
    },
  });
}

/** Signs in and picks every channel, the way a person would. */
async function setUp(
  client: ContractClient,
  dataCentre: DataCentreProcess,
  note: (message: string) => void,
): Promise<void> {
  const [account] = dataCentre.accounts;
  if (account === undefined) throw new CommandError("The demo's data centre has no account.");
  let answer = await client.request('signin.begin', { phone: account.phone, ...demoCredentials });
  if (answer.step === 'code') {
    answer = await client.request('signin.code', { signInId: answer.signInId, code: account.code });
  }
  if (answer.step === 'password' && account.password !== null) {
    answer = await client.request('signin.password', {
      signInId: answer.signInId,
      password: account.password,
    });
  }
  if (answer.step !== 'done') throw new CommandError(`The demo could not sign in (${answer.step}).`);
  note(`Signed in over MTProto as ${answer.account.name}.`);
  for (const { username } of dataCentre.channels) {
    if (username === null) continue;
    const added = await client.request('channels.add', { reference: `@${username}` });
    if (!added.accepted) throw new CommandError(`The demo could not add @${username}: ${added.reason}`);
  }
}
