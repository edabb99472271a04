import type { ChannelAddress } from '../ports/gateway.ts';
import type { Library } from './library.ts';

type BigInteger = ReturnType<Library['toBigInteger']>;

/** What every request about a channel names it by. */
export function inputFields(
  { toBigInteger }: Library,
  channel: ChannelAddress,
): { readonly channelId: BigInteger; readonly accessHash: BigInteger } {
  return { channelId: toBigInteger(channel.channelId), accessHash: toBigInteger(channel.accessHash) };
}
