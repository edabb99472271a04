import type { Account } from '../accounts.ts';
import type { Cloud } from '../cloud.ts';
import type { TlObject } from '../codec/codec.ts';
import type { WorldChannel } from '../world/channel.ts';
import type { WorldPost } from '../world/post.ts';
import { seconds } from './call.ts';
import { mediaRow } from './media-rows.ts';

/** Telegram's own account, in whose chat sign-in codes arrive. */
export const serviceUserId = 777_000;

/** A channel as one account sees it. */
export function channelRow(cloud: Cloud, account: Account, channel: WorldChannel): TlObject {
  const { plan } = channel;
  return {
    _: 'channel',
    broadcast: true,
    left: !account.follows.has(plan.id),
    id: plan.id,
    access_hash: cloud.accounts.accessHash(account, plan.id),
    title: plan.title,
    username: plan.username ?? undefined,
    photo: { _: 'chatPhotoEmpty' },
    date: seconds(channel.createdAt),
  };
}

/** An account as itself or another account sees it. */
export function userRow(cloud: Cloud, account: Account, viewer: Account): TlObject {
  const isSelf = account.id === viewer.id;
  return {
    _: 'user',
    self: isSelf,
    id: account.id,
    access_hash: cloud.accounts.accessHash(viewer, account.id),
    first_name: account.firstName,
    last_name: account.lastName ?? undefined,
    username: account.username ?? undefined,
    phone: isSelf ? account.phone : undefined,
    status: { _: 'userStatusRecently' },
  };
}

export function serviceUserRow(cloud: Cloud, viewer: Account): TlObject {
  return {
    _: 'user',
    verified: true,
    support: true,
    id: serviceUserId,
    access_hash: cloud.accounts.accessHash(viewer, serviceUserId),
    first_name: 'Telegram',
    phone: '42777',
  };
}

/** The line of a channel in the chat list. */
export function channelDialog(channel: WorldChannel, topMessage: number, now: number): TlObject {
  return {
    ...dialogFields(topMessage),
    peer: { _: 'peerChannel', channel_id: channel.plan.id },
    pts: channel.pts(now),
  };
}

/** What every line of the chat list has; nothing is unread. */
export function dialogFields(topMessage: number): TlObject {
  return {
    _: 'dialog',
    top_message: topMessage,
    read_inbox_max_id: topMessage,
    read_outbox_max_id: 0,
    unread_count: 0,
    unread_mentions_count: 0,
    unread_reactions_count: 0,
    notify_settings: { _: 'peerNotifySettings' },
  };
}

/** The account's own sequence never moves: all that happens, happens in channels. */
export function stateRow(now: number): TlObject {
  return { _: 'updates.state', pts: 1, qts: 0, date: seconds(now), seq: 1, unread_count: 0 };
}

/** A post as a message of its channel. */
export function messageRow(post: WorldPost): TlObject {
  const peer = { _: 'peerChannel', channel_id: post.channelId };
  if (post.service !== null) return serviceRow(post, peer);
  return {
    _: 'message',
    post: true,
    pinned: post.pinned,
    id: post.id,
    peer_id: peer,
    date: seconds(post.postedAt),
    message: post.text,
    fwd_from:
      post.forwardedFrom === null
        ? undefined
        : { _: 'messageFwdHeader', from_name: post.forwardedFrom, date: seconds(post.postedAt) },
    media: post.media === null ? undefined : mediaRow(post, post.media),
    entities: entityRows(post),
    views: post.views,
    forwards: post.forwards,
    replies:
      post.replies === null
        ? undefined
        : {
            _: 'messageReplies',
            comments: true,
            replies: post.replies,
            replies_pts: 0,
            channel_id: post.channelId,
          },
    edit_date: post.editedAt === null ? undefined : seconds(post.editedAt),
    post_author: post.author ?? undefined,
    grouped_id: post.groupId ?? undefined,
    reactions: reactionRows(post),
  };
}

function serviceRow(post: WorldPost, peer: TlObject): TlObject {
  return {
    _: 'messageService',
    post: true,
    id: post.id,
    peer_id: peer,
    date: seconds(post.postedAt),
    reply_to:
      post.service === 'pinned' ? { _: 'messageReplyHeader', reply_to_msg_id: post.id - 1 } : undefined,
    action:
      post.service === 'pinned'
        ? { _: 'messageActionPinMessage' }
        : { _: 'messageActionChannelCreate', title: 'Channel' },
  };
}

function reactionRows(post: WorldPost): TlObject | undefined {
  if (post.reactions.length === 0) return undefined;
  return {
    _: 'messageReactions',
    results: post.reactions.map(({ emoji, count }) => ({
      _: 'reactionCount',
      reaction: { _: 'reactionEmoji', emoticon: emoji },
      count,
    })),
  };
}

/** The first paragraph in bold, links, hashtags and words with a link beneath marked. Offsets count UTF-16 units, as JavaScript does. */
function entityRows({ text, textLink }: WorldPost): TlObject[] | undefined {
  if (text === '') return undefined;
  const headline = text.indexOf('\n\n');
  const entities: TlObject[] = [];
  if (headline > 0) entities.push({ _: 'messageEntityBold', offset: 0, length: headline });
  if (textLink !== null && text.includes(textLink.words)) {
    const { words, url } = textLink;
    const offset = text.indexOf(words);
    entities.push({ _: 'messageEntityTextUrl', offset, length: words.length, url });
  }
  for (const match of text.matchAll(/https:\/\/\S+|#[\p{L}\p{N}_]+/gu)) {
    const kind = match[0].startsWith('#') ? 'messageEntityHashtag' : 'messageEntityUrl';
    entities.push({ _: kind, offset: match.index, length: match[0].length });
  }
  return entities.length === 0 ? undefined : entities;
}
