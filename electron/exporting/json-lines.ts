import type { Writing } from './format.ts';
import { exportRecord } from './record.ts';

/** One JSON object a line, nothing else. */
export const jsonLines: Writing = {
  head: () => '',
  post: (post, channel) => `${JSON.stringify(exportRecord(post, channel))}\n`,
  foot: () => '',
};
