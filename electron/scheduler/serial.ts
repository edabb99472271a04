/** Runs one task at a time, in the order they were asked for: what the scheduler's state is changed under. */
export type Serial = <Value>(task: () => Promise<Value>) => Promise<Value>;

export function createSerial(): Serial {
  let tail: Promise<unknown> = Promise.resolve();
  return (task) => {
    const result = tail.then(task);
    // The caller hears of a failure through `result`; the next task must start all the same.
    tail = result.catch(() => undefined);
    return result;
  };
}
