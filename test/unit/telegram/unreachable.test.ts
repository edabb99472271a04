import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../electron/ports/clock.ts';
import { systemClock } from '../../../electron/system-clock.ts';
import { createTelegramGateway } from '../../../electron/telegram/gateway.ts';
import { loadLibrary } from '../../../electron/telegram/library.ts';
import type { Timing } from '../../../electron/telegram/line.ts';
import { routedSocket } from '../../../electron/telegram/routed-socket.ts';
import { encodeSession } from '../../../electron/telegram/session.ts';
import { dataCentreAt, failureIn, keptFloods, keptLog } from '../../support/telegram-fixtures.ts';

const quick: Partial<Timing> = { requestMs: 150, attempts: 2, backoffMs: 5, backoffLimitMs: 5 };
const secrets = {
  apiId: 1,
  apiHash: 'hash',
  proxy: null,
  session: encodeSession({ dataCentre: 2, authKey: Buffer.alloc(256, 7) }),
};
const channel = { channelId: 1, accessHash: '1' };
const newest = { beforeId: 0, limit: 100 };

const servers: Server[] = [];
const sockets = new Set<Socket>();

async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    // Without a reader the end of the other side would go unseen.
    socket.resume();
    onConnection(socket);
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function openTo(port: number, timing: Partial<Timing> = quick) {
  const gateway = createTelegramGateway({
    clock: systemClock,
    floods: keptFloods(),
    log: keptLog(),
    dataCentre: dataCentreAt(port),
    timing,
  });
  return { gateway, account: gateway.openAccount(1, secrets) };
}

async function everyConnectionClosed(): Promise<void> {
  await Promise.all([...sockets].map((socket) => once(socket, 'close')));
}

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

describe('when Telegram cannot be reached', () => {
  it('a refused connection is a network failure after the attempts allowed, not an endless wait', async () => {
    const port = await serve(() => undefined);
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const { gateway, account } = openTo(port);
    const failure = failureIn(await account.readHistory(channel, newest));
    expect(failure).toEqual({
      kind: 'network',
      message: 'Telegram could not be reached: the connection was refused.',
    });
    await gateway.close();
  });

  it('a server that accepts and says nothing is given up at the deadline, and tried anew', async () => {
    let connections = 0;
    const port = await serve(() => {
      connections += 1;
    });
    const { gateway, account } = openTo(port);
    const failure = failureIn(await account.readHistory(channel, newest));
    expect(failure).toMatchObject({ kind: 'network', message: 'Telegram did not answer within 0.1 s.' });
    expect(connections).toBe(2);
    await gateway.close();
    await everyConnectionClosed();
  });

  it('a server that hangs up at once is a network failure, and the client does not reconnect by itself', async () => {
    let connections = 0;
    const port = await serve((socket) => {
      connections += 1;
      socket.destroy();
    });
    const { gateway, account } = openTo(port);
    expect(failureIn(await account.readHistory(channel, newest)).kind).toBe('network');
    expect(connections).toBe(2);
    await gateway.close();
  });

  it('an answer that is no MTProto is a network failure that leaves no connection behind', async () => {
    const port = await serve((socket) => socket.end(Buffer.from('0c000000ffffffff00000000', 'hex')));
    const { gateway, account } = openTo(port);
    expect(failureIn(await account.readHistory(channel, newest)).kind).toBe('network');
    await gateway.close();
    await everyConnectionClosed();
  });

  it('no new attempt begins once the patience is spent', async () => {
    let connections = 0;
    const port = await serve(() => {
      connections += 1;
    });
    const { gateway, account } = openTo(port, { ...quick, attempts: 100, patienceMs: 100 });
    expect(failureIn(await account.readHistory(channel, newest)).kind).toBe('network');
    expect(connections).toBe(1);
    await gateway.close();
  });

  it('a transport error for the saved key on every attempt means signed out', async () => {
    const port = await serve((socket) => {
      // Length 16, sequence 0, −404, CRC-32.
      const packet = Buffer.alloc(16);
      packet.writeInt32LE(16, 0);
      packet.writeInt32LE(-404, 8);
      packet.writeUInt32LE(crc32(packet.subarray(0, 12)), 12);
      socket.once('data', () => socket.write(packet));
    });
    const { gateway, account } = openTo(port, { ...quick, requestMs: 30_000, attempts: 3 });
    const failure = failureIn(await account.readHistory(channel, newest));
    expect(failure.kind).toBe('signed-out');
    expect(failure.message).toContain('Sign in to this account again');
    await gateway.close();
  });

  it('closing settles what is pending as cancelled', async () => {
    let connected: () => void = () => undefined;
    const connection = new Promise<void>((resolve) => {
      connected = resolve;
    });
    const port = await serve(() => connected());
    const { gateway, account } = openTo(port, { requestMs: 600_000 });
    const connecting = account.readHistory(channel, newest);
    const queued = account.readHistory(channel, newest);
    await connection;
    await gateway.close();
    expect(failureIn(await connecting).kind).toBe('cancelled');
    expect(failureIn(await queued).kind).toBe('cancelled');
    expect(failureIn(await account.readHistory(channel, newest)).kind).toBe('cancelled');
  });

  it('aborting stops waiting for a connection', async () => {
    const controller = new AbortController();
    const port = await serve(() => controller.abort());
    const { gateway, account } = openTo(port, { requestMs: 600_000 });
    const failure = failureIn(await account.readHistory(channel, newest, { signal: controller.signal }));
    expect(failure).toEqual({ kind: 'cancelled', message: 'Stopped before the request was sent.' });
    await gateway.close();
  });

  it('what the lease check throws passes through, and nothing is connected', async () => {
    let connections = 0;
    const port = await serve(() => {
      connections += 1;
    });
    const { gateway, account } = openTo(port);
    const lost = new Error('The lease was lost.');
    const beforeRequest = () => Promise.reject(lost);
    await expect(account.readHistory(channel, newest, { beforeRequest })).rejects.toBe(lost);
    expect(connections).toBe(0);
    await gateway.close();
  });
});

describe('a socket', () => {
  it('gives up a connection no one answers', async () => {
    const port = await serve(() => undefined);
    // Its timers fire before the network is looked at, which is how a silent network looks from here.
    const hasty: Clock = {
      ...systemClock,
      after: (_delayMs, callback) => {
        queueMicrotask(callback);
        return () => undefined;
      },
    };
    const Routed = routedSocket(loadLibrary(), {
      address: { host: '127.0.0.1', port },
      proxy: null,
      connectMs: 10_000,
      clock: hasty,
      mayConnect: () => true,
      onOpened: () => undefined,
      onClosed: () => undefined,
    });
    await expect(new Routed().connect(80, 'wherever.example')).rejects.toMatchObject({ code: 'ETIMEDOUT' });
  });
});

describe('a process', () => {
  it('speaks to a local data centre or to Telegram, never to both', async () => {
    const { gateway } = openTo(1);
    const mixed = () =>
      createTelegramGateway({ clock: systemClock, floods: keptFloods(), log: keptLog(), dataCentre: null });
    expect(mixed).toThrow('never to both');
    await gateway.close();
  });
});

function crc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
