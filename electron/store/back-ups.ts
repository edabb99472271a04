import { join } from 'node:path';
import type { BackUps } from '../ports/back-ups.ts';
import type { Log } from '../ports/log.ts';
import { describeBackUps } from './back-up.ts';
import { inBackUpThread } from './back-up-thread.ts';
import { databaseFiles } from './database-files.ts';
import { wishToRestore } from './restore-wish.ts';

/** The copies of a database file, for a process that has it open. */
export function createBackUps(options: {
  readonly file: string;
  readonly now: () => number;
  readonly log: Log;
}): BackUps {
  const { file, now, log } = options;
  const files = databaseFiles(file);
  return {
    list: async () => describeBackUps(files, now()),
    make: () => inBackUpThread(file, { kind: 'by-hand' }, log),
    askToRestore: async (name) => {
      // Only by its name: what a screen sends is never a path.
      if (!describeBackUps(files, now()).some((backUp) => backUp.name === name)) {
        return `There is no copy called ${name} in ${files.backups}. Nothing was changed.`;
      }
      const copy = join(files.backups, name);
      if (!(await inBackUpThread(file, { kind: 'check', copy }, log))) {
        return `The copy ${name} is damaged, or of a newer version of Tidings. Nothing was changed. Choose another one.`;
      }
      wishToRestore(files, { copy, askedAt: now() });
      return null;
    },
    measure: () => inBackUpThread(file, { kind: 'measure' }, log),
  };
}
