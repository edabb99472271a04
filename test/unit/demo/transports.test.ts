import { once } from 'node:events';
import { createRequire } from 'node:module';
import { connect as connectSocket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Api, type ClientOptions, createClient, signInByCode } from './client.ts';
import { connect, start } from './servers.ts';

const require = createRequire(import.meta.url);
const { ConnectionTCPObfuscated, ConnectionTCPAbridged } =
  require('telegram/network/connection/index.js') as typeof import('telegram/network/connection');
const { PromisedNetSockets } =
  require('telegram/extensions/index.js') as typeof import('telegram/extensions');

const secret = '0123456789abcdef0123456789abcdef';

describe('transports', () => {
  it.each([
    ['TCP obfuscated', ConnectionTCPObfuscated],
    ['TCP abridged', ConnectionTCPAbridged],
  ])('carry the whole sign-in: %s', async (_name, connection) => {
    const client = await connect(await start(), '', { connection });
    await signInByCode(client);
    expect((await client.getMe()).firstName).toBe('Demo');
  });

  it('survive bytes that arrive one by one', async () => {
    const dataCentre = await start();
    dataCentre.setNetwork({ oneBytePieces: true });
    const client = await connect(dataCentre, '', { connection: ConnectionTCPObfuscated });
    await signInByCode(client);
    expect((await client.getMe()).firstName).toBe('Demo');
  });

  it('are none when a stream is not MTProto: it is closed and counted', async () => {
    const dataCentre = await start();
    const socket = connectSocket(dataCentre.config.port, dataCentre.config.host);
    socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${'x'.repeat(100)}\r\n\r\n`);
    await once(socket, 'close');
    expect(dataCentre.counts()).toMatchObject({ connections: 1, brokenStreams: 1 });
  });
});

describe('an MTProxy', () => {
  const through = (port: number, given: string): Partial<ClientOptions> => ({
    proxy: { ip: '127.0.0.1', port, secret: given, MTProxy: true },
    networkSocket: PromisedNetSockets,
    connectionRetries: 1,
  });

  it.each([secret, `dd${secret}`])('takes clients that know its secret (%s)', async (proxySecret) => {
    const dataCentre = await start({ proxySecret });
    const client = await connect(dataCentre, '', through(dataCentre.proxy?.port ?? 0, proxySecret));
    await signInByCode(client);
    expect((await client.getMe()).firstName).toBe('Demo');
  });

  it('leads to the data centre the client asks for', async () => {
    const dataCentre = await start({ proxySecret: secret, others: [4] });
    const client = await connect(dataCentre, '', through(dataCentre.proxy?.port ?? 0, secret));
    await client._switchDC(4);
    const { thisDc } = await client.invoke(new Api.help.GetNearestDc());
    expect(thisDc).toBe(4);
  });

  it('hangs up on a client with another secret', async () => {
    const dataCentre = await start({ proxySecret: secret });
    const wrong = secret.replace('0', '1');
    const client = createClient(dataCentre, '', through(dataCentre.proxy?.port ?? 0, wrong));
    expect(await client.connect()).toBe(false);
    await client.destroy();
    expect(dataCentre.counts()).toMatchObject({ brokenStreams: 1, handshakes: 0 });
  });
});
