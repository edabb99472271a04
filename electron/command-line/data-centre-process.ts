import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DemoCloud } from '../demo-session.ts';
import { CommandError } from './exit-codes.ts';

/** What the data centre says of itself once it listens. */
export interface DataCentreReady extends DemoCloud {
  /** As a `--dc` file holds it. */
  readonly dc: unknown;
}

export interface DataCentreProcess extends DataCentreReady {
  /** Ends the process: it goes when its standard input does. */
  close(): Promise<void>;
}

/** Starts the miniature data centre as a process of its own, as far away from this one as Telegram would be. */
export async function startDataCentreProcess(options: object): Promise<DataCentreProcess> {
  const program = join(import.meta.dirname, 'data-centre-process.js');
  // In a group of its own, Ctrl+C in the terminal reaches this process only, which drains before it ends the other.
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: process.platform !== 'win32',
  });
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.stdin.end();
    await ended;
  };
  const ready = await firstLine(child);
  return { ...(JSON.parse(ready) as DataCentreReady), close };
}

async function firstLine(child: ChildProcess & { stdout: NodeJS.ReadableStream }): Promise<string> {
  const lines = createInterface({ input: child.stdout });
  const [line] = await Promise.race([
    once(lines, 'line'),
    once(child, 'exit').then(([code]) => {
      throw new CommandError(`The demo's data centre did not start (exit code ${code}). Nothing was kept.`);
    }),
  ]);
  return String(line);
}
