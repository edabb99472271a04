import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { queryObjects } from 'node:v8';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type DataCentre, startDataCentre } from '../../../electron/demo/data-centre.ts';
import type { Clock } from '../../../electron/ports/clock.ts';
import type { AccountGateway, AccountSecrets, ChannelAddress } from '../../../electron/ports/gateway.ts';
import { systemClock } from '../../../electron/system-clock.ts';
import type { TelegramGatewayOptions } from '../../../electron/telegram/gateway.ts';
import { loadLibrary } from '../../../electron/telegram/library.ts';
import { forgetfulSession } from '../../../electron/telegram/link-parts.ts';
import { gatewayTo, signIn } from '../../support/local-telegram.ts';
import { failureIn, valueIn } from '../../support/telegram-fixtures.ts';

const phone = '+999 66 200001';
const newest = { beforeId: 0, limit: 100 };
const getHistory = 'messages.getHistory';

let dataCentre: DataCentre;
let channel: ChannelAddress;
let user: { readonly id: number; readonly secrets: AccountSecrets };
let open: ReturnType<typeof gatewayTo>[] = [];

/** Long enough that a test which waits for it fails by the runner's own deadline. */
const never = { requestMs: 3_600_000, backoffMs: 4, backoffLimitMs: 4 };

/** The system's clock, but the deadlines of `never` pass when a test says so. */
function handClock(): Clock & { passDeadline(): void } {
  const deadlines = new Set<() => void>();
  return {
    ...systemClock,
    after: (delayMs, callback) => {
      if (delayMs !== never.requestMs) return systemClock.after(delayMs, callback);
      deadlines.add(callback);
      return () => deadlines.delete(callback);
    },
    passDeadline: () => {
      expect(deadlines.size).toBe(1);
      for (const callback of deadlines) callback();
    },
  };
}

function account(options: Partial<TelegramGatewayOptions> = {}) {
  const opened = gatewayTo(dataCentre, options);
  open.push(opened);
  return { ...opened, account: opened.gateway.openAccount(user.id, user.secrets) };
}

function historyCalls(): number {
  return dataCentre.counts().methods[getHistory] ?? 0;
}

async function everyConnectionClosed(): Promise<void> {
  await vi.waitFor(() => expect(dataCentre.openConnections()).toBe(0));
}

async function wholeHistory(reader: AccountGateway): Promise<number[]> {
  const ids: number[] = [];
  for (let beforeId = 0; ; ) {
    const page = valueIn(await reader.readHistory(channel, { beforeId, limit: 100 }));
    if (page.oldestId === null) return ids;
    ids.push(...page.posts.map(({ id }) => id));
    beforeId = page.oldestId;
  }
}

beforeAll(async () => {
  dataCentre = await startDataCentre({
    accounts: [{ phone, code: '12345' }],
    clockAt: Date.UTC(2026, 10, 20, 12),
    channels: 2,
    postsPerChannel: 60,
  });
});

beforeEach(async () => {
  // A new sign-in for each test, since some of them end it.
  user = await signIn(dataCentre, phone, '12345');
  const { gateway } = gatewayTo(dataCentre);
  const dialogs = valueIn(await gateway.openAccount(user.id, user.secrets).readDialogs(null));
  await gateway.close();
  const first = dialogs.channels[0];
  if (first === undefined) throw new Error('The account follows no channel.');
  channel = first;
  await everyConnectionClosed();
  dataCentre.clearCounts();
});

afterEach(async () => {
  dataCentre.clearFaults();
  dataCentre.setNetwork({ accepting: true, oneBytePieces: false, compressed: false });
  await Promise.all(open.map(({ gateway }) => gateway.close()));
  open = [];
  await everyConnectionClosed();
});

afterAll(async () => {
  expect(dataCentre.defects()).toEqual([]);
  await dataCentre.close();
});

describe('a request that is not answered', () => {
  it('ends at its deadline, and is asked again over a new connection', async () => {
    dataCentre.addFault({ kind: 'mute', method: getHistory, calls: 1 });
    const clock = handClock();
    const { account: reader } = account({ clock, timing: never });
    const page = reader.readHistory(channel, newest);
    await vi.waitFor(() => expect(historyCalls()).toBe(1));
    clock.passDeadline();
    expect(valueIn(await page).rows).toBeGreaterThan(0);
    expect(dataCentre.counts()).toMatchObject({ connections: 2, methods: { [getHistory]: 2 } });
  });

  it('is a network failure once its attempts are used up', async () => {
    dataCentre.addFault({ kind: 'mute', method: getHistory });
    const clock = handClock();
    const { account: reader } = account({ clock, timing: { ...never, attempts: 2 } });
    const page = reader.readHistory(channel, newest);
    for (const calls of [1, 2]) {
      await vi.waitFor(() => expect(historyCalls()).toBe(calls));
      clock.passDeadline();
    }
    expect(failureIn(await page)).toEqual({
      kind: 'network',
      message: 'Telegram did not answer within 1h 00m.',
    });
    expect(historyCalls()).toBe(2);
  });

  it('is settled as cancelled when the account is closed, and so is what waits behind it', async () => {
    dataCentre.addFault({ kind: 'mute', method: getHistory });
    const { account: reader } = account({ timing: never });
    const waiting = reader.readHistory(channel, newest);
    const queued = reader.readHistory(channel, newest);
    await vi.waitFor(() => expect(historyCalls()).toBe(1));
    await reader.close();
    expect(failureIn(await waiting).kind).toBe('cancelled');
    expect(failureIn(await queued).kind).toBe('cancelled');
    expect(historyCalls()).toBe(1);
  });

  it('is asked again over a new connection when the connection is forgotten', async () => {
    dataCentre.addFault({ kind: 'mute', method: getHistory, calls: 1 });
    const { account: reader } = account({ timing: never });
    const waiting = reader.readHistory(channel, newest);
    await vi.waitFor(() => expect(historyCalls()).toBe(1));
    await reader.reconnect();
    expect(valueIn(await waiting).rows).toBeGreaterThan(0);
  });
});

describe('a connection that ends', () => {
  it.each(['drop', 'reset'] as const)('is replaced within the request (%s)', async (kind) => {
    dataCentre.addFault({ kind, method: getHistory, calls: 1 });
    const { account: reader } = account({ timing: never });
    const beforeRequest = vi.fn(async () => undefined);
    const page = await reader.readHistory(channel, newest, { beforeRequest });
    expect(valueIn(page).rows).toBeGreaterThan(0);
    expect(dataCentre.counts().connections).toBe(2);
    // Twice for connecting and twice for sending: the library resends nothing behind the lease's back.
    expect(beforeRequest).toHaveBeenCalledTimes(4);
  });

  it('is not rebuilt by the library while nobody asks for anything', async () => {
    const { account: reader } = account();
    await reader.readHistory(channel, newest);
    // The library would sleep a second and then reconnect: here that second passes at once.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    dataCentre.dropConnections('reset');
    while (dataCentre.openConnections() > 0) await new Promise(setImmediate);
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    const beforeRequest = vi.fn(async () => undefined);
    const page = await reader.readHistory(channel, newest, { beforeRequest });
    expect(valueIn(page).rows).toBeGreaterThan(0);
    expect(dataCentre.counts().connections).toBe(2);
    // Once more for connecting: there was no connection to find.
    expect(beforeRequest).toHaveBeenCalledTimes(2);
  });

  it('is not asked for without end while the server breaks every one off', async () => {
    dataCentre.setNetwork({ accepting: false });
    const { account: reader } = account({ timing: { ...never, attempts: 3 } });
    expect(failureIn(await reader.readHistory(channel, newest)).kind).toBe('network');
  });

  it('leaves nothing open when the account is closed', async () => {
    const { account: reader } = account();
    await reader.readHistory(channel, newest);
    expect(dataCentre.openConnections()).toBe(1);
    await reader.close();
    await everyConnectionClosed();
  });
});

describe('the transport error 404', () => {
  it('is noticed at once and answered by a new connection with the same sign-in', async () => {
    dataCentre.addFault({ kind: 'transport', code: -404, method: getHistory, calls: 1 });
    const { account: reader } = account({ timing: never });
    expect(valueIn(await reader.readHistory(channel, newest)).rows).toBeGreaterThan(0);
    expect(dataCentre.counts()).toMatchObject({ connections: 2, handshakes: 0 });
  });

  it('on every connection means that the sign-in is gone, and no new key is made', async () => {
    dataCentre.forgetKeys(phone);
    const { account: reader } = account({ timing: never });
    const failure = failureIn(await reader.readHistory(channel, newest));
    expect(failure.kind).toBe('signed-out');
    expect(failure.message).toContain('everything collected is kept');
    expect(dataCentre.counts().handshakes).toBe(0);
  });

  it('does not come alone: other transport errors end the connection too', async () => {
    dataCentre.addFault({ kind: 'transport', code: -429, method: getHistory, calls: 1 });
    const { account: reader } = account({ timing: never });
    expect(valueIn(await reader.readHistory(channel, newest)).rows).toBeGreaterThan(0);
  });
});

describe('a flood wait', () => {
  it('is a failure at once with its time, in the ledger, and nothing is sent before its end', async () => {
    dataCentre.addFault({ kind: 'flood', method: getHistory, seconds: 30 });
    const { account: reader, floods } = account();
    const flood = {
      kind: 'flood',
      method: getHistory,
      waitMs: 30_000,
      message: 'Telegram asks for a pause: 30 s.',
    };
    expect(failureIn(await reader.readHistory(channel, newest))).toEqual(flood);
    expect(floods.waits.get(`${user.id} ${getHistory}`)).toBe(30_000);
    expect(failureIn(await reader.readHistory(channel, newest))).toEqual(flood);
    expect(dataCentre.counts()).toMatchObject({ floodViolations: 0, methods: { [getHistory]: 1 } });
  });

  it('known from before a restart holds back the first request', async () => {
    const { account: reader, floods } = account();
    floods.waits.set(`${user.id} ${getHistory}`, 7000);
    expect(failureIn(await reader.readHistory(channel, newest))).toMatchObject({ waitMs: 7000 });
    expect(dataCentre.counts().connections).toBe(0);
    expect(valueIn(await reader.readDialogs(null)).channels).toHaveLength(2);
  });

  it('of an account without premium is a flood wait too', async () => {
    dataCentre.addFault({ kind: 'error', method: getHistory, error: 'FLOOD_PREMIUM_WAIT_12', code: 420 });
    const { account: reader } = account();
    expect(failureIn(await reader.readHistory(channel, newest))).toMatchObject({
      kind: 'flood',
      waitMs: 12_000,
    });
  });

  it('is not what a frozen account is told, and that is never tried again', async () => {
    dataCentre.addFault({ kind: 'error', method: getHistory, error: 'FROZEN_METHOD_INVALID', code: 420 });
    const { account: reader, floods } = account();
    expect(failureIn(await reader.readHistory(channel, newest))).toMatchObject({
      kind: 'refused',
      code: 'FROZEN_METHOD_INVALID',
    });
    expect(floods.waits.size).toBe(0);
    expect(historyCalls()).toBe(1);
  });
});

describe('reading', () => {
  it('goes on after short pages and ends only at an empty one', async () => {
    dataCentre.addFault({ kind: 'short-page', method: getHistory, rows: 7 });
    const { account: reader } = account();
    const rows = [...dataCentre.posts(channel.channelId)];
    const posts = rows.filter(({ service }) => service === null);
    expect(await wholeHistory(reader)).toEqual(posts.map(({ id }) => id));
    expect(historyCalls()).toBe(Math.ceil(rows.length / 7) + 1);
  });

  it('works when replies arrive byte by byte', async () => {
    dataCentre.setNetwork({ oneBytePieces: true });
    const { account: reader } = account();
    expect(valueIn(await reader.readHistory(channel, { beforeId: 0, limit: 5 })).rows).toBe(5);
  });

  it('works when replies are compressed', async () => {
    dataCentre.setNetwork({ compressed: true });
    const { account: reader } = account();
    expect(valueIn(await reader.readHistory(channel, newest)).rows).toBeGreaterThan(0);
  });

  it('hands out plain rows only, which survive a copy', async () => {
    const { account: reader } = account();
    const page = valueIn(await reader.readHistory(channel, newest));
    expect(JSON.parse(JSON.stringify(page))).toEqual(page);
    expect(structuredClone(page)).toEqual(page);
    const dialogs = valueIn(await reader.readDialogs(null));
    expect(JSON.parse(JSON.stringify(dialogs))).toEqual(dialogs);
  });

  it('keeps no message of the library alive', async () => {
    const { account: reader } = account();
    // Collects garbage first. Clients of tests before this one may hold their last answer for some seconds.
    const alive = (): number => queryObjects(loadLibrary().Api.Message, { format: 'count' });
    const before = alive();
    for (let page = 0; page < 10; page += 1) await reader.readHistory(channel, newest);
    // A thousand messages later no more than the last answers may be on some stack.
    expect(alive() - before).toBeLessThan(300);
  });

  it('teaches the session nothing, so that it does not grow with every reply', () => {
    const { Api, toBigInteger } = loadLibrary();
    const session = forgetfulSession(loadLibrary(), () => undefined);
    session.processEntities({
      users: [new Api.User({ id: toBigInteger(1), accessHash: toBigInteger(2) })],
    });
    expect(session.getEntityRowsById(toBigInteger(1), false)).toBeUndefined();
  });

  it('tries again by itself what Telegram had trouble with', async () => {
    dataCentre.addFault({ kind: 'error', method: getHistory, error: 'RPC_CALL_FAIL', code: 500, calls: 2 });
    const { account: reader } = account();
    expect(valueIn(await reader.readHistory(channel, newest)).rows).toBeGreaterThan(0);
    expect(historyCalls()).toBe(3);
  });
});

describe('the client library', () => {
  it('prints nothing, whatever goes wrong', async () => {
    const prints = [
      ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) => vi.spyOn(console, name)),
      vi.spyOn(process.stdout, 'write'),
      vi.spyOn(process.stderr, 'write'),
    ];
    const { account: reader, log } = account({ timing: { ...never, attempts: 2 } });
    dataCentre.addFault({ kind: 'reset', method: getHistory, calls: 1 });
    await reader.readHistory(channel, newest);
    dataCentre.addFault({ kind: 'transport', code: -404, method: getHistory, calls: 1 });
    await reader.readHistory(channel, newest);
    dataCentre.addFault({ kind: 'error', method: getHistory, error: 'CHANNEL_PRIVATE', calls: 1 });
    await reader.readHistory(channel, newest);
    dataCentre.setNetwork({ accepting: false });
    await reader.reconnect();
    await reader.readHistory(channel, newest);
    await reader.close();
    const printed = prints.flatMap((print) => print.mock.calls);
    for (const print of prints) print.mockRestore();
    expect(printed).toEqual([]);
    expect(log.lines.join('\n')).toContain('Trying again');
    expect(log.lines.join('\n')).not.toContain(user.secrets.session);
  });

  it('is not loaded before the first request', () => {
    const gateway = fileURLToPath(new URL('../../../electron/telegram/gateway.ts', import.meta.url));
    const script = `
      const { createTelegramGateway } = await import(${JSON.stringify(gateway)});
      const gateway = createTelegramGateway({ dataCentre: null, clock: { monotonic: () => 0 } });
      gateway.openAccount(1, { apiId: 1, apiHash: 'a', session: '', proxy: null });
      const { createRequire } = await import('node:module');
      const loaded = Object.keys(createRequire(import.meta.url).cache);
      console.log(loaded.filter((path) => path.includes('/node_modules/telegram/')).length);
    `;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script]);
    expect(output.toString().trim()).toBe('0');
  });
});
