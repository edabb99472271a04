import { describe, expect, it } from 'vitest';
import {
  channelDifference,
  channelStates,
  messagesById,
} from '../../../electron/telegram/channel-changes.ts';
import { loadLibrary } from '../../../electron/telegram/library.ts';

const { Api, toBigInteger } = loadLibrary();
const peerId = new Api.PeerChannel({ channelId: toBigInteger(77) });
const elsewhere = new Api.PeerChannel({ channelId: toBigInteger(78) });
const chats = { chats: [], users: [] };

function message(id: number, text = 'Text', peer = peerId) {
  return new Api.Message({ id, peerId: peer, date: 1_700_000_000, message: text });
}

function service(id: number) {
  const action = new Api.MessageActionPinMessage();
  return new Api.MessageService({ id, peerId, date: 1_700_000_000, action });
}

function deletion(messages: number[], channelId = 77) {
  return new Api.UpdateDeleteChannelMessages({
    channelId: toBigInteger(channelId),
    messages,
    pts: 1,
    ptsCount: messages.length,
  });
}

type Fields = ConstructorParameters<typeof Api.updates.ChannelDifference>[0];

function read(newMessages: Fields['newMessages'], otherUpdates: Fields['otherUpdates']) {
  const rest = { pts: 9, final: true, ...chats };
  return channelDifference(new Api.updates.ChannelDifference({ ...rest, newMessages, otherUpdates }), 77);
}

describe('a difference', () => {
  it('gives no post that was deleted in the same slice, whatever comes first', () => {
    const updates = [
      deletion([5, 4]),
      new Api.UpdateEditChannelMessage({ message: message(4), pts: 1, ptsCount: 1 }),
    ];
    expect(read([message(5), message(6)], updates)).toMatchObject({
      posts: [{ id: 6 }],
      deletedIds: [4, 5],
      newestId: 6,
    });
  });

  it('gives a post that was edited after it appeared as it is now', () => {
    const updates = [
      new Api.UpdateNewChannelMessage({ message: message(8, 'First'), pts: 1, ptsCount: 1 }),
      new Api.UpdateEditChannelMessage({ message: message(8, 'Second'), pts: 2, ptsCount: 1 }),
      new Api.UpdateEditChannelMessage({ message: message(5, 'Later'), pts: 3, ptsCount: 1 }),
    ];
    expect(read([message(5)], updates)).toMatchObject({
      posts: [
        { id: 5, text: 'Later' },
        { id: 8, text: 'Second' },
      ],
      newestId: 8,
    });
  });

  it('counts service messages among the new ones, and gives them as no posts', () => {
    expect(read([service(6), message(5)], [])).toMatchObject({ posts: [{ id: 5 }], newestId: 6 });
  });

  it('takes no edit for a new post', () => {
    const edit = new Api.UpdateEditChannelMessage({ message: message(4), pts: 1, ptsCount: 1 });
    expect(read([], [edit])).toMatchObject({ posts: [{ id: 4 }], newestId: null });
  });

  it('passes over what is of another channel, and what is no news of posts', () => {
    const updates = [
      deletion([5], 78),
      new Api.UpdateEditChannelMessage({ message: message(5, 'Wrong', elsewhere), pts: 1, ptsCount: 1 }),
      new Api.UpdatePinnedChannelMessages({
        pinned: true,
        channelId: toBigInteger(77),
        messages: [5],
        pts: 1,
        ptsCount: 1,
      }),
      new Api.UpdateChannelMessageViews({ channelId: toBigInteger(77), id: 5, views: 9 }),
    ];
    expect(read([message(5)], updates)).toMatchObject({
      posts: [{ id: 5, text: 'Text', pinned: false }],
      deletedIds: [],
    });
  });

  it('is not final unless Telegram says so', () => {
    const rest = { pts: 9, newMessages: [], otherUpdates: [], ...chats };
    expect(channelDifference(new Api.updates.ChannelDifference(rest), 77)).toMatchObject({ final: false });
  });

  it('ends where there is nothing, whether or not Telegram calls that final', () => {
    expect(channelDifference(new Api.updates.ChannelDifferenceEmpty({ pts: 9 }), 77)).toMatchObject({
      kind: 'changes',
      pts: 9,
      final: true,
    });
  });

  it('that is too long may tell no pts', () => {
    const dialog = dialogOf(77, undefined);
    const answer = new Api.updates.ChannelDifferenceTooLong({ dialog, messages: [message(1)], ...chats });
    expect(channelDifference(answer, 77)).toEqual({ kind: 'too-long', pts: null });
  });
});

function dialogOf(channelId: number, pts: number | undefined) {
  return new Api.Dialog({
    peer: new Api.PeerChannel({ channelId: toBigInteger(channelId) }),
    topMessage: 12,
    readInboxMaxId: 0,
    readOutboxMaxId: 0,
    unreadCount: 0,
    unreadMentionsCount: 0,
    unreadReactionsCount: 0,
    notifySettings: new Api.PeerNotifySettings({}),
    ...(pts === undefined ? {} : { pts }),
  });
}

describe('the states of channels', () => {
  it('leave out channels without a pts, and those that may not be read', () => {
    const open = { broadcast: true, title: 'News', photo: new Api.ChatPhotoEmpty(), date: 0 };
    const answer = new Api.messages.PeerDialogs({
      dialogs: [dialogOf(77, 5), dialogOf(78, undefined), dialogOf(79, 5)],
      messages: [],
      chats: [
        new Api.Channel({
          ...open,
          id: toBigInteger(77),
          accessHash: toBigInteger(1),
          participantsCount: 20,
        }),
        new Api.Channel({ ...open, id: toBigInteger(78), accessHash: toBigInteger(1) }),
        new Api.ChannelForbidden({ ...open, id: toBigInteger(79), accessHash: toBigInteger(1) }),
      ],
      users: [],
      state: new Api.updates.State({ pts: 1, qts: 0, date: 0, seq: 1, unreadCount: 0 }),
    });
    expect(channelStates(answer)).toEqual([
      { channelId: 77, pts: 5, topMessageId: 12, subscribers: 20, title: 'News', username: null },
    ]);
  });
});

describe('messages by id', () => {
  const rest = { pts: 1, count: 0, topics: [], ...chats };

  it('are missing where Telegram says so and where it leaves them out', () => {
    const messages = [message(3), new Api.MessageEmpty({ id: 2 }), service(4)];
    const answer = new Api.messages.ChannelMessages({ ...rest, messages });
    expect(messagesById(answer, 77, [4, 3, 2, 1])).toMatchObject({
      posts: [{ id: 3 }],
      missingIds: [1, 2],
      serviceIds: [4],
    });
  });

  it('are not taken for missing when the answer tells nothing', () => {
    expect(messagesById(new Api.messages.MessagesNotModified({ count: 0 }), 77, [1])).toBeNull();
  });
});
