import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, lstat, mkdir, readdir, rename, rm, stat, symlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { type ControlClient, connectControl } from '../../../electron/server/control-client.ts';
import { controlPathOf } from '../../../electron/server/control-path.ts';
import { startControlSocket } from '../../../electron/server/control-socket.ts';
import type { Answer, Answerer } from '../../../electron/service/answer.ts';
import { RequestError } from '../../../shared/contract.ts';
import { recordingLog } from '../../support/contract-stubs.ts';
import { scriptedFeed, snapshotAt } from '../../support/event-feed.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function startControl(dataFolder: string, answer: Answerer = async (wire) => ({ response: wire })) {
  const events = scriptedFeed();
  const log = recordingLog();
  const control = await startControlSocket({ dataFolder, answer, events, log });
  onTestFinished(() => control.close());
  return { control, events, log };
}

async function connected(dataFolder: string): Promise<ControlClient> {
  const client = await connectControl(dataFolder);
  if (client === null) throw new Error('nobody listens');
  onTestFinished(() => client.close());
  return client;
}

/** A data folder whose own socket would have a path too long for the system. */
async function longDataFolder(): Promise<string> {
  const folder = join(await temporaryFolder(), 'a-data-folder-with-a-name'.repeat(5));
  await mkdir(folder);
  return folder;
}

describe('asking', () => {
  test('the contract is spoken with the process that collects', async () => {
    const folder = await temporaryFolder();
    await startControl(folder, async ({ name, request }) =>
      name === 'channels.add'
        ? { failure: { code: 'failed', message: 'No such channel.' } }
        : { response: { accepted: true, echo: request } },
    );
    const client = await connected(folder);
    expect(await client.request('schedule.pause', { kind: 'until-resumed' })).toEqual({
      accepted: true,
      echo: { kind: 'until-resumed' },
    });
    await expect(client.request('channels.add', { reference: '@nobody' })).rejects.toThrow(
      new RequestError({ code: 'failed', message: 'No such channel.' }),
    );
  });

  test('the state is pushed at once and every event after, until unsubscribed', async () => {
    const folder = await temporaryFolder();
    const { events } = await startControl(folder);
    const client = await connected(folder);
    const heard: number[] = [];
    const first = Promise.withResolvers<void>();
    const unsubscribe = client.on('snapshot', (snapshot) => {
      heard.push(snapshot.at);
      first.resolve();
    });
    await first.promise;
    const changed = new Promise((resolve) => client.on('changed', resolve));
    events.emit({ event: 'snapshot', payload: snapshotAt(50) });
    events.emit({ event: 'changed', payload: { lists: ['channels'] } });
    expect(await changed).toEqual({ lists: ['channels'] });
    unsubscribe();
    events.emit({ event: 'snapshot', payload: snapshotAt(60) });
    await client.request('run.start', {});
    expect(heard).toEqual([1, 50]);
  });

  test('two commands at once each get their own answers, however long', async () => {
    const folder = await temporaryFolder();
    await startControl(folder, async ({ request }) => ({ response: [request, '–🗞\n'.repeat(300_000)] }));
    const clients = [await connected(folder), await connected(folder)];
    const asked = clients.flatMap((client, index) =>
      [0, 1, 2].map((step) => client.request('runs.steps', { runId: index * 10 + step })),
    );
    const runIds = (await Promise.all(asked)).map((answer) => answer[0]?.runId);
    expect(runIds).toEqual([0, 1, 2, 10, 11, 12]);
  });

  test('a data folder is the same by whichever path it is reached', async () => {
    const folder = await temporaryFolder();
    const alias = join(await temporaryFolder(), 'alias');
    await symlink(folder, alias);
    await startControl(alias, async () => ({ response: 'here' }));
    expect(await (await connected(folder)).request('run.start', {})).toBe('here');
  });

  test('nobody is told anything before having written', async () => {
    const folder = await temporaryFolder();
    const { control, events } = await startControl(folder);
    const reader = connect(control.path);
    onTestFinished(() => reader.destroy() && undefined);
    await once(reader, 'connect');
    const client = await connected(folder);
    await client.request('run.start', {});
    expect([events.listeners(), reader.bytesRead]).toEqual([1, 0]);
    reader.write('\n');
    await once(reader, 'data');
    expect(events.listeners()).toBe(2);
  });
});

describe('when nobody answers', () => {
  test('no data folder, no socket: null', async () => {
    const folder = await temporaryFolder();
    expect(await connectControl(folder)).toBeNull();
    expect(await connectControl(join(folder, 'nowhere'))).toBeNull();
    expect(await connectControl(await longDataFolder())).toBeNull();
  });

  test('what waits for an answer is rejected when the process goes, and so is what is asked later', async () => {
    const folder = await temporaryFolder();
    const asked = Promise.withResolvers<void>();
    const { control } = await startControl(folder, () => {
      asked.resolve();
      return new Promise<Answer>(() => undefined);
    });
    const client = await connected(folder);
    const waiting = client.request('run.stop', {}).catch((error: unknown) => error);
    await asked.promise;
    await control.close();
    const gone = expect.objectContaining({
      code: 'not-connected',
      message: expect.stringContaining('went away'),
    });
    expect(await waiting).toEqual(gone);
    await client.closed;
    await expect(client.request('run.stop', {})).rejects.toEqual(gone);
    expect(await connectControl(folder)).toBeNull();
  });

  test('closing the client rejects what still waits', async () => {
    const folder = await temporaryFolder();
    const { events } = await startControl(folder, () => new Promise<Answer>(() => undefined));
    const client = await connected(folder);
    const waiting = client.request('run.stop', {});
    client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'not-connected' });
    await vi.waitUntil(() => events.listeners() === 0);
  });

  test('an answer that is no Tidings is told as such', async () => {
    const folder = await temporaryFolder();
    const stranger = createServer((socket) => socket.end('SSH-2.0\n'));
    onTestFinished(() => stranger.close() && undefined);
    stranger.listen((await controlPathOf(folder)).path);
    await once(stranger, 'listening');
    const client = await connected(folder);
    await expect(client.request('run.stop', {})).rejects.toThrow('not this version of Tidings');
  });
});

describe('what ends a connection', () => {
  test.each([
    ['text that is not JSON', '{"id":1\n', 'not JSON'],
    ['JSON that is no request', '[]\n', 'not a request'],
    ['a line without an end', 'x'.repeat(1024 * 1024 + 1), 'at most 1048576'],
  ])('%s, with words', async (_what, text, words) => {
    const folder = await temporaryFolder();
    const { control } = await startControl(folder);
    const socket = connect(control.path);
    socket.write(text);
    let reply = '';
    for await (const chunk of socket.setEncoding('utf8')) reply += chunk;
    expect(JSON.parse(reply.trim().split('\n').at(-1) ?? '')).toEqual({
      id: 0,
      failure: { code: 'bad-request', message: expect.stringContaining(words) },
    });
  });
});

describe('the socket file', () => {
  test('only its owner may open it, and it goes with the process', async () => {
    const folder = await temporaryFolder();
    const { control } = await startControl(folder);
    expect(control.path).toBe(join(folder, 'control.sock'));
    expect((await stat(control.path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['control.sock']);
    await control.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('one that a killed process left behind answers nobody, and is replaced', async () => {
    const folder = await temporaryFolder();
    const { path } = await controlPathOf(folder);
    const listening = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('ready'))`;
    const victim = spawn(process.execPath, ['-e', listening], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(victim.stdout, 'data');
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    expect((await lstat(path)).isSocket()).toBe(true);
    expect(await connectControl(folder)).toBeNull();

    await startControl(folder, async () => ({ response: 'alive' }));
    expect(await (await connected(folder)).request('run.start', {})).toBe('alive');
  });

  test('whoever lost the lease does not take away its successor’s socket', async () => {
    const folder = await temporaryFolder();
    const first = await startControl(folder, async () => ({ response: 'first' }));
    // As another process would do it: this one may not use the same name of its own twice.
    const aside = join(folder, 'aside.sock');
    await rename(first.control.path, aside);
    const second = await startControl(folder, async () => ({ response: 'second' }));
    await first.control.close();
    expect(await (await connected(folder)).request('run.start', {})).toBe('second');
    await second.control.close();
    expect(await readdir(folder)).toEqual(['aside.sock']);
  });

  test('a path too long for a socket is replaced by a short one in a folder for its owner alone', async () => {
    vi.stubEnv('TMPDIR', await temporaryFolder());
    const folder = await longDataFolder();
    const { control } = await startControl(folder, async () => ({ response: 'reached' }));
    expect(dirname(dirname(control.path))).toBe(tmpdir());
    expect((await stat(dirname(control.path))).mode & 0o777).toBe(0o700);
    expect(await (await connected(folder)).request('run.start', {})).toBe('reached');
    expect(await readdir(folder)).toEqual([]);
  });

  test('such a folder that others may use is neither listened in nor talked to', async () => {
    vi.stubEnv('TMPDIR', await temporaryFolder());
    const folder = await longDataFolder();
    const { stopgapFolder } = await controlPathOf(folder);
    if (stopgapFolder === null) throw new Error('the path was not too long');
    await mkdir(stopgapFolder);
    await chmod(stopgapFolder, 0o777);
    await expect(startControl(folder)).rejects.toThrow('can be used by others');
    await expect(connectControl(folder)).rejects.toThrow('can be used by others');
    await rm(stopgapFolder, { recursive: true });
    await symlink(await temporaryFolder(), stopgapFolder);
    await expect(startControl(folder)).rejects.toThrow('can be used by others');
  });

  test('one that cannot be made is told in words', async () => {
    const folder = await temporaryFolder();
    // A folder in its place: fails for every user, also the superuser.
    await mkdir(join(folder, 'control.sock'));
    await expect(startControl(folder)).rejects.toThrow(
      /control\.sock cannot be made .*data folder may be written to/,
    );
  });
});
