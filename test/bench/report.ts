/** One figure a line, with what it is of. */
export function report(what: string, figure: string): void {
  process.stdout.write(`${what.padEnd(18)}${figure}\n`);
}
