import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { hearSessionEnd } from '../../../electron/desktop/session-end.ts';

const windows = vi.hoisted((): FakeWindow[] => []);

interface FakeWindow extends EventEmitter {
  readonly options: unknown;
  destroyed: boolean;
}

vi.mock('electron', () => ({
  BaseWindow: class extends EventEmitter implements FakeWindow {
    readonly options: unknown;
    destroyed = false;
    constructor(options: unknown) {
      super();
      this.options = options;
      windows.push(this);
    }
    destroy(): void {
      this.destroyed = true;
    }
  },
}));

beforeEach(() => {
  windows.length = 0;
});

test('Windows tells of a log-off although Tidings shows no window', () => {
  const onEnd = vi.fn();
  const stop = hearSessionEnd('win32', onEnd);
  expect(windows.map(({ options }) => options)).toEqual([{ show: false }]);
  windows[0]?.emit('query-session-end', {});
  expect(onEnd).toHaveBeenCalledTimes(1);
  windows[0]?.emit('session-end', {});
  expect(onEnd).toHaveBeenCalledTimes(2);
  stop();
  expect(windows[0]?.destroyed).toBe(true);
});

test.each(['linux', 'darwin'] as const)('%s has another way to tell, and needs no window', (platform) => {
  hearSessionEnd(platform, vi.fn())();
  expect(windows).toEqual([]);
});
