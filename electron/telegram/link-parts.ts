import type { Api } from 'telegram';
import type { Log } from '../ports/log.ts';
import type { Library } from './library.ts';

/** What the client library is given to work with, so that a link sees and owns what happens beneath it. */

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
 * reply and update, for ever. Each update passes here first, so this is where the one that a sign-in waits for is
 * heard; the library's own way to its listeners sends a request of its own with every update.
 */
export function forgetfulSession(
  library: Library,
  onLoginToken: () => void,
): InstanceType<Library['MemorySession']> {
  class ForgetfulSession extends library.MemorySession {
    override processEntities(passing: unknown): void {
      this._entities.clear();
      if (updatesIn(library, passing).some(({ className }) => className === 'UpdateLoginToken'))
        onLoginToken();
    }
  }
  return new ForgetfulSession();
}

function updatesIn(
  { Api: { UpdateShort, Updates, UpdatesCombined } }: Library,
  passing: unknown,
): Api.TypeUpdate[] {
  if (passing instanceof UpdateShort) return [passing.update];
  return passing instanceof Updates || passing instanceof UpdatesCombined ? passing.updates : [];
}
