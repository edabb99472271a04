import { once } from 'node:events';
import { chmod, lstat, rename, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import type { WireMessage } from '../../shared/contract.ts';
import { createPeer, mostRequestBytes, type PeerLine, type PeerServices } from './contract-peer.ts';
import { controlPathOf, makeStopgapFolder } from './control-path.ts';
import { createLineReader } from './json-lines.ts';

export interface ControlSocket {
  /** The socket's path, or the name of the pipe. */
  readonly path: string;
  close(): Promise<void>;
}

/** How long commands have to take their last message. */
const farewellMs = 1_000;

/**
 * Lets the command line reach the process that collects: the contract as lines of JSON over a socket that only
 * this user may open. Only the holder of the lease may call it, for it replaces the socket of whoever held the
 * lease before. Events are pushed from the first line on that the other side sends (an empty one will do):
 * other users may open a Windows pipe for reading, but cannot write to it, and so are told nothing.
 * Throws an `Error` in words when the socket cannot be made.
 */
export async function startControlSocket(
  options: PeerServices & { readonly dataFolder: string },
): Promise<ControlSocket> {
  const { log } = options;
  const { path, stopgapFolder } = await controlPathOf(options.dataFolder);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(socket, options);
  });

  if (stopgapFolder !== null) await makeStopgapFolder(stopgapFolder);
  const remove = await takePath(server, path);
  server.on('error', (error) => log.error('The control socket failed.', error));

  return {
    path,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) {
        socket.end();
        setTimeout(() => socket.destroy(), farewellMs).unref();
      }
      await remove();
      await closed;
    },
  };
}

type Removal = () => Promise<void>;

async function takePath(server: Server, path: string): Promise<Removal> {
  try {
    return await (process.platform === 'win32' ? listenOnPipe : listenOnFile)(server, path);
  } catch (error) {
    server.close();
    throw new Error(
      `The control socket ${path} cannot be made (${error instanceof Error ? error.message : String(error)}), so ` +
        'commands could not reach this process. Check that the data folder may be written to.',
      { cause: error },
    );
  }
}

async function listenOnPipe(server: Server, path: string): Promise<Removal> {
  await listen(server, path);
  // The system forgets a pipe with its last handle.
  return async () => undefined;
}

/**
 * Listens under a name of its own, and takes the known one by renaming: that replaces what a killed process
 * left there in one step, and nobody ever sees the known name with wider permissions.
 */
async function listenOnFile(server: Server, path: string): Promise<Removal> {
  // Not longer than `control.sock`, so that it fits wherever that does.
  const ownPath = join(dirname(path), `c${process.pid}.sock`);
  await rm(ownPath, { force: true });
  await listen(server, ownPath);
  await chmod(ownPath, 0o600);
  const { ino } = await lstat(ownPath);
  await rename(ownPath, path);
  return async () => {
    // Whoever took over the lease meanwhile has put a socket of its own there: that one stays.
    const found = await lstat(path).catch(nullWhenAbsent);
    if (found?.ino === ino) await rm(path, { force: true });
  };
}

async function listen(server: Server, path: string): Promise<void> {
  server.listen(path);
  await once(server, 'listening');
}

function serve(socket: Socket, services: PeerServices): void {
  const peer = createPeer(lineOf(socket), services);
  const read = createLineReader({
    mostCharacters: mostRequestBytes,
    onLine: (line) => {
      if (socket.writable) peer.receive(line);
    },
    onOverflow: () => refuse(socket, `A request may be at most ${mostRequestBytes} characters long.`),
  });
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    peer.greet();
    read(chunk);
  });
  socket.on('error', (error) => services.log.info(`A command's connection broke: ${error.message}.`));
  socket.on('close', peer.leave);
}

function lineOf(socket: Socket): PeerLine {
  return {
    send: (text, flushed) => {
      if (socket.writable) socket.write(`${text}\n`, flushed);
      else flushed();
    },
    bufferedBytes: () => socket.writableLength,
    refuse: (_problem, words) => refuse(socket, words),
  };
}

/** A last message, under the id 0, which no request has, before hanging up. */
function refuse(socket: Socket, message: string): void {
  const last: WireMessage = { id: 0, failure: { code: 'bad-request', message } };
  socket.end(`${JSON.stringify(last)}\n`);
}

function nullWhenAbsent(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
