import { objectField, objectsField, textField } from '../codec/fields.ts';
import { RpcError } from '../rpc-error.ts';
import type { WorldChannel } from '../world/channel.ts';
import { accountOf, type Call, type Method } from './call.ts';
import { channelOf, findChannel, mayRead } from './peers.ts';
import { channelRow, userRow } from './rows.ts';

const getChannels: Method = (call) => {
  const account = accountOf(call);
  const chats = objectsField(call.request, 'id').flatMap((input) => {
    const channel = findChannel(call, input);
    if (channel === null) return [];
    if (mayRead(account, channel)) return [channelRow(call.cloud, account, channel)];
    return [forbiddenRow(call, channel)];
  });
  if (chats.length === 0) throw new RpcError('CHANNEL_INVALID');
  return { _: 'messages.chats', chats };
};

function forbiddenRow(call: Call, channel: WorldChannel) {
  const { id, title } = channel.plan;
  const accessHash = call.cloud.accounts.accessHash(accountOf(call), id);
  return { _: 'channelForbidden', broadcast: true, id, access_hash: accessHash, title };
}

const getFullChannel: Method = (call) => {
  const { cloud, now } = call;
  const channel = channelOf(call, objectField(call.request, 'channel'));
  const { id, about } = channel.plan;
  return {
    _: 'messages.chatFull',
    full_chat: {
      _: 'channelFull',
      id,
      about,
      participants_count: channel.subscribers(now),
      read_inbox_max_id: channel.topId(now),
      read_outbox_max_id: 0,
      unread_count: 0,
      chat_photo: { _: 'photoEmpty', id: 0 },
      notify_settings: { _: 'peerNotifySettings' },
      bot_info: [],
      pts: channel.pts(now),
    },
    chats: [channelRow(cloud, accountOf(call), channel)],
    users: [],
  };
};

const resolveUsername: Method = (call) => {
  const { cloud } = call;
  const account = accountOf(call);
  const username = textField(call.request, 'username');
  if (!/^[a-z]\w{3,31}$/i.test(username)) throw new RpcError('USERNAME_INVALID');
  const channel = cloud.world.byUsername(username);
  if (channel !== undefined) {
    return {
      _: 'contacts.resolvedPeer',
      peer: { _: 'peerChannel', channel_id: channel.plan.id },
      chats: [channelRow(cloud, account, channel)],
      users: [],
    };
  }
  const user = cloud.accounts.all.find((each) => each.username?.toLowerCase() === username.toLowerCase());
  if (user === undefined) throw new RpcError('USERNAME_NOT_OCCUPIED');
  return {
    _: 'contacts.resolvedPeer',
    peer: { _: 'peerUser', user_id: user.id },
    chats: [],
    users: [userRow(cloud, user, account)],
  };
};

const checkChatInvite: Method = (call) => {
  const { cloud, now } = call;
  const account = accountOf(call);
  const hash = textField(call.request, 'hash');
  if (!/^[\w-]{8,}$/.test(hash)) throw new RpcError('INVITE_HASH_INVALID');
  const channel = cloud.world.byInvite(hash);
  if (channel === undefined) throw new RpcError('INVITE_HASH_EXPIRED');
  if (account.follows.has(channel.plan.id)) {
    return { _: 'chatInviteAlready', chat: channelRow(cloud, account, channel) };
  }
  return {
    _: 'chatInvite',
    channel: true,
    broadcast: true,
    title: channel.plan.title,
    about: channel.plan.about,
    photo: { _: 'photoEmpty', id: 0 },
    participants_count: channel.subscribers(now),
    color: 0,
  };
};

export const channelMethods: Readonly<Record<string, Method>> = {
  'channels.getChannels': getChannels,
  'channels.getFullChannel': getFullChannel,
  'contacts.resolveUsername': resolveUsername,
  'messages.checkChatInvite': checkChatInvite,
};
