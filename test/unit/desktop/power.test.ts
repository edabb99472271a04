import { EventEmitter } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { followPower, refuseAppNap } from '../../../electron/desktop/power.ts';
import { scriptedFeed } from '../../support/event-feed.ts';

const { powerMonitor, systemPreferences } = vi.hoisted(() => ({
  powerMonitor: {} as EventEmitter & { isOnBatteryPower: () => boolean },
  systemPreferences: { registerDefaults: vi.fn() },
}));
vi.mock('electron', () => ({
  powerMonitor,
  systemPreferences,
  net: { isOnline: () => true },
  powerSaveBlocker: { start: () => 1, stop: () => true },
}));
Object.assign(powerMonitor, EventEmitter.prototype, { isOnBatteryPower: () => false });

test('a system that goes down is held up, and told of once', () => {
  const onShutdown = vi.fn();
  const nothing = () => undefined;
  const scheduler = { noteSuspend: nothing, noteResume: nothing, noteBattery: nothing, noteNetwork: nothing };
  onTestFinished(followPower({ events: scriptedFeed(), scheduler, onShutdown }));
  const event = { preventDefault: vi.fn() };
  powerMonitor.emit('shutdown', event);
  expect(event.preventDefault).toHaveBeenCalledOnce();
  expect(onShutdown).toHaveBeenCalledExactlyOnceWith();
});

test('macOS is asked not to slow the timers of the schedule down', () => {
  refuseAppNap('linux');
  expect(systemPreferences.registerDefaults).not.toHaveBeenCalled();
  refuseAppNap('darwin');
  expect(systemPreferences.registerDefaults).toHaveBeenCalledExactlyOnceWith({ NSAppSleepDisabled: true });
});
