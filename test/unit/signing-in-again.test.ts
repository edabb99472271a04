import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Engine } from '../../electron/engine.ts';
import { type CollectingEngine, openCollectingEngine } from '../support/collecting-engine.ts';
import { silentLog } from '../support/collection.ts';
import { startSocksServer } from '../support/socks-server.ts';

const account = { phone: '+999 66 1 2024', code: '12345' };

let stage: CollectingEngine;
let accountId: number;

async function signIn({ client }: Engine): Promise<void> {
  const question = await client.request('signin.begin', { phone: account.phone });
  if (question.step !== 'code') throw new Error(`Signing in asked for ${question.step}.`);
  const { signInId } = question;
  const answer = await client.request('signin.code', { signInId, code: account.code });
  expect(answer.step).toBe('done');
}

const logOuts = async (): Promise<number> => {
  const { methods } = await stage.dataCentre.run<{ methods: Record<string, number> }>('counts');
  return methods['auth.logOut'] ?? 0;
};

beforeEach(async () => {
  stage = await openCollectingEngine({
    dataCentre: { channels: 2, postsPerChannel: 30, live: false },
    mode: 'command',
    log: silentLog,
  });
  onTestFinished(() => stage.close());
  await stage.engine.scheduler.open();
  await stage.setUp();
  const [known] = await stage.engine.client.request('accounts.list', {});
  accountId = known?.id ?? 0;
});

test('an account that signs in again keeps its own proxy, and leaves no session behind', async () => {
  const socks = await startSocksServer();
  onTestFinished(() => socks.close());
  const { client } = stage.engine;
  const proxy = {
    kind: 'socks5',
    host: socks.host,
    port: socks.port,
    username: null,
    password: null,
  } as const;
  expect(await client.request('proxy.set', { accountId, proxy })).toEqual({ accepted: true });
  await signIn(stage.engine);
  expect(await client.request('proxy.get', { accountId })).toMatchObject({ port: socks.port });
  expect(await logOuts()).toBe(1);
  const before = socks.counts().relayed;
  expect((await stage.engine.scheduler.runOnce()).status).toBe('succeeded');
  expect(socks.counts().relayed).toBeGreaterThan(before);
});

test('who signs out and in again goes on collecting what was collected, without picking it anew', async () => {
  const { client, scheduler } = stage.engine;
  expect(await client.request('accounts.signOut', { accountId })).toEqual({ accepted: true });
  expect(await client.request('accounts.list', {})).toEqual([]);
  expect((await client.request('snapshot.get', {})).next.reason).toMatchObject({
    kind: 'obstacle',
    obstacle: { kind: 'no-account' },
  });
  await signIn(stage.engine);
  const run = await scheduler.runOnce();
  expect(run).toMatchObject({ status: 'succeeded', channelsTotal: 2, channelsDone: 2 });
  expect(run.newMessages).toBeGreaterThan(0);
});

test('a sign-out and a run that are asked for at once come one after the other, and nothing is an alarm', async () => {
  const { client } = stage.engine;
  const [out, run] = await Promise.all([
    client.request('accounts.signOut', { accountId }),
    client.request('run.start', {}),
  ]);
  expect([out.accepted, run.accepted].filter((accepted) => accepted)).toHaveLength(1);
  const ended = async () => (await client.request('snapshot.get', {})).lastRun?.status ?? null;
  if (run.accepted) await expect.poll(ended).toBe('succeeded');
  expect(await ended()).not.toBe('failed');
  expect((await client.request('snapshot.get', {})).attention).toEqual([]);
});
