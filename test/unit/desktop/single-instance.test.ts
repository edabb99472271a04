import { EventEmitter } from 'node:events';
import { beforeEach, expect, test, vi } from 'vitest';
import { parseDesktopArguments } from '../../../electron/desktop/arguments.ts';
import { hearSecondStarts } from '../../../electron/desktop/single-instance.ts';

const { app, relaunch } = vi.hoisted(() => ({ app: {} as EventEmitter, relaunch: vi.fn() }));
vi.mock('electron', () => ({ app }));
vi.mock('../../../electron/desktop/relaunch.ts', () => ({ relaunch }));
Object.assign(app, EventEmitter.prototype);

const given = parseDesktopArguments(['--data=/mine', '--hidden'], '/');
const show = vi.fn();

beforeEach(() => {
  app.removeAllListeners();
  vi.resetAllMocks();
});

function startAgain({ isEnding, ...started }: { isEnding: boolean; readonly args: readonly string[] }): void {
  hearSecondStarts({ given, isEnding: () => isEnding, show });
  app.emit('second-instance', {}, ['/opt/tidings', ...started.args], '/');
}

test('a second start shows the window', () => {
  startAgain({ isEnding: false, args: [] });
  expect(show).toHaveBeenCalledOnce();
  expect(relaunch).not.toHaveBeenCalled();
});

test('the start at login shows nothing', () => {
  startAgain({ isEnding: false, args: ['--hidden'] });
  expect(show).not.toHaveBeenCalled();
});

test('a start while Tidings ends is made good afterwards, with the window that it asks for', () => {
  startAgain({ isEnding: true, args: [] });
  expect(relaunch).toHaveBeenCalledExactlyOnceWith({ ...given, hidden: false });
  expect(show).not.toHaveBeenCalled();
});
