import type { ChannelDifference, GatewayFailure, GatewayResult } from '../ports/gateway.ts';
import type { ChannelLedger } from './channel-ledger.ts';
import { isOfMethodAlone } from './failures.ts';

export interface ChangesReading {
  readonly ledger: ChannelLedger;
  readonly readDifference: (pts: number) => Promise<GatewayResult<ChannelDifference>>;
}

export type ChangesEnd =
  | { readonly end: 'read' }
  /** The history has to be read instead; `pts` of Telegram's answer, null where it gave none. */
  | { readonly end: 'too-long' | 'refused'; readonly pts: number | null }
  /** The history has to be read instead, and what happened since `pts` is asked for when the wait is over. */
  | { readonly end: 'flooded' }
  | { readonly end: 'failed'; readonly failure: GatewayFailure };

/**
 * Reads what happened in a channel since `pts`, page by page, each kept with the `pts` it leads to: cut short
 * anywhere, the next reading goes on there.
 *
 * All that is new lies above what was covered at that `pts`. Where a history was cut short in between, the highest
 * range is newer than the `pts`, and what is new below it lies in a gap: kept, and covered when the gap is filled.
 * Below all that is covered are posts that were never asked for; that one of them was edited is no reason to begin.
 */
export async function readChanges(
  { ledger, readDifference }: ChangesReading,
  pts: number,
): Promise<ChangesEnd> {
  let since = pts;
  for (;;) {
    const result = await readDifference(since);
    if (!result.ok) {
      const { failure } = result;
      if (failure.kind === 'flood') return { end: 'flooded' };
      return isOfMethodAlone(failure) ? { end: 'refused', pts: null } : { end: 'failed', failure };
    }
    const difference = result.value;
    if (difference.kind === 'too-long') return { end: 'too-long', pts: difference.pts };
    if (!difference.final && difference.pts <= since) return { end: 'refused', pts: null };

    const covered = ledger.covered();
    const lowest = covered[0]?.fromId ?? 0;
    const top = covered.at(-1)?.toId ?? 0;
    const newest = difference.newestId ?? 0;
    await ledger.keep({
      posts: difference.posts.filter(({ id }) => id >= lowest),
      deletedIds: difference.deletedIds,
      pts: difference.pts,
      ...(newest > top ? { covers: { fromId: top + 1, toId: newest } } : {}),
    });
    if (difference.final) return { end: 'read' };
    since = difference.pts;
  }
}
