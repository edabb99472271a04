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

test('an account that goes straight goes on doing so, whatever way sign-ins to come take', async () => {
  const socks = await startSocksServer();
  onTestFinished(() => socks.close());
  const { client } = stage.engine;
  const { host, port } = socks;
  const proxy = { kind: 'socks5', host, port, username: null, password: null } as const;
  expect(await client.request('proxy.set', { accountId: null, proxy })).toEqual({ accepted: true });
  await signIn(stage.engine);
  expect(await client.request('proxy.get', { accountId })).toBeNull();
});

test('while a sign-out waits for a proxy that says nothing, the rest goes on, and Tidings can be quit', async () => {
  const socks = await startSocksServer();
  onTestFinished(() => socks.close());
  const { engine } = stage;
  const { host, port } = socks;
  const proxy = { kind: 'socks5', host, port, username: null, password: null } as const;
  await engine.client.request('proxy.set', { accountId, proxy });
  socks.setMood('mute');
  const accepted = socks.counts().accepted;
  let answered = false;
  const out = engine.client.request('accounts.signOut', { accountId }).finally(() => {
    answered = true;
  });
  await expect.poll(() => socks.counts().accepted).toBeGreaterThan(accepted);
  await engine.client.request('schedule.pause', { kind: 'until-resumed' });
  const run = await engine.client.request('run.start', {});
  expect(run).toMatchObject({ accepted: false, reason: expect.stringContaining('try again in a moment') });
  expect(answered).toBe(false);
  await engine.scheduler.shutdown('the test is over');
  await engine.close('the test is over');
  expect(await out).toMatchObject({ accepted: false });
});

test('a holder that was dethroned while it was stopped ends no session and forgets none', async () => {
  const { engine } = stage;
  const store = await stage.secondStore();
  const row = await store.lease.read();
  const attempt = await store.takeLease({ host: 'there', boot: 'now', pid: 1 }, Date.now(), row);
  expect(attempt.taken).toBe(true);
  await expect(engine.client.request('accounts.signOut', { accountId })).rejects.toMatchObject({
    code: 'lease-lost',
  });
  expect(await logOuts()).toBe(0);
  expect((await store.accounts.list()).map(({ id }) => id)).toEqual([accountId]);
});
