import { Socket } from 'node:net';
import type { ProxyServer } from '../../shared/contract.ts';
import type { Clock } from '../ports/clock.ts';
import { type ByteQueue, createByteQueue } from './byte-queue.ts';
import { networkProblem, ProxyError } from './connect-errors.ts';
import type { Address } from './data-centres.ts';
import type { Library } from './library.ts';
import { askSocksProxy } from './socks.ts';

export interface RoutedSocketOptions {
  readonly address: Address;
  /** Null: straight to `address`. An MTProxy is connected to; the way on is in what is sent to it. */
  readonly proxy: ProxyServer | null;
  /** Until the connection stands, that through a SOCKS5 proxy included. */
  readonly connectMs: number;
  readonly clock: Clock;
  /** False once the link is over: the library must not connect again behind its back. */
  readonly mayConnect: () => boolean;
  readonly onOpened: (socket: { close(): Promise<void> }) => void;
  /** Only for a connection that stood. */
  readonly onClosed: () => void;
}

/**
 * The library's socket, but for all that is behind its face. It goes to `address`, whatever the library asks for (it
 * knows port 80 only), through the proxy if there is one, gives up after `connectMs` (the library's own waits for
 * ever), can be closed while it is connecting, and tells when it was closed.
 */
export function routedSocket(library: Library, options: RoutedSocketOptions): Library['PromisedNetSockets'] {
  return class RoutedSocket extends library.PromisedNetSockets {
    readonly #received: ByteQueue = createByteQueue();
    #socket: Socket | null = null;

    override async connect(): Promise<unknown> {
      if (!options.mayConnect()) throw new Error('the link was given up');
      const socket = new Socket();
      this.#socket = socket;
      let stood = false;
      // What went wrong is told by `dial`, or by the close that follows.
      socket.on('error', () => undefined);
      socket.once('close', () => {
        this.#received.end();
        if (stood) options.onClosed();
      });
      options.onOpened(this);
      socket.setNoDelay(true);
      const stopTimer = options.clock.after(options.connectMs, () => {
        socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      });
      try {
        await dial(library, socket, options);
      } finally {
        stopTimer();
      }
      if (socket.destroyed) throw new Error('the connection was closed at once');
      stood = true;
      socket.on('data', (piece) => this.#received.add(piece));
      return this;
    }

    override readExactly(count: number): Promise<Buffer> {
      return this.#received.take(count);
    }

    override write(data: Buffer): void {
      if (this.#socket?.writable !== true) throw new Error('The connection was closed.');
      this.#socket.write(data);
    }

    override async close(): Promise<void> {
      this.#socket?.destroy();
    }
  };
}

/** Rejects with the system's error, or, where a proxy is in the way, with a `ProxyError`. */
async function dial(
  library: Library,
  socket: Socket,
  { address, proxy }: Pick<RoutedSocketOptions, 'address' | 'proxy'>,
): Promise<void> {
  try {
    await connectTo(socket, proxy ?? address);
  } catch (error) {
    if (proxy === null) throw error;
    throw new ProxyError('not-reached', error instanceof Error ? networkProblem(error) : null);
  }
  if (proxy?.kind === 'socks5') await askSocksProxy(library, socket, proxy, address);
}

function connectTo(socket: Socket, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    let problem = new Error('The connection was closed before it stood.');
    socket.once('error', (error) => {
      problem = error;
    });
    // Every end comes with a close; one we brought about ourselves comes without an error.
    const fail = (): void => reject(problem);
    socket.once('close', fail);
    socket.connect(port, host, () => {
      socket.off('close', fail);
      resolve();
    });
  });
}
