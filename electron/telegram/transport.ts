import type { Library } from './library.ts';
import { watchedConnection } from './link-parts.ts';
import { obfuscatedConnection, readProxySecret } from './obfuscated.ts';
import { type RoutedSocketOptions, routedSocket } from './routed-socket.ts';

/** What lies beneath a link: how packets are marked off, and the way the bytes go. */
export interface Transport {
  readonly connection: Library['ConnectionTCPFull'];
  readonly networkSocket: Library['PromisedNetSockets'];
}

/** Null for an MTProxy whose secret is of a kind not known here. */
export function transportFor(
  library: Library,
  options: RoutedSocketOptions & { readonly onTransportError: (code: number) => void },
): Transport | null {
  const { proxy, onTransportError } = options;
  const networkSocket = routedSocket(library, options);
  if (proxy?.kind !== 'mtproxy') {
    return { connection: watchedConnection(library, onTransportError), networkSocket };
  }
  const secret = readProxySecret(proxy.secret);
  return secret && { connection: obfuscatedConnection(library, secret, onTransportError), networkSocket };
}

export const unknownSecret =
  'This secret is of a kind Tidings does not know: it takes 32 hexadecimal digits, with or without dd in front. ' +
  'Ask for such a proxy, or use a SOCKS5 one.';
