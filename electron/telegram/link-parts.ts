import type { Socket } from 'node:net';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Address } from './data-centres.ts';
import type { Library } from './library.ts';

/** What the client library is given to work with, so that a link sees and owns what happens beneath it. */

/**
 * A socket that goes to `address`, whatever the library asks for (it knows port 80 only), gives up after
 * `connectMs` (by itself it waits for ever) and tells when it was closed.
 */
export function routedSocket(
  library: Library,
  options: {
    readonly address: Address;
    readonly connectMs: number;
    readonly clock: Clock;
    /** False once the link is over: the library must not connect again behind its back. */
    readonly mayConnect: () => boolean;
    readonly onOpened: (socket: { close(): Promise<void> }) => void;
    readonly onClosed: () => void;
  },
): Library['PromisedNetSockets'] {
  return class RoutedSocket extends library.PromisedNetSockets {
    override async connect(): Promise<unknown> {
      if (!options.mayConnect()) throw new Error('the link was given up');
      const connecting = super.connect(options.address.port, options.address.host);
      options.onOpened(this);
      // Private in the library's typings, and the only way to a time-out: it is set once connecting has begun.
      const socket = Reflect.get(this, 'client') as Socket;
      socket.setNoDelay(true);
      const stopTimer = options.clock.after(options.connectMs, () => {
        socket.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' }));
      });
      try {
        await connecting;
      } finally {
        stopTimer();
      }
      socket.once('close', options.onClosed);
      return this;
    }
  };
}

/**
 * The full TCP transport (the abridged one hangs on replies in several pieces) that reports transport errors:
 * a packet of four bytes with a negative HTTP-like code. The library keeps them to itself unless several
 * things have happened before, and its receive loop ends in silence.
 */
export function watchedConnection(
  library: Library,
  onTransportError: (code: number) => void,
): Library['ConnectionTCPFull'] {
  class WatchedCodec extends library.FullPacketCodec {
    override async readPacket(
      ...reader: Parameters<InstanceType<Library['FullPacketCodec']>['readPacket']>
    ): Promise<Buffer> {
      const packet = await super.readPacket(...reader);
      if (packet.length === 4) onTransportError(packet.readInt32LE(0));
      return packet;
    }
  }
  return class WatchedConnection extends library.ConnectionTCPFull {
    override PacketCodecClass = WatchedCodec;
  };
}

/** The library's diagnostics in our log. It believes that nothing may be printed, so its `console` calls stay silent. */
export function quietLogger(library: Library, log: Log): InstanceType<Library['Logger']> {
  class QuietLogger extends library.Logger {
    override canSend(): boolean {
      return false;
    }
    override warn(message: string): void {
      if (message !== 'Disconnecting...') log.info(`Telegram client: ${message}`);
    }
    override error(message: string): void {
      log.info(`Telegram client: ${message}`);
    }
  }
  return new QuietLogger();
}

/**
 * A session in memory that learns nothing: the library would keep a row for every user and chat of every
 * reply and update, for ever.
 */
export function forgetfulSession(library: Library): InstanceType<Library['MemorySession']> {
  class ForgetfulSession extends library.MemorySession {
    override processEntities(): void {
      this._entities.clear();
    }
  }
  return new ForgetfulSession();
}
