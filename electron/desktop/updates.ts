import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { EventFeed } from '../service/publisher.ts';

/** Finds, fetches and installs new versions. */
export interface Updater {
  /** False where the system's own package manager installs: a person is only told then. */
  readonly installs: boolean;
  /** Asks the feed. The newer version there is, or null; rejects when the feed could not be asked. */
  check(): Promise<string | null>;
  /** Fetches what was found last, to be installed when the application quits. */
  download(): Promise<void>;
}

export interface UpdateOptions {
  readonly events: EventFeed;
  /** Null where nothing is to be updated: then nothing is asked, told or installed. */
  readonly updater: Updater | null;
  /** Remembers across starts what was looked for and told. */
  readonly memoryFile: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** Says something to the person that is no alarm. Resolves with whether it was shown. */
  readonly tell: (title: string, body: string) => Promise<boolean>;
}

/** A start has better things to do than to look for its successor. */
const settleMs = 60_000;
const lookMs = 10 * 60_000;
const hourMs = 60 * 60_000;
const dayMs = 24 * hourMs;

/**
 * Looks for a new version once a day, and again an hour after it could not; never while a run is under way. What
 * is found is fetched, and told once per version. Returns what ends it.
 */
export function startUpdates(options: UpdateOptions): () => void {
  if (options.updater !== null) return lookDaily(options, options.updater);
  options.log.info('Updates are off in this copy of Tidings.');
  return () => undefined;
}

function lookDaily(options: UpdateOptions, updater: Updater): () => void {
  const { events, clock, log } = options;
  let memory = readMemory(options);
  let notBefore = clock.now() + settleMs;
  let looking = false;
  let stopped = false;
  let cancelTimer = clock.after(settleMs, look);

  function look(): void {
    cancelTimer();
    if (stopped) return;
    cancelTimer = clock.after(lookMs, look);
    const now = clock.now();
    if (looking || isRunning(events) || now < notBefore || !isDue(memory.lookedAt, now)) return;
    looking = true;
    void lookForUpdate().finally(() => {
      looking = false;
    });
  }

  async function lookForUpdate(): Promise<void> {
    try {
      const version = await updater.check();
      if (version !== null) await meet(version);
      remember({ lookedAt: clock.now() });
    } catch (error) {
      notBefore = clock.now() + hourMs;
      log.warn(`Looking for a new version failed and is tried again in an hour: ${firstLine(error)}`);
    }
  }

  async function meet(version: string): Promise<void> {
    if (updater.installs) await updater.download();
    if (stopped || memory.toldVersion === version) return;
    const { title, body } = wordsFor(version, updater.installs);
    log.info(`${title} ${body}`);
    if (events.current().settings.notifications === 'none') return;
    // Not waited for: a system that never answers would keep from looking again.
    void options.tell(title, body).then((shown) => {
      if (shown) remember({ toldVersion: version });
    });
  }

  function remember(change: Partial<UpdateMemory>): void {
    memory = { ...memory, ...change };
    writeMemory(options, memory);
  }

  const unsubscribe = events.on((message) => {
    if (message.event === 'snapshot' && message.payload.run === null) look();
  });
  return () => {
    stopped = true;
    cancelTimer();
    unsubscribe();
  };
}

/** Whether a day has passed since `lookedAt`; a clock that was put back since counts as one. Times in ms. */
export function isDue(lookedAt: number | null, now: number): boolean {
  return lookedAt === null || now - lookedAt >= dayMs || now < lookedAt;
}

/**
 * Whether an update may be put in place at the end: not under a run that did not end in time, and not under a
 * Tidings that starts again at that very moment.
 */
export function mayInstall(events: EventFeed, isRelaunching: boolean): boolean {
  return !isRelaunching && !isRunning(events);
}

/** Nothing is replaced under a run. */
export function isRunning(events: EventFeed): boolean {
  return events.current().run !== null;
}

function wordsFor(version: string, installs: boolean): { readonly title: string; readonly body: string } {
  return installs
    ? {
        title: `Tidings ${version} is ready.`,
        body: 'It is installed when you quit Tidings. Until then collecting goes on as it is.',
      }
    : { title: `There is a new Tidings, ${version}.`, body: 'Install it the way you installed this one.' };
}

function firstLine(error: unknown): string {
  // The library puts headers and whole answers into its messages.
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '';
}

const memorySchema = z.object({ lookedAt: z.number().nullable(), toldVersion: z.string().nullable() });
type UpdateMemory = Readonly<z.infer<typeof memorySchema>>;
const nothing: UpdateMemory = { lookedAt: null, toldVersion: null };

/** Losing the file costs one more look, and a word said twice. */
function readMemory({ memoryFile, log }: UpdateOptions): UpdateMemory {
  if (!existsSync(memoryFile)) return nothing;
  try {
    return memorySchema.parse(JSON.parse(readFileSync(memoryFile, 'utf8')));
  } catch (error) {
    log.warn(`What was known about updates could not be read: ${firstLine(error)}`);
    return nothing;
  }
}

function writeMemory({ memoryFile, log }: UpdateOptions, memory: UpdateMemory): void {
  try {
    writeFileSync(`${memoryFile}.new`, `${JSON.stringify(memory)}\n`, { mode: 0o600 });
    renameSync(`${memoryFile}.new`, memoryFile);
  } catch (error) {
    log.warn(`What is known about updates could not be kept: ${firstLine(error)}`);
  }
}
