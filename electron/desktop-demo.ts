import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import { type DemoCloud, DemoError } from './demo-session.ts';

export interface DemoDataCentre extends DemoCloud {
  /** As a `--dc` file holds it. */
  readonly dc: unknown;
  close(): Promise<void>;
}

const readySchema = z.object({
  dc: z.unknown(),
  accounts: z.array(z.object({ phone: z.string(), code: z.string(), password: z.string().nullable() })),
  channels: z.array(z.object({ username: z.string().nullable() })),
});

/**
 * Starts the miniature data centre beside this process's own work: the program the command line runs as a
 * process, in a thread, because a packaged Electron cannot be made to run another program as Node would, and
 * its utility processes have no standard input to end them with.
 */
export async function startDemoDataCentre(channels: number): Promise<DemoDataCentre> {
  const thread = new Worker(join(import.meta.dirname, 'data-centre-process.js'), {
    argv: [JSON.stringify({ channels })],
    stdin: true,
    stdout: true,
  });
  const ended = once(thread, 'exit');
  const lines = createInterface({ input: thread.stdout });
  const first = await Promise.race([once(lines, 'line'), ended.then(() => null)]);
  const ready = readySchema.safeParse(first === null ? null : JSON.parse(String(first[0])));
  if (!ready.success) {
    await thread.terminate();
    throw new DemoError("The demo's data centre did not start. Nothing was kept.");
  }
  return {
    ...ready.data,
    async close() {
      thread.stdin?.end();
      await ended;
    },
  };
}

/** A data folder for one demo: whoever makes it removes it. */
export function makeDemoFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tidings-demo-'));
}
