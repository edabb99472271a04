import { localDay } from '../../shared/schedule.ts';
import type { SnapshotChange } from '../../shared/snapshot.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoreReader } from '../ports/store.ts';

/** Counts the figures of the database anew when something may have changed them, and when a new day begins. */
export interface FiguresFeed {
  refresh(): Promise<void>;
  /** Refreshes when the local day is no longer the one last counted; returns when it ends (wall clock). */
  refreshOnNewDay(): Promise<number>;
}

export function createFiguresFeed(
  store: Pick<StoreReader, 'figures'>,
  clock: Pick<Clock, 'now'>,
  publish: (change: SnapshotChange) => void,
): FiguresFeed {
  let day = { startedAt: 0, endsAt: 0 };

  async function refresh(): Promise<void> {
    day = localDay(clock.now());
    publish({ type: 'figures', figures: await store.figures(day) });
  }

  return {
    refresh,
    async refreshOnNewDay() {
      const now = clock.now();
      if (now < day.startedAt || now >= day.endsAt) await refresh();
      return day.endsAt;
    },
  };
}
