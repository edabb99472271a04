import { once } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import type { Answer } from '../../../electron/service/answer.ts';
import { snapshotAt } from '../../support/event-feed.ts';
import { letIn, openScreen, refusedHandshake, startScreens } from './web-server-fixture.ts';

describe('opening', () => {
  test('only a page of this server that was let in gets a socket', async () => {
    const { server, events } = await startScreens();
    const headers = await letIn(server);
    const origin = `http://127.0.0.1:${server.port}`;
    expect([
      await refusedHandshake(server, '/socket', { origin }),
      await refusedHandshake(server, '/socket', { headers }),
      await refusedHandshake(server, '/socket', { headers, origin: 'http://evil.example' }),
      await refusedHandshake(server, '/socket', { headers: { ...headers, Host: 'evil.example' }, origin }),
      await refusedHandshake(server, '/elsewhere', { headers, origin }),
    ]).toEqual([401, 403, 403, 403, 404]);
    expect(events.listeners()).toBe(0);
  });

  test('a screen is told the state at once, without asking', async () => {
    const { server } = await startScreens();
    const screen = await openScreen(server);
    expect(await screen.next()).toEqual({ event: 'snapshot', payload: snapshotAt(1) });
  });
});

describe('requests and events', () => {
  test('each request is answered under its own id, in whichever order answers come', async () => {
    const first = Promise.withResolvers<Answer>();
    const failure = { code: 'failed', message: 'The disk is full.' } as const;
    const { server } = await startScreens({
      answer: ({ name }) => (name === 'run.start' ? first.promise : Promise.resolve({ failure })),
    });
    const screen = await openScreen(server);
    await screen.next();
    screen.send(1, 'run.start', {});
    screen.send(2, 'run.stop', {});
    expect(await screen.next()).toEqual({ id: 2, failure });
    first.resolve({ response: { accepted: true, runId: 4 } });
    expect(await screen.next()).toEqual({ id: 1, response: { accepted: true, runId: 4 } });
  });

  test('name and request reach the answerer as they were sent', async () => {
    const { server } = await startScreens();
    const screen = await openScreen(server);
    await screen.next();
    screen.send(9, 'no.such', { text: 'naïve – 🗞' });
    expect(await screen.next()).toEqual({
      id: 9,
      response: { name: 'no.such', request: { text: 'naïve – 🗞' } },
    });
  });

  test('two screens hear the same events, and one that leaves takes nothing from the other', async () => {
    const { server, events } = await startScreens();
    const [one, other] = [await openScreen(server), await openScreen(server)];
    await Promise.all([one.next(), other.next()]);
    const started = { event: 'snapshot', payload: snapshotAt(100) } as const;
    const changed = { event: 'changed', payload: { lists: ['runs'] } } as const;
    events.emit(started);
    events.emit(changed);
    for (const screen of [one, other])
      expect([await screen.next(), await screen.next()]).toEqual([started, changed]);

    one.socket.close();
    await one.closed;
    await vi.waitUntil(() => events.listeners() === 1);
    events.emit(changed);
    expect(await other.next()).toEqual(changed);
  });

  test('more requests at once than may wait are refused in words, one by one', async () => {
    const answers: ((answer: Answer) => void)[] = [];
    const { server } = await startScreens({ answer: () => new Promise((resolve) => answers.push(resolve)) });
    const screen = await openScreen(server);
    await screen.next();
    for (let id = 1; id <= 65; id += 1) screen.send(id, 'run.start', {});
    expect(await screen.next()).toMatchObject({
      id: 65,
      failure: { message: expect.stringContaining('Too many') },
    });
    expect(answers).toHaveLength(64);

    answers[0]?.({ response: 'done' });
    expect(await screen.next()).toEqual({ id: 1, response: 'done' });
    screen.send(66, 'run.start', {});
    await vi.waitUntil(() => answers.length === 65);
  });

  test('an answer that cannot be sent is logged and told in words', async () => {
    const { server, log } = await startScreens({ answer: async () => ({ response: 1n }) });
    const screen = await openScreen(server);
    await screen.next();
    screen.send(1, 'run.start', {});
    expect(await screen.next()).toMatchObject({ id: 1, failure: { code: 'failed' } });
    expect(log.entries).toMatchObject([{ level: 'error', message: expect.stringContaining('run.start') }]);
  });

  test('a screen that does not read is sent only the newest state once it reads again', async () => {
    const { server, events } = await startScreens();
    const screen = await openScreen(server);
    await screen.next();
    screen.socket.pause();
    const long = { ...snapshotAt(1), sentence: 'x'.repeat(100_000) };
    // Far more than the system's own buffers of a connection hold.
    const pushed = 400;
    for (let count = 0; count < pushed; count += 1) events.emit({ event: 'snapshot', payload: long });
    events.emit({ event: 'changed', payload: { lists: ['runs'] } });
    events.emit({ event: 'changed', payload: { lists: ['events', 'runs'] } });

    screen.socket.resume();
    let received = 0;
    let message = await screen.next();
    let previous = message;
    while (!('event' in message && message.event === 'changed')) {
      received += 1;
      previous = message;
      message = await screen.next();
    }
    expect(received).toBeLessThan(pushed / 2);
    expect(previous).toEqual({ event: 'snapshot', payload: snapshotAt(2) });
    expect(message).toEqual({ event: 'changed', payload: { lists: ['runs', 'events'] } });
  });
});

describe('what ends a socket', () => {
  test.each([
    ['text that is not JSON', '{"id":1', 1007],
    ['JSON that is no request', '{"id":"1","name":"run.start"}', 1008],
    ['no object', 'null', 1008],
    ['bytes', Buffer.from('{}'), 1003],
  ])('%s', async (_what, message, code) => {
    const { server, events } = await startScreens();
    const screen = await openScreen(server);
    screen.socket.send(message);
    expect(await screen.closed).toEqual({ code, reason: expect.stringMatching(/^[A-Z].+\.$/) });
    await vi.waitUntil(() => events.listeners() === 0);
  });

  test('a message of more than 1 MiB', async () => {
    const { server, log } = await startScreens();
    const screen = await openScreen(server);
    screen.send(1, 'channels.add', { reference: 'x'.repeat(1024 * 1024) });
    expect(await screen.closed).toMatchObject({ code: 1009 });
    expect(log.entries).toMatchObject([{ level: 'warn' }]);
  });

  test('a message just below 1 MiB does not', async () => {
    const { server } = await startScreens({ answer: async () => ({ response: 'read' }) });
    const screen = await openScreen(server);
    await screen.next();
    screen.send(1, 'channels.add', { reference: 'x'.repeat(1024 * 1024 - 100) });
    expect(await screen.next()).toEqual({ id: 1, response: 'read' });
  });

  test('a ping that is not answered until the next one', async () => {
    const { server, events } = await startScreens({ pingIntervalMs: 150 });
    const silent = await openScreen(server, { autoPong: false });
    const lively = await openScreen(server);
    expect(await silent.closed).toEqual({ code: 1006, reason: '' });
    await once(lively.socket, 'ping');
    expect(events.listeners()).toBe(1);
  });

  test('the stop of Tidings, with code 1001', async () => {
    const { server } = await startScreens();
    const screens = [await openScreen(server), await openScreen(server)];
    await server.close();
    for (const screen of screens)
      expect(await screen.closed).toEqual({ code: 1001, reason: 'Tidings has stopped.' });
  });
});
