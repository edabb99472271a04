import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Access, createAccess, isOwnRequest } from './access.ts';
import type { PeerServices } from './contract-peer.ts';
import { sendDownload } from './downloads.ts';
import { readScreenFile } from './screen-files.ts';
import { createScreenSockets } from './screen-sockets.ts';
import { type HttpAnswer, rawAnswer, securityHeaders, wordPage } from './word-page.ts';

export interface WebServerOptions extends PeerServices {
  /** 0 takes any free port. */
  readonly port: number;
  /** The folder that holds the built screens, with `index.html`. */
  readonly screensFolder: string;
  /** Between two pings of a screen, in milliseconds; 30 s unless given. */
  readonly pingIntervalMs?: number;
  /** Of a server that was closed and had the same port: whoever it let in stays let in. */
  readonly access?: Access;
}

export interface WebServer {
  /** `http://127.0.0.1:<port>/?token=…`: lets one browser in, once. */
  readonly address: string;
  readonly port: number;
  /** Another address for another browser; the earlier ones stay valid until they are used. */
  mintAddress(): string;
  /** An address from which a browser gets this file, once. */
  mintDownload(file: string): string;
  /** For a server that takes this one's place on the same port. */
  readonly access: Access;
  /** Tells the screens that Tidings has stopped (close code 1001) and frees the port. */
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const downloadPath = '/download';

/**
 * Serves the screens to browsers on this machine. A browser is let in by a one-time token in the address, which
 * is exchanged for a cookie; Host and Origin are checked on every request. Throws an `Error` that says in words
 * what to do when the port cannot be had.
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { log, screensFolder } = options;
  const server = createServer();
  const port = await listen(server, options.port);
  const access = options.access ?? createAccess(port);
  const screens = createScreenSockets({ ...options, pingIntervalMs: options.pingIntervalMs ?? 30_000 });

  const mintAddress = () => `http://${loopback}:${port}/?token=${access.mintToken()}`;
  const mintDownload = (file: string) =>
    `http://${loopback}:${port}${downloadPath}?token=${access.mintDownload(file)}`;

  async function answer(request: IncomingMessage): Promise<HttpAnswer> {
    if (!isOwnRequest(request.headers, port, { originRequired: false })) return wordPage('foreign');
    if (request.method !== 'GET' && request.method !== 'HEAD') return wordPage('readOnly');
    const { path, token } = targetOf(request);
    const letIn = access.isLetIn(request.headers);
    // A HEAD (a preview, a link checker) must not use up the token.
    if (token !== null && path === '/' && request.method === 'GET') {
      if (letIn) return toScreens({});
      const cookie = access.redeem(token);
      return cookie === null ? wordPage('tokenUsed') : toScreens({ 'Set-Cookie': cookie });
    }
    if (!letIn) return wordPage('letInNeeded');
    if (path === '/session') return { status: 204, headers: { 'Cache-Control': 'no-store' }, body: '' };
    const file = await readScreenFile(screensFolder, path);
    return file ?? wordPage(path === '/' ? 'screensMissing' : 'notFound');
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = !isOwnRequest(request.headers, port, { originRequired: true })
      ? wordPage('foreign')
      : !access.isLetIn(request.headers)
        ? wordPage('letInNeeded')
        : targetOf(request).path !== '/socket'
          ? wordPage('notFound')
          : null;
    if (refusal === null) {
      screens.accept(request, socket, head);
      return;
    }
    socket.on('error', () => socket.destroy());
    socket.end(rawAnswer(refusal), () => socket.destroy());
  }

  /** The file that the request's token was made for; null where it asks for none, or may not have it. */
  function downloadOf(request: IncomingMessage): string | null {
    const { path, token } = targetOf(request);
    // A HEAD must not use up the token here either.
    if (path !== downloadPath || token === null || request.method !== 'GET') return null;
    if (!isOwnRequest(request.headers, port, { originRequired: false })) return null;
    return access.redeemDownload(token);
  }

  server.on('request', (request, response) => {
    const file = downloadOf(request);
    const answered =
      file === null
        ? answer(request).then((found) => write(found, request, response))
        : sendDownload(file, response);
    answered.catch((error: unknown) => {
      log.error('Answering a browser failed.', error);
      if (response.headersSent) response.destroy();
      else write(wordPage('failed'), request, response);
    });
  });
  server.on('upgrade', upgrade);
  server.on('error', (error) => log.error('The server for the screens failed.', error));

  return {
    address: mintAddress(),
    port,
    mintAddress,
    mintDownload,
    access,
    async close() {
      const closed = once(server, 'close');
      server.close();
      await screens.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  server.listen(port, loopback);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(explainListenError(error, port), { cause: error });
  }
  return (server.address() as AddressInfo).port;
}

function explainListenError(error: unknown, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const remedy = 'Choose another with --port, or --port 0 for any free one.';
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use already, perhaps by another Tidings. ${remedy} Nothing was changed.`;
  if (code === 'EACCES')
    return `This user may not open port ${port}; those below 1024 are often reserved. ${remedy} Nothing was changed.`;
  return `The screens cannot be served on port ${port} (${code ?? String(error)}). ${remedy} Nothing was changed.`;
}

/** Path and token as they were sent: resolving the path is `readScreenFile`'s work, with its checks. */
function targetOf(request: IncomingMessage): { readonly path: string; readonly token: string | null } {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  return { path, token: new URLSearchParams(query.join('?')).get('token') };
}

/** To the screens without the token, so that it stays neither in the address bar nor in the history. */
function toScreens(headers: HttpAnswer['headers']): HttpAnswer {
  return { status: 303, headers: { ...headers, Location: '/', 'Cache-Control': 'no-store' }, body: '' };
}

function write(
  { status, headers, body }: HttpAnswer,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(status, { ...securityHeaders, ...headers, ...lengthOf(status, body) });
  response.end(request.method === 'HEAD' ? undefined : body);
}

/** An answer without content must not state its length (RFC 9110, section 8.6). */
function lengthOf(status: number, body: string | Buffer): HttpAnswer['headers'] {
  return status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) };
}
