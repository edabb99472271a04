import type { Snapshot } from '../../shared/snapshot.ts';

/** What has to be there before anything can be collected. */
export type Lacking = 'account' | 'channel';

/** What Tidings itself says that it lacks; null where nothing is lacking, or a run is still under way. */
export function lackingOf({ next, run }: Pick<Snapshot, 'next' | 'run'>): Lacking | null {
  if (next.reason.kind !== 'obstacle' || run !== null) return null;
  const { kind } = next.reason.obstacle;
  if (kind === 'no-account') return 'account';
  return kind === 'no-channel' ? 'channel' : null;
}
