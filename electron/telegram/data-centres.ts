import type { DataCentreConfig } from './data-centre-config.ts';
import { trustServerKey } from './schema.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where accounts live, by the number of their data centre. */
export interface DataCentres {
  readonly isLocal: boolean;
  /** The data centre a sign-in begins with; it sends the number on if it lives elsewhere. */
  readonly first: number;
  addressOf(id: number): Address | null;
  /** Makes the client accept the servers' keys. Loads the client library. */
  trustKeys(): void;
}

/** Telegram's own, which its clients carry and which have not moved in years. */
const telegramAddresses: Readonly<Record<number, Address>> = {
  1: { host: '149.154.175.50', port: 443 },
  2: { host: '149.154.167.51', port: 443 },
  3: { host: '149.154.175.100', port: 443 },
  4: { host: '149.154.167.91', port: 443 },
  5: { host: '149.154.171.5', port: 443 },
};

/**
 * The client's table of server keys belongs to the process. A process that trusted a local data centre must
 * never talk to Telegram, nor the other way round, so the first gateway decides for all.
 */
let processSpeaksTo: 'telegram' | 'local' | null = null;

/** Throws when this process already speaks to the other kind of data centre. */
export function createDataCentres(config: DataCentreConfig | null): DataCentres {
  const kind = config === null ? 'telegram' : 'local';
  if (processSpeaksTo !== null && processSpeaksTo !== kind) {
    throw new Error('One process speaks either to Telegram or to a local data centre, never to both.');
  }
  processSpeaksTo = kind;
  const entries = config === null ? [] : [config, ...config.others];
  const addresses: Readonly<Record<number, Address>> =
    config === null
      ? telegramAddresses
      : Object.fromEntries(entries.map(({ id, host, port }) => [id, { host, port }]));
  return {
    isLocal: config !== null,
    first: config?.id ?? 2,
    addressOf: (id) => addresses[id] ?? null,
    trustKeys: () => {
      for (const entry of entries) trustServerKey(entry.publicKey);
    },
  };
}
