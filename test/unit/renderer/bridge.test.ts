import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { preloadBridge } from '../../../renderer/bridge.ts';
import { socketBridge } from '../../../renderer/socket-bridge.ts';
import type { Connection } from '../../../renderer/wire.ts';
import type { WireMessage } from '../../../shared/contract.ts';
import { fakeNetwork, snapshotOf } from '../../support/screen-builders.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

function started(probe: () => Promise<'let-in' | 'refused' | 'away'> = async () => 'away') {
  const network = fakeNetwork();
  const bridge = socketBridge({ connect: network.connect, probe, now: Date.now });
  const connections: Connection[] = [];
  bridge.onConnection((connection) => connections.push(connection));
  return { network, bridge, connections };
}

const say = (message: WireMessage): string => JSON.stringify(message);

describe('the socket bridge', () => {
  it('matches answers to requests whatever their order', async () => {
    const { network, bridge } = started();
    network.latest().handlers.opened();
    const settings = bridge.request('settings.get', {});
    const stop = bridge.request('run.stop', {});
    const [first, second] = network.latest().sent;
    network.latest().handlers.received(say({ id: second?.id ?? -1, response: { accepted: true } }));
    network
      .latest()
      .handlers.received(say({ id: first?.id ?? -1, failure: { code: 'failed', message: 'It broke.' } }));
    await expect(stop).resolves.toEqual({ accepted: true });
    await expect(settings).rejects.toMatchObject({ code: 'failed', message: 'It broke.' });
  });

  it('hands events to listeners until they unsubscribe', () => {
    const { network, bridge } = started();
    const seen: unknown[] = [];
    const leave = bridge.on('snapshot', (snapshot) => seen.push(snapshot));
    network.latest().handlers.opened();
    const snapshot = snapshotOf();
    network.latest().handlers.received(say({ event: 'snapshot', payload: snapshot }));
    leave();
    network.latest().handlers.received(say({ event: 'snapshot', payload: snapshot }));
    expect(seen).toEqual([snapshot]);
  });

  it('fails at once what is asked while not connected, and sends nothing', async () => {
    const { network, bridge } = started();
    await expect(bridge.request('run.start', {})).rejects.toMatchObject({ code: 'not-connected' });
    network.latest().handlers.opened();
    expect(network.latest().sent).toEqual([]);
  });

  it('fails what was under way when the connection is cut, and never sends it again', async () => {
    const { network, bridge } = started();
    network.latest().handlers.opened();
    const asked = bridge.request('run.start', {});
    network.latest().handlers.closed();
    await expect(asked).rejects.toMatchObject({ code: 'not-connected' });
    vi.advanceTimersByTime(1000);
    network.latest().handlers.opened();
    expect([network.links.length, network.latest().sent]).toEqual([2, []]);
  });

  it('tries again after 1, 2, 4, 8, 10, 10 s, and from 1 s again once it was connected', () => {
    const { network } = started();
    const waits: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      network.latest().handlers.closed();
      const before = Date.now();
      vi.advanceTimersToNextTimer();
      waits.push(Date.now() - before);
    }
    network.latest().handlers.opened();
    network.latest().handlers.closed();
    const before = Date.now();
    vi.advanceTimersToNextTimer();
    expect([...waits, Date.now() - before]).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000, 1000]);
  });

  it('says since when it is cut off, and once', () => {
    const { network, connections } = started();
    network.latest().handlers.opened();
    vi.advanceTimersByTime(5000);
    network.latest().handlers.closed();
    vi.advanceTimersByTime(1000);
    network.latest().handlers.closed();
    vi.advanceTimersByTime(2000);
    network.latest().handlers.opened();
    expect(connections).toEqual([
      { kind: 'connected' },
      { kind: 'disconnected', since: 1_005_000 },
      { kind: 'connected' },
    ]);
  });

  it('asks after the third failure whether it is still let in, and goes on trying', async () => {
    const { network, bridge } = started(async () => 'refused');
    for (let failure = 0; failure < 2; failure += 1) {
      network.latest().handlers.closed();
      await vi.advanceTimersToNextTimerAsync();
    }
    expect(bridge.connection()).toEqual({ kind: 'disconnected', since: 1_000_000 });
    network.latest().handlers.closed();
    await vi.advanceTimersByTimeAsync(0);
    expect(bridge.connection()).toEqual({ kind: 'refused', since: 1_000_000 });
    await vi.advanceTimersByTimeAsync(4000);
    network.latest().handlers.opened();
    expect(bridge.connection()).toEqual({ kind: 'connected' });
  });

  it('leaves the refusal when the server turns out to be gone instead', async () => {
    let answer: 'refused' | 'away' = 'refused';
    const { network, bridge } = started(async () => answer);
    for (let failure = 0; failure < 4; failure += 1) {
      if (failure === 3) answer = 'away';
      network.latest().handlers.closed();
      await vi.advanceTimersToNextTimerAsync();
    }
    expect(bridge.connection()).toEqual({ kind: 'disconnected', since: 1_000_000 });
  });

  it('knocks after 20 s of silence and takes 10 s without an answer for a cut', () => {
    const { network, bridge } = started();
    network.latest().handlers.opened();
    vi.advanceTimersByTime(20_000);
    expect(network.latest().sent.map(({ name }) => name)).toEqual(['snapshot.get']);
    vi.advanceTimersByTime(10_000);
    expect([bridge.connection(), network.latest().closedByUs]).toEqual([
      { kind: 'disconnected', since: 1_030_000 },
      true,
    ]);
  });

  it('stays connected when the knock is answered', () => {
    const { network, bridge } = started();
    network.latest().handlers.opened();
    for (let knock = 0; knock < 3; knock += 1) {
      vi.advanceTimersByTime(20_000);
      network.latest().handlers.received(say({ id: 0, response: snapshotOf() }));
    }
    expect([bridge.connection(), network.links.length]).toEqual([{ kind: 'connected' }, 1]);
  });

  it('ignores a link it has given up', () => {
    const { network, connections } = started();
    const first = network.latest();
    first.handlers.opened();
    vi.advanceTimersByTime(30_000);
    vi.advanceTimersByTime(1000);
    network.latest().handlers.opened();
    first.handlers.closed();
    expect(connections.at(-1)).toEqual({ kind: 'connected' });
  });

  it('cuts a connection that speaks another language', () => {
    const { network, bridge } = started();
    network.latest().handlers.opened();
    network.latest().handlers.received('<html>');
    expect([bridge.connection().kind, network.latest().closedByUs]).toEqual(['disconnected', true]);
  });
});

describe('the preload bridge', () => {
  it('unwraps answers, throws failures, and hands on events', async () => {
    const tell: { current: (message: WireMessage) => void } = { current: () => undefined };
    const bridge = preloadBridge({
      request: async (name) =>
        name === 'run.stop'
          ? { response: { accepted: true } }
          : { failure: { code: 'lease-lost', message: 'Another process took over.' } },
      on(listener) {
        tell.current = listener;
        return () => undefined;
      },
    });
    const seen: unknown[] = [];
    bridge.on('changed', (changed) => seen.push(changed));
    tell.current({ event: 'changed', payload: { lists: ['runs'] } });
    await expect(bridge.request('run.stop', {})).resolves.toEqual({ accepted: true });
    await expect(bridge.request('run.start', {})).rejects.toMatchObject({
      code: 'lease-lost',
      message: 'Another process took over.',
    });
    expect(seen).toEqual([{ lists: ['runs'] }]);
  });
});
