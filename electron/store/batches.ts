/** One fenced transaction. */
export type FencedWrite = <Result>(work: () => Result) => Promise<Result>;

/** Rows a batch may delete: some ten milliseconds, so that whatever else the process does gets its turn. */
export const rowsPerBatch = 1000;

/**
 * Runs `batch`, each time in a transaction of its own, until it says that nothing is left. Others write in
 * between, and the process may die there: what is true after each batch must be true for everybody.
 */
export async function inBatches(write: FencedWrite, batch: () => 'more' | 'done'): Promise<void> {
  while ((await write(batch)) === 'more') {
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
