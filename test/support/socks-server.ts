import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** What the proxy does with whoever asks; the first that is not `relay` keeps it from connecting any further. */
type Mood =
  | 'relay'
  /** Answers each CONNECT with “general failure”. */
  | 'refuse'
  /** Takes connections and says nothing. */
  | 'mute';

export interface SocksServer {
  readonly host: string;
  readonly port: number;
  /** Connections taken; those that were relayed; where those wished to go, in the words of the client. */
  counts(): { readonly accepted: number; readonly relayed: number; readonly destinations: readonly string[] };
  openConnections(): number;
  setMood(mood: Mood): void;
  /** Breaks off all connections. */
  dropConnections(): void;
  close(): Promise<void>;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * A SOCKS5 proxy on loopback (RFC 1928, with the name and password of RFC 1929 where `credentials` are given): CONNECT
 * to an IPv4 address or a name.
 */
export async function startSocksServer(credentials: Credentials | null = null): Promise<SocksServer> {
  const sockets = new Set<Socket>();
  const destinations: string[] = [];
  let accepted = 0;
  let relayed = 0;
  let mood: Mood = 'relay';

  function keep(socket: Socket): void {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  }

  async function serve(client: Socket): Promise<void> {
    const read = exactReader(client);
    const [version = 0, methods = 0] = await read(2);
    const offered = await read(methods);
    const wanted = credentials === null ? 0x00 : 0x02;
    if (version !== 5 || !offered.includes(wanted)) {
      client.end(Buffer.from([5, 0xff]));
      return;
    }
    client.write(Buffer.from([5, wanted]));
    if (credentials !== null) {
      const given = await readCredentials(read);
      const isRight = given.username === credentials.username && given.password === credentials.password;
      client.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) {
        client.end();
        return;
      }
    }
    const [, command, , kind] = await read(4);
    const host = kind === 1 ? [...(await read(4))].join('.') : (await readText(read)).toString();
    const port = (await read(2)).readUInt16BE();
    destinations.push(`${host}:${port}`);
    if (command !== 1 || mood === 'refuse') {
      client.end(reply(command === 1 ? 0x01 : 0x07));
      return;
    }
    const server = connect(port, host);
    keep(server);
    server.once('error', () => client.end(reply(0x05)));
    await once(server, 'connect');
    relayed += 1;
    client.write(reply(0x00));
    client.once('close', () => server.destroy());
    server.once('close', () => client.destroy());
    client.pipe(server).pipe(client);
  }

  const listener = createServer((client) => {
    accepted += 1;
    keep(client);
    if (mood === 'mute') client.resume();
    // A client that goes in the middle of its greeting has nobody left to tell.
    else serve(client).catch(() => client.destroy());
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');

  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    counts: () => ({ accepted, relayed, destinations }),
    openConnections: () => sockets.size,
    setMood: (next) => {
      mood = next;
    },
    dropConnections: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      if (!listener.listening) return;
      listener.close();
      await once(listener, 'close');
    },
  };
}

type ReadExactly = (count: number) => Promise<Buffer>;

function exactReader(socket: Socket): ReadExactly {
  return async (count) => {
    if (count === 0) return Buffer.alloc(0);
    for (;;) {
      const bytes: unknown = socket.read(count);
      if (Buffer.isBuffer(bytes) && bytes.length === count) return bytes;
      if (socket.destroyed || socket.readableEnded) throw new Error('The client has gone.');
      await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
    }
  };
}

async function readText(read: ReadExactly): Promise<Buffer> {
  return read((await read(1))[0] ?? 0);
}

async function readCredentials(read: ReadExactly): Promise<Credentials> {
  await read(1);
  const username = (await readText(read)).toString();
  return { username, password: (await readText(read)).toString() };
}

/** The answer to a request: `status` and no address, since nobody looks at it. */
function reply(status: number): Buffer {
  return Buffer.from([5, status, 0, 1, 0, 0, 0, 0, 0, 0]);
}
