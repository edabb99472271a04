/** Bytes that arrive in pieces of any size and are read in portions of an exact one, by one reader at a time. */
export interface ByteQueue {
  add(piece: Buffer): void;
  /** Waits for `count` bytes. Rejects once the queue has ended before they came. */
  take(count: number): Promise<Buffer>;
  end(): void;
}

interface Reader {
  readonly count: number;
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: Error) => void;
}

export function createByteQueue(): ByteQueue {
  let pieces: Buffer[] = [];
  let held = 0;
  let reader: Reader | null = null;
  let ended = false;

  /** Pieces are joined only when a portion is whole, so that many small ones cost no more than a few large. */
  function serve(): void {
    if (reader === null) return;
    const { count, resolve, reject } = reader;
    if (held >= count) {
      const all = Buffer.concat(pieces);
      pieces = [all.subarray(count)];
      held -= count;
      reader = null;
      resolve(all.subarray(0, count));
    } else if (ended) {
      reader = null;
      reject(new Error('The connection was closed.'));
    }
  }

  return {
    add: (piece) => {
      pieces.push(piece);
      held += piece.length;
      serve();
    },
    take: (count) =>
      new Promise((resolve, reject) => {
        if (reader !== null) {
          reject(new Error('Two readers at once would take from each other.'));
          return;
        }
        reader = { count, resolve, reject };
        serve();
      }),
    end: () => {
      ended = true;
      serve();
    },
  };
}
