import { describe, expect, test } from 'vitest';
import type { ChannelDescription } from '../../../electron/ports/gateway.ts';
import type { StoreWriter } from '../../../electron/ports/store.ts';
import { collecting, type StorePlace } from './store-contract.ts';
import {
  aChannel,
  anAccount,
  aPost,
  everythingIn,
  finishedStep,
  noon,
  signInAndAdd,
  writerOf,
} from './store-samples.ts';

const other = { ...anAccount, id: 2, name: 'Bob' };
const day = { startedAt: Date.UTC(2026, 2, 14), endsAt: Date.UTC(2026, 2, 15) };

/** Accounts' lists of channels, and accounts that are forgotten. */
export function describeDialogsContract(name: string, newPlace: () => Promise<StorePlace>): void {
  const openStore = async () => (await newPlace()).open();
  const signedIn = async () => {
    const store = await openStore();
    const writer = await writerOf(store, 1);
    await signInAndAdd(writer, 1);
    await writer.accounts.signedIn(other, noon + 1);
    const idsOf = async (accountId: number) =>
      (await store.dialogs.list(accountId)).channels.map(({ channelId }) => channelId);
    return { store, writer, idsOf };
  };

  describe(`${name}: dialogs`, () => {
    test('before the first page there is nothing, and it is not all', async () => {
      const { store } = await signedIn();
      expect(await store.dialogs.list(1)).toEqual({ channels: [], complete: false, readAt: null });
      expect(await store.dialogs.cursor(1)).toBeNull();
    });

    test('pages follow each other until the last, and a first one replaces them all', async () => {
      const { store, writer, idsOf } = await signedIn();
      await keep(writer, 1, [9, 1], { next: 'after 1', first: true });
      expect(await store.dialogs.list(1)).toEqual({
        channels: [
          { channelId: 9, title: 'Channel 9', username: null, subscribers: 90, collected: false },
          { channelId: 1, title: 'Channel 1', username: null, subscribers: 90, collected: true },
        ],
        complete: false,
        readAt: noon,
      });
      expect(await store.dialogs.cursor(1)).toBe('after 1');
      await keep(writer, 1, [4], { next: null, at: noon + 5 });
      expect(await store.dialogs.list(1)).toMatchObject({ complete: true, readAt: noon + 5 });
      expect([await idsOf(1), await store.dialogs.cursor(1)]).toEqual([[9, 1, 4], null]);
      await keep(writer, 1, [4], { next: 'after 4', first: true });
      expect(await idsOf(1)).toEqual([4]);
      expect(await store.dialogs.list(1)).toMatchObject({ complete: false });
    });

    test('a channel met again keeps its first place, with what is told of it last', async () => {
      const { store, writer, idsOf } = await signedIn();
      await keep(writer, 1, [9, 8], { next: 'more', first: true });
      const again = { ...aChannel(9), title: 'Renamed', accessHash: 'newer', subscribers: null };
      await keep(writer, 1, [7, again, 6, 7], { next: null });
      expect(await idsOf(1)).toEqual([9, 8, 7, 6]);
      expect(await store.dialogs.describe(1, [9])).toEqual([{ ...again, subscribers: 90 }]);
    });

    test('an empty page ends the list and keeps what is there', async () => {
      const { store, writer, idsOf } = await signedIn();
      await keep(writer, 1, [9], { next: 'more', first: true });
      await keep(writer, 1, [], { next: null });
      expect(await idsOf(1)).toEqual([9]);
      expect(await store.dialogs.list(1)).toMatchObject({ complete: true });
    });

    test('each account has its own list, and its own access hashes', async () => {
      const { store, writer, idsOf } = await signedIn();
      await keep(writer, 1, [9], { next: null, first: true });
      await keep(writer, 2, [{ ...aChannel(9), accessHash: 'of Bob' }, 5], { next: null, first: true });
      expect([await idsOf(1), await idsOf(2)]).toEqual([[9], [9, 5]]);
      expect((await store.dialogs.describe(2, [5, 404, 9, 5])).map(({ accessHash }) => accessHash)).toEqual([
        'hash 5',
        'of Bob',
      ]);
      expect(await store.dialogs.describe(1, [5])).toEqual([]);
    });

    test('a channel is found by its username in any case', async () => {
      const { store, writer } = await signedIn();
      await keep(writer, 1, [{ ...aChannel(9), username: 'Tech_News' }, 8], { next: null, first: true });
      expect(await store.dialogs.findByUsername(1, 'tech_NEWS')).toMatchObject({ channelId: 9 });
      expect(await store.dialogs.findByUsername(1, 'tech%news')).toBeNull();
      expect(await store.dialogs.findByUsername(2, 'Tech_News')).toBeNull();
    });

    test('a page renews what is known of collected channels, and how this account reaches them', async () => {
      const { store, writer } = await signedIn();
      const seen = {
        ...aChannel(1),
        title: 'Renamed',
        username: 'renamed',
        subscribers: 91,
        accessHash: 'Bob’s',
      };
      await keep(writer, 2, [seen, 5], { next: null, first: true });
      expect(await store.channels.list()).toMatchObject([
        { id: 1, title: 'Renamed', username: 'renamed', subscribers: 91, addedAt: noon, limit: 50 },
      ]);
      expect(await store.channels.addressesOf(2)).toMatchObject([{ channelId: 1, accessHash: 'Bob’s' }]);
      expect(await store.channels.addressesOf(1)).toMatchObject([{ channelId: 1, accessHash: 'hash 1' }]);
      await keep(writer, 1, [{ ...seen, subscribers: null, accessHash: 'new' }], { next: null });
      expect(await store.channels.list()).toMatchObject([{ id: 1, subscribers: 91 }]);
      expect(await store.channels.addressesOf(1)).toMatchObject([{ accessHash: 'new' }]);
    });

    test('a channel that is removed is still among the dialogs, collected no more', async () => {
      const { store, writer } = await signedIn();
      await keep(writer, 1, [1], { next: null, first: true });
      await writer.channels.remove([1]);
      expect(await store.dialogs.list(1)).toMatchObject({ channels: [{ channelId: 1, collected: false }] });
      await keep(writer, 1, [1], { next: null });
      expect(await store.channels.addressesOf(1)).toEqual([]);
    });
  });

  describe(`${name}: an account that is forgotten`, () => {
    test('is listed and counted no more, and reaches nothing; channels, posts and runs stay', async () => {
      const { store, writer, runId, stepId } = await collecting(await openStore());
      await writer.accounts.signedIn(other, noon + 1);
      await writer.channels.add(aChannel(2), other.id, { limit: 5, at: noon });
      await writer.posts.keep(stepId, { posts: [aPost(1)] }, noon);
      await writer.runs.finishStep(stepId, finishedStep);
      await keep(writer, 1, [1, 9], { next: 'more', first: true });
      const before = { channels: await store.channels.list(), steps: await store.runs.steps(runId) };

      await writer.accounts.forget(1);

      expect((await store.accounts.list()).map(({ id }) => id)).toEqual([2]);
      expect(await store.figures(day)).toMatchObject({ accountsSignedIn: 1, accountsSignedOut: 0 });
      expect(await store.channels.addressesOf(1)).toEqual([]);
      expect(await store.channels.addressesOf(2)).toMatchObject([{ channelId: 2 }]);
      expect(await store.dialogs.list(1)).toEqual({ channels: [], complete: false, readAt: null });
      expect(await store.dialogs.describe(1, [9])).toEqual([]);
      expect(await store.channels.list()).toEqual(before.channels);
      expect(await store.runs.steps(runId)).toEqual(before.steps);
      expect(await store.posts.list(1, { limit: 9 })).toHaveLength(1);
    });

    test('stays so when its sign-in is found to be lost, and what comes late for it is refused', async () => {
      const { store, writer } = await signedIn();
      await writer.accounts.forget(1);
      const before = await everythingIn(store);
      await writer.accounts.signedOut(1, 'revoked');
      await expect(keep(writer, 1, [1], { next: null, first: true })).rejects.toThrow(/no account 1/);
      await expect(writer.channels.add(aChannel(1), 1, { limit: 5, at: noon })).rejects.toThrow(
        /no account 1/,
      );
      await expect(writer.accounts.forget(1)).rejects.toThrow(/no account 1/);
      expect(await everythingIn(store)).toEqual(before);
    });

    test('comes back as one that is new when it signs in, and reaches what it did: it goes on collecting', async () => {
      const { store, writer } = await signedIn();
      await writer.floods.record({ accountId: 1, method: 'history', until: noon + 100 });
      const reached = await store.channels.addressesOf(1);
      expect(reached).not.toEqual([]);
      await writer.accounts.forget(1);
      await writer.accounts.signedIn({ ...anAccount, name: 'Ada again' }, noon + 9);
      expect(await store.accounts.list()).toEqual([
        { ...other, state: 'signed-in', signedOutReason: null, addedAt: noon + 1 },
        { ...anAccount, name: 'Ada again', state: 'signed-in', signedOutReason: null, addedAt: noon + 9 },
      ]);
      expect(await store.channels.addressesOf(1)).toEqual(reached);
      expect((await store.dialogs.list(1)).channels).toEqual([]);
      expect(await store.floods.list(noon)).toEqual([{ accountId: 1, method: 'history', until: noon + 100 }]);
    });
  });
}

function keep(
  writer: StoreWriter,
  accountId: number,
  channels: readonly (number | ChannelDescription)[],
  { next, first = false, at = noon }: { next: string | null; first?: boolean; at?: number },
): Promise<void> {
  const described = channels.map((channel) => (typeof channel === 'number' ? aChannel(channel) : channel));
  return writer.dialogs.keepPage(accountId, { channels: described, next }, { first, at });
}
