import { readApiSchema } from '../telegram/schema.ts';
import { createAccounts } from './accounts.ts';
import { createAuthKeys } from './auth-keys.ts';
import { createWorldClock } from './clock.ts';
import type { Cloud, Endpoint } from './cloud.ts';
import { createCodec } from './codec/codec.ts';
import { parseSchema } from './codec/definitions.ts';
import { mtprotoSchema } from './codec/mtproto-schema.ts';
import { type Controls, createControls } from './controls.ts';
import { createCounter } from './counts.ts';
import { createFaults } from './faults.ts';
import { type Listener, listen, type Network } from './listener.ts';
import { createLoginTokens } from './login-tokens.ts';
import { type DataCentreOptions, type ResolvedOptions, resolveOptions } from './options.ts';
import { createPasswords } from './passwords.ts';
import { generateServerKey, loadServerKey } from './protocol/server-key.ts';
import { createServedRecord } from './served.ts';
import { type KeptState, readState, writeState } from './state-file.ts';
import { createWorld } from './world/world.ts';

/** What an app needs to know of a data centre in order to connect to it: the content of a `--dc` file. */
export interface DataCentreConfig extends Endpoint {
  /** PKCS#1 PEM */
  readonly publicKey: string;
  readonly others: readonly (Endpoint & { readonly publicKey: string })[];
}

/** A running miniature of Telegram on loopback, and everything that can be done to it. */
export interface DataCentre extends Controls {
  readonly config: DataCentreConfig;
  /** Where it takes connections as an MTProxy; null without one. */
  readonly proxy: { readonly host: string; readonly port: number } | null;
  close(): Promise<void>;
}

const dayMs = 86_400_000;

/**
 * Starts a data centre, and further ones of the same demo where `others` asks for them. Throws, in words, when the
 * options do not fit, the state file is unreadable or the port is taken.
 */
export async function startDataCentre(given: DataCentreOptions = {}): Promise<DataCentre> {
  const options = resolveOptions(given);
  const kept = options.stateFile === undefined ? null : readState(options.stateFile);
  const clock = createWorldClock(options.clockAt ?? null);
  const epochAt = kept?.epochAt ?? options.epochAt ?? Math.floor(clock.now() / dayMs) * dayMs;
  const serverKeyPem = kept?.serverKey ?? options.serverKey;
  const serverKey = serverKeyPem === undefined ? await generateServerKey() : loadServerKey(serverKeyPem);
  const network: Network = { oneBytePieces: false, compressed: false, accepting: true };
  const listeners = new Map<number, Listener>();
  const defects: string[] = [];

  function save(): void {
    if (options.stateFile === undefined) return;
    const state: KeptState = { serverKey: serverKey.privateKey, epochAt, keys: keys.kept() };
    writeState(options.stateFile, state);
  }

  const keys = createAuthKeys(kept?.keys ?? [], save);
  const world = createWorld(worldShape(options, epochAt));
  const cloud: Cloud = {
    codec: createCodec([...parseSchema(mtprotoSchema), ...parseSchema(readApiSchema())]),
    clock,
    world,
    accounts: createAccounts(options.accounts, world, options.seed, options.id),
    keys,
    faults: createFaults(),
    counter: createCounter(),
    served: createServedRecord(options.recordServed),
    passwords: createPasswords(),
    loginTokens: createLoginTokens(),
    api: options.api ?? null,
    longestDifference: options.longestDifference,
    endpoints: () => [...listeners].map(([id, { port }]) => ({ id, host: options.host, port })),
    push(holder, object) {
      for (const connection of allConnections()) connection.push(holder.id, object);
    },
    reportDefect: (method, error) => defects.push(`${method}: ${String(error)}`),
  };

  const needs = { cloud, serverKey, network, host: options.host };
  const allConnections = () => open.flatMap((listener) => [...listener.connections()]);
  const open: Listener[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(open.map((listener) => listener.close()));
  };
  let proxy: Listener | null = null;
  try {
    for (const id of new Set([options.id, ...options.others])) {
      const port = id === options.id ? options.port : 0;
      const listener = await listen({ ...needs, dataCentre: id, proxySecret: null, port });
      listeners.set(id, listener);
      open.push(listener);
    }
    if (options.proxySecret !== undefined) {
      const proxySecret = Buffer.from(options.proxySecret, 'hex');
      proxy = await listen({ ...needs, dataCentre: options.id, proxySecret, port: 0 });
      open.push(proxy);
    }
    save();
  } catch (error) {
    await close();
    throw error;
  }

  return {
    ...createControls({
      cloud,
      network,
      connections: allConnections,
      defects,
      recordServed: options.recordServed,
    }),
    config: configOf(cloud.endpoints(), serverKey.publicKey),
    proxy: proxy === null ? null : { host: options.host, port: proxy.port },
    close,
  };
}

function worldShape(options: ResolvedOptions, epochAt: number) {
  return {
    seed: options.seed,
    epochAt,
    channels: options.channels,
    postsPerChannel: options.postsPerChannel ?? null,
    withPrivate: options.privateChannel,
    isLive: options.live,
    liveSpacingMs: options.liveSpacingMs ?? null,
  };
}

function configOf(endpoints: readonly Endpoint[], publicKey: string): DataCentreConfig {
  const [first, ...others] = endpoints.map((endpoint) => ({ ...endpoint, publicKey }));
  if (first === undefined) throw new Error('No data centre was started.');
  return { ...first, others };
}
