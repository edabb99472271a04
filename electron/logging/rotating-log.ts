import { appendFileSync, chmodSync, existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../ports/log.ts';
import { redact } from './redact.ts';

export interface RotatingLogOptions {
  readonly folder: string;
  /** The size at which a file is put aside, in bytes; 1 MiB unless given. */
  readonly maxBytes?: number;
  /** Files kept, the current one included, at least 1; 5 unless given. */
  readonly files?: number;
  /** Wall clock: milliseconds since the epoch. */
  readonly now: () => number;
}

export interface RotatingLog extends Log {
  /** The current file. */
  readonly path: string;
  /** Writes nothing any more. */
  close(): Promise<void>;
}

type Level = 'info' | 'warn' | 'error';

const mostEntryCharacters = 16 * 1024;

/**
 * `tidings.log` in `folder`, one line per entry, for its owner's eyes only; older entries in `tidings.1.log` and
 * on. Each entry is on the disk when the call returns, so that the last words before a crash are kept, and the
 * file is opened anew for each, so that moving or removing it loses nothing. Never throws: what cannot be
 * written is counted, told once on stderr, and noted in the file when writing works again.
 */
export function createRotatingLog(options: RotatingLogOptions): RotatingLog {
  const { folder, now, maxBytes = 1024 * 1024, files = 5 } = options;
  const fileAt = (age: number) => join(folder, age === 0 ? 'tidings.log' : `tidings.${age}.log`);
  const path = fileAt(0);
  let lost = 0;
  let narrowed = false;
  let closed = false;

  function write(level: Level, message: string, error?: unknown): void {
    if (closed) return;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      // What failed may have left half a line behind.
      const amends =
        lost === 0 ? '' : `\n${lineOf(now(), 'warn', `Entries that could not be written here: ${lost}.`)}`;
      const text = error === undefined ? message : `${message} ${describeError(error)}`;
      append(amends + lineOf(now(), level, text));
      lost = 0;
    } catch (problem) {
      lost += 1;
      if (lost === 1) complain(path, problem);
    }
  }

  function append(text: string): void {
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size !== undefined && size > 0 && size + Buffer.byteLength(text) > maxBytes) putAside();
    appendFileSync(path, text, { mode: 0o600 });
    if (narrowed) return;
    // The mode above is for a new file: one that was there before may be open to others.
    chmodSync(path, 0o600);
    narrowed = true;
  }

  function putAside(): void {
    rmSync(fileAt(files - 1), { force: true });
    for (let age = files - 2; age >= 0; age -= 1) {
      if (existsSync(fileAt(age))) renameSync(fileAt(age), fileAt(age + 1));
    }
  }

  return {
    path,
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message, error) => write('error', message, error),
    async close() {
      closed = true;
    },
  };
}

function lineOf(at: number, level: Level, message: string): string {
  // Before cutting: the first half of a secret may not look like one.
  const text = redact(message);
  const cut = text.length > mostEntryCharacters ? ' (cut)' : '';
  const shown = escapeControls(text.slice(0, mostEntryCharacters));
  return `${new Date(at).toISOString()} ${level.padEnd(5)} ${shown}${cut}\n`;
}

/** Keeps an entry on its line, and escape sequences away from the terminal of whoever reads it. */
function escapeControls(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Stack and causes. Not the error's other properties: the client library's carry whole requests. */
function describeError(error: unknown, causesLeft = 5): string {
  if (!(error instanceof Error)) return String(error);
  const stack = error.stack ?? `${error.name}: ${error.message}`;
  const causes: readonly unknown[] = error instanceof AggregateError ? error.errors : [error.cause];
  const told = causes.filter((cause) => cause !== undefined && causesLeft > 0);
  return [stack, ...told.map((cause) => `Caused by: ${describeError(cause, causesLeft - 1)}`)].join('\n');
}

function complain(path: string, error: unknown): void {
  const why = error instanceof Error ? error.message : String(error);
  process.stderr.write(
    `The log file ${path} cannot be written (${why}). Tidings goes on without it; free some space or check its permissions.\n`,
  );
}
