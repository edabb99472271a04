import type { Api } from 'telegram';
import { z } from 'zod';
import type { ChannelDescription, DialogPage } from '../ports/gateway.ts';
import type { Library } from './library.ts';
import { channelDescription } from './rows.ts';

/** Where the next page of dialogs begins: after the last dialog of this one. */
const cursorSchema = z.object({
  offsetDate: z.int().min(0),
  offsetId: z.int().min(0),
  peer: z.discriminatedUnion('kind', [
    z.object({ kind: z.enum(['user', 'channel']), id: z.string(), accessHash: z.string() }),
    z.object({ kind: z.literal('chat'), id: z.string() }),
  ]),
});
type DialogCursor = z.infer<typeof cursorSchema>;

/** Dialogs a page; the most Telegram gives. */
const pageSize = 100;

/** Throws when the cursor is not one of `dialogPage`. */
export function dialogRequest(library: Library, cursor: string | null): Api.messages.GetDialogs {
  const { Api, toBigInteger } = library;
  const after = cursor === null ? null : cursorSchema.parse(JSON.parse(cursor));
  return new Api.messages.GetDialogs({
    offsetDate: after?.offsetDate ?? 0,
    offsetId: after?.offsetId ?? 0,
    offsetPeer: after === null ? new Api.InputPeerEmpty() : inputPeer(library, after.peer),
    limit: pageSize,
    hash: toBigInteger(0),
  });
}

function inputPeer({ Api, toBigInteger }: Library, peer: DialogCursor['peer']) {
  switch (peer.kind) {
    case 'user':
      return new Api.InputPeerUser({
        userId: toBigInteger(peer.id),
        accessHash: toBigInteger(peer.accessHash),
      });
    case 'channel':
      return new Api.InputPeerChannel({
        channelId: toBigInteger(peer.id),
        accessHash: toBigInteger(peer.accessHash),
      });
    case 'chat':
      return new Api.InputPeerChat({ chatId: toBigInteger(peer.id) });
  }
}

/** The channels of a page, and where the next begins. `cursor` is the one the page was asked with. */
export function dialogPage(answer: Api.messages.TypeDialogs, cursor: string | null): DialogPage {
  if (answer.className === 'messages.DialogsNotModified') return { channels: [], next: null };
  const channels = answer.chats
    .filter((chat) => chat.className !== 'Channel' || chat.left !== true)
    .map(channelDescription)
    .filter((channel): channel is ChannelDescription => channel !== null);
  // Telegram gives everything at once, or pages that may be short before the end: only an empty one ends.
  const isLast = answer.className === 'messages.Dialogs' || answer.dialogs.length === 0;
  const next = isLast ? null : cursorAfter(answer);
  return { channels, next: next === cursor ? null : next };
}

function cursorAfter(answer: Api.messages.DialogsSlice): string | null {
  for (const dialog of answer.dialogs.toReversed()) {
    if (dialog.className !== 'Dialog') continue;
    const peer = cursorPeer(dialog.peer, answer);
    const message = answer.messages.find(
      (candidate) =>
        candidate.id === dialog.topMessage &&
        candidate.className !== 'MessageEmpty' &&
        samePeer(candidate.peerId, dialog.peer),
    );
    if (peer === null || message === undefined || message.className === 'MessageEmpty') continue;
    const cursor: DialogCursor = { offsetDate: message.date, offsetId: message.id, peer };
    return JSON.stringify(cursor);
  }
  return null;
}

function cursorPeer(peer: Api.TypePeer, answer: Api.messages.DialogsSlice): DialogCursor['peer'] | null {
  const id = peerId(peer);
  switch (peer.className) {
    case 'PeerChat':
      return { kind: 'chat', id };
    case 'PeerUser': {
      const user = answer.users.find((candidate) => candidate.id.toString() === id);
      const accessHash = user?.className === 'User' ? user.accessHash : undefined;
      return accessHash == null ? null : { kind: 'user', id, accessHash: accessHash.toString() };
    }
    case 'PeerChannel': {
      const chat = answer.chats.find(
        (candidate) => candidate.id.toString() === id && candidate.className.startsWith('Channel'),
      );
      const accessHash =
        chat?.className === 'Channel' || chat?.className === 'ChannelForbidden' ? chat.accessHash : undefined;
      return accessHash == null ? null : { kind: 'channel', id, accessHash: accessHash.toString() };
    }
  }
}

function peerId(peer: Api.TypePeer): string {
  switch (peer.className) {
    case 'PeerUser':
      return peer.userId.toString();
    case 'PeerChat':
      return peer.chatId.toString();
    case 'PeerChannel':
      return peer.channelId.toString();
  }
}

function samePeer(one: Api.TypePeer, other: Api.TypePeer): boolean {
  return one.className === other.className && peerId(one) === peerId(other);
}
