import { expect } from 'vitest';
import type { DataCentre } from '../../electron/demo/data-centre.ts';
import type { Store } from '../../electron/ports/store.ts';
import type { PostDetails } from '../../shared/archive.ts';
import { sampleWindows } from '../../shared/samples.ts';

/** A run that met no pause and succeeded, by the world's clock. */
export interface CleanRun {
  readonly startedAt: number;
  readonly endedAt: number;
}

/** Holds the archive of one channel against the data centre's own record. Returns what was compared. */
export async function expectArchiveOf(
  store: Store,
  dataCentre: DataCentre,
  channelId: number,
  clean: readonly CleanRun[],
) {
  const channel = (await store.channels.list()).find(({ id }) => id === channelId);
  if (channel === undefined) throw new Error(`There is no channel ${channelId}.`);
  expect(channel.covered).toHaveLength(1);
  const lowest = channel.covered[0]?.fromId ?? 0;
  const served = dataCentre.served(channelId).filter(({ id }) => id >= lowest);
  const held = new Map<number, PostDetails>();
  for (const { id } of served) {
    const details = await store.posts.get(channelId, id);
    if (details !== null) held.set(id, details);
  }
  expect(served.filter(({ id }) => !held.has(id)).map(({ id }) => id)).toEqual([]);
  expect(channel.postsHeld).toBe(served.length);

  // Every state that was ever served is the current one or an earlier one, in the order in which it was served.
  const told = served.map(({ id, states }) => [id, ...states.map(({ text, editedAt }) => [text, editedAt])]);
  const kept = [...held].map(([id, { post, revisions }]) => [
    id,
    ...[...revisions, post].map(({ text, editedAt }) => [text, editedAt]),
  ]);
  expect(kept).toEqual(told);

  expectDeletions(dataCentre, channelId, held, clean);
  return {
    channelId,
    served: served.length,
    edited: served.filter(({ states }) => states.length > 1).length,
    deleted: [...held.values()].filter(({ post }) => post.deletedAt !== null).length,
    ...expectSamples(held, clean, dataCentre.now()),
  };
}

/** All that were deleted are marked by the end of the second clean run, and none that were not. */
function expectDeletions(
  dataCentre: DataCentre,
  channelId: number,
  held: ReadonlyMap<number, PostDetails>,
  clean: readonly CleanRun[],
): void {
  const deletions = new Map(dataCentre.deletions(channelId).map(({ id, at }) => [id, at]));
  const late = [...held].filter(([id, { post }]) => {
    const at = deletions.get(id);
    if (at === undefined) return post.deletedAt !== null || post.suspectSince !== null;
    const second = clean.filter(({ startedAt }) => startedAt >= at)[1];
    if (post.deletedAt === null) return second !== undefined;
    return post.deletedAt < at || (second !== undefined && post.deletedAt > second.endedAt);
  });
  expect(late.map(([id, { post }]) => ({ at: deletions.get(id), post }))).toEqual([]);
}

/** Each sample lies within its window; one is missed only where no clean run could have taken it. */
function expectSamples(held: ReadonlyMap<number, PostDetails>, clean: readonly CleanRun[], now: number) {
  const wrong: unknown[] = [];
  let taken = 0;
  let missed = 0;
  for (const { post, metrics, samples } of held.values()) {
    for (const [window, { opensMs, closesMs }] of sampleWindows.entries()) {
      const [from, to] = [post.postedAt + opensMs, post.postedAt + closesMs];
      const sample = metrics.find((reading) => reading.window === window);
      const outcome = samples[window];
      if (outcome === 'taken') {
        taken += 1;
        if (sample === undefined || sample.at < from || sample.at >= to)
          wrong.push([post.id, window, sample]);
        continue;
      }
      if (sample !== undefined) wrong.push([post.id, window, outcome, sample]);
      const until = Math.min(to, post.deletedAt ?? now);
      const could = clean.find(
        ({ startedAt, endedAt }) =>
          startedAt >= Math.max(from, post.firstSeenAt) && endedAt < until && startedAt < until,
      );
      if (could !== undefined) wrong.push([post.id, window, outcome, post.postedAt, could]);
      if (outcome === 'missed') missed += 1;
      if (outcome === 'open' && now >= to && post.deletedAt === null)
        wrong.push([post.id, window, 'still open']);
    }
  }
  expect(wrong.slice(0, 10)).toEqual([]);
  return { taken, missed };
}
