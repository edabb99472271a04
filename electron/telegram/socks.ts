import type { Socket } from 'node:net';
import type { ProxyServer } from '../../shared/contract.ts';
import { networkProblem, ProxyError } from './connect-errors.ts';
import type { Address } from './data-centres.ts';
import type { Library } from './library.ts';

/** What a SOCKS5 proxy says when it could not connect (RFC 1928, section 6), for a person. */
const rejections: Readonly<Record<string, string>> = {
  NotAllowed: 'the proxy does not allow it',
  NetworkUnreachable: 'the network is unreachable from there',
  HostUnreachable: 'Telegram is unreachable from there',
  ConnectionRefused: 'the connection was refused',
  TTLExpired: 'the way there is too long',
};

/**
 * Asks a SOCKS5 proxy, to which `socket` is connected, for a connection to `destination`; names are for the proxy to
 * resolve. Rejects with a `ProxyError`, the socket then being destroyed.
 */
export async function askSocksProxy(
  library: Library,
  socket: Socket,
  proxy: Extract<ProxyServer, { kind: 'socks5' }>,
  destination: Address,
): Promise<void> {
  let socketError: Error | null = null;
  const keepError = (error: Error): void => {
    socketError = error;
  };
  socket.on('error', keepError);
  try {
    await library.SocksClient.createConnection({
      command: 'connect',
      existing_socket: socket,
      destination,
      proxy: {
        host: proxy.host,
        port: proxy.port,
        type: 5,
        ...(proxy.username === null ? {} : { userId: proxy.username }),
        ...(proxy.password === null ? {} : { password: proxy.password }),
      },
    });
  } catch (error) {
    // The package's own error carries the password; nothing of it but its first words goes further.
    throw problemOf(error instanceof Error ? error.message : '', socketError);
  } finally {
    socket.off('error', keepError);
  }
}

function problemOf(said: string, socketError: Error | null): ProxyError {
  if (said.startsWith('Socks5 Authentication failed')) return new ProxyError('name-refused');
  if (said.includes('no accepted authentication type')) return new ProxyError('name-needed');
  if (said.includes('invalid socks version')) return new ProxyError('wrong-kind');
  if (said.includes('unknown authentication type')) return new ProxyError('wrong-kind');
  const rejection = /^Socks5 proxy rejected connection - (\w+)/.exec(said)?.[1];
  if (rejection !== undefined) {
    return new ProxyError('no-way-on', rejections[rejection] ?? 'the proxy did not say why');
  }
  const problem = networkProblem(socketError);
  return problem === null ? new ProxyError('hung-up') : new ProxyError('not-reached', problem);
}
