// A process of its own that exports everything a database holds, and says what its memory came to.

import { writeWholeFile } from '../../../electron/exporting/export-file.ts';
import { exportPosts } from '../../../electron/exporting/export-posts.ts';
import { openReader } from '../../../electron/store/open-store.ts';
import { exportFormats } from '../../../shared/archive.ts';

const [database = '', out = '', wanted = ''] = process.argv.slice(2);
const format = exportFormats.find((name) => name === wanted);
if (format === undefined) throw new Error(`There is no format ${wanted}.`);
const reader = await openReader({ file: database });
let slices = 0;
let tenth = 0;
let longestMs = 0;
let longestSearchMs = 0;
let turnedAt = performance.now();
let over = false;
/** How long the event loop was held between two of its turns. */
const turn = (): void => {
  const now = performance.now();
  longestMs = Math.max(longestMs, now - turnedAt);
  turnedAt = now;
  if (!over) setImmediate(turn);
};
turn();
const startedAt = performance.now();
const posts = await writeWholeFile(out, (sink) =>
  exportPosts({
    source: {
      search: async (filter, page) => {
        const begins = performance.now();
        const found = await reader.posts.search(filter, page);
        longestSearchMs = Math.max(longestSearchMs, performance.now() - begins);
        return found;
      },
      channels: reader.channels.list,
    },
    filter: {},
    format,
    sink,
    at: Date.now(),
    monotonic: () => performance.now(),
    signal: new AbortController().signal,
    onProgress: () => {
      slices += 1;
      if (slices === 10) tenth = process.memoryUsage.rss();
    },
  }),
);
over = true;
const grownBytes = process.memoryUsage.rss() - tenth;
const tookMs = performance.now() - startedAt;
await reader.close();
process.stdout.write(JSON.stringify({ posts, slices, grownBytes, tookMs, longestMs, longestSearchMs }));
