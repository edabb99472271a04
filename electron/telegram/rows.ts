import type { Api } from 'telegram';
import type { MediaKind, Post, Reaction } from '../../shared/domain.ts';
import type { ChannelDescription, HistoryPage } from '../ports/gateway.ts';
import { hiddenLinks } from './links.ts';

/**
 * The library's objects made into plain rows. Told apart by `className`, so nothing here needs the library
 * loaded; no object of its own and none of its big integers leaves these functions. What Telegram left out is
 * null here, although the library's typings say undefined.
 */

type AnswerWithMessages = Api.messages.TypeMessages;

/** Null where the answer is that nothing has changed, which says nothing of what is there. */
export function historyPage(answer: AnswerWithMessages, channelId: number): HistoryPage | null {
  if (answer.className === 'messages.MessagesNotModified') return null;
  const { messages } = answer;
  const posts: Post[] = [];
  let oldestId: number | null = null;
  for (const message of messages) {
    oldestId = Math.min(oldestId ?? message.id, message.id);
    if (message.className === 'Message') posts.push(post(message, channelId));
  }
  posts.sort((one, other) => other.id - one.id);
  const pts = answer.className === 'messages.ChannelMessages' ? answer.pts : null;
  return { posts, rows: messages.length, oldestId, pts };
}

export function post(message: Api.Message, channelId: number): Post {
  return {
    channelId,
    id: message.id,
    postedAt: message.date * 1000,
    // A new reaction moves the edit date too, with the edit hidden: the text is the same.
    editedAt: message.editDate && message.editHide !== true ? message.editDate * 1000 : null,
    text: message.message,
    links: hiddenLinks(message),
    views: message.views ?? null,
    forwards: message.forwards ?? null,
    replies: message.replies?.replies ?? null,
    reactions: message.reactions?.results.map(reaction) ?? [],
    media: mediaKind(message.media),
    groupId: message.groupedId?.toString() ?? null,
    author: message.postAuthor ?? null,
    pinned: message.pinned === true,
  };
}

function reaction({ reaction: sign, count }: Api.TypeReactionCount): Reaction {
  switch (sign.className) {
    case 'ReactionEmoji':
      return { reaction: sign.emoticon, count };
    case 'ReactionCustomEmoji':
      return { reaction: `custom:${sign.documentId.toString()}`, count };
    case 'ReactionPaid':
      return { reaction: 'paid', count };
    default:
      return { reaction: 'other', count };
  }
}

function mediaKind(media: Api.TypeMessageMedia | undefined): MediaKind | null {
  switch (media?.className) {
    case undefined:
    case 'MessageMediaEmpty':
      return null;
    case 'MessageMediaPhoto':
      return 'photo';
    case 'MessageMediaDocument':
      return documentKind(media);
    case 'MessageMediaWebPage':
      return 'link';
    case 'MessageMediaPoll':
      return 'poll';
    case 'MessageMediaGeo':
    case 'MessageMediaGeoLive':
    case 'MessageMediaVenue':
      return 'location';
    case 'MessageMediaContact':
      return 'contact';
    default:
      return 'other';
  }
}

function documentKind(media: Api.MessageMediaDocument): MediaKind {
  if (media.voice === true) return 'voice';
  const attributes = media.document?.className === 'Document' ? media.document.attributes : [];
  for (const attribute of attributes) {
    if (attribute.className === 'DocumentAttributeSticker') return 'sticker';
    if (attribute.className === 'DocumentAttributeAudio') return attribute.voice === true ? 'voice' : 'audio';
  }
  const isVideo = attributes.some(
    ({ className }) => className === 'DocumentAttributeVideo' || className === 'DocumentAttributeAnimated',
  );
  return isVideo || media.video === true || media.round === true ? 'video' : 'document';
}

/**
 * A channel that can be collected; null for groups, for channels this account has left or was thrown out of,
 * and for rows without an access hash of this account (`min`).
 */
export function channelDescription(chat: Api.TypeChat): ChannelDescription | null {
  if (chat.className !== 'Channel' || chat.broadcast !== true || chat.min === true) return null;
  if (chat.accessHash === undefined || chat.accessHash === null) return null;
  return {
    channelId: chat.id.toJSNumber(),
    accessHash: chat.accessHash.toString(),
    title: chat.title,
    username: chat.username ?? chat.usernames?.find((name) => name.active === true)?.username ?? null,
    subscribers: chat.participantsCount ?? null,
  };
}
