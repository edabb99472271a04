import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openStore } from '../../../electron/store/open-store.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';
import { describeChannelsContract } from './channels-contract.ts';
import { describeDialogsContract } from './dialogs-contract.ts';
import { describeKeepingContract } from './keeping-contract.ts';
import { describePostsContract } from './posts-contract.ts';
import { describeRunsContract } from './runs-contract.ts';
import { silentLog } from './silent-log.ts';
import { describeStoreContract, type StorePlace } from './store-contract.ts';

async function sqlitePlace(): Promise<StorePlace> {
  const file = join(await temporaryFolder(), 'tidings.db');
  return {
    open: async () => {
      const { store } = await openStore({ file, log: silentLog, now: Date.now });
      onTestFinished(() => store.close());
      return store;
    },
  };
}

describeStoreContract('SQLite', sqlitePlace);
describeRunsContract('SQLite', sqlitePlace);
describeChannelsContract('SQLite', sqlitePlace);
describeDialogsContract('SQLite', sqlitePlace);
describePostsContract('SQLite', sqlitePlace);
describeKeepingContract('SQLite', sqlitePlace);
