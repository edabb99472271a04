import { describe, expect, test, vi } from 'vitest';
import type { GatewayFailure } from '../../../electron/ports/gateway.ts';
import { VaultLockedError } from '../../../electron/ports/vault.ts';
import { collectionOf } from '../../support/collection.ts';
import { failPages, pagesOf } from '../../support/requests-of.ts';

/** What the user does, or has yet to do, while a run is under way. */
const signedOut: GatewayFailure = { kind: 'signed-out', message: 'The session was revoked.' };

describe('a channel that the user removes under a run', () => {
  test('is read no further, is no failure, and is kept in no part', async () => {
    const { world, run, store, heldIds, lease, events } = await collectionOf({ 7: [1], 8: [1], 9: [1] });
    world.rowsOf = () => 20;
    failPages(world, (nth) => {
      if (nth === 2) void lease().writer.channels.remove([7, 8]);
      return null;
    });
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'succeeded', channelsDone: 3, errors: 0 });
    expect(pagesOf(world).map(({ channelId }) => channelId)).toEqual([7, 7, 9, 9, 9]);
    expect(await store.runs.steps(outcome.runId)).toMatchObject([
      { channelId: 7, status: 'cancelled', error: expect.stringContaining('removed'), messages: 20 },
      { channelId: 9, status: 'succeeded' },
    ]);
    expect((await events(outcome.runId, 'channel.failed')).map(({ metadata }) => metadata.status)).toEqual([
      'cancelled',
    ]);
    expect(await heldIds(7)).toEqual([]);
    expect((await store.channels.list()).map(({ id }) => id)).toEqual([9]);
  });

  test('needs no step for what kept its account from reading it', async () => {
    const { world, run, store, lease } = await collectionOf({ 7: [1], 8: [1] });
    world.fault = () => {
      void lease().writer.channels.remove([8]);
      return signedOut;
    };
    const outcome = await run();
    expect(outcome).toMatchObject({ status: 'failed', signedOut: [1] });
    expect((await store.runs.steps(outcome.runId)).map(({ channelId }) => channelId)).toEqual([7]);
  });
});

test.each([
  ['before its connection was opened', 0],
  ['when its connection has to be opened anew', 1],
])(
  'a locked vault, met %s, says itself what to do, and once, and is no lost sign-in',
  async (_when, opened) => {
    const { world, run, store, events } = await collectionOf({ 7: [1], 8: [2], 9: [1], 10: [1, 2] });
    const { gatewayOf } = world.connections;
    let asked = 0;
    vi.spyOn(world.connections, 'gatewayOf').mockImplementation(async (accountId) => {
      if (accountId !== 1) return gatewayOf(accountId);
      asked += 1;
      if (asked > opened) throw new VaultLockedError('The vault is locked. Enter the passphrase.');
      return gatewayOf(accountId);
    });
    world.fault = ({ accountId }) =>
      accountId === 1 ? { kind: 'cancelled', message: 'The connection was closed.' } : null;
    const outcome = await run();
    expect(outcome).toMatchObject({
      status: 'partial',
      reason: '2 channels failed: The vault is locked. Enter the passphrase.',
      messages: 100,
      errors: 2,
      signedOut: [],
      networkAway: false,
    });
    expect(asked).toBe(opened + 1);
    expect((await store.accounts.list()).map(({ state }) => state)).toEqual(['signed-in', 'signed-in']);
    expect(await events(outcome.runId, 'signin.lost')).toEqual([]);
  },
);

test('an account that the user signs out under a run has lost no sign-in: nothing asks for attention', async () => {
  const { world, run, store, events, lease } = await collectionOf({ 7: [1], 8: [2] });
  world.fault = ({ accountId }) => {
    if (accountId !== 1) return null;
    void lease().writer.accounts.forget(1);
    return signedOut;
  };
  const outcome = await run();
  expect(outcome).toMatchObject({ status: 'partial', messages: 50 });
  expect((await store.accounts.list()).map(({ id }) => id)).toEqual([2]);
  expect(await events(outcome.runId, 'signin.lost')).toEqual([]);
});
