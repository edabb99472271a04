import type { Account } from '../accounts.ts';
import { isTlObject, type TlObject } from '../codec/codec.ts';
import { longField } from '../codec/fields.ts';
import { RpcError } from '../rpc-error.ts';
import type { WorldChannel } from '../world/channel.ts';
import { accountOf, type Call } from './call.ts';

/**
 * The channel an `InputPeer` or `InputChannel` means. Throws CHANNEL_INVALID when it does not exist or the access
 * hash is not this account's, CHANNEL_PRIVATE when the account may not read it.
 */
export function channelOf(call: Call, peer: TlObject): WorldChannel {
  const channel = findChannel(call, peer);
  if (channel === null) throw new RpcError('CHANNEL_INVALID');
  if (!mayRead(accountOf(call), channel)) throw new RpcError('CHANNEL_PRIVATE');
  return channel;
}

/** The same without judging whether it may be read; null when it does not exist for this account. */
export function findChannel(call: Call, peer: TlObject): WorldChannel | null {
  if (peer._ !== 'inputPeerChannel' && peer._ !== 'inputChannel') return null;
  const id = Number(longField(peer, 'channel_id'));
  const channel = call.cloud.world.byId(id);
  const hash = call.cloud.accounts.accessHash(accountOf(call), id);
  return channel !== undefined && longField(peer, 'access_hash') === hash ? channel : null;
}

export function mayRead(account: Account, channel: WorldChannel): boolean {
  return channel.plan.username !== null || account.follows.has(channel.plan.id);
}

/** The channels a request is about, as faults look at it: their ids without any check. */
export function channelIdsOf(request: TlObject): number[] {
  const { peer, channel, peers } = request;
  const dialogs = Array.isArray(peers) ? peers.filter(isTlObject).map((dialog) => dialog.peer) : [];
  return [peer, channel, ...dialogs].flatMap((each) =>
    isTlObject(each) && 'channel_id' in each ? [Number(each.channel_id)] : [],
  );
}
