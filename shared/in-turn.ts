/** Does one piece of work at a time, in the order they were asked for. */
export type InTurn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Each begins when the one before it has ended, however it ended. */
export function createTurns(): InTurn {
  let latest: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = latest.then(work);
    // A failure is for its own caller to see; whoever comes next starts all the same.
    latest = turn.catch(() => undefined);
    return turn;
  };
}
