import { describe, expect, it } from 'vitest';
import { dialogPage, dialogRequest } from '../../../electron/telegram/dialogs.ts';
import { loadLibrary } from '../../../electron/telegram/library.ts';

const library = loadLibrary();
const { Api, toBigInteger } = library;

const photo = new Api.ChatPhotoEmpty();
const settings = new Api.PeerNotifySettings({});

function channelPeer(id: number) {
  return new Api.PeerChannel({ channelId: toBigInteger(id) });
}

function channel(id: number, fields: Partial<ConstructorParameters<typeof Api.Channel>[0]> = {}) {
  const accessHash = toBigInteger(`${id}000`);
  return new Api.Channel({
    id: toBigInteger(id),
    accessHash,
    title: `No. ${id}`,
    photo,
    date: 0,
    broadcast: true,
    ...fields,
  });
}

function dialog(peer: ConstructorParameters<typeof Api.Dialog>[0]['peer'], topMessage: number) {
  const read = { readInboxMaxId: 0, readOutboxMaxId: 0, unreadCount: 0, unreadMentionsCount: 0 };
  return new Api.Dialog({ ...read, peer, topMessage, unreadReactionsCount: 0, notifySettings: settings });
}

function message(peerId: ConstructorParameters<typeof Api.Message>[0]['peerId'], id: number, date: number) {
  return new Api.Message({ id, peerId, date, message: '' });
}

describe('a page of dialogs', () => {
  const user = new Api.PeerUser({ userId: toBigInteger(5) });
  const slice = {
    count: 400,
    dialogs: [dialog(channelPeer(1), 11), dialog(channelPeer(2), 12), dialog(user, 11)],
    messages: [message(channelPeer(1), 11, 300), message(channelPeer(2), 12, 200), message(user, 11, 100)],
    chats: [channel(1), channel(2, { broadcast: false, megagroup: true }), channel(3, { left: true })],
    users: [new Api.User({ id: toBigInteger(5), accessHash: toBigInteger('-77') })],
  };

  it('holds the channels of the account, without groups, people and what it has left', () => {
    const { channels } = dialogPage(new Api.messages.DialogsSlice(slice), null);
    expect(channels).toEqual([
      { channelId: 1, accessHash: '1000', title: 'No. 1', username: null, subscribers: null },
    ]);
  });

  it('goes on after its last dialog, by a cursor that can be stored', () => {
    const { next } = dialogPage(new Api.messages.DialogsSlice(slice), null);
    const request = dialogRequest(library, next);
    expect({ ...request.originalArgs, offsetPeer: undefined, hash: 0 }).toEqual({
      offsetDate: 100,
      offsetId: 11,
      offsetPeer: undefined,
      limit: 100,
      hash: 0,
    });
    expect(request.offsetPeer).toMatchObject({ className: 'InputPeerUser' });
    expect(String(Reflect.get(request.offsetPeer as object, 'accessHash'))).toBe('-77');
  });

  it('is the last when it is empty or Telegram gave everything, not when it is short', () => {
    const empty = { count: 400, dialogs: [], messages: [], chats: [], users: [] };
    expect(dialogPage(new Api.messages.DialogsSlice(empty), 'a').next).toBeNull();
    expect(dialogPage(new Api.messages.Dialogs(slice), null).next).toBeNull();
    expect(dialogPage(new Api.messages.DialogsSlice(slice), null).next).not.toBeNull();
  });

  it('is the last when the next would begin where it began', () => {
    const { next } = dialogPage(new Api.messages.DialogsSlice(slice), null);
    expect(dialogPage(new Api.messages.DialogsSlice(slice), next).next).toBeNull();
  });

  it('begins at the top without a cursor', () => {
    expect(dialogRequest(library, null).offsetPeer).toBeInstanceOf(Api.InputPeerEmpty);
  });
});
