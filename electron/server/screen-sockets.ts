import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { createPeer, mostRequestBytes, type PeerLine, type PeerServices } from './contract-peer.ts';

/** Close codes of RFC 6455, section 7.4.1. */
const closeCodes = {
  goingAway: 1001,
  unsupportedData: 1003,
  'not-json': 1007,
  'not-a-request': 1008,
} as const;

/** How long screens have to answer the close frame. */
const farewellMs = 1_000;

export interface ScreenSockets {
  /** Makes a WebSocket of an upgrade request whose sender has been checked. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** Screens over WebSocket: the state at once, then events and answers. */
export function createScreenSockets(
  options: PeerServices & {
    /** A screen that has not answered a ping by the next one is taken for gone. */
    readonly pingIntervalMs: number;
  },
): ScreenSockets {
  const { log, pingIntervalMs } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: mostRequestBytes,
    perMessageDeflate: false,
  });
  const unanswered = new WeakSet<WebSocket>();

  const pinging = setInterval(() => {
    for (const socket of sockets.clients) {
      if (unanswered.has(socket)) {
        socket.terminate();
        continue;
      }
      unanswered.add(socket);
      socket.ping();
    }
  }, pingIntervalMs);
  pinging.unref();

  function welcome(socket: WebSocket): void {
    const peer = createPeer(lineOf(socket), options);
    socket.on('pong', () => unanswered.delete(socket));
    socket.on('message', (data, isBinary) => {
      // ws goes on reading for a moment after the socket was told to close.
      if (socket.readyState !== socket.OPEN) return;
      if (isBinary) socket.close(closeCodes.unsupportedData, 'Only text is understood here.');
      else peer.receive(data.toString());
    });
    // ws itself closes the socket with the fitting code: 1009 for a message too long.
    socket.on('error', (error) => log.warn(`A screen's connection broke: ${error.message}.`));
    socket.on('close', peer.leave);
    peer.greet();
  }

  return {
    accept(request, socket, head) {
      sockets.handleUpgrade(request, socket, head, welcome);
    },
    async close() {
      clearInterval(pinging);
      sockets.close();
      await Promise.all([...sockets.clients].map(sayGoodbye));
    },
  };
}

function lineOf(socket: WebSocket): PeerLine {
  return {
    // Called back with an error when the socket is gone; 'close' tells the same, and is listened to.
    send: (text, flushed) => socket.send(text, flushed),
    bufferedBytes: () => socket.bufferedAmount,
    refuse: (problem, words) => socket.close(closeCodes[problem], words),
  };
}

function sayGoodbye(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    const impatience = setTimeout(() => socket.terminate(), farewellMs);
    socket.once('close', () => {
      clearTimeout(impatience);
      resolve();
    });
    socket.close(closeCodes.goingAway, 'Tidings has stopped.');
  });
}
