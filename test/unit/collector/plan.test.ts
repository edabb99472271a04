import { expect, test } from 'vitest';
import { createCollection } from '../../support/collection.ts';

test('without an account there is nothing to plan but a sign-in', async () => {
  const { collector } = await createCollection();
  expect(await collector.plan()).toMatchObject({ channelsTotal: 0, obstacle: { kind: 'no-account' } });
});

test('without an enabled channel it says to choose one', async () => {
  const { collector, addAccount, addChannel, lease } = await createCollection();
  await addAccount(1);
  expect(await collector.plan()).toMatchObject({ channelsTotal: 0, obstacle: { kind: 'no-channel' } });
  await addChannel(7);
  expect(await collector.plan()).toEqual({ channelsTotal: 1, obstacle: null });
  await lease().writer.channels.change([7], { enabled: false });
  expect(await collector.plan()).toMatchObject({ channelsTotal: 0, obstacle: { kind: 'no-channel' } });
});

test('a lost sign-in is an obstacle once no other account can go on', async () => {
  const { collector, addAccount, addChannel, lease } = await createCollection();
  await addAccount(1);
  await addAccount(2);
  await addChannel(7, { accountIds: [1] });
  await addChannel(8, { accountIds: [1, 2] });
  expect(await collector.plan()).toEqual({ channelsTotal: 2, obstacle: null });
  await lease().writer.accounts.signedOut(1, 'revoked');
  expect(await collector.plan()).toEqual({ channelsTotal: 1, obstacle: null });
  await lease().writer.channels.change([8], { enabled: false });
  expect(await collector.plan()).toMatchObject({
    channelsTotal: 0,
    obstacle: { kind: 'signed-out', message: expect.stringContaining('Only Account 1') },
  });
  await lease().writer.accounts.signedOut(2, 'revoked');
  expect(await collector.plan()).toMatchObject({ obstacle: { kind: 'signed-out' } });
});

test('channels that only a forgotten account could read are not counted, and named where nothing else is left', async () => {
  const { collector, addAccount, addChannel, lease } = await createCollection();
  await addAccount(1);
  await addAccount(2);
  for (const id of [7, 8, 9, 10, 11]) await addChannel(id, { accountIds: [1] });
  await addChannel(12, { accountIds: [2] });
  expect(await collector.plan()).toEqual({ channelsTotal: 6, obstacle: null });
  await lease().writer.accounts.forget(1);
  expect(await collector.plan()).toEqual({ channelsTotal: 1, obstacle: null });
  await lease().writer.channels.remove([12]);
  expect(await collector.plan()).toEqual({
    channelsTotal: 0,
    obstacle: {
      kind: 'no-channel',
      message:
        'No signed-in account can read Channel 7, Channel 8, Channel 9 and 2 other channels: sign in to the account that could, or add what you want from one that can.',
    },
  });
  await lease().writer.accounts.forget(2);
  expect(await collector.plan()).toMatchObject({ channelsTotal: 0, obstacle: { kind: 'no-account' } });
});

test('a signed-out account that could read nothing is not asked to come back', async () => {
  const { collector, addAccount, addChannel, lease } = await createCollection();
  for (const id of [1, 2, 3]) await addAccount(id);
  await addChannel(7, { accountIds: [1] });
  await lease().writer.accounts.signedOut(2, 'revoked');
  await lease().writer.accounts.forget(1);
  expect(await collector.plan()).toMatchObject({
    obstacle: { kind: 'no-channel', message: expect.stringContaining('Channel 7') },
  });
});

test.each([
  ['locked', ['passphrase'], ' Enter the passphrase in Tidings to go on collecting.'],
  // No passphrase opens these: the vault's own words say what does.
  ['locked', ['key-file'], ''],
  ['locked', [], ''],
  ['unprotected', [], ' Choose a passphrase in Tidings to go on collecting.'],
] as const)(
  'a vault that is %s, protected by %j, is an obstacle, in its own words and with what to do',
  async (state, protectedBy, toDo) => {
    const { collector, addAccount, addChannel, vault, floods, lease } = await createCollection();
    vault.now = { state, protectedBy, sentence: 'The secrets are in a box.' };
    expect((await collector.plan()).obstacle?.kind).toBe('no-account');
    await addAccount(1);
    await addChannel(7);
    const obstacle = { kind: 'vault-locked', message: `The secrets are in a box.${toDo}` };
    expect(await collector.plan()).toEqual({ channelsTotal: 1, obstacle });
    await floods.record(1, 'messages.getHistory', 900_000);
    expect((await collector.plan()).obstacle).toEqual(obstacle);
    await lease().writer.accounts.signedOut(1, 'revoked');
    expect((await collector.plan()).obstacle?.kind).toBe('signed-out');
  },
);

test('a flood wait is an obstacle only when it blocks every account for longer than a run would wait', async () => {
  const { collector, addAccount, addChannel, floods, clock } = await createCollection();
  await addAccount(1);
  await addAccount(2);
  await addAccount(3);
  await addChannel(7, { accountIds: [1] });
  await addChannel(8, { accountIds: [2] });

  await floods.record(1, 'messages.getHistory', 900_000);
  expect((await collector.plan()).obstacle).toBeNull();
  await floods.record(2, 'messages.getHistory', 300_000);
  expect((await collector.plan()).obstacle).toEqual({
    kind: 'flood',
    until: clock.now() + 300_000,
    message: 'Telegram asks for a pause of 5m 00s: collecting goes on by itself afterwards.',
  });
  await clock.advance(240_000);
  expect((await collector.plan()).obstacle).toBeNull();
});
