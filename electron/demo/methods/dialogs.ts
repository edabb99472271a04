import type { TlObject } from '../codec/codec.ts';
import { intField, objectField, objectsField } from '../codec/fields.ts';
import { RpcError } from '../rpc-error.ts';
import type { WorldChannel } from '../world/channel.ts';
import { accountOf, type Call, type Method, seconds } from './call.ts';
import { channelOf } from './peers.ts';
import {
  channelDialog,
  channelRow,
  dialogFields,
  messageRow,
  serviceUserId,
  serviceUserRow,
  stateRow,
} from './rows.ts';

/** One line of the chat list. */
interface Line {
  /** Its place: newest message first, then by id. */
  readonly date: number;
  readonly id: number;
  readonly dialog: TlObject;
  readonly message: TlObject;
  readonly channel: WorldChannel | null;
}

const longestPage = 100;

const getDialogs: Method = (call) => {
  const { request, cloud, pageRows } = call;
  const account = accountOf(call);
  const isArchive = intField(request, 'folder_id', 0) === 1;
  const lines = isArchive ? [] : chatList(call);
  const offset = { date: intField(request, 'offset_date'), id: peerId(objectField(request, 'offset_peer')) };
  const rest =
    offset.date === 0
      ? lines
      : lines.filter(({ date, id }) => date < offset.date || (date === offset.date && id < offset.id));
  const limit = intField(request, 'limit') || longestPage;
  const page = rest.slice(0, Math.min(limit, longestPage, pageRows ?? longestPage));
  const rows = {
    dialogs: page.map(({ dialog }) => dialog),
    messages: page.map(({ message }) => message),
    chats: page.flatMap(({ channel }) => (channel === null ? [] : [channelRow(cloud, account, channel)])),
    users: page.some(({ channel }) => channel === null) ? [serviceUserRow(cloud, account)] : [],
  };
  if (page.length === lines.length) return { _: 'messages.dialogs', ...rows };
  return { _: 'messages.dialogsSlice', count: lines.length, ...rows };
};

/** The account's channels and Telegram's own chat, newest message first. */
function chatList(call: Call): Line[] {
  const { cloud } = call;
  const account = accountOf(call);
  const channels = cloud.world.channels.filter(({ plan }) => account.follows.has(plan.id));
  const lines = channels.flatMap((channel) => channelLine(channel, call.now));
  return [...lines, serviceLine(cloud.world.epochAt)].sort((a, b) => b.date - a.date || b.id - a.id);
}

function channelLine(channel: WorldChannel, now: number): Line[] {
  const { id } = channel.plan;
  for (let top = channel.topId(now); top >= 1; top -= 1) {
    const post = channel.post(top, now);
    if (post === null) continue;
    const date = seconds(post.postedAt);
    return [{ date, id, channel, message: messageRow(post), dialog: channelDialog(channel, top, now) }];
  }
  return [];
}

function serviceLine(epochAt: number): Line {
  const date = seconds(epochAt);
  const peer = { _: 'peerUser', user_id: serviceUserId };
  const text = 'Login code: do not give it to anyone.';
  const message = { _: 'message', id: 1, from_id: peer, peer_id: peer, date, message: text };
  return { date, id: serviceUserId, channel: null, message, dialog: { ...dialogFields(1), peer } };
}

function peerId(peer: TlObject): number {
  return Number(peer.channel_id ?? peer.user_id ?? peer.chat_id ?? Number.POSITIVE_INFINITY);
}

const getPeerDialogs: Method = (call) => {
  const { request, cloud, now } = call;
  const account = accountOf(call);
  const asked = objectsField(request, 'peers').slice(0, longestPage);
  if (asked.length === 0) throw new RpcError('INPUT_PEERS_EMPTY');
  // One peer that may not be read makes the whole call fail.
  const channels = asked
    .filter(({ _ }) => _ === 'inputDialogPeer')
    .map((input) => channelOf(call, objectField(input, 'peer')));
  const lines = channels.flatMap((channel) => channelLine(channel, now));
  return {
    _: 'messages.peerDialogs',
    dialogs: lines.map(({ dialog }) => dialog),
    messages: lines.map(({ message }) => message),
    chats: channels.map((channel) => channelRow(cloud, account, channel)),
    users: [],
    state: stateRow(now),
  };
};

export const dialogMethods: Readonly<Record<string, Method>> = {
  'messages.getDialogs': getDialogs,
  'messages.getPeerDialogs': getPeerDialogs,
};
