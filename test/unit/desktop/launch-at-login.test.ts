import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLoginItem } from '../../../electron/desktop/launch-at-login.ts';
import { temporaryFolder } from '../../support/temp-folder.ts';

const { app } = vi.hoisted(() => ({
  app: {
    isPackaged: true,
    setLoginItemSettings: vi.fn(),
    getLoginItemSettings: vi.fn(() => ({ openAtLogin: false, status: 'not-registered' })),
  },
}));
vi.mock('electron', () => ({ app }));

beforeEach(() => {
  app.setLoginItemSettings.mockClear();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

test('where macOS wants to hear it from the person, they are told where to say it', () => {
  const item = createLoginItem(['--hidden'], 'darwin');
  app.getLoginItemSettings.mockReturnValue({ openAtLogin: false, status: 'requires-approval' });
  expect(() => item.change(true)).toThrow('Allow Tidings in System Settings → Login Items.');
  expect(app.setLoginItemSettings).toHaveBeenCalledWith({ openAtLogin: true, args: ['--hidden'] });
  // To be rid of it needs nobody's leave.
  item.change(false);
  app.getLoginItemSettings.mockReturnValue({ openAtLogin: true, status: 'enabled' });
  item.change(true);
});

test('on Linux the entry names the program itself, also below an AppImage that is not its own', async () => {
  const folder = await temporaryFolder();
  vi.stubEnv('XDG_CONFIG_HOME', folder);
  vi.stubEnv('APPIMAGE', '/home/a/Editor.AppImage');
  vi.stubEnv('APPDIR', '/tmp/.mount_Editor');
  const item = createLoginItem(['--hidden'], 'linux');
  item.change(true);
  const entry = await readFile(join(folder, 'autostart/tidings.desktop'), 'utf8');
  expect(entry).toContain(process.execPath);
  expect(entry).not.toContain('Editor');
});
