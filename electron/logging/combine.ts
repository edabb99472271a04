import type { Log } from '../ports/log.ts';

/** One log that writes to several, in the order given. */
export function combineLogs(...logs: readonly Log[]): Log {
  return {
    info: (message) => {
      for (const log of logs) log.info(message);
    },
    warn: (message) => {
      for (const log of logs) log.warn(message);
    },
    error: (message, error) => {
      for (const log of logs) log.error(message, error);
    },
  };
}
