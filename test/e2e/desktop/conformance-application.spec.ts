import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { bare, conforms, docs } from './conformance-fixture.ts';

conforms(
  'the application is ready only after its main module has run',
  `${docs}/app#event-ready`,
  async ({ start }) => {
    const { app } = await start('--stay');
    expect(
      await app.evaluate(
        ({ app: { isReady } }) => ({ before: globalThis.probed.readyInMain, now: isReady() }),
        null,
      ),
    ).toEqual({ before: false, now: true });
  },
);

conforms(
  'schemes are registered before the application is ready, not later',
  `${docs}/protocol#protocolregisterschemesasprivilegedcustomschemes`,
  async ({ start }) => {
    const { app } = await start('--stay');
    await expect(
      app.evaluate(({ protocol }) => protocol.registerSchemesAsPrivileged([{ scheme: 'late' }]), null),
    ).rejects.toThrow(/before app is ready/);
  },
);

conforms(
  'quitting can be prevented; let go, it closes windows and tells will-quit and quit, in this order',
  `${docs}/app#event-before-quit`,
  async ({ start, profile }) => {
    const { app, openWindow: open } = await start('--stay');
    await open();
    const file = join(profile, 'events.txt');
    const survived = await app.evaluate(({ app: application, BrowserWindow }, path) => {
      const { appendFileSync } = process.getBuiltinModule('node:fs');
      const tell = (name: string) => appendFileSync(path, `${name} `);
      application.once('before-quit', (event) => {
        tell('prevented');
        event.preventDefault();
      });
      application.quit();
      application.on('before-quit', () => tell('before-quit'));
      application.on('will-quit', () => tell('will-quit'));
      application.on('quit', () => tell('quit'));
      const [window] = BrowserWindow.getAllWindows();
      window?.on('close', () => tell('close'));
      window?.on('closed', () => tell('closed'));
      return BrowserWindow.getAllWindows().length;
    }, file);
    expect(survived).toBe(1);
    await app.evaluate(({ app: application }) => void setTimeout(() => application.quit(), 0), null);
    expect(await app.ended).toBe(0);
    expect(await readFile(file, 'utf8')).toBe('prevented before-quit close closed will-quit quit ');
  },
);

conforms(
  'a window that refuses to close keeps the application from quitting',
  `${docs}/app#appquit`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    await open();
    await app.evaluate(({ app: application, BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.once('close', (event) => event.preventDefault());
      application.quit();
    }, null);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1);
  },
);

conforms(
  'the last window ends the application, unless somebody listens',
  `${docs}/app#event-window-all-closed`,
  async ({ start }) => {
    const { app, openWindow: open } = await start();
    await open();
    await app.evaluate(
      ({ BrowserWindow }) => void setTimeout(() => BrowserWindow.getAllWindows()[0]?.close(), 0),
      null,
    );
    expect(await app.ended).toBe(0);
  },
);

conforms('exit asks nobody and gives its code', `${docs}/app#appexitexitcode`, async ({ start }) => {
  const { app, openWindow: open } = await start('--stay');
  await open();
  await app.evaluate(({ app: application, BrowserWindow }) => {
    application.on('before-quit', (event) => event.preventDefault());
    BrowserWindow.getAllWindows()[0]?.on('close', (event) => event.preventDefault());
    setTimeout(() => application.exit(7), 0);
  }, null);
  expect(await app.ended).toBe(7);
});

conforms(
  'a second instance gets no lock, and the first learns how it was called',
  `${docs}/app#apprequestsingleinstancelockadditionaldata`,
  async ({ start, platform, profile }) => {
    const { app } = await start('--stay');
    expect(await app.evaluate(() => globalThis.probed.first, null)).toBe(true);
    const code = await platform.runToEnd({
      application: bare('main.mjs'),
      parameters: [`--profile=${profile}`, '--called-again'],
      environment: {},
    });
    expect(code).toBe(0);
    await expect
      .poll(() => app.evaluate(() => globalThis.probed.calls, null))
      .toMatchObject([{ argv: expect.arrayContaining(['--called-again']), folder: process.cwd() }]);
  },
);

conforms(
  'a chosen item gets itself, and ticks are its own to keep',
  `${docs}/menu-item#new-menuitemoptions`,
  async ({ start }) => {
    const { app } = await start('--stay');
    const seen = await app.evaluate(({ Menu }) => {
      const chosen: string[] = [];
      const menu = Menu.buildFromTemplate([
        { label: 'Plain', click: (item) => chosen.push(item.label) },
        { label: 'Ticked', type: 'checkbox', click: (item) => chosen.push(String(item.checked)) },
        { type: 'separator' },
        { label: 'More', submenu: [{ label: 'Inner', enabled: false }] },
      ]);
      menu.items[0]?.click();
      menu.items[1]?.click();
      menu.items[1]?.click();
      Menu.setApplicationMenu(menu);
      return {
        chosen,
        types: menu.items.map(({ type }) => type),
        inner: menu.items[3]?.submenu?.items.map(({ label, enabled }) => ({ label, enabled })),
        isSet: Menu.getApplicationMenu() === menu,
      };
    }, null);
    expect(seen).toEqual({
      chosen: ['Plain', 'true', 'false'],
      types: ['normal', 'checkbox', 'separator', 'submenu'],
      inner: [{ label: 'Inner', enabled: false }],
      isSet: true,
    });
  },
);

conforms(
  'a tray icon needs a picture that is there',
  'https://github.com/electron/electron/blob/main/shell/common/api/electron_api_native_image.cc',
  async ({ start }) => {
    const { app } = await start('--stay');
    await expect(app.evaluate(({ Tray }) => void new Tray('/no/such.png'), null)).rejects.toThrow(
      /Failed to load image/,
    );
  },
);

conforms('a power save blocker is on from start to stop', `${docs}/power-save-blocker`, async ({ start }) => {
  const { app } = await start('--stay');
  const states = await app.evaluate(({ powerSaveBlocker }) => {
    const id = powerSaveBlocker.start('prevent-app-suspension');
    const during = powerSaveBlocker.isStarted(id);
    powerSaveBlocker.stop(id);
    return [during, powerSaveBlocker.isStarted(id)];
  }, null);
  expect(states).toEqual([true, false]);
});

conforms(
  'what was encrypted is decrypted again, is never the text itself, and what is damaged is refused',
  `${docs}/safe-storage#safestoragedecryptstringasyncencrypted`,
  async ({ start }) => {
    const { app } = await start('--stay');
    const seen = await app.evaluate(async ({ safeStorage }) => {
      const encrypted = await safeStorage.encryptStringAsync('a secret ✓');
      const { result } = await safeStorage.decryptStringAsync(encrypted);
      const damaged = encrypted.subarray(0, -1);
      const refusal = await safeStorage.decryptStringAsync(damaged).then(
        () => 'decrypted',
        (error: Error) => error.message,
      );
      return {
        available: await safeStorage.isAsyncEncryptionAvailable(),
        isBuffer: Buffer.isBuffer(encrypted),
        readable: encrypted.includes('a secret'),
        result,
        refusal,
      };
    }, null);
    expect(seen).toEqual({
      available: true,
      isBuffer: true,
      readable: false,
      result: 'a secret ✓',
      refusal: 'Error while decrypting the ciphertext provided to safeStorage.decryptStringAsync.',
    });
  },
);

conforms(
  'a Linux desktop without a keychain says so, and marks what anybody can decrypt',
  `${docs}/safe-storage#safestoragegetselectedstoragebackend-linux`,
  async ({ start }) => {
    const { app } = await start('--stay', '--password-store=basic');
    const seen = await app.evaluate(async ({ safeStorage }) => {
      if (process.platform !== 'linux') return null;
      const encrypted = await safeStorage.encryptStringAsync('text');
      return { backend: safeStorage.getSelectedStorageBackend(), mark: encrypted.toString('latin1', 0, 3) };
    }, null);
    if (seen !== null) expect(seen).toEqual({ backend: 'basic_text', mark: 'v10' });
  },
);
