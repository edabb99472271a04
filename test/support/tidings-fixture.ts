import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { keepSettingsIn, runForDocument } from './command.ts';
import { type DataCentreChild, startDataCentreChild } from './data-centre-child.ts';

export const phone = '+999 66 1 2024';
export const password = 'correct horse';
const apiHash = '0123456789abcdef0123456789abcdef';
export const credentials = ['--phone', phone, '--api-id', '12345', '--api-hash', apiHash];

/** A run as `--json` prints it. */
export interface RunDocument {
  readonly status: string;
  readonly reason: string | null;
  readonly durationMs: number;
  readonly channelsDone: number;
  readonly channelsTotal: number;
  readonly messages: number;
  readonly newMessages: number;
  readonly updatedMessages: number;
  readonly errors: number;
  readonly channels: readonly { readonly status: string; readonly newMessages: number }[];
}

export interface Tidings {
  readonly dataCentre: DataCentreChild;
  readonly folder: string;
  /** What every command is given. */
  readonly common: readonly string[];
  readonly channels: readonly string[];
  readonly signIn: () => Promise<void>;
  readonly addThreeChannels: () => Promise<void>;
  /** Has those three read in every run, moved or not: where nothing happens, a run would be over before it is seen. */
  readonly readAnewInEveryRun: () => Promise<void>;
}

/** A data centre that stands still unless it is told to move, and an empty data folder. */
export const test = base.extend<{ tidings: Tidings }>({
  // Playwright reads off this pattern what a fixture needs: the name of the browser costs nothing.
  tidings: async ({ browserName: _browserName }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-e2e-'));
    const dcFile = join(folder, 'dc.json');
    // The desktop fixture starts the app with the same folder: it finds the keys that commands have made.
    keepSettingsIn(join(folder, 'config'));
    const dataCentre = await startDataCentreChild(
      {
        accounts: [{ phone, code: '24680', password, passwordHint: 'four words' }],
        postsPerChannel: 400,
        live: false,
        privateChannel: true,
      },
      dcFile,
    );
    const common = ['--data', join(folder, 'data'), '--dc', dcFile];
    const channels = dataCentre.channels.flatMap(({ username }) =>
      username === null ? [] : [`@${username}`],
    );
    const signIn = async (): Promise<void> => {
      await runForDocument(['login', ...credentials, ...common], { input: `24680\n${password}\n` });
    };
    await use({
      folder: join(folder, 'data'),
      dataCentre,
      common,
      channels,
      signIn,
      addThreeChannels: async () => {
        await signIn();
        await runForDocument(['channels', 'add', ...channels.slice(0, 3), ...common]);
      },
      readAnewInEveryRun: async () => {
        for (const channel of channels.slice(0, 3)) {
          await runForDocument(['channels', 'set', channel, '--reread', 'on', ...common]);
        }
      },
    });
    keepSettingsIn(null);
    await dataCentre.close();
    await rm(folder, { recursive: true, force: true });
  },
});

/** The data centre's own record of the channel, newest first, without notes such as "pinned a message". */
export async function servedPosts(
  dataCentre: DataCentreChild,
  channel: string,
): Promise<readonly { id: number; text: string }[]> {
  const served = await dataCentre.run<{ id: number; text: string; service: string | null }[]>('posts', {
    channel,
    limit: 400,
  });
  return served.filter(({ service }) => service === null);
}

/** How often history was asked for, by anybody. */
export const historyCalls = (dataCentre: DataCentreChild) => callsOf(dataCentre, 'messages.getHistory');

/** How often a method was called, by anybody. */
export async function callsOf(dataCentre: DataCentreChild, method: string): Promise<number> {
  const { methods } = await dataCentre.run<{ methods: Record<string, number> }>('counts');
  return methods[method] ?? 0;
}

/** One run in a process of its own, which must end with `code`. */
export const collectOnce = (common: readonly string[], code = 0) =>
  runForDocument<RunDocument>(['collect', '--once', ...common], { code });
