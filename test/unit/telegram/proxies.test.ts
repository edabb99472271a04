import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type DataCentre, startDataCentre } from '../../../electron/demo/data-centre.ts';
import type { TelegramGatewayOptions } from '../../../electron/telegram/gateway.ts';
import type { ProxyServer } from '../../../shared/contract.ts';
import { credentials, gatewayTo } from '../../support/local-telegram.ts';
import { type SocksServer, startSocksServer } from '../../support/socks-server.ts';
import { failureIn, valueIn } from '../../support/telegram-fixtures.ts';

const phone = '+999 66 200001';
const phoneElsewhere = '+999 66 200003';
const plainSecret = '0123456789abcdef0123456789abcdef';
const getHistory = 'messages.getHistory';

let opened: ReturnType<typeof gatewayTo>[] = [];
let closings: (() => Promise<unknown>)[] = [];

function startWith(proxySecret: string): Promise<DataCentre> {
  return startDataCentre({
    accounts: [
      { phone, code: '12345', firstName: 'Ada' },
      { phone: phoneElsewhere, code: '12345', dataCentre: 4, firstName: 'Eve' },
    ],
    others: [4],
    proxySecret,
    clockAt: Date.UTC(2026, 10, 20, 12),
    channels: 2,
    postsPerChannel: 60,
  });
}

function gatewayOf(dataCentre: DataCentre, options: Partial<TelegramGatewayOptions> = {}) {
  const one = gatewayTo(dataCentre, options);
  opened.push(one);
  return one;
}

/** Signs in and reads through the proxy. */
async function readerThrough(dataCentre: DataCentre, proxy: ProxyServer, number = phone) {
  const { gateway } = gatewayOf(dataCentre);
  const attempt = gateway.beginSignIn(credentials, proxy);
  valueIn(await attempt.sendCode(number));
  const step = valueIn(await attempt.submitCode('12345'));
  if (step.step !== 'done') throw new Error(`The sign-in wants a ${step.step}.`);
  const { id, session } = step.account;
  const account = gateway.openAccount(id, { ...credentials, session, proxy });
  const [channel] = valueIn(await account.readDialogs(null)).channels;
  if (channel === undefined) throw new Error('The account follows no channel.');
  return { account, read: () => account.readHistory(channel, { beforeId: 0, limit: 10 }) };
}

async function tried(dataCentre: DataCentre, proxy: ProxyServer, options?: Partial<TelegramGatewayOptions>) {
  return gatewayOf(dataCentre, options).gateway.tryProxy(proxy);
}

/** A server that does as it likes; its port. */
async function serve(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.resume();
    onConnection(socket);
  });
  closings.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** A port nobody listens on. */
async function deadPort(): Promise<number> {
  const port = await serve(() => undefined);
  await closings.pop()?.();
  return port;
}

async function afterEachOn(dataCentre: DataCentre): Promise<void> {
  await Promise.all(opened.map(({ gateway }) => gateway.close()));
  dataCentre.clearFaults();
  dataCentre.setNetwork({ accepting: true, oneBytePieces: false });
  await Promise.all(closings.map((close) => close()));
  closings = [];
  await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
  dataCentre.clearCounts();
}

/** No line of any log, and not this text, gives away what only proxy and user know. */
function expectSilenceAbout(secret: string, text = ''): void {
  const everything = [text, ...opened.flatMap(({ log }) => log.lines)].join('\n');
  expect(everything).not.toContain(secret);
}

describe('a SOCKS5 proxy', () => {
  let dataCentre: DataCentre;
  let server: SocksServer;
  const named = { username: 'reader', password: 'open sesame' };

  async function startProxy(wanted: typeof named | null = null): Promise<void> {
    server = await startSocksServer(wanted);
    closings.push(() => server.close());
  }

  function through(given: Partial<typeof named> = {}): ProxyServer {
    const { host, port } = server;
    return { kind: 'socks5', host, port, username: given.username ?? null, password: given.password ?? null };
  }

  beforeAll(async () => {
    dataCentre = await startWith(plainSecret);
  });

  afterEach(async () => {
    await afterEachOn(dataCentre);
    opened = [];
  });

  afterAll(async () => {
    expect(dataCentre.defects()).toEqual([]);
    await dataCentre.close();
  });

  it.each([
    ['that asks for no name', null],
    ['that asks for a name and a password', named],
  ])('%s carries sign-in and account, and nothing goes around it', async (_kind, wanted) => {
    await startProxy(wanted);
    const { read } = await readerThrough(dataCentre, through(wanted ?? {}), phoneElsewhere);
    expect(valueIn(await read()).rows).toBeGreaterThan(0);
    const { config } = dataCentre;
    const places = [config, ...config.others].map(({ host, port }) => `${host}:${port}`);
    expect(new Set(server.counts().destinations)).toEqual(new Set(places));
    expect(server.counts().relayed).toBe(dataCentre.counts().connections);
  });

  it('is given names to resolve, not addresses', async () => {
    await startProxy();
    const { gateway } = gatewayOf(dataCentre, { dataCentre: { ...dataCentre.config, host: 'localhost' } });
    expect(await gateway.tryProxy(through())).toEqual({ ok: true, value: null });
    expect(server.counts().destinations).toEqual([`localhost:${dataCentre.config.port}`]);
  });

  it('may deliver byte by byte, handshake and replies', async () => {
    await startProxy();
    const { read } = await readerThrough(dataCentre, through());
    dataCentre.setNetwork({ oneBytePieces: true });
    expect(await tried(dataCentre, through())).toEqual({ ok: true, value: null });
    expect(valueIn(await read()).rows).toBe(10);
  });

  it('that breaks off is gone through again', async () => {
    await startProxy();
    const { read } = await readerThrough(dataCentre, through());
    const before = server.counts().relayed;
    server.dropConnections();
    await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
    expect(valueIn(await read()).rows).toBeGreaterThan(0);
    expect(server.counts().relayed).toBe(before + 1);
  });

  it('that refuses keeps an account away from Telegram: it never goes straight there', async () => {
    await startProxy(named);
    const secrets = { username: 'reader', password: 'close sesame' };
    const attempt = gatewayOf(dataCentre).gateway.beginSignIn(credentials, through(secrets));
    const result = await attempt.sendCode(phone);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'network' } });
    expect(dataCentre.counts().connections).toBe(0);
    expectSilenceAbout(secrets.password, JSON.stringify(result));
  });

  describe('when it is tried', () => {
    it('is good once Telegram has proved itself through it; no method is called, nothing stays open', async () => {
      await startProxy(named);
      expect(await tried(dataCentre, through(named))).toEqual({ ok: true, value: null });
      expect(dataCentre.counts()).toMatchObject({ connections: 1, handshakes: 1, methods: {} });
      await vi.waitFor(() => expect(server.openConnections()).toBe(0));
    });

    it('and is not there, that is said', async () => {
      const port = await deadPort();
      const proxy = { kind: 'socks5', host: '127.0.0.1', port, username: null, password: null } as const;
      expect(failureIn(await tried(dataCentre, proxy))).toEqual({
        kind: 'network',
        message: `The proxy at 127.0.0.1:${port} could not be reached: the connection was refused.`,
      });
      expect(dataCentre.counts().connections).toBe(0);
    });

    it('and is not found, that is said', async () => {
      const proxy = { host: 'proxy.invalid', port: 1080, username: null, password: null } as const;
      const failure = failureIn(await tried(dataCentre, { kind: 'socks5', ...proxy }));
      expect(failure.message).toMatch(/^The proxy at proxy\.invalid:1080 could not be reached: its address/);
    });

    it('and takes another name or password, that is said, and neither is repeated', async () => {
      await startProxy(named);
      const failure = failureIn(await tried(dataCentre, through({ ...named, password: 'close sesame' })));
      expect(failure.message).toContain('does not accept this name and password.');
      expectSilenceAbout('close sesame', failure.message);
      expectSilenceAbout(named.username, failure.message);
    });

    it('and asks for a name nobody gave, that is said', async () => {
      await startProxy(named);
      const failure = failureIn(await tried(dataCentre, through()));
      expect(failure.message).toContain('asks for a name and a password.');
    });

    it('and cannot get to Telegram itself, that is said', async () => {
      await startProxy();
      server.setMood('refuse');
      const failure = failureIn(await tried(dataCentre, through()));
      expect(failure.message).toContain(
        'was reached, but not Telegram through it: the proxy did not say why.',
      );
      const elsewhere = { ...dataCentre.config, port: await deadPort() };
      server.setMood('relay');
      const refused = failureIn(await tried(dataCentre, through(), { dataCentre: elsewhere }));
      expect(refused.message).toContain('not Telegram through it: the connection was refused.');
    });

    it('and says nothing, it is given up', async () => {
      await startProxy();
      server.setMood('mute');
      const failure = failureIn(await tried(dataCentre, through(), { timing: { connectMs: 50 } }));
      expect(failure.message).toContain('could not be reached: no answer to the attempt to connect.');
      await vi.waitFor(() => expect(server.openConnections()).toBe(0));
    });

    it('and leads to a place that says nothing, it is given up', async () => {
      await startProxy();
      const silent = { ...dataCentre.config, port: await serve(() => undefined) };
      const options = { dataCentre: silent, timing: { requestMs: 50 } };
      const failure = failureIn(await tried(dataCentre, through(), options));
      expect(failure.message).toBe(
        `Telegram did not answer within 0.1 s through the proxy at 127.0.0.1:${server.port}.`,
      );
    });

    it('and is no SOCKS5 proxy at all, that is said', async () => {
      const port = await serve((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'));
      const proxy = { kind: 'socks5', host: '127.0.0.1', port, username: null, password: null } as const;
      const failure = failureIn(await tried(dataCentre, proxy));
      expect(failure.message).toContain('does not answer as a SOCKS5 proxy');
    });

    it('and hangs up at once, that is said', async () => {
      const port = await serve((socket) => socket.end());
      const proxy = { kind: 'socks5', host: '127.0.0.1', port, username: null, password: null } as const;
      expect(failureIn(await tried(dataCentre, proxy)).message).toContain('hung up');
    });

    it('and the gateway is closed meanwhile, the trial ends', async () => {
      await startProxy();
      server.setMood('mute');
      const { gateway } = gatewayOf(dataCentre);
      const trial = gateway.tryProxy(through());
      await vi.waitFor(() => expect(server.counts().accepted).toBe(1));
      await gateway.close();
      expect(failureIn(await trial).kind).toBe('cancelled');
      await vi.waitFor(() => expect(server.openConnections()).toBe(0));
    });
  });
});

describe.each([
  ['of 32 digits', plainSecret],
  ['with dd in front', `dd${plainSecret}`],
])('an MTProxy with a secret %s', (_kind, secret) => {
  let dataCentre: DataCentre;

  function through(given = secret): ProxyServer {
    const { host, port } = dataCentre.proxy ?? { host: '', port: 0 };
    return { kind: 'mtproxy', host, port, secret: given };
  }

  function otherSecret(): string {
    return secret.replace(/f$/, '0');
  }

  beforeAll(async () => {
    dataCentre = await startWith(secret);
  });

  afterEach(async () => {
    await afterEachOn(dataCentre);
    expectSilenceAbout(plainSecret);
    opened = [];
  });

  afterAll(async () => {
    expect(dataCentre.defects()).toEqual([]);
    await dataCentre.close();
  });

  it('carries sign-in and account, in whatever data centre, and nothing goes around it', async () => {
    const { read } = await readerThrough(dataCentre, through(), phoneElsewhere);
    expect(valueIn(await read()).rows).toBeGreaterThan(0);
    const { connections, proxyConnections } = dataCentre.counts();
    expect(proxyConnections).toBeGreaterThan(1);
    expect(connections).toBe(proxyConnections);
  });

  it('carries a sign-in by QR code to the data centre of the account', async () => {
    const attempt = gatewayOf(dataCentre).gateway.beginSignIn(credentials, through());
    const shown = valueIn(await attempt.showQr());
    if (shown.step !== 'qr') throw new Error(`The sign-in wants a ${shown.step}.`);
    const next = attempt.nextOfQr();
    dataCentre.acceptLoginToken(Buffer.from(shown.link.split('=')[1] ?? '', 'base64url'), phoneElsewhere);
    expect(valueIn(await next)).toMatchObject({ step: 'done', account: { name: 'Eve' } });
  });

  it('may deliver byte by byte, handshake and replies', async () => {
    const { read } = await readerThrough(dataCentre, through());
    dataCentre.setNetwork({ oneBytePieces: true });
    expect(await tried(dataCentre, through())).toEqual({ ok: true, value: null });
    expect(valueIn(await read()).rows).toBe(10);
  });

  it('hides no transport error: a key that Telegram has forgotten means signed out', async () => {
    const { account, read } = await readerThrough(dataCentre, through());
    dataCentre.forgetKeys(phone);
    await account.reconnect();
    expect(failureIn(await read()).kind).toBe('signed-out');
  });

  it('hides no transport error: another one costs the connection, and the request is sent again', async () => {
    const { read } = await readerThrough(dataCentre, through());
    const before = dataCentre.counts().connections;
    dataCentre.addFault({ kind: 'transport', method: getHistory, code: -429, calls: 1 });
    expect(valueIn(await read()).rows).toBeGreaterThan(0);
    expect(dataCentre.counts().connections).toBe(before + 1);
  });

  it('that breaks off is gone through again', async () => {
    const { read } = await readerThrough(dataCentre, through());
    dataCentre.dropConnections('reset');
    await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
    expect(valueIn(await read()).rows).toBeGreaterThan(0);
  });

  it('with another secret keeps an account away from Telegram, and the secret is doubted in words', async () => {
    const attempt = gatewayOf(dataCentre).gateway.beginSignIn(credentials, through(otherSecret()));
    const result = await attempt.sendCode(phone);
    expect(result).toMatchObject({ ok: false, failure: { kind: 'network' } });
    expect(JSON.stringify(result)).toContain('the secret is another one');
    expect(dataCentre.counts()).toMatchObject({ handshakes: 0, methods: {} });
    expectSilenceAbout(otherSecret(), JSON.stringify(result));
  });

  describe('when it is tried', () => {
    it('is good once Telegram has proved itself through it; no method is called, nothing stays open', async () => {
      expect(await tried(dataCentre, through())).toEqual({ ok: true, value: null });
      expect(dataCentre.counts()).toMatchObject({ proxyConnections: 1, handshakes: 1, methods: {} });
      await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
    });

    it('may have its secret written in capitals', async () => {
      expect(await tried(dataCentre, through(secret.toUpperCase()))).toEqual({ ok: true, value: null });
    });

    it('and the secret is wrong, that is said without repeating it', async () => {
      const failure = failureIn(await tried(dataCentre, through(otherSecret())));
      expect(failure.message).toContain('was reached, but not Telegram through it');
      expect(failure.message).toContain('the secret is another one');
      expectSilenceAbout(otherSecret(), failure.message);
    });

    it('and it is not there, that is said', async () => {
      const failure = failureIn(await tried(dataCentre, { ...through(), port: await deadPort() }));
      expect(failure.message).toContain('could not be reached: the connection was refused.');
    });

    it('and it says nothing, as some do to a wrong secret, it is given up', async () => {
      const silent = { ...through(), port: await serve(() => undefined) };
      const failure = failureIn(await tried(dataCentre, silent, { timing: { requestMs: 50 } }));
      expect(failure.message).toContain('did not answer within 0.1 s');
      expect(failure.message).toContain('the secret is another one');
    });

    it('and what it says is no answer, it is given up at once', async () => {
      const port = await serve((socket) => socket.write(Buffer.alloc(64, 0xff)));
      const failure = failureIn(await tried(dataCentre, { ...through(), port }));
      expect(failure.message).toContain('not Telegram through it');
    });

    it('and its secret is of a kind not known here, that is said', async () => {
      const fakeTls = `ee${plainSecret}6578616d706c652e6f7267`;
      const failure = failureIn(await tried(dataCentre, through(fakeTls)));
      expect(failure.message).toContain('of a kind Tidings does not know');
      expectSilenceAbout(fakeTls, failure.message);
    });
  });
});
