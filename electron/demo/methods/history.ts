import type { TlObject } from '../codec/codec.ts';
import { intField, intsField, objectField, objectsField } from '../codec/fields.ts';
import { RpcError } from '../rpc-error.ts';
import type { WorldChannel } from '../world/channel.ts';
import type { WorldPost } from '../world/post.ts';
import { accountOf, type Call, type Method } from './call.ts';
import { channelOf } from './peers.ts';
import { channelRow, messageRow } from './rows.ts';

const longestPage = 100;

/**
 * Telegram's slicing: newest first, from below `offset_id` (or `offset_date`), moved by `add_offset`, at most
 * `limit` rows; `min_id` and `max_id` filter what was sliced.
 */
const getHistory: Method = (call) => {
  const { request, now, pageRows } = call;
  accountOf(call);
  const peer = objectField(request, 'peer');
  // The account's other chats are empty.
  if (peer._ !== 'inputPeerChannel') return { _: 'messages.messages', messages: [], chats: [], users: [] };
  const channel = channelOf(call, peer);
  const limit = Math.min(intField(request, 'limit'), longestPage, pageRows ?? longestPage);
  const minimum = intField(request, 'min_id');
  const maximum = intField(request, 'max_id');
  const kept = slice(channel, request, limit, now).filter(
    ({ id }) => (minimum === 0 || id > minimum) && (maximum === 0 || id < maximum),
  );
  call.cloud.served.note(kept, now);
  return channelMessages(call, channel, kept.map(messageRow));
};

function slice(channel: WorldChannel, request: TlObject, limit: number, now: number): WorldPost[] {
  let below = startBelow(channel, request, now);
  let skip = intField(request, 'add_offset');
  // A negative offset goes back to newer posts; where there are too few, the page is as much shorter.
  for (const top = channel.topId(now); skip < 0 && below <= top; below += 1) {
    if (channel.exists(below, now)) skip += 1;
  }
  const rows = limit + Math.min(0, skip);
  const posts: WorldPost[] = [];
  for (let id = below - 1; id >= 1 && posts.length < rows; id -= 1) {
    if (!channel.exists(id, now)) continue;
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    const post = channel.post(id, now);
    if (post !== null) posts.push(post);
  }
  return posts;
}

/** The id below which the page begins, before `add_offset`. */
function startBelow(channel: WorldChannel, request: TlObject, now: number): number {
  const end = channel.topId(now) + 1;
  const offsetId = intField(request, 'offset_id');
  if (offsetId > 0) return Math.min(offsetId, end);
  const offsetDate = intField(request, 'offset_date');
  return offsetDate > 0 ? channel.lastIdBefore(offsetDate * 1000, now) + 1 : end;
}

const getMessages: Method = (call) => {
  const { request, now } = call;
  const channel = channelOf(call, objectField(request, 'channel'));
  const asked = objectsField(request, 'id').slice(0, longestPage);
  if (asked.length === 0) throw new RpcError('MESSAGE_IDS_EMPTY');
  const rows = asked.map((input) => {
    const id = intField(input, 'id', 0);
    const post = channel.post(id, now);
    if (post === null) return { _: 'messageEmpty', id };
    call.cloud.served.note([post], now);
    return messageRow(post);
  });
  return channelMessages(call, channel, rows);
};

const getMessagesViews: Method = (call) => {
  const { request, now } = call;
  const channel = channelOf(call, objectField(request, 'peer'));
  const views = intsField(request, 'id')
    .slice(0, longestPage)
    .map((id) => {
      const post = channel.post(id, now);
      if (post === null) return { _: 'messageViews' };
      return { _: 'messageViews', views: post.views, forwards: post.forwards };
    });
  return { _: 'messages.messageViews', views, chats: [], users: [] };
};

function channelMessages(call: Call, channel: WorldChannel, messages: readonly TlObject[]): TlObject {
  const { cloud, now } = call;
  return {
    _: 'messages.channelMessages',
    pts: channel.pts(now),
    count: channel.count(now),
    messages,
    topics: [],
    chats: [channelRow(cloud, accountOf(call), channel)],
    users: [],
  };
}

export const historyMethods: Readonly<Record<string, Method>> = {
  'messages.getHistory': getHistory,
  'messages.getMessagesViews': getMessagesViews,
  'channels.getMessages': getMessages,
};
