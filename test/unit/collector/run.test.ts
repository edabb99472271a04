import { describe, expect, test, vi } from 'vitest';
import { historyMethod } from '../../../electron/collector/account-reader.ts';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import { LeaseLostError, StoreError } from '../../../electron/ports/store.ts';
import { collectionOf, driven } from '../../support/collection.ts';
import { failPages, pagesOf } from '../../support/requests-of.ts';

const network: GatewayFailure = { kind: 'network', message: 'No answer within 30 s.' };
const signedOut: GatewayFailure = { kind: 'signed-out', message: 'The session was revoked.' };
const noAccess: GatewayFailure = { kind: 'no-access', message: 'The channel is private now.' };

describe('a connection that is closed under a run', () => {
  const closed: GatewayFailure = { kind: 'cancelled', message: 'The connection to Telegram was closed.' };

  test('is opened anew, and the run goes on with the same page', async () => {
    const { world, run } = await collectionOf({ 7: [1], 8: [1] });
    failPages(world, (nth) => (nth === 1 ? closed : null));
    expect(await run()).toMatchObject({ status: 'succeeded', channelsDone: 2, messages: 100, errors: 0 });
    expect(pagesOf(world).map(({ channelId }) => channelId)).toEqual([7, 7, 8]);
  });

  test('is not opened again when no sign-in is kept any more: the account needs one', async () => {
    const { world, run } = await collectionOf({ 7: [1], 8: [1] });
    world.fault = () => {
      world.withoutSecrets.add(1);
      return closed;
    };
    expect(await run()).toMatchObject({ status: 'failed', signedOut: [1], messages: 0 });
    expect(world.sent).toHaveLength(1);
  });
});

describe('one channel and the run', () => {
  test('a channel that fails makes the run partial and keeps nothing else from being read', async () => {
    const { world, run, store, events } = await collectionOf({ 7: [1], 8: [1], 9: [1] });
    failPages(world, (_, { channelId }) => (channelId === 8 ? noAccess : null));

    const outcome = await run();

    expect(outcome).toMatchObject({
      status: 'partial',
      channelsDone: 3,
      channelsTotal: 3,
      messages: 100,
      errors: 1,
    });
    expect(outcome.reason).toBe('1 channel failed: The channel is private now.');
    expect((await store.runs.steps(outcome.runId)).map(({ status, error }) => [status, error])).toEqual([
      ['succeeded', null],
      ['failed', 'The channel is private now.'],
      ['succeeded', null],
    ]);
    expect((await events(outcome.runId, 'channel.failed')).map(({ metadata }) => metadata)).toEqual([
      {
        accountId: 1,
        channelId: 8,
        title: 'Channel 8',
        status: 'failed',
        error: 'The channel is private now.',
      },
    ]);
  });

  test('when every channel fails for reasons of its own the run has failed, and the network was not away', async () => {
    const { world, run } = await collectionOf({ 7: [1], 8: [1] });
    world.fault = () => noAccess;
    expect(await run()).toMatchObject({ status: 'failed', networkAway: false, errors: 2, channelsDone: 2 });
  });

  test('an error of the program is the failure of one channel, not the end of the run', async () => {
    const { world, run } = await collectionOf({ 7: [1], 8: [1] });
    world.fault = ({ method, channelId }) => {
      if (method !== historyMethod || channelId === 7) throw new TypeError('x is not a function');
      return null;
    };
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'partial', messages: 50, errors: 1 });
    expect(outcome.reason).not.toContain('x is not a function');
  });

  test('each step is recorded with its requests, its times and its counts', async () => {
    const { world, run, store, events } = await collectionOf({ 7: [1] });
    world.latencyMs = 200;
    world.rowsOf = () => 25;
    const outcome = await run();
    expect(await store.runs.steps(outcome.runId)).toMatchObject([
      { status: 'succeeded', requests: 2, networkMs: 400, floodMs: 0, messages: 50, newMessages: 50 },
    ]);
    expect((await events(outcome.runId, 'channel.started')).map(({ metadata }) => metadata)).toEqual([
      { accountId: 1, channelId: 7, title: 'Channel 7' },
    ]);
    expect((await events(outcome.runId, 'channel.finished')).map(({ metadata }) => metadata)).toEqual([
      {
        accountId: 1,
        channelId: 7,
        title: 'Channel 7',
        messages: 50,
        newMessages: 50,
        updatedMessages: 0,
        deletedMessages: 0,
        by: 'history',
        requests: 2,
        durationMs: 400,
      },
    ]);
  });

  test('every change is told, and kept with the run; events of it are left to who listens', async () => {
    const { world, start, events, store, clock } = await collectionOf({ 7: [1], 8: [1] });
    world.latencyMs = 1000;
    world.rowsOf = () => 5;
    const { runId, outcome, progress } = await start();
    await clock.advance(9500);
    expect(await store.runs.get(runId)).toMatchObject({ status: 'running', messages: 40, channelsDone: 0 });
    await driven(clock, outcome);

    expect(await events(runId, 'run.progress')).toEqual([]);
    expect(new Set(progress.map(({ messages }) => messages)).size).toBe(21);
    expect(progress.at(-1)).toMatchObject({ channelsDone: 2, collecting: [], standstill: null });
    expect(progress.some(({ collecting }) => collecting[0]?.title === 'Channel 8')).toBe(true);
  });
});

describe('the network', () => {
  test('a connection that breaks once is built anew and nothing is lost', async () => {
    const { world, start, clock, store } = await collectionOf({ 7: [1] });
    failPages(world, (nth) => (nth === 1 ? network : null));
    const { runId, outcome, progress } = await start();
    expect(await driven(clock, outcome)).toMatchObject({ status: 'succeeded', messages: 50, errors: 0 });
    expect(world.reconnects).toEqual([1]);
    expect(progress.some(({ standstill }) => standstill?.kind === 'reconnecting')).toBe(true);
    expect(await store.runs.steps(runId)).toMatchObject([{ requests: 2 }]);
  });

  test('failures with an answer between them are no reason to give up, and the run goes on visibly', async () => {
    const { world, start, clock } = await collectionOf({ 7: [1] });
    world.latencyMs = 1000;
    world.rowsOf = () => 10;
    failPages(world, (nth) => (nth % 2 === 1 ? network : null));
    const { outcome, progress } = await start();
    await clock.advance(2500);
    expect(progress.at(-1)?.standstill).toEqual({ kind: 'reconnecting' });
    await clock.advance(1000);
    expect(progress.at(-1)?.standstill).toBeNull();
    expect(await driven(clock, outcome)).toMatchObject({ status: 'succeeded', messages: 50, errors: 0 });
    expect(world.reconnects).toHaveLength(5);
  });

  test('with the network away the remaining channels fail at once instead of each waiting for it', async () => {
    const { world, run, store } = await collectionOf({ 7: [1], 8: [1], 9: [1], 10: [1] });
    world.fault = () => network;
    const outcome = await run();
    expect(outcome).toMatchObject({
      status: 'failed',
      networkAway: true,
      errors: 4,
      channelsDone: 4,
      messages: 0,
    });
    expect(outcome.reason).toBe('Telegram could not be reached: No answer within 30 s.');
    expect(world.sent).toHaveLength(2);
    expect((await store.runs.steps(outcome.runId)).map(({ status }) => status)).toEqual(
      Array(4).fill('failed'),
    );
  });

  test('a network that goes away after something was read makes the run partial, not one to be retried', async () => {
    const { world, run, heldIds } = await collectionOf({ 7: [1], 8: [1] });
    failPages(world, (_, { channelId }) => (channelId === 8 ? network : null));
    expect(await run()).toMatchObject({ status: 'partial', networkAway: false, messages: 50, errors: 1 });
    expect(await heldIds(7)).toHaveLength(50);
  });
});

describe('Stop', () => {
  test('ends the run after the request in flight and keeps what was collected', async () => {
    const { world, start, clock, store, heldIds } = await collectionOf({ 7: [1], 8: [1] });
    world.latencyMs = 1000;
    world.rowsOf = () => 20;
    const { runId, outcome, stop } = await start();
    await clock.advance(2500);
    stop();

    expect(await driven(clock, outcome)).toMatchObject({
      status: 'cancelled',
      messages: 40,
      newMessages: 40,
      channelsDone: 0,
      errors: 0,
    });
    expect(pagesOf(world)).toHaveLength(2);
    expect(await heldIds(7)).toHaveLength(40);
    expect((await store.runs.steps(runId)).map(({ status }) => status)).toEqual(['cancelled']);
  });

  test('is not turned into failures by what went wrong before it', async () => {
    const { world, start, clock, store } = await collectionOf({ 7: [1], 8: [1], 9: [2], 10: [1, 2] });
    world.latencyMs = 1000;
    failPages(world, (_, { accountId }) => (accountId === 1 ? signedOut : null));
    const { runId, outcome, stop } = await start();
    await clock.advance(1500);
    stop();
    expect(await driven(clock, outcome)).toMatchObject({ status: 'cancelled', errors: 1, channelsDone: 2 });
    expect(await store.runs.steps(runId)).toHaveLength(2);
  });

  test('a run whose last channel was being read to its end has succeeded', async () => {
    const { world, start, clock } = await collectionOf({ 7: [1] });
    world.latencyMs = 1000;
    const { outcome, stop } = await start();
    await clock.advance(1500);
    stop();
    expect(await driven(clock, outcome)).toMatchObject({ status: 'succeeded', messages: 50 });
  });
});

describe('a revoked sign-in', () => {
  test('stops that account alone and asks for attention', async () => {
    const { world, run, store, events } = await collectionOf({ 7: [1], 8: [1], 9: [2] });
    world.fault = ({ accountId }) => (accountId === 1 ? signedOut : null);

    const outcome = await run();

    expect(outcome).toMatchObject({
      status: 'partial',
      signedOut: [1],
      messages: 50,
      errors: 2,
      channelsDone: 3,
    });
    expect(await store.accounts.list()).toMatchObject([
      { id: 1, state: 'signed-out', signedOutReason: 'The session was revoked.' },
      { id: 2, state: 'signed-in' },
    ]);
    expect((await events(outcome.runId, 'signin.lost')).map(({ metadata }) => metadata)).toEqual([
      { accountId: 1, reason: 'The session was revoked.' },
    ]);
    expect(world.sent.filter(({ accountId }) => accountId === 1)).toHaveLength(1);
    expect(world.forgotten).toEqual([1]);
    expect((await store.runs.steps(outcome.runId)).filter(({ accountId }) => accountId === 1)).toMatchObject([
      { channelId: 7, status: 'failed', error: 'The session was revoked.', requests: 0 },
      { channelId: 8, status: 'failed', error: 'The session was revoked.', requests: 0 },
    ]);
  });

  test('an account without kept secrets is signed out in words', async () => {
    const { world, run, store } = await collectionOf({ 7: [1] });
    world.withoutSecrets.add(1);
    expect(await run()).toMatchObject({ status: 'failed', networkAway: false, signedOut: [1] });
    expect((await store.accounts.list())[0]?.signedOutReason).toContain('sign in again');
  });

  test('is not what a vault that cannot be read means: the account stays signed in', async () => {
    const { world, run, store } = await collectionOf({ 7: [1], 8: [2] });
    const { gatewayOf } = world.connections;
    vi.spyOn(world.connections, 'gatewayOf').mockImplementation(async (accountId) => {
      if (accountId === 1) throw new Error('The keychain is locked.');
      return gatewayOf(accountId);
    });
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'partial', messages: 50, errors: 1, signedOut: [] });
    expect(outcome.reason).toContain('The keychain is locked.');
    expect((await store.accounts.list()).map(({ state }) => state)).toEqual(['signed-in', 'signed-in']);
  });

  test('its channels go to an account that reaches them too', async () => {
    const { world, run } = await collectionOf({ 7: [1, 2], 8: [1, 2], 9: [1, 2], 10: [1, 2] });
    world.fault = ({ accountId }) => (accountId === 1 ? signedOut : null);
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'succeeded', messages: 200, channelsDone: 4, signedOut: [1] });
  });
});

describe('several accounts', () => {
  test('a channel that two accounts know is read once, and the load is spread', async () => {
    const { world, run, store } = await collectionOf({ 7: [1, 2], 8: [1, 2], 9: [1], 10: [1, 2], 11: [2] });
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'succeeded', channelsDone: 5, channelsTotal: 5 });
    const read = pagesOf(world).map(({ channelId }) => channelId);
    expect(read.toSorted((one, other) => one - other)).toEqual([7, 8, 9, 10, 11]);
    const steps = await store.runs.steps(outcome.runId);
    const byAccount = Map.groupBy(steps, ({ accountId }) => accountId);
    expect([...byAccount.values()].map((own) => own.length).toSorted()).toEqual([2, 3]);
  });

  test('accounts work side by side', async () => {
    const { world, start, clock } = await collectionOf({ 7: [1], 8: [2] });
    world.latencyMs = 1000;
    const { outcome, progress } = await start();
    await clock.advance(1500);
    expect(progress.at(-1)?.collecting.map(({ channelId }) => channelId)).toEqual([7, 8]);
    await driven(clock, outcome);
    expect(world.sent.map(({ atMonotonic }) => atMonotonic)).toEqual([0, 0, 1000, 1000]);
  });

  test('a channel that one account may not read any more is read by the other', async () => {
    const { world, run, heldIds } = await collectionOf({ 7: [1, 2] });
    failPages(world, (_, { accountId }) => (accountId === 1 ? noAccess : null));
    expect(await run()).toMatchObject({ status: 'partial', channelsDone: 1, messages: 50, errors: 1 });
    expect(await heldIds(7)).toHaveLength(50);
  });
});

describe('what ends a run by throwing', () => {
  test('the lease is checked before each request, and nothing is sent once it is lost', async () => {
    const { world, start, clock, lease } = await collectionOf({ 7: [1], 8: [1] });
    const check = vi.spyOn(lease(), 'check');
    check.mockImplementation(async () => {
      if (check.mock.calls.length > 1) throw new LeaseLostError('Another process has taken over.');
    });
    const { outcome } = await start();
    await expect(driven(clock, outcome)).rejects.toThrow(LeaseLostError);
    expect(world.sent).toHaveLength(1);
  });

  test('a lost lease: nothing more is asked and nothing is written', async () => {
    const { world, start, clock, takeOver, heldIds } = await collectionOf({ 7: [1], 8: [2] });
    world.latencyMs = 1000;
    world.rowsOf = () => 10;
    const { outcome } = await start();
    await clock.advance(2500);
    await takeOver();

    await expect(driven(clock, outcome)).rejects.toThrow(LeaseLostError);
    const sent = world.sent.length;
    await clock.advance(60_000);
    expect(world.sent).toHaveLength(sent);
    expect(await heldIds(7)).toHaveLength(10);
  });

  test('a full disk: the other accounts come to rest first, and what was kept is kept', async () => {
    const { world, start, clock, lease, heldIds, store } = await collectionOf({ 7: [1], 8: [2] });
    world.latencyMs = 1000;
    world.rowsOf = () => 10;
    const { keep } = lease().writer.posts;
    vi.spyOn(lease().writer.posts, 'keep').mockImplementation(async (stepId, page, seenAt) => {
      const [first] = page.posts;
      if (first?.channelId === 7 && first.id < 65) throw new StoreError('disk-full', 'The disk is full.');
      return keep(stepId, page, seenAt);
    });
    const { runId, outcome } = await start();

    await expect(driven(clock, outcome)).rejects.toThrow('The disk is full.');
    const sent = world.sent.length;
    await clock.advance(60_000);
    expect(world.sent).toHaveLength(sent);
    expect(await heldIds(7)).toHaveLength(20);
    expect((await store.runs.steps(runId)).map(({ status }) => status)).toEqual(['failed', 'cancelled']);
  });
});
