/**
 * Parameters for a property test whose seed is always printed. `TIDINGS_SEED=…` replays exactly what the seed
 * gave before; `TIDINGS_RUNS=…` tries more or fewer cases.
 */
export function randomly({ numRuns }: { readonly numRuns: number }): { seed: number; numRuns: number } {
  const given = process.env.TIDINGS_SEED;
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  const runs = Number(process.env.TIDINGS_RUNS ?? numRuns);
  process.stdout.write(`Replay with TIDINGS_SEED=${seed} (${runs} cases)\n`);
  return { seed, numRuns: runs };
}
