import type { Snapshot } from '../../shared/snapshot.ts';

type Told = Pick<Snapshot, 'state' | 'run' | 'lastRun' | 'pause' | 'next' | 'attention'>;

/**
 * What a refusal was about, as a text to compare: runs, pause, what stands in the way. Once it is another one, the
 * refusal no longer says anything about the present. A countdown or the progress of a run does not change it.
 */
export function situationOf({ state, run, lastRun, pause, next, attention }: Told): string {
  return JSON.stringify([
    state,
    run?.run.id ?? null,
    lastRun?.id ?? null,
    pause === null ? null : pause.until,
    next.reason.kind === 'obstacle' ? next.reason.obstacle : null,
    attention.map(({ cause }) => cause),
  ]);
}
