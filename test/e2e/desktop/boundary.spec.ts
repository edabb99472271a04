import { fileURLToPath } from 'node:url';
import { expect, type Page } from '@playwright/test';
import { test } from './fixture.ts';

const preload = fileURLToPath(new URL('../../../dist/electron/preload.cjs', import.meta.url));

/** Asks as the page's own scripts would, also for what the contract does not have. */
const ask = (page: Page, name: unknown, request: unknown): Promise<unknown> =>
  page.evaluate(([asked, given]) => window.tidings?.request(asked as 'snapshot.get', given), [
    name,
    request,
  ] as const);

const notOurs = {
  failure: {
    code: 'bad-request',
    message: 'Tidings answers only its own window. Nothing was done.',
  },
};

test('nothing but the contract is on the window', async ({ app }) => {
  const page = await app.window();
  const added = await page.evaluate(() => {
    // A frame has what every page has, and no preload runs in it.
    const frame = document.body.appendChild(document.createElement('iframe'));
    const usual = new Set(Object.getOwnPropertyNames(frame.contentWindow));
    frame.remove();
    return Object.getOwnPropertyNames(window).filter((name) => !usual.has(name));
  });
  // Playwright's own, which are there whatever it drives, and where zod remembers its settings.
  expect(added.filter((name) => !/^__(pw|playwright|zod)|^\d+$/.test(name))).toEqual(['tidings']);
  const exposed = await page.evaluate(() => {
    const { tidings } = window;
    if (tidings === undefined) throw new Error('There is no bridge.');
    const kinds = Object.entries(tidings).map(([name, value]) => [name, typeof value]);
    return {
      kinds,
      changeable: Reflect.set(tidings, 'request', null) || Reflect.set(window, 'tidings', null),
    };
  });
  expect(exposed).toEqual({
    kinds: [
      ['request', 'function'],
      ['on', 'function'],
    ],
    changeable: false,
  });
  expect(
    await page.evaluate(() =>
      ['require', 'process', 'module', 'Buffer', 'electron'].filter((name) => name in window),
    ),
  ).toEqual([]);
});

test('a listener gets messages of the contract, and no event object with them', async ({ app }) => {
  const page = await app.window();
  const heard = page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const stop = window.tidings?.on((...parameters: unknown[]) => {
          stop?.();
          resolve(parameters);
        });
      }),
  );
  await app.clickTrayMenu('Pause', 'Until resumed');
  expect(await heard).toMatchObject([{ event: expect.stringMatching(/^(snapshot|changed)$/) }]);
});

test('a call of the wrong shape is answered in words, and nothing is done', async ({ app }) => {
  const page = await app.window();
  expect(await ask(page, 'snapshot.get', {})).toMatchObject({ response: { state: 'idle' } });
  for (const [name, request] of [
    ['runs.list', { limit: 'many' }],
    ['schedule.pause', { kind: 'for', durationMs: -1 }],
    ['run.start', 'now'],
    ['no.such.request', {}],
    ['__proto__', {}],
    [{ name: 'run.start' }, {}],
    [null, null],
  ]) {
    expect(await ask(page, name, request)).toMatchObject({
      failure: { code: 'bad-request', message: expect.stringMatching(/^[A-Z“].*[.?]$/) },
    });
  }
  await expect(
    page.evaluate(() => window.tidings?.request('run.start', { nested: () => 'a function' })),
  ).rejects.toThrow(/could not be cloned/);
  expect((await app.tray()).image).toMatch(/^idle/);
});

test('another window of the application is refused, even with our preload and our address', async ({
  app,
}) => {
  const own = await app.window();
  await app.evaluate(async ({ BrowserWindow }, file) => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload: file, contextIsolation: true, sandbox: true, nodeIntegration: false },
    });
    await window.loadURL('app://tidings/');
  }, preload);
  await expect.poll(() => app.pages().length).toBe(2);
  const other = app.pages().find((page) => page !== own);
  if (other === undefined) throw new Error('There is no second page.');
  expect(await ask(other, 'run.start', {})).toEqual(notOurs);
  expect(await ask(own, 'snapshot.get', {})).toMatchObject({ response: { state: 'idle' } });
});

test('our window is refused while it shows a page that is not ours', async ({ app }) => {
  const page = await app.window();
  await app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.loadURL('data:text/html,<title>elsewhere</title>'),
    null,
  );
  await expect(page).toHaveTitle('elsewhere');
  expect(await ask(page, 'run.start', {})).toEqual(notOurs);
});

test('a page cannot go elsewhere, nor open a window; only listed sites open, in the browser', async ({
  app,
}) => {
  const page = await app.window();
  const address = page.url();
  await page.evaluate(() => window.location.assign('https://example.com/'));
  await page.evaluate(() => void window.open('https://telegram.org/'));
  await page.evaluate(() => void window.open('https://example.com/'));
  await page.evaluate(() => void window.open('file:///etc/passwd'));
  await expect.poll(async () => (await app.recorded()).opened).toEqual(['https://telegram.org/']);
  expect(page.url()).toBe(address);
  expect(await app.windows()).toBe(1);
  expect(await ask(page, 'snapshot.get', {})).toMatchObject({ response: { state: 'idle' } });
});

test('what is not a file of the screens is not answered, whatever its path', async ({ app }) => {
  const page = await app.window();
  const statuses = await page.evaluate(() =>
    Promise.all(
      ['/none', '/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/package.json', '/%00', '/assets'].map(
        async (path) => (await fetch(path)).status,
      ),
    ),
  );
  expect(statuses).toEqual([404, 404, 404, 404, 404]);
  const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
  expect(policy).toMatch(/^default-src 'none'/);
});
