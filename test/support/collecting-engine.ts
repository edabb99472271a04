import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataPaths, prepareDataFolder } from '../../electron/data-folder.ts';
import type { DataCentreOptions } from '../../electron/demo/options.ts';
import { type Engine, openEngine } from '../../electron/engine.ts';
import type { Clock } from '../../electron/ports/clock.ts';
import type { Log } from '../../electron/ports/log.ts';
import type { Store } from '../../electron/ports/store.ts';
import { openStore } from '../../electron/store/open-store.ts';
import { parseDataCentreConfig } from '../../electron/telegram/data-centre-config.ts';
import { type DataCentreChild, startDataCentreChild } from './data-centre-child.ts';

const account = { phone: '+999 66 1 2024', code: '12345' };

export interface CollectingEngine {
  readonly engine: Engine;
  readonly dataCentre: DataCentreChild;
  /** Signs in and picks every channel. */
  setUp(limit?: number): Promise<void>;
  /** The same database as another process would have it open. */
  secondStore(): Promise<Store>;
  close(): Promise<void>;
}

/** An engine in this process with a data centre beside it, as the demo has them, for measuring. */
export async function openCollectingEngine(options: {
  readonly dataCentre: DataCentreOptions;
  readonly mode: 'serve' | 'command';
  readonly log: Log;
  readonly clock?: Clock;
}): Promise<CollectingEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'tidings-engine-'));
  const dataCentre = await startDataCentreChild(
    { ...options.dataCentre, accounts: [account] },
    join(folder, 'dc.json'),
  );
  const paths = dataPaths(join(folder, 'data'));
  prepareDataFolder(paths.folder);
  const engine = await openEngine({
    paths,
    dataCentre: parseDataCentreConfig(JSON.stringify(dataCentre.dc)),
    mode: options.mode,
    version: 'test',
    log: options.log,
    vault: { keychain: null, keyFile: { folder: join(folder, 'keys'), make: true }, passphraseFile: null },
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  const seconds: Store[] = [];
  return {
    engine,
    dataCentre,
    setUp: async (limit) => {
      const { client } = engine;
      const question = await client.request('signin.begin', {
        phone: account.phone,
        apiId: 1,
        apiHash: '0'.repeat(32),
      });
      if (question.step !== 'code') throw new Error(`Signing in asked for ${question.step}.`);
      await client.request('signin.code', { signInId: question.signInId, code: account.code });
      for (const { username } of dataCentre.channels) {
        if (username === null) continue;
        await client.request('channels.add', {
          reference: `@${username}`,
          ...(limit === undefined ? {} : { limit }),
        });
      }
    },
    secondStore: async () => {
      const { store } = await openStore({ file: paths.database, log: options.log, now: Date.now });
      seconds.push(store);
      return store;
    },
    close: async () => {
      for (const store of seconds) await store.close();
      await engine.close('the measurement is over');
      await dataCentre.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
