import { createServer, type Server } from 'node:net';
import type { KeyHolder } from './auth-keys.ts';
import type { Cloud } from './cloud.ts';
import { dispatch } from './dispatch.ts';
import { type Connection, openConnection } from './protocol/connection.ts';
import type { ServerKeyPair } from './protocol/server-key.ts';

/** How the network behaves, apart from faults of single calls. */
export interface Network {
  /** Every byte goes out on its own. */
  oneBytePieces: boolean;
  /** Longer results are sent compressed. */
  compressed: boolean;
  /** New connections are taken; otherwise they are broken off at once. */
  accepting: boolean;
}

/** One port. */
export interface Listener {
  readonly port: number;
  connections(): ReadonlySet<Connection>;
  close(): Promise<void>;
}

interface ListenerNeeds {
  readonly cloud: Cloud;
  readonly serverKey: ServerKeyPair;
  readonly network: Network;
  readonly dataCentre: number;
  readonly proxySecret: Buffer | null;
  readonly host: string;
  readonly port: number;
}

/** Listens for clients of a data centre, or, with a secret, for those of all through an MTProxy. */
export async function listen(needs: ListenerNeeds): Promise<Listener> {
  const { cloud, serverKey, network, dataCentre, proxySecret, host } = needs;
  const connections = new Set<Connection>();
  const holderFor = (id: bigint, requested: number | null): KeyHolder | undefined =>
    cloud.keys.find(requested ?? dataCentre, id);

  const server = createServer((socket) => {
    if (!network.accepting) {
      socket.resetAndDestroy();
      return;
    }
    cloud.counter.add('connections');
    if (proxySecret !== null) cloud.counter.add('proxyConnections');
    const connection = openConnection(socket, {
      codec: cloud.codec,
      serverKey,
      clock: cloud.clock,
      proxySecret,
      findKey: holderFor,
      keepKey(key, requested) {
        cloud.keys.add(requested ?? dataCentre, key);
        cloud.counter.add('handshakes');
      },
      handle(message, from) {
        const holder = holderFor(message.authKey.id, from.requestedDataCentre());
        if (holder === undefined) return;
        dispatch(cloud, holder, message, from).catch((error: unknown) =>
          cloud.reportDefect('dispatch', error),
        );
      },
      reportBroken: () => cloud.counter.add('brokenStreams'),
      isCompressing: () => network.compressed,
      isDribbling: () => network.oneBytePieces,
    });
    connections.add(connection);
    socket.on('close', () => connections.delete(connection));
  });

  const port = await started(server, host, needs.port);
  return {
    port,
    connections: () => connections,
    close() {
      for (const connection of connections) connection.destroy();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function started(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('The port is not known.'));
      else resolve(address.port);
    });
  });
}
