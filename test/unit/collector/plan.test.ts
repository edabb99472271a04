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
  await lease().writer.channels.change(7, { enabled: false });
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
  await lease().writer.channels.change(8, { enabled: false });
  expect(await collector.plan()).toMatchObject({
    channelsTotal: 0,
    obstacle: { kind: 'signed-out', message: expect.stringContaining('Only Account 1') },
  });
  await lease().writer.accounts.signedOut(2, 'revoked');
  expect(await collector.plan()).toMatchObject({ obstacle: { kind: 'signed-out' } });
});

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
