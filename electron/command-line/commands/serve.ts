import type { ContractClient } from '../../../shared/contract.ts';
import type { Engine } from '../../engine.ts';
import { combineLogs } from '../../logging/combine.ts';
import { createRotatingLog } from '../../logging/rotating-log.ts';
import type { Log } from '../../ports/log.ts';
import { type ControlForHolder, offerControlWhileHolding } from '../../server/control-while-holding.ts';
import { startWebServer, type WebServer } from '../../server/web-server.ts';
import {
  type CommandContext,
  type CommonOptions,
  messageOf,
  openLocalEngine,
  screensFolder,
} from '../context.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { type Output, printable } from '../output.ts';

/**
 * The collector with its screens on loopback, until a signal. A process that does not hold the lease stands
 * by, shows so, and takes over when the holder goes.
 */
export async function serveHere(
  context: CommandContext,
  options: CommonOptions & { readonly port: string },
): Promise<void> {
  const port = parsePort(options.port);
  const file = createRotatingLog({ folder: context.paths.logs, now: Date.now });
  try {
    const log = combineLogs(file, consoleLog(context.output));
    let before: Seat | null = null;
    do {
      const engine = await openLocalEngine(context, 'serve', log);
      before = await serve({ engine, context, port, mayRestart: true, before });
    } while (before !== null);
  } finally {
    await file.close();
  }
}

/** What whoever serves next in this process takes over: browsers stay where they are. */
type Seat = Pick<WebServer, 'port' | 'access'>;

export interface ServeOptions {
  readonly engine: Engine;
  readonly context: CommandContext;
  /** 0: any that is free. */
  readonly port: number;
  /** Called once everything answers, before it is announced; returns what is to be done at the end. */
  readonly prepare?: () => Promise<() => void>;
  /** Whether the caller opens an engine and serves again when it is asked to. */
  readonly mayRestart?: boolean;
  /** Of the engine that was closed to be opened again; null the first time. */
  readonly before?: Seat | null;
}

/**
 * Runs an open engine until a signal, then drains and closes it, whatever happened. Returns null; or, where it was
 * asked to start again, what the next one takes over.
 */
export async function serve(options: ServeOptions): Promise<Seat | null> {
  const { engine, context, prepare, before = null } = options;
  const { output, signals, paths } = context;
  const restart = Promise.withResolvers<'restart'>();
  const peers = { answer: engine.answer, events: engine.events, log: engine.log };
  let server: WebServer | null = null;
  let control: ControlForHolder | null = null;
  let reason = 'it could not start';
  try {
    server = await startWebServer({
      port: options.port,
      screensFolder: screensFolder(),
      ...peers,
      ...before,
    }).catch((error: unknown) => {
      throw new CommandError(messageOf(error));
    });
    engine.offer({
      mintAddress: server.mintAddress,
      mintDownload: server.mintDownload,
      restart: options.mayRestart === true ? () => restart.resolve('restart') : null,
    });
    control = offerControlWhileHolding({ dataFolder: paths.folder, ...peers });
    await engine.scheduler.start();
    await control.settled();
    const atTheEnd = await prepare?.();
    if (before === null) announce(output, engine, server, paths.folder);
    const asked = await Promise.race([signals.next(), restart.promise]);
    reason = asked === 'restart' ? 'to start again' : `signal ${asked}`;
    atTheEnd?.();
    return asked === 'restart' ? server : null;
  } finally {
    await engine.scheduler.shutdown(reason);
    await control?.close();
    await server?.close();
    await engine.close(reason);
  }
}

function announce(output: Output, engine: Engine, server: WebServer, folder: string): void {
  const { state, sentence } = engine.events.current();
  output.answer({ address: server.address, port: server.port, pid: process.pid, state, sentence }, () =>
    [
      `Tidings is ready (process ${process.pid}): ${server.address}`,
      `The address lets one browser in; "tidings address --data ${folder}" prints another. Ctrl+C ends Tidings after the request in flight.`,
      sentence,
    ].join('\n'),
  );
}

export async function showAddress(client: ContractClient, output: Output): Promise<void> {
  const answer = await client.request('screens.address', {});
  if (!answer.accepted) throw new CommandError(answer.reason);
  output.answer({ address: answer.address }, () => answer.address);
}

/** What happens is said on standard output, unless that belongs to a JSON document; trouble on standard error. */
export function consoleLog(output: Output): Log {
  return {
    info: (message) => {
      if (!output.json) process.stdout.write(`${printable(message)}\n`);
    },
    warn: output.note,
    error: (message, error) =>
      output.note(error === undefined ? message : `${message} (${messageOf(error)})`),
  };
}

export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new CommandError(`--port must be a whole number from 0 to 65535, not "${text}".`, exitCodes.usage);
}
