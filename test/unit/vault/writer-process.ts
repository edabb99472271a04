// A process that keeps secrets: `node writer-process.ts <data> <keys> <name> <count>`.
import { join } from 'node:path';
import { openVault } from '../../../electron/vault/open-vault.ts';

const [data = '', keys = '', name = '', count = '0'] = process.argv.slice(2);
const vault = await openVault({
  file: join(data, 'vault.json'),
  legacyFile: join(data, 'sessions.json'),
  keychain: null,
  keyFile: { folder: keys, make: true },
  passphraseFile: null,
  log: { info: () => undefined, warn: console.error, error: console.error },
  say: () => undefined,
});
for (let index = 0; index < Number(count); index += 1) {
  await vault.write(`${name}:${index}`, `secret of ${name}`);
}
