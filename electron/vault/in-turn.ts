/** Lets work take turns: each begins when the one before it has ended, however it ended. */
export function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let lastTurn: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = lastTurn.then(work);
    // A failure is for its own caller to see; whoever comes next starts afresh.
    lastTurn = turn.catch(() => undefined);
    return turn;
  };
}
