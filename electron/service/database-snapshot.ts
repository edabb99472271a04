import { localDay, type ScheduleMemory } from '../../shared/schedule.ts';
import {
  initialState,
  type LeaseState,
  type NextRun,
  type Snapshot,
  snapshotOf,
} from '../../shared/snapshot.ts';
import { planCollection } from '../collector/collection-plan.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreReader, WorkerIdentity } from '../ports/store.ts';

/**
 * The snapshot as the database alone tells it, for a shell while no process answers: what was kept at the end
 * of the last run, and whether somebody holds the lease. `isAlive`: null where that cannot be told.
 */
export async function readDatabaseSnapshot(
  store: StoreReader,
  clock: Clock,
  isAlive: (worker: WorkerIdentity) => boolean | null,
): Promise<Snapshot> {
  const now = clock.now();
  const [memory, lastRun, figures, settings, lease] = await Promise.all([
    store.schedule.read(),
    store.runs.lastFinished(),
    store.figures(localDay(now)),
    store.settings.read(),
    store.lease.read(),
  ]);
  const leaseState: LeaseState =
    lease.holder !== null && isAlive(lease.holder) !== false
      ? { kind: 'standby', holder: `process ${lease.holder.pid} on ${lease.holder.host}` }
      : { kind: 'none' };
  const state = {
    ...initialState,
    lease: leaseState,
    lastRun,
    figures,
    settings,
    pause: memory?.pause ?? null,
    next: memory === null ? await nextWithoutMemory(store, clock) : nextOf(memory),
  };
  return snapshotOf(state, { now, monotonic: clock.monotonic() });
}

/** No process has kept a schedule here yet: what is missing before one can says more than a due time. */
async function nextWithoutMemory(store: StoreReader, clock: Clock): Promise<NextRun> {
  const { obstacle } = await planCollection(store, { remainingMs: () => 0 }, clock);
  if (obstacle === null || obstacle.kind === 'flood') return initialState.next;
  return { dueAt: null, trigger: 'schedule', reason: { kind: 'obstacle', obstacle } };
}

function nextOf({ dueAt, trigger, reason }: ScheduleMemory): NextRun {
  return { dueAt, trigger, reason };
}
