import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { BackUpFile } from '../../../shared/archive.ts';
import { formatDateTime } from '../../../shared/format.ts';
import { prepareDataFolder } from '../../data-folder.ts';
import { describeBackUps } from '../../store/back-up.ts';
import { databaseFiles } from '../../store/database-files.ts';
import { type Restoring, restoreNow } from '../../store/restore.ts';
import { withWritingClient } from '../clients.ts';
import type { CommandContext, CommonOptions } from '../context.ts';
import { CommandError, exitCodes } from '../exit-codes.ts';
import { table } from '../output.ts';

const kinds: Readonly<Record<BackUpFile['kind'], string>> = {
  daily: 'daily',
  'by-hand': 'by hand',
  'before-format': 'before an update',
};

/** Makes a copy of the database, which stays until it is deleted by hand; or shows those there are. */
export async function backUpDatabase(
  context: CommandContext,
  options: CommonOptions & { readonly list?: true },
): Promise<void> {
  const { output, paths } = context;
  const files = databaseFiles(paths.database);
  if (options.list) {
    const backUps = describeBackUps(files, Date.now());
    output.answer(backUps, () =>
      backUps.length === 0
        ? 'No copies yet. Make one: tidings backup'
        : table(
            ['Copy', 'Made', 'MB', 'Kind'],
            backUps.map(({ name, at, bytes, kind }) => [
              name,
              formatDateTime(at),
              (bytes / 1e6).toFixed(1),
              kinds[kind],
            ]),
            new Set([2]),
          ),
    );
    return;
  }
  await withWritingClient(context, async (client) => {
    const answer = await client.request('backups.make', {});
    if (!answer.accepted) throw new CommandError(answer.reason);
    const { backUp } = answer;
    output.answer(
      backUp,
      () =>
        `Copied to ${join(files.backups, backUp.name)}. The vault with the sessions is no part of it: keep ${paths.vault} apart.`,
    );
  });
}

/** Puts a copy in the database's place: one that is listed, by its name, or any file. Nothing is deleted. */
export async function restoreDatabase(context: CommandContext, wanted: string): Promise<void> {
  const { output, paths } = context;
  const listed = join(databaseFiles(paths.database).backups, wanted);
  const isListed = describeBackUps(databaseFiles(paths.database), Date.now()).some(
    ({ name }) => name === wanted,
  );
  const copy = isListed ? listed : resolve(wanted);
  if (!existsSync(copy)) {
    throw new CommandError(
      `There is no copy called ${wanted}, and no file of that name. Nothing was changed. "tidings backup --list" shows the copies.`,
    );
  }
  prepareDataFolder(paths.folder);
  const restoring = restoreInWords(context, copy);
  if (restoring.done) {
    const { quarantined } = restoring;
    output.answer(
      { restored: copy, quarantined },
      () => `${copy} is the database now. The one before is kept in ${quarantined}.`,
    );
    return;
  }
  if (restoring.because === 'in-use') {
    throw new CommandError(
      'A Tidings process has the database open. Nothing was changed. Stop it, then restore again.',
      exitCodes.leaseHeld,
    );
  }
  throw new CommandError(
    `${whatItIsNot(copy)} Nothing was changed. Choose another copy: "tidings backup --list" shows them.`,
  );
}

/** What the store says of a copy it cannot use is meant for the database itself: here it would be bad advice. */
function restoreInWords({ paths, log, output }: CommandContext, copy: string): Restoring {
  const warnings: string[] = [];
  let isUnusable = false;
  try {
    const restoring = restoreNow({
      file: paths.database,
      copy,
      log: { ...log, warn: (message) => warnings.push(message) },
      now: Date.now,
    });
    isUnusable = !restoring.done && restoring.because === 'not-sound';
    return restoring;
  } finally {
    if (!isUnusable) for (const warning of warnings) output.note(warning);
  }
}

/** Every database of SQLite begins with these bytes. */
const beginning = 'SQLite format 3\0';

function whatItIsNot(copy: string): string {
  try {
    if (statSync(copy).isDirectory()) return `${copy} is a folder and no database of Tidings.`;
    const descriptor = openSync(copy, 'r');
    try {
      const bytes = Buffer.alloc(beginning.length);
      readSync(descriptor, bytes);
      return bytes.toString('latin1') === beginning
        ? `${copy} is damaged, no database of Tidings, or one of a newer version.`
        : `${copy} is no database of Tidings.`;
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return `${copy} cannot be read (${code}).`;
  }
}
