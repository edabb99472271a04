import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import {
  Api,
  bigInteger,
  type Client,
  code,
  createClient,
  inputChannel,
  phone,
  signInByCode,
} from './client.ts';
import { connect, refusalOf, signIn, start } from './servers.ts';

const require = createRequire(import.meta.url);
const { FloodWaitError } = require('telegram/errors/index.js') as typeof import('telegram/errors');
const { UpdateConnectionState } = require('telegram/network/index.js') as typeof import('telegram/network');

const getState = 'updates.getState';
const askState = (client: Client) => client.invoke(new Api.updates.GetState());

/** Seconds a request is told to wait; fails when it is told nothing of the kind. */
async function waitOf(request: Promise<unknown>): Promise<number> {
  const outcome = await request.catch((error: unknown) => error);
  if (outcome instanceof FloodWaitError) return outcome.seconds;
  throw new Error(`No flood wait: ${String(outcome)}`);
}

describe('a flood wait', () => {
  it('refuses calls until it is over, and counts those of a client that knew', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    dataCentre.addFault({ kind: 'flood', method: getState, seconds: 30 });
    expect(await waitOf(askState(client))).toBe(30);
    dataCentre.advance(12_500);
    expect(await waitOf(askState(client))).toBe(18);
    expect(dataCentre.counts().floodViolations).toBe(1);
    dataCentre.advance(17_500);
    await askState(client);
    expect(dataCentre.counts().floodViolations).toBe(1);
  });

  it('is dealt as often as asked for, or runs from the start', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    dataCentre.addFault({ kind: 'flood', method: getState, seconds: 5, calls: 2 });
    for (let dealt = 0; dealt < 2; dealt += 1) {
      expect(await waitOf(askState(client))).toBe(5);
      dataCentre.advance(5000);
    }
    await askState(client);
    dataCentre.addFault({ kind: 'flood', method: '*', seconds: 9, running: true });
    dataCentre.advance(2000);
    expect(await waitOf(askState(client))).toBe(7);
    expect(dataCentre.counts().floodViolations).toBe(0);
    dataCentre.clearFaults();
    await askState(client);
  });

  it('may be of one account or one channel alone', async () => {
    const other = { phone: '+999 66 2 0001', code };
    const dataCentre = await start({ channels: 2, accounts: [{ phone, code }, other] });
    const [first, second] = [await signIn(dataCentre), await signIn(dataCentre, other.phone)];
    dataCentre.addFault({ kind: 'flood', method: getState, seconds: 5, account: phone });
    await askState(second);
    expect(await waitOf(askState(first))).toBe(5);

    dataCentre.addFault({
      kind: 'flood',
      method: 'messages.getHistory',
      seconds: 60,
      channel: 'harbourview_news',
    });
    const read = async (username: string) => {
      const peer = await inputChannel(first, username);
      return first.invoke(new Api.messages.GetHistory({ peer, limit: 1 }));
    };
    await read('meridian_weather');
    expect(await waitOf(read('harbourview_news'))).toBe(60);
    await read('meridian_weather');
    expect(() => dataCentre.addFault({ kind: 'mute', method: '*', channel: 'nowhere' })).toThrow(
      'no channel',
    );
    expect(() => dataCentre.addFault({ kind: 'mute', method: '*', account: '+1' })).toThrow('no account');
  });
});

describe('a flood wait before signing in', () => {
  it('is of the number that is signing in', async () => {
    const other = { phone: '+999 66 2 0001', code };
    const dataCentre = await start({ accounts: [{ phone, code }, other] });
    dataCentre.addFault({ kind: 'flood', method: 'auth.sendCode', seconds: 3600, account: phone });
    const client = await connect(dataCentre);
    expect(await waitOf(signInByCode(client))).toBe(3600);
    await signInByCode(client, other.phone);
    expect(dataCentre.counts().accounts['9996612024']).toEqual({ 'auth.sendCode': 1 });
  });
});

describe('a call that goes wrong', () => {
  it('is refused with any error, so often as asked for', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const channel = await inputChannel(client, 'harbourview_news');
    const read = () => client.invoke(new Api.messages.GetHistory({ peer: channel, limit: 1 }));
    dataCentre.addFault({ kind: 'error', method: 'messages.getHistory', error: 'CHANNEL_PRIVATE', calls: 2 });
    expect(await refusalOf(read())).toBe('CHANNEL_PRIVATE');
    expect(await refusalOf(read())).toBe('CHANNEL_PRIVATE');
    await read();
    dataCentre.addFault({ kind: 'error', method: getState, error: 'FROZEN_METHOD_INVALID', forSeconds: 10 });
    await expect(askState(client)).rejects.toMatchObject({
      code: 420,
      errorMessage: 'FROZEN_METHOD_INVALID',
    });
    dataCentre.advance(10_000);
    await askState(client);
  });

  it('is not answered, while others are', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    dataCentre.addFault({ kind: 'mute', method: getState, calls: 1 });
    let isAnswered = false;
    const muted = askState(client).then(() => {
      isAnswered = true;
    });
    await client.invoke(new Api.help.GetNearestDc());
    await askState(client);
    expect(isAnswered).toBe(false);
    expect(dataCentre.counts().methods[getState]).toBe(2);
    void muted;
  });

  it('is answered later than one that came after it, when latency is added to it', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    dataCentre.addFault({ kind: 'latency', method: getState, delayMs: 60, calls: 1 });
    const order: string[] = [];
    await Promise.all([
      askState(client).then(() => order.push('delayed')),
      client.invoke(new Api.help.GetNearestDc()).then(() => order.push('prompt')),
    ]);
    expect(order).toEqual(['prompt', 'delayed']);
  });

  it('may be a ping: pongs come late or not at all', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    const ping = () => client.invoke(new Api.Ping({ pingId: bigInteger(7) }));
    expect((await ping()).className).toBe('Pong');
    dataCentre.addFault({ kind: 'latency', method: 'ping', delayMs: 60, calls: 1 });
    const order: string[] = [];
    await Promise.all([
      ping().then(() => order.push('pong')),
      askState(client).then(() => order.push('state')),
    ]);
    expect(order).toEqual(['state', 'pong']);
    expect(dataCentre.counts().methods.ping).toBe(2);
  });

  it('gets a shorter page of history than it asked for, without an end of the history', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const peer = await inputChannel(client, 'harbourview_news');
    dataCentre.addFault({ kind: 'short-page', method: 'messages.getHistory', rows: 7, calls: 1 });
    const read = async () => {
      const page = await client.invoke(new Api.messages.GetHistory({ peer, limit: 50 }));
      return page instanceof Api.messages.ChannelMessages ? page.messages.length : null;
    };
    expect([await read(), await read()]).toEqual([7, 50]);
  });
});

describe('the network', () => {
  it.each(['drop', 'reset'] as const)(
    'lets go of a connection (%s), and takes the client back',
    async (kind) => {
      const dataCentre = await start();
      const client = await signIn(dataCentre);
      dataCentre.addFault({ kind, method: getState, calls: 1 });
      expect((await askState(client)).className).toBe('updates.State');
      expect(dataCentre.counts()).toMatchObject({ connections: 2, methods: { [getState]: 2 } });
      expect(dataCentre.openConnections()).toBe(1);
    },
  );

  it('delivers every byte on its own', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const peer = await inputChannel(client, 'harbourview_news');
    dataCentre.setNetwork({ oneBytePieces: true });
    const page = await client.invoke(new Api.messages.GetHistory({ peer, limit: 20 }));
    expect(page instanceof Api.messages.ChannelMessages ? page.messages.length : null).toBe(20);
  });

  it('carries results compressed', async () => {
    const dataCentre = await start({ channels: 1 });
    const client = await signIn(dataCentre);
    const peer = await inputChannel(client, 'harbourview_news');
    dataCentre.setNetwork({ compressed: true });
    const page = await client.invoke(new Api.messages.GetHistory({ peer, limit: 100 }));
    expect(page instanceof Api.messages.ChannelMessages ? page.messages.length : null).toBe(100);
  });

  it('takes no connection while it is down', async () => {
    const dataCentre = await start();
    dataCentre.setNetwork({ accepting: false });
    const client = createClient(dataCentre);
    expect(await client.connect()).toBe(false);
    await client.destroy();
    expect(dataCentre.counts()).toMatchObject({ connections: 0, handshakes: 0 });
    dataCentre.setNetwork({ accepting: true });
    await signIn(dataCentre);
  });

  it('answers −404 to a client whose key it has forgotten', async () => {
    const dataCentre = await start();
    const client = await signIn(dataCentre);
    await client.getMe();
    const isBroken = new Promise<void>((resolve) => {
      client.addEventHandler((update: unknown) => {
        if (update instanceof UpdateConnectionState && update.state === UpdateConnectionState.broken)
          resolve();
      });
    });
    expect(dataCentre.forgetKeys(phone)).toBe(1);
    void askState(client);
    await isBroken;
    expect(client.connected).toBe(true);
  });
});
