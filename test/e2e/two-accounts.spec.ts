import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect } from '@playwright/test';
import { connectControl } from '../../electron/server/control-client.ts';
import { runCommand, runForDocument, startCommand } from '../support/command.ts';
import { type DataCentreChild, startDataCentreChild } from '../support/data-centre-child.ts';
import { collectOnce } from '../support/tidings-fixture.ts';

const history = 'messages.getHistory';
const apiHash = '0123456789abcdef0123456789abcdef';
const ada = { phone: '+99966300011', code: '24680', firstName: 'Ada' };
const bea = { phone: '+99966300012', code: '24680', firstName: 'Bea' };

interface Counts {
  readonly accounts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly floodViolations: number;
}

interface TwoAccounts {
  readonly dataCentre: DataCentreChild;
  readonly common: readonly string[];
  readonly counts: () => Promise<Counts>;
}

const digits = (phone: string): string => phone.replace(/\D/g, '');

/** As a person does on the Channels screen: each account's list is read and everything in it chosen. */
async function pickOwnChannels(folder: string, common: readonly string[]): Promise<void> {
  const serving = startCommand(['serve', ...common]);
  await serving.line(/Tidings is ready/);
  const client = await connectControl(join(folder, 'data'));
  if (client === null) throw new Error('The running Tidings has no control socket.');
  await client.request('schedule.pause', { kind: 'until-resumed' });
  for (const { id: accountId } of await client.request('accounts.list', {})) {
    let read = await client.request('dialogs.read', { accountId });
    while (read.accepted && !read.complete) read = await client.request('dialogs.read', { accountId });
    const { channels } = await client.request('dialogs.list', { accountId });
    const channelIds = channels.map(({ channelId }) => channelId);
    expect(await client.request('channels.pick', { accountId, channelIds })).toMatchObject({
      accepted: true,
    });
  }
  await client.request('schedule.resume', {});
  client.close();
  await serving.end('SIGTERM');
}

/** Two accounts that follow 60 channels each, none of them in common, signed in and with all of them picked. */
const test = base.extend<{ pair: TwoAccounts }>({
  pair: async ({ browserName: _browserName }, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'tidings-two-'));
    const dcFile = join(folder, 'dc.json');
    // Which channels there are is known from the seed: a first look tells their names.
    const world = { channels: 120, postsPerChannel: 40, live: false } as const;
    const look = await startDataCentreChild(world, dcFile);
    const ids = look.channels.map(({ id }) => id);
    await look.close();
    const dataCentre = await startDataCentreChild(
      {
        ...world,
        accounts: [
          { ...ada, channels: ids.slice(0, 60) },
          { ...bea, channels: ids.slice(60) },
        ],
      },
      dcFile,
    );
    const common = ['--data', join(folder, 'data'), '--dc', dcFile];
    for (const { phone, code } of [ada, bea]) {
      await runForDocument(
        ['login', '--phone', phone, '--api-id', '12345', '--api-hash', apiHash, ...common],
        {
          input: `${code}\n`,
        },
      );
    }
    await pickOwnChannels(folder, common);
    await use({ dataCentre, common, counts: () => dataCentre.run<Counts>('counts') });
    await dataCentre.close();
    await rm(folder, { recursive: true, force: true });
  },
});

test('a flood of 300 s on one of two accounts does not hold up the other, and survives a restart', async ({
  pair,
}) => {
  const { dataCentre, common, counts } = pair;
  await dataCentre.run('clearCounts');
  await dataCentre.run('addFault', {
    fault: { kind: 'flood', method: history, account: digits(ada.phone), seconds: 300 },
  });

  const run = await collectOnce(common, 5);
  expect(run).toMatchObject({ status: 'partial', channelsTotal: 120, channelsDone: 60, errors: 0 });
  expect(run.reason).toContain('Telegram asks for a pause');
  const statuses = run.channels.map(({ status }) => status);
  expect(statuses.filter((status) => status === 'succeeded')).toHaveLength(60);
  const { accounts } = await counts();
  expect(accounts[digits(bea.phone)]?.[history]).toBe(60);
  expect(accounts[digits(ada.phone)]?.[history]).toBe(1);

  // Another process knows of the wait and asks nothing on Ada's behalf.
  const next = await collectOnce(common, 5);
  expect(next).toMatchObject({ status: 'partial', channelsDone: 60 });
  const after = await counts();
  expect(after.accounts[digits(ada.phone)]?.[history]).toBe(1);
  // Of Bea's sixty nothing has moved: no history is read again.
  expect(after.accounts[digits(bea.phone)]?.[history]).toBe(60);
  expect(after.accounts[digits(ada.phone)]?.['messages.getPeerDialogs']).toBe(1);
  expect(after.floodViolations).toBe(0);
});

test('signing one account out ends its session at Telegram; the other goes on, and nothing is an alarm', async ({
  pair,
}) => {
  const { dataCentre, common } = pair;
  await runForDocument(['channels', 'add', `@${dataCentre.channels[0]?.username}`, ...common]);
  await runForDocument(['accounts', 'sign-out', 'Ada', ...common]);
  const left = await runForDocument<{ name: string }[]>(['accounts', 'list', ...common]);
  expect(left.map(({ name }) => name)).toEqual(['Bea']);
  const { accounts } = await pair.counts();
  expect(accounts[digits(ada.phone)]?.['auth.logOut']).toBe(1);
  // What Bea reaches is collected: her own channels, and the one that was added by name for both.
  expect(await collectOnce(common, 0)).toMatchObject({ status: 'succeeded', channelsTotal: 61 });
  const again = await runCommand(['accounts', 'sign-out', 'Ada', ...common]);
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('No account called Ada is kept') });
});

test('who signs in again leaves no session behind that nobody uses', async ({ pair }) => {
  const { dataCentre, common, counts } = pair;
  await dataCentre.run('clearCounts');
  await runForDocument(['login', '--phone', ada.phone, ...common], { input: `${ada.code}\n` });
  expect((await counts()).accounts[digits(ada.phone)]?.['auth.logOut']).toBe(1);
  expect(await collectOnce(common, 0)).toMatchObject({ status: 'succeeded', channelsTotal: 120 });
});
