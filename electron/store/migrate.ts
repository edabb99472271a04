import { StoreError } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { readVersion, refuseNewer } from './version.ts';

/**
 * Brings the database up to the newest version, each step one transaction. `copy` is called once before
 * the first step of a database that holds something. Throws `StoreError`; the step that failed and all
 * after it have then changed nothing.
 */
export function migrate(
  connection: Connection,
  migrations: readonly string[],
  copy: (nextVersion: number) => string,
): void {
  const held = readVersion(connection);
  refuseNewer(held, connection.file, migrations.length);
  if (held === migrations.length) return;
  const kept = held === 0 ? null : copy(held + 1);
  for (const [index, script] of migrations.entries()) {
    if (index >= held) step(connection, script, index + 1, kept);
  }
}

function step(connection: Connection, script: string, version: number, copy: string | null): void {
  try {
    connection.write(() => {
      connection.script(script);
      connection.pragma(`user_version = ${version}`);
    });
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw new StoreError(
      'unreadable',
      `The database ${connection.file} could not be brought up to format ${version}: ${String(error)}. It was left as it was${copy === null ? '' : `, and a copy is kept as ${copy}`}. Go back to the version of Tidings you used before, and report this.`,
    );
  }
}
