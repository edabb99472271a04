import { expect } from '@playwright/test';
import { conforms, docs } from './conformance-fixture.ts';

conforms(
  'closing can be prevented; destroying cannot, and tells only that it is closed',
  `${docs}/browser-window#windestroy`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    await open();
    const told = await app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined) throw new Error('There is no window.');
      const events: string[] = [];
      window.on('closed', () => events.push('closed'));
      window.on('close', (event) => {
        events.push('close');
        event.preventDefault();
      });
      const asked = new Promise<void>((resolve) => window.once('close', () => resolve()));
      window.close();
      await asked;
      events.push(window.isDestroyed() ? 'gone' : 'there');
      const closed = new Promise<void>((resolve) => window.once('closed', () => resolve()));
      window.destroy();
      await closed;
      return [...events, window.isDestroyed() ? 'gone' : 'there'];
    }, null);
    expect(told).toEqual(['close', 'there', 'closed', 'gone']);
    await expect.poll(() => app.windows()).toEqual([]);
  },
);

conforms(
  'a window made hidden says when it is ready to be shown; showing and hiding are what isVisible says',
  `${docs}/browser-window#using-the-ready-to-show-event`,
  async ({ start }) => {
    const { app } = await start('--stay');
    const seen = await app.evaluate(async ({ BrowserWindow }) => {
      const window = new BrowserWindow({ show: false });
      const ready = new Promise<void>((resolve) => window.once('ready-to-show', () => resolve()));
      void window.loadURL('probe://host/');
      await ready;
      const visible = [window.isVisible()];
      window.show();
      visible.push(window.isVisible());
      window.hide();
      return [...visible, window.isVisible()];
    }, null);
    expect(seen).toEqual([false, true, false]);
  },
);

conforms(
  'invoke gives copies to the handler and its answer back; what it throws arrives as words',
  `${docs}/ipc-renderer#ipcrendererinvokechannel-args`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    const page = await open();
    await app.evaluate(({ ipcMain }) => {
      ipcMain.handle('echo', (_event, ...parameters) => ({ parameters, none: undefined }));
      ipcMain.handle('fail', () => {
        throw new Error('on purpose');
      });
    }, null);
    expect(await page.evaluate(() => window.probe.invoke('echo', { list: [1, null] }, 'text'))).toEqual({
      parameters: [{ list: [1, null] }, 'text'],
    });
    await expect(page.evaluate(() => window.probe.invoke('fail'))).rejects.toThrow(
      /Error invoking remote method 'fail': Error: on purpose/,
    );
    await expect(page.evaluate(() => window.probe.invoke('nobody'))).rejects.toThrow(
      /No handler registered for 'nobody'/,
    );
    await expect(page.evaluate(() => window.probe.invoke('echo', { work: () => 1 }))).rejects.toThrow();
    await expect(app.evaluate(({ ipcMain }) => ipcMain.handle('echo', () => 1), null)).rejects.toThrow(
      /second handler for 'echo'/,
    );
  },
);

conforms(
  'a handler learns which page asked, from which frame, at which address',
  `${docs}/structures/ipc-main-invoke-event`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    const page = await open();
    await app.evaluate(({ ipcMain, BrowserWindow }) => {
      ipcMain.handle('who', ({ sender, senderFrame }) => ({
        isOurs: sender === BrowserWindow.getAllWindows()[0]?.webContents,
        isMain: senderFrame?.parent === null,
        url: senderFrame?.url,
      }));
    }, null);
    expect(await page.evaluate(() => window.probe.invoke('who'))).toEqual({
      isOurs: true,
      isMain: true,
      url: 'probe://host/',
    });
  },
);

conforms(
  'messages arrive in order, as copies; functions cannot be sent',
  `${docs}/web-contents#contentssendchannel-args`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    const page = await open();
    const heard = await page.evaluateHandle(() => {
      const all: unknown[] = [];
      window.probe.on('count', (...parameters) => all.push(parameters));
      return all;
    });
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (let count = 0; count < 5; count += 1) contents?.send('count', count, { count });
    }, null);
    await expect.poll(() => heard.jsonValue()).toEqual([0, 1, 2, 3, 4].map((count) => [count, { count }]));
    await expect(
      app.evaluate(
        ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.send('count', () => 1),
        null,
      ),
    ).rejects.toThrow();
  },
);

conforms(
  'the bridge gives functions by proxy, and values as copies that cannot be changed',
  `${docs}/context-bridge#api-functions`,
  async ({ start }) => {
    const page = await (await start('--stay')).openWindow();
    expect(
      await page.evaluate(async () => ({
        later: await window.probe.later(1),
        calledBack: window.probe.callBack((word) => word),
        frozen: [window.probe, window.probe.value, window.probe.value.nested].map(Object.isFrozen),
        replaced: Reflect.set(window, 'probe', 1),
      })),
    ).toEqual({ later: 2, calledBack: 'called', frozen: [true, true, true], replaced: false });
  },
);

conforms(
  'the preload runs in the main frame only',
  `${docs}/structures/web-preferences`,
  async ({ start }) => {
    const page = await (await start('--stay')).openWindow();
    const inFrame = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          const frame = document.createElement('iframe');
          frame.src = '/framed';
          frame.addEventListener('load', () => resolve('probe' in (frame.contentWindow ?? window)));
          document.body.append(frame);
        }),
    );
    expect(inFrame).toBe(false);
  },
);

conforms(
  'a page of the own scheme is answered by its handler, with status and headers',
  `${docs}/protocol#protocolhandlescheme-handler`,
  async ({ start }) => {
    const page = await (await start('--stay')).openWindow();
    await expect(page).toHaveTitle('GET probe://host/');
    expect(
      await page.evaluate(async () => {
        const { status, headers } = await fetch('/teapot');
        return { status, probe: headers.get('x-probe'), secure: window.isSecureContext };
      }),
    ).toEqual({ status: 418, probe: 'yes', secure: true });
  },
);

conforms(
  'a navigation that a page begins can be prevented',
  `${docs}/web-contents#event-will-navigate`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    const page = await open();
    await app.evaluate(({ BrowserWindow }) => {
      globalThis.probed.events = [];
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-navigate', (event) => {
        globalThis.probed.events?.push(event.url);
        event.preventDefault();
      });
    }, null);
    await page.evaluate(() => window.location.assign('/elsewhere'));
    await expect
      .poll(() => app.evaluate(() => globalThis.probed.events, null))
      .toEqual(['probe://host/elsewhere']);
    await expect(page).toHaveTitle('GET probe://host/');
  },
);

conforms(
  'a window that a page asks for is made only where the handler allows it',
  `${docs}/web-contents#contentssetwindowopenhandlerhandler`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    const page = await open();
    await app.evaluate(({ BrowserWindow }) => {
      globalThis.probed.events = [];
      BrowserWindow.getAllWindows()[0]?.webContents.setWindowOpenHandler(({ url }) => {
        globalThis.probed.events?.push(url);
        return { action: 'deny' };
      });
    }, null);
    await page.evaluate(() => void window.open('https://example.com/'));
    await expect
      .poll(() => app.evaluate(() => globalThis.probed.events, null))
      .toEqual(['https://example.com/']);
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1);
  },
);

conforms(
  'a renderer that ends is told of, and its window stays until it is destroyed',
  `${docs}/web-contents#event-render-process-gone`,
  async ({ start }) => {
    const { app, openWindow: open } = await start('--stay');
    await open();
    const gone = await app.evaluate(async ({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined) throw new Error('There is no window.');
      const reason = new Promise<string>((resolve) => {
        window.webContents.once('render-process-gone', (_event, details) => resolve(details.reason));
      });
      window.webContents.forcefullyCrashRenderer();
      return { reason: await reason, destroyed: window.isDestroyed() };
    }, null);
    expect(gone).toEqual({ reason: expect.stringMatching(/^(crashed|killed)$/), destroyed: false });
  },
);
