import type { ContractClient } from '../../../shared/contract.ts';
import type { Run } from '../../../shared/domain.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { runDocument, runText } from '../documents.ts';
import { CommandError, type ExitCode, exitCodeOfRun, exitCodes } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { showProgress } from '../progress-line.ts';

/** Starts a run, shows it while it goes on, prints what it did. Returns the exit code it deserves. */
export async function collect(client: ContractClient, output: Output): Promise<ExitCode> {
  const endProgress = showProgress(client, output.progress);
  try {
    const finished = nextFinishedRun(client);
    const started = await client.request('run.start', {});
    if (!started.accepted) {
      finished.cancel();
      throw new CommandError(started.reason, await refusalCode(client));
    }
    const run = await finished.of(started.runId);
    endProgress();
    const steps = await client.request('runs.steps', { runId: run.id });
    output.answer(runDocument(run, steps), () => runText(run, steps));
    return (await nobodySignedIn(client))
      ? exitCodes.signInNeeded
      : exitCodeOfRun[run.status as Exclude<Run['status'], 'running'>];
  } finally {
    endProgress();
  }
}

/** Listens from before the start, so that a run of a few milliseconds is not missed. */
function nextFinishedRun(client: ContractClient): { of(runId: number): Promise<Run>; cancel(): void } {
  const { promise, resolve, reject } = Promise.withResolvers<Run>();
  let wanted: number | null = null;
  let latest: Snapshot | null = null;
  const deliver = (): void => {
    if (wanted === null || latest === null) return;
    if (latest.lastRun !== null && latest.lastRun.id >= wanted) resolve(latest.lastRun);
    else if (latest.lease.kind === 'lost') reject(new CommandError(latest.sentence, exitCodes.leaseHeld));
    else return;
    unsubscribe();
  };
  const unsubscribe = client.on('snapshot', (snapshot) => {
    latest = snapshot;
    deliver();
  });
  return {
    of: (runId) => {
      wanted = runId;
      deliver();
      return promise;
    },
    cancel: unsubscribe,
  };
}

async function nobodySignedIn(client: ContractClient): Promise<boolean> {
  const accounts = await client.request('accounts.list', {});
  return !accounts.some(({ state }) => state === 'signed-in');
}

async function refusalCode(client: ContractClient): Promise<ExitCode> {
  const { reason } = (await client.request('snapshot.get', {})).next;
  const locked = reason.kind === 'obstacle' && reason.obstacle.kind === 'vault-locked';
  return locked || (await nobodySignedIn(client)) ? exitCodes.signInNeeded : exitCodes.failed;
}
