import type { ChangedList, Handlers } from '../../shared/contract.ts';
import type { BackUps } from '../ports/back-ups.ts';
import type { Clock } from '../ports/clock.ts';
import { StoreError, type StoreWriter } from '../ports/store.ts';
import type { Surroundings } from '../ports/surroundings.ts';
import type { Schedule } from './schedule.ts';

type BackUpHandlers = Pick<Handlers, 'backups.list' | 'backups.make' | 'backups.restore' | 'database.size'>;

/** Copies of the database: made, listed, and put in its place; and what its size is made of. */
export function createBackUpHandlers(options: {
  readonly backUps: BackUps;
  /** Throws `LeaseLostError` where this process does not hold the lease. */
  readonly writer: () => Promise<StoreWriter>;
  readonly clock: Pick<Clock, 'now'>;
  readonly whileIdle: Schedule['whileIdle'];
  readonly surroundings: () => Surroundings;
  readonly changed: (lists: readonly ChangedList[]) => void;
}): BackUpHandlers {
  const { backUps, writer, clock, surroundings, changed } = options;

  return {
    'backups.list': () => backUps.list(),
    'backups.make': async () => {
      const { audit } = await writer();
      try {
        const backUp = await backUps.make();
        const { name, bytes } = backUp;
        await audit.append({ at: clock.now(), type: 'backup.made', metadata: { name, bytes } });
        changed(['backups', 'events']);
        return { accepted: true, backUp };
      } catch (error) {
        if (error instanceof StoreError) return { accepted: false, reason: error.message };
        throw error;
      }
    },
    'backups.restore': async ({ name }) => {
      const { restart } = surroundings();
      if (restart === null) {
        const reason = `This Tidings cannot start again by itself. Stop it, then run: tidings restore ${name}`;
        return { accepted: false, reason };
      }
      // Who stands by must not close the database of the one that collects.
      await writer();
      // No run begins while the copy is being checked.
      const asked = await options.whileIdle(() => backUps.askToRestore(name));
      if (!asked.idle)
        return { accepted: false, reason: 'A run is under way. Stop it first, or wait for its end.' };
      if (asked.value !== null) return { accepted: false, reason: asked.value };
      // The answer leaves first.
      setImmediate(restart);
      return { accepted: true };
    },
    'database.size': () => backUps.measure(),
  };
}
