/** The id of the button that opens a run's row, by which the day strip finds it. */
export function rowId(runId: number): string {
  return `run-${runId}`;
}
