import type { BackUpFile, DatabaseSize } from '../../shared/archive.ts';

/** Copies of the database, and what its size is made of. Long work is done in a thread of its own. */
export interface BackUps {
  /** Newest first. */
  list(): Promise<readonly BackUpFile[]>;
  /** Makes and checks a copy, which stays until the user deletes it. Throws `StoreError`. */
  make(): Promise<BackUpFile>;
  /**
   * Checks the copy of that name and leaves word that it is to take the database's place when that is opened next.
   * Null when it did; otherwise why not, in words, with nothing changed.
   */
  askToRestore(name: string): Promise<string | null>;
  /** Takes seconds on a large database. Throws `StoreError`. */
  measure(): Promise<DatabaseSize>;
}
