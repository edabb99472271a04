import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { DataCentreOptions } from '../../electron/demo/options.ts';

const program = fileURLToPath(new URL('../../electron/demo/data-centre-process.ts', import.meta.url));

interface Ready {
  readonly dc: unknown;
  readonly channels: readonly {
    readonly id: number;
    readonly username: string | null;
    readonly title: string;
  }[];
}

/** The data centre as a process of its own, driven over its standard input. */
export interface DataCentreChild extends Ready {
  /** Runs one of its commands; rejects with its words when it refuses. */
  run<Result = unknown>(command: string, given?: object): Promise<Result>;
  close(): Promise<void>;
}

/** Starts one and writes its `--dc` file. */
export async function startDataCentreChild(
  options: DataCentreOptions,
  dcFile: string,
): Promise<DataCentreChild> {
  const child = spawn(process.execPath, [program, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The data centre has ended.');
    return JSON.parse(value);
  };
  const ready = (await nextLine()) as Ready & { readonly ready: boolean; readonly error?: string };
  if (!ready.ready) throw new Error(ready.error);
  await writeFile(dcFile, JSON.stringify(ready.dc));
  let turn: Promise<unknown> = Promise.resolve();
  return {
    dc: ready.dc,
    channels: ready.channels,
    // One question at a time: answers come in the order of the questions.
    run: <Result>(command: string, given: object = {}) => {
      const answer = turn.then(async () => {
        child.stdin.write(`${JSON.stringify({ command, ...given })}\n`);
        const reply = (await nextLine()) as { ok: boolean; result?: unknown; error?: string };
        if (!reply.ok) throw new Error(reply.error);
        return reply.result as Result;
      });
      turn = answer.catch(() => undefined);
      return answer;
    },
    close: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.stdin.end();
      await ended;
    },
  };
}
