import type { Log } from '../../electron/ports/log.ts';
import type { Handlers } from '../../shared/contract.ts';
import { requestSchemas } from '../../shared/contract-schemas.ts';

/** A log that keeps what it is told. */
export function recordingLog(): Log & {
  readonly entries: {
    readonly level: 'info' | 'warn' | 'error';
    readonly message: string;
    readonly error?: unknown;
  }[];
} {
  const entries: ReturnType<typeof recordingLog>['entries'] = [];
  return {
    entries,
    info: (message) => entries.push({ level: 'info', message }),
    warn: (message) => entries.push({ level: 'warn', message }),
    error: (message, error) => entries.push({ level: 'error', message, error }),
  };
}

/** Handlers of which only those given may be asked; the others fail the way a defect would. */
export function handlersWith(given: Partial<Handlers>): Handlers {
  const refusing = Object.fromEntries(
    Object.keys(requestSchemas).map((name) => [
      name,
      () => Promise.reject(new Error(`${name} was not expected`)),
    ]),
  );
  return { ...refusing, ...given } as Handlers;
}
