import { mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths } from '../../electron/data-folder.ts';
import { settleTimeZone } from '../../electron/store/roll-up.ts';
import { countPosts } from '../../electron/store/search.ts';
import { startCommand } from '../support/command.ts';
import { makeArchive } from './archive-database.ts';
import { report } from './report.ts';

export interface ServedArchive {
  /** Lets one browser in. */
  readonly address: string;
  /** How many posts have the word. */
  countOf(word: string): number;
  close(): Promise<void>;
}

/**
 * `tidings serve` over a million posts. Nobody is signed in there, so nothing is collected and nothing is asked of any
 * network. `words`: those that `countOf` will be asked for.
 */
export async function serveArchive(
  archive: Parameters<typeof makeArchive>[1],
  words: readonly string[],
): Promise<ServedArchive> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-bench-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const madeAt = performance.now();
    const connection = makeArchive(folder, archive);
    await settleTimeZone(connection, async (work) => connection.write(work));
    const counts = new Map(
      words.map((text) => [text, countPosts(connection, { text }, archive.posts).count] as const),
    );
    connection.pragma('wal_checkpoint(TRUNCATE)');
    connection.close();
    await rename(connection.file, dataPaths(folder).database);
    report('archive', `${archive.posts} posts, made in ${seconds(madeAt)} s`);

    const startedAt = performance.now();
    // In another time zone than this process's it would make the figures anew while it is measured.
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const serving = startCommand(['serve', '--data', folder], { TZ: zone });
    const [, address = ''] = await serving.line(/Tidings is ready .*: (http:\S+)/);
    report('serve', `ready in ${seconds(startedAt)} s`);
    return {
      address,
      countOf: (word) => counts.get(word) ?? 0,
      close: async () => {
        await serving.end('SIGTERM');
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
