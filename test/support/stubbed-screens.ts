import { fileURLToPath } from 'node:url';
import { startWebServer } from '../../electron/server/web-server.ts';
import { createAnswerer } from '../../electron/service/answer.ts';
import type { EventFeed, WireEvent } from '../../electron/service/publisher.ts';
import type { ChangedList, Handlers } from '../../shared/contract.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { runCommand } from './command.ts';
import { handlersWith, recordingLog } from './contract-stubs.ts';

export interface StubbedScreens {
  /** Lets one browser in, once. */
  readonly address: string;
  /** Pushes the snapshot as it is now. */
  push(): void;
  changed(...lists: ChangedList[]): void;
  close(): Promise<void>;
}

/** The built screens, let in and fed as ever, over answers the test makes up. */
export async function serveStubbed(
  handlers: Partial<Handlers>,
  snapshot: () => Snapshot,
): Promise<StubbedScreens> {
  const listeners = new Set<(event: WireEvent) => void>();
  const events: EventFeed = {
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    current: snapshot,
  };
  const emit = (event: WireEvent): void => {
    for (const listener of listeners) listener(event);
  };
  const log = recordingLog();
  const answer = createAnswerer(
    handlersWith({
      'snapshot.get': async () => snapshot(),
      'runs.list': async () => ({ items: [], next: null }),
      ...handlers,
    }),
    log,
  );
  const server = await startWebServer({ port: 0, screensFolder: await builtScreens(), answer, events, log });
  return {
    address: server.address,
    push: () => emit({ event: 'snapshot', payload: snapshot() }),
    changed: (...lists) => emit({ event: 'changed', payload: { lists } }),
    close: () => server.close(),
  };
}

/** Built by the program itself where they are out of date, unless others are named. */
async function builtScreens(): Promise<string> {
  const named = process.env.TIDINGS_SCREENS;
  if (named !== undefined) return named;
  await runCommand(['--version']);
  return fileURLToPath(new URL('../../dist/renderer', import.meta.url));
}
