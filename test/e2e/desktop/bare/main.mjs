// The least application there is: what the conformance spec runs on Electron and on the stand-in.
import { app, protocol } from 'electron';

const [, profile = ''] = process.argv.find((given) => given.startsWith('--profile='))?.split('=') ?? [];
app.setPath('userData', profile);
protocol.registerSchemesAsPrivileged([
  { scheme: 'probe', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);
globalThis.probed = { readyInMain: app.isReady(), first: app.requestSingleInstanceLock(), calls: [] };
app.on('second-instance', (_event, argv, folder) => globalThis.probed.calls.push({ argv, folder }));
if (process.argv.includes('--stay')) app.on('window-all-closed', () => undefined);
if (!globalThis.probed.first) app.quit();
