import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { DataCentre, DataCentreConfig } from '../../../electron/demo/data-centre.ts';
import type { DataCentreOptions } from '../../../electron/demo/options.ts';
import { createClient, inputChannel, phone, signInByCode } from './client.ts';
import { noon } from './servers.ts';

const program = fileURLToPath(new URL('../../../electron/demo/data-centre-process.ts', import.meta.url));
let children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children = [];
});

/** The process, as lines in and out. */
function launch(options: DataCentreOptions | string) {
  const given = typeof options === 'string' ? options : JSON.stringify(options);
  const child = spawn(process.execPath, [program, given], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Record<string, unknown>> => {
    const { value } = await lines.next();
    return JSON.parse(String(value)) as Record<string, unknown>;
  };
  const say = (command: string | object) => {
    child.stdin.write(`${typeof command === 'string' ? command : JSON.stringify(command)}\n`);
    return next();
  };
  return { child, next, say };
}

describe('the data centre as a process', () => {
  it('says where it listens, does as its commands say, and ends with its standard input', async () => {
    const { child, next, say } = launch({
      channels: 2,
      clockAt: noon,
      live: false,
      postsPerChannel: 50,
      recordServed: true,
    });
    const ready = await next();
    expect(ready).toMatchObject({
      ready: true,
      pid: child.pid,
      accounts: [{ phone: '9996612024', code: '12345' }],
    });
    const config = ready.dc as DataCentreConfig;

    const client = createClient({ config } as DataCentre);
    await client.connect();
    await signInByCode(client);
    await inputChannel(client, 'harbourview_news');

    expect(await say({ id: 1, command: 'addPost', channel: 'harbourview_news', text: 'Hello' })).toEqual({
      id: 1,
      ok: true,
      result: 51,
    });
    expect(await say({ id: 'b', command: 'posts', channel: 'harbourview_news', limit: 1 })).toMatchObject({
      id: 'b',
      ok: true,
      result: [{ id: 51, text: 'Hello', postedAt: noon }],
    });
    expect(await say({ id: 2, command: 'advance', ms: 60_000 })).toEqual({ id: 2, ok: true, result: null });
    expect(await say({ id: 3, command: 'now' })).toMatchObject({ result: noon + 60_000 });
    expect(await say({ id: 4, command: 'counts' })).toMatchObject({
      result: { methods: { 'auth.signIn': 1 }, accounts: { 9996612024: { 'contacts.resolveUsername': 1 } } },
    });
    const fault = { kind: 'flood', method: 'contacts.resolveUsername', seconds: 3 };
    expect(await say({ id: 5, command: 'addFault', fault })).toMatchObject({ ok: true });
    await expect(inputChannel(client, 'meridian_weather')).rejects.toMatchObject({ seconds: 3 });
    expect(await say({ id: 6, command: 'revokeSessions', phone })).toMatchObject({ result: 1 });
    await say({ id: 7, command: 'deletePost', channel: 'harbourview_news', postId: 51 });
    const deletions = await say({ id: 8, command: 'deletions', channel: 'harbourview_news' });
    expect(deletions).toMatchObject({ result: expect.arrayContaining([{ id: 51, at: noon + 60_000 }]) });
    expect(await say({ id: 9, command: 'served', channel: 'harbourview_news' })).toMatchObject({
      result: [],
    });
    await client.destroy();

    const ended = once(child, 'exit');
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  it('ends although clients are leaving at that very moment', async () => {
    const { child, next } = launch({ channels: 1 });
    const { host, port } = (await next()).dc as DataCentreConfig;
    const sockets = Array.from({ length: 200 }, () => connect(port, host));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    const ended = once(child, 'exit');
    for (const socket of sockets) socket.on('error', () => socket.destroy()).end();
    child.stdin.end();
    expect(await ended).toEqual([0, null]);
  });

  it('answers in words what it cannot do, and goes on', async () => {
    const { next, say } = launch({ channels: 1, clockAt: noon });
    await next();
    expect(await say('{')).toEqual({ id: null, ok: false, error: 'This line is not JSON.' });
    expect(await say('[]')).toMatchObject({
      ok: false,
      error: expect.stringContaining('its name under “command”'),
    });
    expect(await say({ id: 1, command: 'dance' })).toMatchObject({
      id: 1,
      ok: false,
      error: expect.stringContaining('There is no command “dance”'),
    });
    expect(await say({ id: 2, command: 'toString' })).toMatchObject({ ok: false });
    expect(await say({ id: 3, command: 'advance', ms: 'soon' })).toMatchObject({
      id: 3,
      ok: false,
      error: expect.stringContaining('ms: '),
    });
    expect(await say({ id: 4, command: 'setClock', at: noon - 1 })).toMatchObject({
      error: 'The clock of the demo world only goes forward.',
    });
    expect(
      await say({ id: 5, command: 'deletePost', channel: 'harbourview_news', postId: 10_000_000 }),
    ).toMatchObject({
      error: 'Harbourview News has no post 10000000.',
    });
    expect(await say({ id: 6, command: 'now' })).toEqual({ id: 6, ok: true, result: noon });
  });

  it('says why it cannot start', async () => {
    const { child, next } = launch('{"channels": "many"}');
    const ended = once(child, 'exit');
    expect(await next()).toMatchObject({ ready: false, error: expect.stringContaining('channels: ') });
    expect(await ended).toEqual([1, null]);
  });
});
