import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import {
  startWebServer,
  type WebServer,
  type WebServerOptions,
} from '../../../electron/server/web-server.ts';
import type { WireMessage } from '../../../shared/contract.ts';
import { recordingLog } from '../../support/contract-stubs.ts';
import { scriptedFeed } from '../../support/event-feed.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

/** A server with a few screens on a free port, closed when the test ends. */
export async function startScreens(given: Partial<WebServerOptions> = {}) {
  const outside = await temporaryFolder();
  const screensFolder = join(outside, 'screens');
  await mkdir(join(screensFolder, 'assets'), { recursive: true });
  await writeFile(join(screensFolder, 'index.html'), '<!doctype html><title>Screens</title>');
  await writeFile(join(screensFolder, 'assets', 'main-B3x_9aQz.js'), 'start()');
  await writeFile(join(screensFolder, 'icon.svg'), '<svg/>');
  await writeFile(join(outside, 'secret.txt'), 'secret of the data folder');
  const events = scriptedFeed();
  const log = recordingLog();
  const server = await startWebServer({
    port: 0,
    screensFolder,
    answer: async (wire) => ({ response: wire }),
    events,
    log,
    ...given,
  });
  onTestFinished(() => server.close());
  return { server, events, log, screensFolder, outside };
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One request, on a connection of its own, to exactly the path given. */
export async function ask(
  server: Pick<WebServer, 'port'>,
  path: string,
  options: { readonly method?: string; readonly headers?: Record<string, string> } = {},
): Promise<Reply> {
  const asking = request({
    host: '127.0.0.1',
    port: server.port,
    path,
    agent: false,
    ...options,
    headers: { Host: `127.0.0.1:${server.port}`, ...options.headers },
  });
  asking.end();
  const [reply] = await once(asking, 'response');
  let body = '';
  for await (const chunk of reply.setEncoding('utf8')) body += chunk;
  return { status: reply.statusCode, headers: reply.headers, body };
}

/** Sends bytes as they are and reads until the server hangs up. */
export async function askRaw(server: Pick<WebServer, 'port'>, text: string): Promise<string> {
  const socket = connect(server.port, '127.0.0.1');
  socket.write(text);
  let reply = '';
  for await (const chunk of socket.setEncoding('utf8')) reply += chunk;
  return reply;
}

/** The path with the token of an address. */
export function pathOf(address: string): string {
  return address.slice(address.indexOf('/', 'http://'.length));
}

/** Opens an address as a browser does; returns the `Cookie` header of the session. */
export async function letIn(server: WebServer): Promise<{ readonly Cookie: string }> {
  const reply = await ask(server, pathOf(server.mintAddress()));
  return { Cookie: String(reply.headers['set-cookie']).split(';', 1)[0] ?? '' };
}

/** A connected screen whose messages can be awaited one by one, from the first. */
export async function openScreen(server: WebServer, options: ClientOptions = {}) {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/socket`, {
    origin: `http://127.0.0.1:${server.port}`,
    ...options,
    headers: { ...(await letIn(server)), ...options.headers },
  });
  const waiting: ((message: WireMessage) => void)[] = [];
  const arrived: WireMessage[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString()) as WireMessage;
    const next = waiting.shift();
    if (next === undefined) arrived.push(message);
    else next(message);
  });
  // An error comes before its close, which tests wait for.
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await once(socket, 'open');
  return {
    socket,
    closed,
    next(): Promise<WireMessage> {
      const message = arrived.shift();
      if (message !== undefined) return Promise.resolve(message);
      return new Promise((resolve) => waiting.push(resolve));
    },
    send: (id: number, name: string, request: unknown) => socket.send(JSON.stringify({ id, name, request })),
  };
}

/** The status a WebSocket handshake is refused with. */
export async function refusedHandshake(
  server: WebServer,
  path: string,
  options: ClientOptions,
): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, options);
  const [, reply] = await once(socket, 'unexpected-response');
  reply.destroy();
  return reply.statusCode;
}
