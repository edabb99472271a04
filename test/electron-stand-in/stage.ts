import { readFileSync } from 'node:fs';
import type { BrowserContext, Page, Request, Route } from '@playwright/test';
import { ownAddressOf, pageAddressOf } from './addresses.ts';
import type { MainCalls, StageCalls } from './calls.ts';
import type { Link } from './link.ts';
import { type Delivery, type InvokeAnswer, type PageMessage, runPreload } from './page-side.ts';

/** The name under which the page side finds its way out; it takes the name away before the page's own scripts run. */
const wayOut = '__standInWayOut';

interface ShownWindow {
  readonly id: number;
  readonly page: Page;
  /** Waiting for the preload to fetch them. */
  deliveries: readonly Delivery[];
  wake: (() => void) | null;
  /** The address that the application itself is loading. */
  loading: string | null;
}

export interface Stage {
  /** Pages of windows that are not destroyed, in the order in which they were made. */
  pages(): Page[];
}

/** Shows the windows of one application as pages of the browser. */
export function openStage(context: BrowserContext, main: Link<StageCalls, MainCalls>): Stage {
  const windows = new Map<number, Promise<ShownWindow>>();
  const shown = new Map<Page, ShownWindow>();
  const intercepting = context.route('**/*', async (route, request) => {
    try {
      await answer(route, request);
    } catch (error) {
      // A page that still loads while the application ends gets no answer any more.
      if (!main.isClosed()) throw error;
    }
  });
  context.on('page', async (page) => {
    await Promise.all(windows.values());
    if (!shown.has(page)) await page.close();
  });

  async function show({
    id,
    width,
    height,
    preload,
  }: Parameters<StageCalls['open']>[0]): Promise<ShownWindow> {
    await intercepting;
    const page = await context.newPage();
    const window: ShownWindow = { id, page, deliveries: [], wake: null, loading: null };
    shown.set(page, window);
    await page.setViewportSize({ width, height });
    page.on('crash', () => void tell(main.call('gone', { id })));
    page.on('framenavigated', (frame) => {
      const url = ownAddressOf(frame.url());
      if (frame === page.mainFrame()) void tell(main.call('navigated', { id, url }));
    });
    await page.exposeBinding(wayOut, ({ frame }, message: PageMessage) =>
      hear(window, { url: ownAddressOf(frame.url()), isMain: frame === page.mainFrame() }, message),
    );
    await page.addInitScript({ content: scriptFor(preload) });
    return window;
  }

  async function hear(
    window: ShownWindow,
    frame: { readonly url: string; readonly isMain: boolean },
    message: PageMessage,
  ): Promise<unknown> {
    switch (message.kind) {
      case 'began':
        // A new document: what was meant for the one before it is lost, as in Electron.
        window.deliveries = [];
        window.wake = null;
        return null;
      case 'next':
        if (window.deliveries.length === 0) {
          await new Promise<void>((resolve) => {
            window.wake = resolve;
          });
        }
        return takeDeliveries(window);
      case 'invoke':
        return main.call('invoke', { id: window.id, frame, ...message }).then(
          (value): InvokeAnswer => ({ value }),
          (error: unknown): InvokeAnswer => ({
            error: error instanceof Error ? error.message : String(error),
          }),
        );
    }
  }

  async function answer(route: Route, request: Request): Promise<void> {
    const url = ownAddressOf(request.url());
    const page = pageOf(request);
    const window = page === null ? undefined : shown.get(page);
    if (page === null || window === undefined) return refuseWindow(route, url);
    const isOfMainFrame = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (isOfMainFrame && window.loading !== url) {
      // A navigation that is aborted leaves the page where it was.
      if (!(await main.call('mayNavigate', { id: window.id, url }))) return route.abort('aborted');
    }
    if (url === request.url()) return route.abort('blockedbyclient');
    const { status, headers, body } = await main.call('fetch', { url, method: request.method() });
    await route.fulfill({ status, headers, body: Buffer.from(body) });
  }

  /** Which page asked for the window is not known yet; the application treats them alike. */
  async function refuseWindow(route: Route, url: string): Promise<void> {
    const [id] = windows.keys();
    if (id !== undefined) await tell(main.call('openWindow', { id, url }));
    await route.abort('aborted');
  }

  async function windowOf(id: number): Promise<ShownWindow> {
    const window = await windows.get(id);
    if (window === undefined) throw new Error(`Window ${id} is closed.`);
    return window;
  }

  main.answer('open', async (given) => {
    const window = show(given);
    windows.set(given.id, window);
    await window;
  });
  main.answer('load', async ({ id, url }) => {
    const window = await windowOf(id);
    // Requests are made without the part behind the #.
    window.loading = url.split('#')[0] ?? url;
    try {
      await window.page.goto(pageAddressOf(url));
    } finally {
      window.loading = null;
    }
  });
  main.answer('deliver', async ({ id, channel, parameters }) => {
    const window = await windowOf(id);
    window.deliveries = [...window.deliveries, { channel, parameters }];
    window.wake?.();
  });
  main.answer('crash', async ({ id }) => {
    const { page } = await windowOf(id);
    const session = await context.newCDPSession(page);
    // There is nobody left to answer.
    session.send('Page.crash').catch(() => undefined);
  });
  main.answer('close', async ({ id }) => {
    const window = await windowOf(id);
    windows.delete(id);
    shown.delete(window.page);
    await window.page.close();
  });

  return { pages: () => [...shown.keys()] };
}

function takeDeliveries(window: ShownWindow): readonly Delivery[] {
  const { deliveries } = window;
  window.deliveries = [];
  window.wake = null;
  return deliveries;
}

/** Null for a window that a page has asked for: its request comes before there is a page. */
function pageOf(request: Request): Page | null {
  try {
    return request.frame().page();
  } catch (error) {
    if (request.isNavigationRequest()) return null;
    throw error;
  }
}

/** News for a process that may have ended meanwhile. */
async function tell(told: Promise<unknown>): Promise<void> {
  await told.catch(() => undefined);
}

/** Electron runs a preload in the main frame only. */
function scriptFor(preload: string | null): string {
  const text = preload === null ? '' : readFileSync(preload, 'utf8');
  return `(() => {
    const post = window.${wayOut};
    delete window.${wayOut};
    if (window === window.top) (${runPreload})(post, (require, exports, module) => {${text}\n});
  })();`;
}
