import type { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { createNotifications } from '../../../electron/desktop/notifications.ts';
import type { EventFeed } from '../../../electron/service/publisher.ts';
import type { Attention } from '../../../shared/snapshot.ts';
import { snapshotOf } from '../../support/screen-builders.ts';

const { system } = vi.hoisted(() => ({ system: { supports: true, notifications: [] as EventEmitter[] } }));
vi.mock('electron', async () => {
  const { EventEmitter } = await import('node:events');
  return {
    Notification: class extends EventEmitter {
      static isSupported(): boolean {
        return system.supports;
      }
      show(): void {
        system.notifications.push(this);
      }
      close = () => undefined;
    },
  };
});

beforeEach(() => {
  Object.assign(system, { supports: true, notifications: [] });
});

const fullDisk: Attention = { cause: 'disk-full', message: 'The disk is full.', since: 1 };

function stage({ attention = [] as readonly Attention[] } = {}) {
  const events: EventFeed = { current: () => snapshotOf({ attention }), on: () => () => undefined };
  const warnings: string[] = [];
  const showInApp = vi.fn();
  const notifications = createNotifications({
    events,
    log: { info: () => undefined, warn: (message) => warnings.push(message) },
    lead: () => undefined,
    showInApp,
  });
  return { notifications, warnings, showInApp };
}

test('an alarm that the system shows is left to the system', () => {
  const { showInApp } = stage({ attention: [fullDisk] });
  system.notifications[0]?.emit('show', {});
  expect(showInApp).not.toHaveBeenCalled();
});

test('an alarm that the system refuses is shown in the window, and the log says why', () => {
  const { showInApp, warnings } = stage({ attention: [fullDisk] });
  system.notifications[0]?.emit('failed', {}, 'not signed');
  expect(showInApp).toHaveBeenCalledOnce();
  expect(warnings).toEqual([expect.stringContaining('not signed')]);
});

test('where there are no notifications, an alarm is shown in the window', () => {
  system.supports = false;
  const { showInApp } = stage({ attention: [fullDisk] });
  expect(showInApp).toHaveBeenCalledOnce();
});

test('whoever tells something hears whether it was shown, and the window stays where it is', async () => {
  const { notifications, showInApp } = stage();
  const shown = notifications.tell('A title', 'A body');
  system.notifications[0]?.emit('show', {});
  await expect(shown).resolves.toBe(true);
  const refused = notifications.tell('A title', 'A body');
  system.notifications[1]?.emit('failed', {}, 'not signed');
  await expect(refused).resolves.toBe(false);
  system.supports = false;
  await expect(notifications.tell('A title', 'A body')).resolves.toBe(false);
  expect(showInApp).not.toHaveBeenCalled();
});
