import { type ControlSocket, startControlSocket } from './control-socket.ts';

export interface ControlForHolder {
  /** Resolves when the socket is as the state of this moment asks for. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The control socket belongs to whoever collects: a command that finds it reaches the process that can act. */
export function offerControlWhileHolding(
  options: Parameters<typeof startControlSocket>[0],
): ControlForHolder {
  let socket: ControlSocket | null = null;
  let step: Promise<void> = Promise.resolve();
  const bringInLine = async (holding: boolean): Promise<void> => {
    if (holding && socket === null) socket = await startControlSocket(options);
    if (!holding && socket !== null) {
      const closing = socket;
      socket = null;
      await closing.close();
    }
  };
  const follow = (holding: boolean): void => {
    step = step
      .then(() => bringInLine(holding))
      .catch((error: unknown) => options.log.warn(error instanceof Error ? error.message : String(error)));
  };
  const unsubscribe = options.events.on((message) => {
    if (message.event === 'snapshot') follow(message.payload.lease.kind === 'holding');
  });
  return {
    settled: () => {
      // Snapshots are pushed a moment after what they tell of.
      follow(options.events.current().lease.kind === 'holding');
      return step;
    },
    close: () => {
      unsubscribe();
      follow(false);
      return step;
    },
  };
}
