import type { Api } from 'telegram';
import type { Post } from '../../shared/domain.ts';
import type { ChannelAddress, ChannelDifference, ChannelState, MessagesById } from '../ports/gateway.ts';
import { inputFields } from './inputs.ts';
import type { Library } from './library.ts';
import { channelDescription, post } from './rows.ts';

/** Events of one difference: the most a person's client is meant to ask for. */
const differenceLimit = 100;

export function statesRequest(library: Library, channels: readonly ChannelAddress[]) {
  const { Api } = library;
  const peers = channels.map(
    (channel) => new Api.InputDialogPeer({ peer: new Api.InputPeerChannel(inputFields(library, channel)) }),
  );
  return new Api.messages.GetPeerDialogs({ peers });
}

export function channelStates(answer: Api.messages.PeerDialogs): ChannelState[] {
  const described = new Map(
    answer.chats.flatMap((chat) => {
      const channel = channelDescription(chat);
      return channel === null ? [] : [[channel.channelId, channel] as const];
    }),
  );
  return answer.dialogs.flatMap((dialog) => {
    if (dialog.className !== 'Dialog' || dialog.peer.className !== 'PeerChannel') return [];
    const channel = described.get(dialog.peer.channelId.toJSNumber());
    if (channel === undefined || dialog.pts == null) return [];
    const { channelId, subscribers, title, username } = channel;
    return [{ channelId, pts: dialog.pts, topMessageId: dialog.topMessage, subscribers, title, username }];
  });
}

export function differenceRequest(library: Library, channel: ChannelAddress, pts: number) {
  const { Api } = library;
  return new Api.updates.GetChannelDifference({
    // With `force` Telegram leaves out what it thinks an app can do without.
    force: false,
    channel: new Api.InputChannel(inputFields(library, channel)),
    filter: new Api.ChannelMessagesFilterEmpty(),
    pts,
    limit: differenceLimit,
  });
}

/**
 * `PERSISTENT_TIMESTAMP_…`: EMPTY and INVALID are about the pts, OUTDATED is Telegram's own trouble and was tried
 * again by now. The history can be read in any case. Null for another error.
 */
export function differenceOfError(code: string): ChannelDifference | null {
  return code.startsWith('PERSISTENT_TIMESTAMP_') ? { kind: 'too-long', pts: null } : null;
}

export function channelDifference(
  answer: Api.updates.TypeChannelDifference,
  channelId: number,
): ChannelDifference {
  switch (answer.className) {
    case 'updates.ChannelDifferenceTooLong': {
      // Its messages are the newest ones, without a word on what lies before them.
      const pts = answer.dialog.className === 'Dialog' ? (answer.dialog.pts ?? null) : null;
      return { kind: 'too-long', pts };
    }
    case 'updates.ChannelDifferenceEmpty': {
      // Telegram's documentation says of `final` here both that it is always set and that it never is.
      return { kind: 'changes', pts: answer.pts, final: true, posts: [], deletedIds: [], newestId: null };
    }
    case 'updates.ChannelDifference':
      return changes(answer, channelId);
  }
}

function changes(answer: Api.updates.ChannelDifference, channelId: number): ChannelDifference {
  const posts = new Map<number, Post>();
  const deleted = new Set<number>();
  let newestId: number | null = null;

  function keep(message: Api.TypeMessage): void {
    if (message.className === 'Message' && isOf(message.peerId, channelId)) {
      posts.set(message.id, post(message, channelId));
    }
  }
  function keepNew(message: Api.TypeMessage): void {
    newestId = Math.max(newestId ?? 0, message.id);
    keep(message);
  }

  for (const message of answer.newMessages) keepNew(message);
  for (const update of answer.otherUpdates) {
    switch (update.className) {
      case 'UpdateNewChannelMessage':
        keepNew(update.message);
        break;
      case 'UpdateEditChannelMessage':
        keep(update.message);
        break;
      case 'UpdateDeleteChannelMessages':
        if (update.channelId.toJSNumber() !== channelId) break;
        for (const id of update.messages) deleted.add(id);
        break;
      case 'UpdatePinnedChannelMessages':
        // It names ids without their posts. Whether they are pinned is seen when they are next read.
        break;
      default:
        // Views, reactions and read marks: they carry no pts, and the posts are read again for their counters.
        break;
    }
  }
  for (const id of deleted) posts.delete(id);
  return {
    kind: 'changes',
    pts: answer.pts,
    final: answer.final === true,
    posts: [...posts.values()].sort((one, other) => one.id - other.id),
    deletedIds: [...deleted].sort((one, other) => one - other),
    newestId,
  };
}

function isOf(peer: Api.TypePeer, channelId: number): boolean {
  return peer.className === 'PeerChannel' && peer.channelId.toJSNumber() === channelId;
}

export function messagesRequest(library: Library, channel: ChannelAddress, ids: readonly number[]) {
  const { Api } = library;
  return new Api.channels.GetMessages({
    channel: new Api.InputChannel(inputFields(library, channel)),
    id: ids.map((id) => new Api.InputMessageID({ id })),
  });
}

/** Null for an answer that tells nothing: to take all messages for missing would be a lie. */
export function messagesById(
  answer: Api.messages.TypeMessages,
  channelId: number,
  ids: readonly number[],
): MessagesById | null {
  if (answer.className === 'messages.MessagesNotModified') return null;
  const posts = new Map<number, Post>();
  const services = new Set<number>();
  for (const message of answer.messages) {
    if (message.className === 'Message') posts.set(message.id, post(message, channelId));
    if (message.className === 'MessageService') services.add(message.id);
  }
  const asked = [...new Set(ids)].sort((one, other) => one - other);
  return {
    posts: asked.flatMap((id) => posts.get(id) ?? []),
    missingIds: asked.filter((id) => !posts.has(id) && !services.has(id)),
    serviceIds: asked.filter((id) => services.has(id)),
  };
}
