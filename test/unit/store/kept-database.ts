import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Store } from '../../../electron/ports/store.ts';
import { openConnection } from '../../../electron/store/connection.ts';
import { openStore } from '../../../electron/store/open-store.ts';
import { noCounts } from '../../../shared/domain.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { silentLog } from './silent-log.ts';
import { collecting } from './store-contract.ts';
import { aPost, memory, noon } from './store-samples.ts';

/** Opens the file and closes it when the test ends, unless the test did. */
export async function openUntilEnd(file: string, { now = noon, log = silentLog } = {}) {
  const opened = await openStore({ file, log, now: () => now });
  onTestFinished(() => opened.store.close());
  return opened;
}

/** The path of a database that holds posts 1 to 3 and was closed cleanly. */
export async function aClosedDatabase(): Promise<string> {
  const file = join(await temporaryFolder(), 'tidings.db');
  const { store, writer, stepId, runId, end } = await collecting((await openUntilEnd(file)).store);
  await writer.posts.keep(stepId, { posts: [1, 2, 3].map(aPost) }, noon);
  await writer.runs.finishStep(stepId, end);
  const finished = { ...noCounts, status: 'succeeded', endedAt: noon, durationMs: 1, reason: null } as const;
  await writer.runs.finish(runId, finished, memory);
  await store.close();
  return file;
}

export async function postIdsIn(store: Pick<Store, 'posts'>): Promise<readonly number[]> {
  return (await store.posts.list(1, { limit: 1000 })).map((post) => post.id);
}

/** Runs a script on a database that nobody has open. */
export function change(file: string, script: string): void {
  const connection = openConnection({ file, log: silentLog });
  try {
    connection.script(script);
  } finally {
    connection.close();
  }
}

export async function filesUnder(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}
