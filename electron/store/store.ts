import type { Lease, Store } from '../ports/store.ts';
import type { Connection } from './connection.ts';
import { beat, checkLease, releaseLease, takeLease } from './lease.ts';
import { createReader } from './reader.ts';
import { createWriter } from './writer.ts';

/** The store over a connection that is configured and migrated. `close` closes all that belongs to it, once. */
export function createStore(connection: Connection, close: () => void): Store {
  let closed = false;
  return {
    ...createReader(connection),
    takeLease: async (worker, at, expected) => {
      const { row, token } = takeLease(connection, worker, at, expected);
      if (token === null) return { taken: false, row };
      return { taken: true, lease: createLease(connection, token), previous: row.holder };
    },
    close: async () => {
      if (closed) return;
      closed = true;
      close();
    },
  };
}

function createLease(connection: Connection, token: number): Lease {
  return {
    token,
    writer: createWriter(connection, token),
    beat: async (at) => beat(connection, token, at),
    check: async () => checkLease(connection, token),
    release: async () => connection.write(() => releaseLease(connection, token)),
  };
}
