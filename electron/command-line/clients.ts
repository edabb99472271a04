import { existsSync } from 'node:fs';
import type { ContractClient } from '../../shared/contract.ts';
import { createLivenessCheck, currentWorker } from '../scheduler/process-identity.ts';
import { connectControl } from '../server/control-client.ts';
import { readDatabaseSnapshot } from '../service/database-snapshot.ts';
import { createReadOnlyClient } from '../service/read-only-client.ts';
import { openReader, openStore } from '../store/open-store.ts';
import { systemClock } from '../system-clock.ts';
import { type CommandContext, openLocalEngine } from './context.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

type Use<Result> = (client: ContractClient) => Promise<Result>;

/** Asks the process that collects, where one runs; reads the database otherwise, changing nothing in it. */
export async function withReadingClient<Result>(context: CommandContext, use: Use<Result>): Promise<Result> {
  const remote = await connectControl(context.paths.folder);
  if (remote !== null) {
    try {
      return await use(remote);
    } finally {
      remote.close();
    }
  }
  // Nothing was ever kept here: an empty database in memory answers the same questions.
  const reader = existsSync(context.paths.database)
    ? await openReader({ file: context.paths.database })
    : (await openStore({ file: ':memory:', log: context.log, now: Date.now })).store;
  try {
    const isAlive = createLivenessCheck(currentWorker());
    const snapshot = () => readDatabaseSnapshot(reader, systemClock, isAlive);
    return await use(createReadOnlyClient(reader, snapshot, context.log));
  } finally {
    await reader.close();
  }
}

/** Asks the process that collects, where one runs; otherwise takes the lease here for as long as it needs. */
export async function withWritingClient<Result>(context: CommandContext, use: Use<Result>): Promise<Result> {
  const remote = await connectControl(context.paths.folder);
  if (remote !== null) {
    try {
      return await use(remote);
    } finally {
      remote.close();
    }
  }
  return withLocalClient(context, use);
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

/** For what only a running process can do. Null when none answers. */
export async function withRemoteClient<Result>(
  context: CommandContext,
  use: Use<Result>,
): Promise<Result | null> {
  const remote = await connectControl(context.paths.folder);
  if (remote === null) return null;
  try {
    return await use(remote);
  } finally {
    remote.close();
  }
}
