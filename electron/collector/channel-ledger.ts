import { addRange, type IdRange } from '../../shared/id-ranges.ts';
import type { KeptPage } from '../ports/archive.ts';

/** What one step has kept of a channel so far, on top of what was covered before it. */
export interface ChannelLedger {
  covered(): readonly IdRange[];
  keep(page: KeptPage): Promise<void>;
  /** Those of the posts that this step has not yet learned the counters, or the end, of. */
  unanswered(ids: readonly number[]): readonly number[];
}

export function createChannelLedger(
  before: readonly IdRange[],
  keep: (page: KeptPage) => Promise<void>,
): ChannelLedger {
  let covered = before;
  const answered = new Set<number>();
  return {
    covered: () => covered,
    async keep(page) {
      await keep(page);
      if (page.covers !== undefined) covered = addRange(covered, page.covers);
      for (const { id, views } of page.posts) if (views !== null) answered.add(id);
      for (const id of page.deletedIds ?? []) answered.add(id);
      for (const id of page.absentIds ?? []) answered.add(id);
    },
    unanswered: (ids) => ids.filter((id) => !answered.has(id)),
  };
}
