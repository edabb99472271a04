import { existsSync } from 'node:fs';
import type { ContractClient } from '../../shared/contract.ts';
import { formatDuration } from '../../shared/format.ts';
import { createLivenessCheck, currentWorker } from '../scheduler/process-identity.ts';
import { type ControlClient, connectControl } from '../server/control-client.ts';
import { readDatabaseSnapshot } from '../service/database-snapshot.ts';
import { createReadOnlyClient } from '../service/read-only-client.ts';
import { openReader, openStore } from '../store/open-store.ts';
import { systemClock } from '../system-clock.ts';
import { historyPace } from '../telegram/pacing.ts';
import { type CommandContext, openLocalEngine } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

type Use<Result> = (client: ContractClient) => Promise<Result>;

/** How long a running process has to say that it is there. One that was stopped answers nobody. */
const answerWithinMs = 5_000;

/** Asks the process that collects, where one answers; reads the database otherwise, changing nothing in it. */
export async function withReadingClient<Result>(context: CommandContext, use: Use<Result>): Promise<Result> {
  const remote = await connectControl(context.paths.folder);
  if (remote !== null && (await answers(remote))) return askRemote(context, remote, use);
  remote?.close();
  // Nothing was ever kept here: an empty database in memory answers the same questions.
  const reader = existsSync(context.paths.database)
    ? await openReader({ file: context.paths.database })
    : (await openStore({ file: ':memory:', log: context.log, now: Date.now })).store;
  try {
    const isAlive = createLivenessCheck(currentWorker());
    const snapshot = () => readDatabaseSnapshot(reader, systemClock, isAlive);
    return await use(createReadOnlyClient(reader, snapshot, historyPace(context.dataCentre), context.log));
  } finally {
    await reader.close();
  }
}

/** Asks the process that collects, where one runs; otherwise takes the lease here for as long as it needs. */
export async function withWritingClient<Result>(context: CommandContext, use: Use<Result>): Promise<Result> {
  const remote = await connectToAnswering(context);
  return remote === null ? withLocalClient(context, use) : askRemote(context, remote, use);
}

/** For what only a running process can do. Null when none runs. */
export async function withRemoteClient<Result>(
  context: CommandContext,
  use: Use<Result>,
): Promise<Result | null> {
  const remote = await connectToAnswering(context);
  return remote === null ? null : askRemote(context, remote, use);
}

/**
 * Collects or changes in this process, for as long as it takes. A signal ends a run after the request in
 * flight. Throws `CommandError` when another process holds the lease: it is that one which may act.
 */
export async function withLocalClient<Result>(context: CommandContext, use: Use<Result>): Promise<Result> {
  const engine = await openLocalEngine(context, 'command');
  let reason = 'the command was done';
  try {
    if (!(await engine.scheduler.open())) {
      const { sentence } = engine.events.current();
      throw new CommandError(
        `${sentence} Nothing was changed. Ask that process ("tidings collect"), or stop it first.`,
        exitCodes.leaseHeld,
      );
    }
    void context.signals.next().then((signal) => {
      reason = `signal ${signal}`;
      return engine.scheduler.shutdown(reason);
    });
    return await use(engine.client);
  } finally {
    await engine.close(reason);
  }
}

/** Null when no process runs. Throws `CommandError` when one does and does not answer. */
async function connectToAnswering({ paths }: CommandContext): Promise<ControlClient | null> {
  const remote = await connectControl(paths.folder);
  if (remote === null || (await answers(remote))) return remote;
  remote.close();
  throw new CommandError(
    `A Tidings process has ${paths.folder} open and did not answer within ${formatDuration(answerWithinMs)}. ` +
      'Nothing was changed. Let it go on if it was stopped, or end it.',
  );
}

async function answers(remote: ControlClient): Promise<boolean> {
  const { promise: silence, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(resolve, answerWithinMs, false);
  try {
    return await Promise.race([remote.request('snapshot.get', {}).then(() => true), silence]);
  } finally {
    clearTimeout(timer);
  }
}

/** A signal ends the command and not what it asked for: that goes on in the other process. */
async function askRemote<Result>(
  context: CommandContext,
  remote: ControlClient,
  use: Use<Result>,
): Promise<Result> {
  const ended = remote.closed.then((): never => {
    throw new CommandError('The running Tidings has ended before it was done. What it collected is kept.');
  });
  const interrupted = context.signals.asError('Interrupted. The running Tidings goes on.');
  try {
    return await Promise.race([use(remote), ended, interrupted]);
  } finally {
    remote.close();
  }
}
