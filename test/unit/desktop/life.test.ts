import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { holdQuitUntilDrained } from '../../../electron/desktop/life.ts';

const { app, ended } = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events');
  const said: string[] = [];
  const emitter = new EventEmitter();
  const quit = (): void => {
    let prevented = false;
    const preventDefault = (): void => {
      prevented = true;
    };
    emitter.emit('before-quit', { preventDefault });
    if (!prevented) said.push('quit');
  };
  const exit = (code: number): void => void said.push(`exit ${code}`);
  return { app: Object.assign(emitter, { quit, exit }), ended: said };
});
vi.mock('electron', () => ({ app }));

beforeEach(() => {
  vi.useFakeTimers();
  // Signals are left to whoever runs the tests.
  vi.spyOn(process, 'on').mockReturnValue(process);
  ended.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  app.removeAllListeners();
});

function live(drain: () => Promise<void>) {
  const logged: string[] = [];
  const log = {
    info: (message: string) => void logged.push(message),
    error: (message: string) => void logged.push(message),
  };
  const life = holdQuitUntilDrained({ log, drain, letGo: () => void ended.push('let go') });
  return { life, logged };
}

const never = (): Promise<void> => new Promise(() => undefined);

test('quitting waits for what was begun, then lets the window go, then ends', async () => {
  const drained = Promise.withResolvers<void>();
  const { life } = live(() => drained.promise);
  expect(life.isEnding()).toBe(false);
  app.quit();
  expect(life.isEnding()).toBe(true);
  await vi.advanceTimersByTimeAsync(11_999);
  expect(ended).toEqual([]);
  drained.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toEqual(['let go', 'quit']);
});

test('what does not end in time is not waited for, and its window does not hold it', async () => {
  const { logged } = live(never);
  app.quit();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(ended).toEqual(['let go', 'quit']);
  expect(logged).toContain('Not everything had ended after 12 s.');
});

test('a failure on the way ends it all the same', async () => {
  live(async () => {
    throw new Error('The disk is gone.');
  });
  app.quit();
  await vi.advanceTimersByTimeAsync(0);
  expect(ended).toEqual(['let go', 'quit']);
});

test('a machine that goes down gives less time, also to what is ending already', async () => {
  const { life } = live(never);
  app.quit();
  await vi.advanceTimersByTimeAsync(1_000);
  life.end('the machine shuts down', { withinMs: 3_000 });
  await vi.advanceTimersByTimeAsync(2_999);
  expect(ended).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(ended).toEqual(['let go', 'quit']);
});

test('a start that fails is told, and ends in good order with exit code 1', async () => {
  const drain = vi.fn(async () => undefined);
  const { life } = live(drain);
  const problem = new Error('There is no tray.');
  const tell = vi.fn(() => void ended.push(`told before ${drain.mock.calls.length} drains`));
  await life.start(() => Promise.reject(problem), tell);
  await vi.advanceTimersByTimeAsync(0);
  expect(tell).toHaveBeenCalledExactlyOnceWith(problem);
  expect(ended).toEqual(['told before 0 drains', 'let go', 'exit 1']);
});

test('what fails because Tidings is ending is no failure of the start', async () => {
  const { life } = live(never);
  const work = Promise.withResolvers<void>();
  const tell = vi.fn();
  const starting = life.start(() => work.promise, tell);
  app.quit();
  work.reject(new Error('Tidings is stopping.'));
  await starting;
  expect(tell).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(12_000);
  expect(ended).toEqual(['let go', 'quit']);
});
