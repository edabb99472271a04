import type { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { createTray } from '../../../electron/desktop/tray.ts';
import type { EventFeed, WireEvent } from '../../../electron/service/publisher.ts';
import type { Snapshot } from '../../../shared/snapshot.ts';
import { snapshotOf } from '../../support/screen-builders.ts';

const { system } = vi.hoisted(() => ({
  system: { tray: null as EventEmitter | null, menus: [] as EventEmitter[], toolTips: [] as string[] },
}));
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  class Tray extends EventEmitter {
    constructor() {
      super();
      system.tray = this;
    }
    setImage = () => undefined;
    setToolTip(toolTip: string): void {
      system.toolTips.push(toolTip);
    }
    setContextMenu(menu: EventEmitter): void {
      system.menus.push(menu);
    }
    destroy = () => undefined;
  }
  return { Tray, Menu: { buildFromTemplate: () => new EventEmitter() } };
});

beforeEach(() => {
  vi.useFakeTimers();
  Object.assign(system, { tray: null, menus: [], toolTips: [] });
});
afterEach(() => {
  vi.useRealTimers();
});

function stage(platform: NodeJS.Platform = 'win32') {
  let snapshot = snapshotOf();
  const listeners = new Set<(event: WireEvent) => void>();
  const events: EventFeed = {
    current: () => snapshot,
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const act = vi.fn();
  const tray = createTray({
    events,
    icons: '/icons',
    platform,
    launchAtLogin: () => ({ enabled: false, refusal: null }),
    act,
  });
  onTestFinished(tray.close);
  const push = (change: Partial<Snapshot>): void => {
    snapshot = snapshotOf(change);
    for (const listener of listeners) listener({ event: 'snapshot', payload: snapshot });
    vi.advanceTimersByTime(1000);
  };
  return { act, push };
}

test('a menu that a person has before them is not replaced; icon and tooltip go on', () => {
  const { push } = stage();
  push({ sentence: 'One.' });
  expect(system.menus).toHaveLength(2);
  system.menus[1]?.emit('menu-will-show', {});
  push({ sentence: 'Two.' });
  push({ sentence: 'Three.' });
  expect(system.menus).toHaveLength(2);
  expect(system.toolTips.at(-1)).toBe('Tidings: Three.');
});

test('once it is closed, and the click that closed it has arrived, it is up to date again', () => {
  const { push } = stage();
  system.menus[0]?.emit('menu-will-show', {});
  push({ sentence: 'Two.' });
  system.menus[0]?.emit('menu-will-close', {});
  vi.advanceTimersByTime(249);
  expect(system.menus).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(system.menus).toHaveLength(2);
  push({ sentence: 'Three.' });
  expect(system.menus).toHaveLength(3);
});

test('opened again at once it is held back again', () => {
  const { push } = stage();
  system.menus[0]?.emit('menu-will-show', {});
  system.menus[0]?.emit('menu-will-close', {});
  system.menus[0]?.emit('menu-will-show', {});
  push({ sentence: 'Two.' });
  expect(system.menus).toHaveLength(1);
});

test.each([
  ['win32', 1],
  ['linux', 1],
  ['darwin', 0],
] as const)('a click on the icon opens the window, except where it opens the menu: %s', (platform, times) => {
  const { act } = stage(platform);
  system.tray?.emit('click', {});
  expect(act.mock.calls).toEqual(Array.from({ length: times }, () => [{ do: 'open' }]));
});
