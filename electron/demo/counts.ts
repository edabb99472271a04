/** What clients have asked for since the start, or since the counts were last cleared. */
export interface Counts {
  /** Calls by method; pings count as `ping`. */
  readonly methods: Readonly<Record<string, number>>;
  /** The same by the phone number of the account. */
  readonly accounts: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Calls that came although a flood wait the client had been told of was not over. */
  readonly floodViolations: number;
  /** Connections accepted, and streams among them that were not MTProto. */
  readonly connections: number;
  /** Those of them that came to the MTProxy. */
  readonly proxyConnections: number;
  readonly brokenStreams: number;
  /** Auth keys made. */
  readonly handshakes: number;
}

export interface Counter {
  read(): Counts;
  clear(): void;
  called(method: string, phone: string | null): void;
  add(what: Total): void;
}

const zero = { floodViolations: 0, connections: 0, proxyConnections: 0, brokenStreams: 0, handshakes: 0 };
type Total = keyof typeof zero;

export function createCounter(): Counter {
  const methods = new Map<string, number>();
  const accounts = new Map<string, Map<string, number>>();
  const totals = { ...zero };

  function increase(counts: Map<string, number>, name: string): void {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }

  return {
    read: () => ({
      methods: Object.fromEntries(methods),
      accounts: Object.fromEntries(
        [...accounts].map(([phone, counts]) => [phone, Object.fromEntries(counts)]),
      ),
      ...totals,
    }),
    clear() {
      methods.clear();
      accounts.clear();
      Object.assign(totals, zero);
    },
    called(method, phone) {
      increase(methods, method);
      if (phone === null) return;
      const counts = accounts.get(phone) ?? new Map<string, number>();
      accounts.set(phone, counts);
      increase(counts, method);
    },
    add(what) {
      totals[what] += 1;
    },
  };
}
