import Database from 'better-sqlite3';
import { withoutPunctuation } from '../../shared/search-words.ts';
import type { Log } from '../ports/log.ts';
import { StoreError } from '../ports/store.ts';
import { explained } from './problems.ts';

export type Value = string | number | null;
type Parameters = readonly (Value | Readonly<Record<string, Value>>)[];

/**
 * One connection to a database file. Statements are compiled when first used and kept; what SQLite throws
 * comes out in words (`StoreError`); a query that takes longer than a few frames is logged, without values.
 */
export interface Connection {
  readonly file: string;
  get<Row>(sql: string, ...parameters: Parameters): Row | undefined;
  all<Row>(sql: string, ...parameters: Parameters): readonly Row[];
  /**
   * Rows as they are asked for. Whoever stops before the end has read no more than that. Until then nothing can be
   * written over this connection, and the same query not be asked again.
   */
  each<Row>(sql: string, ...parameters: Parameters): Iterable<Row>;
  run(sql: string, ...parameters: Parameters): { readonly changes: number; readonly id: number };
  /** Runs a script of several statements, however long it takes: scripts and pragmas are no queries. */
  script(sql: string): void;
  pragma(setting: string): unknown;
  /** One IMMEDIATE transaction: a deferred one that turns into a writer fails at once when it meets another. */
  write<Result>(work: () => Result): Result;
  /** Several reads that see the same state. */
  read<Result>(work: () => Result): Result;
  /** True once anything reported that the file is damaged: it must be checked at the next start. */
  foundDamage(): boolean;
  close(): void;
}

export interface ConnectionOptions {
  readonly file: string;
  readonly log: Log;
  readonly readonly?: boolean;
}

const busyTimeoutMs = 5_000;
const slowQueryMs = 40;

/** Opens a connection without reading or setting anything yet. Throws `StoreError`. */
export function openConnection({ file, log, readonly = false }: ConnectionOptions): Connection {
  let damaged = false;
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (error) {
      const reason = explained(error, file);
      damaged ||= reason instanceof StoreError && reason.problem === 'damaged';
      throw reason;
    }
  };
  const timed = <Result>(sql: string, work: () => Result): Result => {
    const startedAt = performance.now();
    try {
      return guarded(work);
    } finally {
      logSlow(sql, performance.now() - startedAt);
    }
  };
  const logSlow = (sql: string, tookMs: number): void => {
    if (tookMs > slowQueryMs) log.info(`Slow query, ${Math.round(tookMs)} ms: ${abbreviated(sql)}`);
  };

  const raw = guarded(() => openRaw(file, readonly));
  // For migrations, which index what `indexPost` would.
  raw.function('without_punctuation', { deterministic: true, directOnly: true }, (text) =>
    withoutPunctuation(String(text)),
  );
  const statements = new Map<string, Database.Statement>();
  const prepared = (sql: string): Database.Statement => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = raw.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  function* eachRow<Row>(sql: string, parameters: Parameters): Generator<Row, void, undefined> {
    const rows = guarded(() => prepared(sql).iterate(...parameters)) as IterableIterator<Row>;
    const startedAt = performance.now();
    try {
      for (let row = guarded(() => rows.next()); row.done !== true; row = guarded(() => rows.next()))
        yield row.value;
    } finally {
      rows.return?.();
      // With what was done with each row, which is what the user waited for.
      logSlow(sql, performance.now() - startedAt);
    }
  }
  const transaction = raw.transaction((work: () => unknown) => work());

  return {
    file,
    get: <Row>(sql: string, ...parameters: Parameters) =>
      timed(sql, () => prepared(sql).get(...parameters) as Row | undefined),
    all: <Row>(sql: string, ...parameters: Parameters) =>
      timed(sql, () => prepared(sql).all(...parameters) as Row[]),
    each: <Row>(sql: string, ...parameters: Parameters) => eachRow<Row>(sql, parameters),
    run: (sql, ...parameters) =>
      timed(sql, () => {
        const { changes, lastInsertRowid } = prepared(sql).run(...parameters);
        return { changes, id: Number(lastInsertRowid) };
      }),
    script: (sql) => guarded(() => void raw.exec(sql)),
    pragma: (setting) => guarded(() => raw.pragma(setting, { simple: true })),
    write: <Result>(work: () => Result) => guarded(() => transaction.immediate(work) as Result),
    read: <Result>(work: () => Result) => guarded(() => transaction.deferred(work) as Result),
    foundDamage: () => damaged,
    close: () => void raw.close(),
  };
}

/** Every pragma is set here, none is left to how SQLite was built. */
export function configureWriter(connection: Connection): void {
  connection.pragma('trusted_schema = OFF');
  connection.pragma('foreign_keys = ON');
  if (connection.file === ':memory:') return;
  connection.pragma('journal_mode = WAL');
  // Writes are rare: a fifth dearer than NORMAL, and a committed run survives a power cut.
  connection.pragma('synchronous = FULL');
}

export function configureReader(connection: Connection): void {
  connection.pragma('trusted_schema = OFF');
  connection.pragma('query_only = ON');
}

function openRaw(file: string, readonly: boolean): Database.Database {
  try {
    return new Database(file, { readonly, fileMustExist: readonly, timeout: busyTimeoutMs });
  } catch (error) {
    // The binding reports a missing folder by a TypeError before SQLite is asked.
    if (error instanceof TypeError) {
      throw new StoreError(
        'not-writable',
        `There is no folder for the database ${file}. Nothing was written. Create the folder or choose another place.`,
      );
    }
    throw error;
  }
}

function abbreviated(sql: string): string {
  const line = sql.replaceAll(/\s+/g, ' ').trim();
  return line.length <= 160 ? line : `${line.slice(0, 159)}…`;
}
