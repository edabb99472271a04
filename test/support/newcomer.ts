import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataCentreConfig } from '../../electron/telegram/data-centre-config.ts';
import { parseDataCentreConfig } from '../../electron/telegram/data-centre-config.ts';
import { type DataCentreChild, startDataCentreChild } from './data-centre-child.ts';

/** Accounts a newcomer may have: they differ in what their sign-in asks for. */
export const accounts = {
  plain: { phone: '+999 66 300001', code: '24680', firstName: 'Ada' },
  withPassword: {
    phone: '+999 66 300002',
    code: '24680',
    password: 'correct horse',
    passwordHint: 'four words',
    firstName: 'Bea',
  },
  elsewhere: { phone: '+999 66 300003', code: '24680', firstName: 'Cleo', dataCentre: 4 },
} as const;

export const application = { apiId: '12345', apiHash: '0123456789abcdef0123456789abcdef' };

/** For a desktop without a keychain. */
export const passphrase = 'the tide is in';

/** A data centre with those accounts, and an empty data folder: somebody who has just installed Tidings. */
export interface Newcomer {
  readonly folder: string;
  readonly dataCentre: DataCentreChild;
  readonly config: DataCentreConfig;
  /** What every command is given. */
  readonly common: readonly string[];
  close(): Promise<void>;
}

export async function startNewcomer(): Promise<Newcomer> {
  const root = await mkdtemp(join(tmpdir(), 'tidings-newcomer-'));
  const dcFile = join(root, 'dc.json');
  const dataCentre = await startDataCentreChild(
    { accounts: Object.values(accounts), others: [4], channels: 6, postsPerChannel: 120, live: false },
    dcFile,
  );
  const folder = join(root, 'data');
  return {
    folder,
    dataCentre,
    config: parseDataCentreConfig(JSON.stringify(dataCentre.dc)),
    common: ['--data', folder, '--dc', dcFile],
    close: async () => {
      await dataCentre.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
