import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const { app } = vi.hoisted(() => ({
  app: {
    isPackaged: false,
    getAppPath: () => '/checkout',
    relaunch: vi.fn<(options: { args: string[]; execPath?: string }) => void>(),
    quit: vi.fn(),
  },
}));
vi.mock('electron', () => ({ app }));

beforeEach(() => {
  vi.resetModules();
  vi.resetAllMocks();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('Tidings ends in good order and is started again with the arguments asked for', async () => {
  const { isRelaunching, relaunch } = await import('../../../electron/desktop/relaunch.ts');
  expect(isRelaunching()).toBe(false);
  relaunch({ data: '/mine' });
  expect(app.relaunch.mock.calls).toEqual([[{ args: ['/checkout', '--data=/mine'] }]]);
  expect(app.quit).toHaveBeenCalledOnce();
  expect(isRelaunching()).toBe(true);
});

test('however often it is asked for, one Tidings is started', async () => {
  const { relaunch } = await import('../../../electron/desktop/relaunch.ts');
  relaunch({});
  relaunch();
  expect(app.relaunch).toHaveBeenCalledOnce();
});

test('the AppImage of the editor it was started from is not what is started', async () => {
  vi.stubEnv('APPIMAGE', '/home/a/Editor.AppImage');
  vi.stubEnv('APPDIR', '/tmp/.mount_Editor');
  const { relaunch } = await import('../../../electron/desktop/relaunch.ts');
  relaunch({});
  expect(app.relaunch.mock.calls[0]?.[0].execPath).toBeUndefined();
});
