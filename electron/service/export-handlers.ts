import type { ChangedList, Handlers } from '../../shared/contract.ts';
import { parseSearch } from '../../shared/search-query.ts';
import { removeUnfinishedExports } from '../exporting/export-file.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { StoreReader, StoreWriter } from '../ports/store.ts';
import type { Surroundings } from '../ports/surroundings.ts';
import { createExportJobs, mostExportsAtOnce } from './export-jobs.ts';

type ExportHandlers = Pick<Handlers, 'exports.start' | 'exports.cancel' | 'exports.list' | 'exports.address'>;

/** Writes what a filter finds to files, and hands them out. */
export function createExportHandlers(options: {
  readonly store: Pick<StoreReader, 'posts' | 'channels'>;
  readonly writer: () => Promise<StoreWriter>;
  /** Made when the first export is. */
  readonly folder: string;
  readonly clock: Clock;
  readonly surroundings: () => Surroundings;
  readonly changed: (lists: readonly ChangedList[]) => void;
  readonly log: Pick<Log, 'warn'>;
}): ExportHandlers & { closeExports(): Promise<void> } {
  const { store, writer, folder, clock, surroundings, changed, log } = options;
  removeUnfinishedExports(folder);

  const jobs = createExportJobs({
    store,
    folder,
    clock,
    onChanged: () => changed(['exports']),
    onFinished: async ({ format, written, state }) => {
      if (state === 'running') return;
      try {
        const { audit } = await writer();
        await audit.append({
          at: clock.now(),
          type: 'export.finished',
          metadata: { format, posts: state === 'done' ? written : 0, state },
        });
        changed(['events']);
      } catch (error) {
        // Exporting only reads, so a process that stands by may; what it did it cannot record.
        log.warn(`An export ended without a record of it: ${String(error)}`);
      }
    },
  });

  return {
    'exports.start': async (request) => {
      const { text = '' } = request;
      const parsed = text.trim() === '' ? null : parseSearch(text);
      if (parsed?.ok === false) return { accepted: false, reason: parsed.reason };
      const job = jobs.start(request);
      if (job !== null) return { accepted: true, job };
      const reason = `${mostExportsAtOnce} exports are under way already. Wait for one of them to end, or cancel it.`;
      return { accepted: false, reason };
    },
    'exports.cancel': async ({ jobId }) =>
      jobs.cancel(jobId) ? { accepted: true } : { accepted: false, reason: 'That export has ended already.' },
    'exports.list': async () => jobs.list(),
    'exports.address': async ({ jobId }) => {
      const { mintDownload } = surroundings();
      const file = jobs.get(jobId)?.file ?? null;
      if (file === null) return { accepted: false, reason: 'That export has no finished file.' };
      if (mintDownload === null) {
        return { accepted: false, reason: `No browser is served here. The file is ${file}` };
      }
      return { accepted: true, address: mintDownload(file) };
    },
    closeExports: jobs.close,
  };
}
