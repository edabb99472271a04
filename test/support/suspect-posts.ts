import { noCosts } from '../../electron/collector/account-reader.ts';
import type { KeptPage } from '../../electron/ports/archive.ts';
import type { Collection } from './collection.ts';

/** Makes posts suspect, as if a look at the newest ones had missed them. A second goes by. */
export function suspect(
  collection: Collection,
  channelId: number,
  absentIds: readonly number[],
): Promise<void> {
  return keepInStep(collection, channelId, { posts: [], absentIds });
}

/** Keeps a page in a step of its own that succeeded. A second goes by. */
export async function keepInStep(
  { lease, clock, takeOver }: Collection,
  channelId: number,
  page: KeptPage,
): Promise<void> {
  const { writer } = lease();
  const startedAt = clock.now();
  const runId = await writer.runs.begin({
    trigger: 'manual',
    policy: 'adaptive',
    intervalMs: 600_000,
    startedAt,
    channelsTotal: 1,
    worker: 'here',
  });
  const channelTitle = `Channel ${channelId}`;
  const stepId = await writer.runs.beginStep({ runId, accountId: 1, channelId, channelTitle, startedAt });
  await writer.posts.keep(stepId, page, startedAt);
  await writer.runs.finishStep(stepId, {
    status: 'succeeded',
    endedAt: startedAt,
    ...noCosts(),
    error: null,
  });
  await takeOver();
  await clock.advance(1000);
}
