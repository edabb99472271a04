import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { desktop } from '../../../electron/command-line/commands/desktop.ts';
import type { CommandContext } from '../../../electron/command-line/context.ts';

const { hasDisplay, runDesktop } = vi.hoisted(() => ({
  hasDisplay: vi.fn(() => true),
  runDesktop: vi.fn(async () => 0),
}));
vi.mock('../../../electron/command-line/desktop-program.ts', () => ({
  findElectron: () => '/electron',
  hasDisplay,
  runDesktop,
}));

const context = { signals: { next: () => new Promise(() => undefined) } } as unknown as CommandContext;

beforeEach(() => {
  runDesktop.mockClear();
});
afterEach(() => {
  hasDisplay.mockReturnValue(true);
});

test('Electron is started where it can show a window', async () => {
  await expect(desktop(context, { hidden: true })).resolves.toBe(0);
  expect(runDesktop).toHaveBeenCalledExactlyOnceWith('/electron', ['--hidden'], context.signals);
});

test('without a display it is not started, and the way without one is named', async () => {
  hasDisplay.mockReturnValue(false);
  await expect(desktop(context, {})).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/needs a display.*npm run -s tidings -- serve/),
  });
  expect(runDesktop).not.toHaveBeenCalled();
});
