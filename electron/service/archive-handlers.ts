import type { ChangedList, Handlers } from '../../shared/contract.ts';
import type { ArchiveRequests } from '../../shared/contract-archive.ts';
import type { UnseenAlerts } from '../../shared/snapshot.ts';
import type { BackUps } from '../ports/back-ups.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import type { Surroundings } from '../ports/surroundings.ts';
import { createBackUpHandlers } from './backup-handlers.ts';
import { createExportHandlers } from './export-handlers.ts';
import { createInsightHandlers } from './insight-handlers.ts';
import { createPostHandlers } from './post-handlers.ts';
import type { Schedule } from './schedule.ts';
import { createWatchHandlers } from './watch-handlers.ts';

type ArchiveHandlers = Pick<Handlers, keyof ArchiveRequests>;

export interface ArchiveOptions {
  readonly store: StoreReader;
  readonly writer: () => Promise<StoreWriter>;
  readonly backUps: BackUps;
  /** Made when the first export is. */
  readonly exportFolder: string;
  readonly schedule: Pick<Schedule, 'whileIdle'>;
  readonly clock: Clock;
  readonly surroundings: () => Surroundings;
  readonly changed: (lists: readonly ChangedList[]) => void;
  readonly onAlerts: (alerts: UnseenAlerts) => void;
  readonly log: Pick<Log, 'warn'>;
}

/** All that is answered about what is held: searching, insights, exports, copies, watching. */
export function createArchiveHandlers(
  options: ArchiveOptions,
): ArchiveHandlers & { closeExports(): Promise<void> } {
  const { store, clock } = options;
  return {
    ...createPostHandlers(store),
    ...createInsightHandlers(store, clock.now),
    ...createExportHandlers({ ...options, folder: options.exportFolder }),
    ...createBackUpHandlers({ ...options, whileIdle: options.schedule.whileIdle }),
    ...createWatchHandlers(options),
  };
}
