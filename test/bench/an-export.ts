import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { exportFormats } from '../../shared/archive.ts';
import { makeArchive } from './archive-database.ts';
import { report } from './report.ts';

const posts = 1_000_000;
const until = Date.UTC(2026, 10, 1);
/** What V8 leaves lying about while hundreds of megabytes pass through; a list of the posts would be several times that. */
const mostGrownBytes = 250e6;
const program = join(import.meta.dirname, '../unit/exporting/exporting-process.ts');

interface Told {
  readonly posts: number;
  readonly slices: number;
  readonly grownBytes: number;
  readonly tookMs: number;
  readonly longestMs: number;
}

/** A million posts to a file, in each format, in a process of its own. */
export async function exportsAMillion(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-bench-'));
  let isFlat = true;
  try {
    const database = makeArchive(folder, { channels: 100, posts, until, days: 365 });
    const { file } = database;
    database.close();
    for (const format of exportFormats) {
      const out = join(folder, `all.${format}`);
      const { stdout } = await promisify(execFile)(process.execPath, [program, file, out, format]);
      const told: Told = JSON.parse(stdout);
      const seconds = told.tookMs / 1000;
      report(
        `export ${format}`,
        `${told.posts} posts, ${megabytes((await stat(out)).size)} in ${seconds.toFixed(1)} s: ` +
          `${Math.round(told.posts / seconds)} posts/s; memory +${megabytes(told.grownBytes)} from the tenth of ` +
          `${told.slices} slices to the last; event loop held ${told.longestMs.toFixed(1)} ms at most`,
      );
      await rm(out);
      isFlat &&= told.grownBytes < mostGrownBytes;
    }
    return isFlat;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
