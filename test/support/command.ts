import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The program as a person starts it. */
const program = fileURLToPath(new URL('../../bin/tidings.js', import.meta.url));

let settings: string | null = null;

/**
 * Where commands find the user's settings, and keep keys: with the test, never in the home of whoever runs it.
 * A folder of this process, removed at its end, until a test names its own; null goes back to that.
 */
export function keepSettingsIn(folder: string | null): void {
  settings = folder;
}

/** The environment that says so to Linux, Windows and macOS. */
export function settingsEnvironment(): NodeJS.ProcessEnv {
  settings ??= makeSettings();
  return {
    XDG_CONFIG_HOME: settings,
    LOCALAPPDATA: settings,
    ...(process.platform === 'darwin' ? { HOME: settings } : {}),
  };
}

function makeSettings(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tidings-settings-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command to its end. `input` becomes its standard input, which then ends. */
export async function runCommand(parameters: readonly string[], input = ''): Promise<CommandResult> {
  const child = spawnCommand(parameters);
  child.stdin?.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

/** The document of a command that was given `--json` and must succeed with `code`. */
export async function runForDocument<Document>(
  parameters: readonly string[],
  options: { readonly input?: string; readonly code?: number } = {},
): Promise<Document> {
  const result = await runCommand([...parameters, '--json'], options.input);
  if (result.code !== (options.code ?? 0)) {
    throw new Error(
      `tidings ${parameters.join(' ')} ended with ${result.code}:\n${result.stdout}${result.stderr}`,
    );
  }
  return JSON.parse(result.stdout) as Document;
}

export interface RunningCommand {
  readonly process: ChildProcess;
  readonly pid: number;
  /** Resolves with the first line of either stream that matches, also one that has passed already. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** Everything said so far. */
  output(): { readonly stdout: string; readonly stderr: string };
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<CommandResult>;
  /** Waits for the end. */
  readonly ended: Promise<CommandResult>;
}

/** Starts a command that goes on until it is told to end. */
export function startCommand(
  parameters: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): RunningCommand {
  const child = spawnCommand(parameters, environment);
  const lines = { stdout: [] as string[], stderr: [] as string[] };
  const waiting = new Set<() => void>();
  const notify = (): void => {
    for (const check of [...waiting]) check();
  };
  for (const name of ['stdout', 'stderr'] as const) {
    createInterface({ input: child[name] }).on('line', (line) => {
      lines[name].push(line);
      notify();
    });
  }
  const output = () => ({ stdout: lines.stdout.join('\n'), stderr: lines.stderr.join('\n') });
  const ended = once(child, 'close').then(() => ({ code: child.exitCode, ...output() }));
  void ended.then(notify);
  return {
    process: child,
    pid: child.pid ?? 0,
    output,
    ended,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          for (const line of [...lines.stdout, ...lines.stderr]) {
            const match = pattern.exec(line);
            if (match !== null) {
              waiting.delete(check);
              resolve(match);
              return;
            }
          }
          if (child.exitCode !== null || child.signalCode !== null) {
            waiting.delete(check);
            reject(
              new Error(
                `The command ended without a line like ${pattern}:\n${output().stdout}\n${output().stderr}`,
              ),
            );
          }
        };
        waiting.add(check);
        check();
      }),
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
  };
}

function spawnCommand(parameters: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  return spawn(process.execPath, [program, ...parameters], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...settingsEnvironment(),
      TZ: 'UTC',
      FORCE_COLOR: undefined,
      NO_COLOR: '1',
      ...environment,
    },
  });
}
