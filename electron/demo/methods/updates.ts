import type { TlObject } from '../codec/codec.ts';
import { intField, objectField } from '../codec/fields.ts';
import { RpcError } from '../rpc-error.ts';
import type { ChannelChange, WorldChannel } from '../world/channel.ts';
import type { WorldPost } from '../world/post.ts';
import { accountOf, type Call, type Method, seconds } from './call.ts';
import { channelOf } from './peers.ts';
import { channelDialog, channelRow, messageRow, stateRow } from './rows.ts';

/** Events of one difference, at most. */
const longestSlice = 100;

const getState: Method = (call) => {
  accountOf(call);
  return stateRow(call.now);
};

const getDifference: Method = (call) => {
  accountOf(call);
  return { _: 'updates.differenceEmpty', date: seconds(call.now), seq: 1 };
};

const getChannelDifference: Method = (call) => {
  const { request, cloud, now } = call;
  const channel = channelOf(call, objectField(request, 'channel'));
  const known = intField(request, 'pts');
  const current = channel.pts(now);
  if (known < 1) throw new RpcError('PERSISTENT_TIMESTAMP_EMPTY');
  if (known > current) throw new RpcError('PERSISTENT_TIMESTAMP_INVALID');
  if (known === current)
    return { _: 'updates.channelDifferenceEmpty', final: true, pts: current, timeout: 30 };
  const limit = Math.max(1, Math.min(intField(request, 'limit'), longestSlice));
  if (current - known > cloud.longestDifference) return tooLong(call, channel, limit);
  const changes = channel.changesAfter(known, now);
  const slice = changes.slice(0, limit);
  return {
    _: 'updates.channelDifference',
    final: slice.length === changes.length,
    pts: slice.at(-1)?.pts ?? current,
    timeout: 30,
    ...sliceRows(call, channel, slice),
    chats: [channelRow(cloud, accountOf(call), channel)],
    users: [],
  };
};

/** Posts that are new, and edits and deletions of others. What exists no more is not sent as new or edited. */
function sliceRows({ cloud, now }: Call, channel: WorldChannel, changes: readonly ChannelChange[]) {
  const served = (id: number): TlObject[] => {
    const post = channel.post(id, now);
    if (post !== null) cloud.served.note([post], now);
    return rowOf(post);
  };
  const fresh = new Set(changes.filter(({ kind }) => kind === 'new').map(({ id }) => id));
  const newMessages = [...fresh].flatMap(served);
  const otherUpdates = changes.flatMap((change): TlObject[] => {
    if (change.kind === 'delete') {
      const { plan } = channel;
      const { id, pts } = change;
      return [{ _: 'updateDeleteChannelMessages', channel_id: plan.id, messages: [id], pts, pts_count: 1 }];
    }
    if (change.kind !== 'edit' || fresh.has(change.id)) return [];
    return served(change.id).map((message) => ({
      _: 'updateEditChannelMessage',
      message,
      pts: change.pts,
      pts_count: 1,
    }));
  });
  return { new_messages: newMessages, other_updates: otherUpdates };
}

function rowOf(post: WorldPost | null): TlObject[] {
  return post === null ? [] : [messageRow(post)];
}

function tooLong(call: Call, channel: WorldChannel, limit: number): TlObject {
  const { cloud, now } = call;
  const messages: TlObject[] = [];
  const top = channel.topId(now);
  for (let id = top; id >= 1 && messages.length < limit; id -= 1)
    messages.push(...rowOf(channel.post(id, now)));
  return {
    _: 'updates.channelDifferenceTooLong',
    final: true,
    timeout: 30,
    dialog: channelDialog(channel, top, now),
    messages,
    chats: [channelRow(cloud, accountOf(call), channel)],
    users: [],
  };
}

export const updateMethods: Readonly<Record<string, Method>> = {
  'updates.getState': getState,
  'updates.getDifference': getDifference,
  'updates.getChannelDifference': getChannelDifference,
};
