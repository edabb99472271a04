import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { CommandError, exitCodes } from './exit-codes.ts';
import { printable } from './output.ts';
import type { Signals } from './signals.ts';

/** Reads answers from standard input, one a line, so that a sign-in can be scripted. */
export interface Answers {
  /** Asks on standard error when somebody watches. A secret is not echoed. Throws when the input has ended. */
  ask(question: string, options?: { readonly secret?: boolean }): Promise<string>;
  close(): void;
}

export function createAnswers(signals: Signals, input: NodeJS.ReadStream = process.stdin): Answers {
  let silent = false;
  // Readline echoes what is typed into this stream on a terminal: swallowing it is how a secret stays unseen.
  const echo = new Writable({
    write: (chunk, _encoding, done) => {
      if (!silent) process.stderr.write(chunk);
      done();
    },
  });
  const interrupted = signals.asError('Interrupted. Nothing was kept.');
  // It may come when nobody is asked anything.
  interrupted.catch(() => undefined);
  const lines: string[] = [];
  let ended = false;
  let deliver: (() => void) | null = null;
  const reader = createInterface({ input, output: echo, terminal: input.isTTY === true });
  reader.on('line', (line) => {
    lines.push(line);
    deliver?.();
  });
  reader.on('close', () => {
    ended = true;
    deliver?.();
  });
  // Ctrl+C in a question is the wish to leave: the interface would otherwise only close itself.
  reader.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));

  return {
    ask: async (question, { secret = false } = {}) => {
      silent = secret;
      if (input.isTTY) process.stderr.write(`${printable(question)}: `);
      for (;;) {
        // An empty line is no answer: asking goes on.
        while (lines[0]?.trim() === '') lines.shift();
        if (lines.length > 0 || ended) break;
        const nextLine = new Promise<void>((resolve) => {
          deliver = resolve;
        });
        await Promise.race([nextLine, interrupted]);
      }
      if (silent && input.isTTY) process.stderr.write('\n');
      silent = false;
      const line = lines.shift();
      if (line === undefined) {
        throw new CommandError(
          `Standard input ended before an answer to "${question}". Nothing was kept; give one answer a line.`,
          exitCodes.usage,
        );
      }
      // A password may begin or end with a space.
      return secret ? line : line.trim();
    },
    close: () => reader.close(),
  };
}
