import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
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

const folderPrefix = 'tidings-demo-';
const staleMs = 24 * 60 * 60 * 1000;

/** A data folder for one demo: whoever makes it removes it. What earlier demos had to leave is removed first. */
export function makeDemoFolder(): string {
  removeStaleFolders(tmpdir(), Date.now());
  return mkdtempSync(join(tmpdir(), folderPrefix));
}

/** Beside the data folder of a demo, and as lasting as that. */
export function keysOfDemo(folder: string): string {
  return `${folder}-keys`;
}

/**
 * Removes what can be removed: the profile is written to until the very end, and locked as long on Windows. The
 * rest goes when a later demo starts. Never rejects, for by then there is nobody to tell.
 */
export async function removeDemoFolder(folder: string): Promise<void> {
  for (const each of [keysOfDemo(folder), folder]) {
    await rm(each, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  }
}

/** A demo writes every few seconds: what nothing was written to for a day (`now` in ms) is in nobody's use. */
export function removeStaleFolders(parent: string, now: number): void {
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (!name.startsWith(folderPrefix) || now - lastWrittenAt(folder) < staleMs) continue;
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another user's, in a folder that all share, or still locked: the next demo tries again.
    }
  }
}

/** In ms since the epoch; of a folder that is going away or that is not ours to look into: now or later. */
function lastWrittenAt(folder: string): number {
  try {
    const files = [folder, ...readdirSync(folder).map((name) => join(folder, name))];
    return Math.max(...files.map((file) => statSync(file).mtimeMs));
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
