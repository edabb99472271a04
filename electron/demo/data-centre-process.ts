import { createInterface } from 'node:readline';
import { runCommand } from './commands.ts';
import { type DataCentre, startDataCentre } from './data-centre.ts';
import type { DataCentreOptions } from './options.ts';

/**
 * The data centre as a process of its own. Its options are JSON in its one argument. It says where it listens, and
 * who may sign in, in one line on standard output; it answers each line of standard input with one line, and ends
 * when standard input does.
 */
async function main(): Promise<void> {
  let dataCentre: DataCentre;
  try {
    dataCentre = await startDataCentre(readOptions());
  } catch (error) {
    say({ ready: false, error: error instanceof Error ? error.message : String(error) });
    process.exitCode = 1;
    return;
  }
  say({
    ready: true,
    pid: process.pid,
    dc: dataCentre.config,
    proxy: dataCentre.proxy,
    accounts: dataCentre.accounts(),
    channels: dataCentre.channels(),
  });
  const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    if (line.trim() !== '') say(runCommand(dataCentre, line));
  }
  await dataCentre.close();
}

function readOptions(): DataCentreOptions {
  const text = process.argv[2] ?? '{}';
  try {
    // The data centre itself checks what this claims.
    return JSON.parse(text) as DataCentreOptions;
  } catch (error) {
    throw new Error('The options of the demo’s data centre are not JSON.', { cause: error });
  }
}

function say(answer: unknown): void {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

// Whoever started this process has gone: there is nobody left to serve.
process.stdout.on('error', () => process.exit(0));
await main();
