import { expect, test } from 'vitest';
import {
  autostartEntry,
  autostartFile,
  autostartRefusal,
  isAutostartOn,
} from '../../../electron/desktop/autostart.ts';

function execOf(...command: readonly string[]): string | undefined {
  return autostartEntry(command)
    .split('\n')
    .find((line) => line.startsWith('Exec='));
}

test('the entry starts Tidings hidden', () => {
  expect(autostartEntry(['/opt/Tidings/tidings', '--hidden'])).toBe(`[Desktop Entry]
Type=Application
Name=Tidings
Comment=Collects the Telegram channels you follow
Icon=tidings
Exec=/opt/Tidings/tidings --hidden
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
`);
});

test('paths of any kind reach the program as they are', () => {
  expect(execOf('/home/a b/Tidings.AppImage', '--data=/x')).toBe(
    'Exec="/home/a b/Tidings.AppImage" --data=/x',
  );
  expect(execOf('/home/100%')).toBe('Exec="/home/100%%"');
  // Two layers: the backslash that quotes, and the file format's own doubling of every backslash.
  expect(execOf('/a$b"c`d\\e')).toBe('Exec="/a\\\\$b\\\\"c\\\\`d\\\\\\\\e"');
});

test('the file lies where the desktop looks for it', () => {
  expect(autostartFile({}, '/home/a')).toBe('/home/a/.config/autostart/tidings.desktop');
  expect(autostartFile({ XDG_CONFIG_HOME: '/etc/a' }, '/home/a')).toBe('/etc/a/autostart/tidings.desktop');
});

test('an entry that the desktop has switched off is off', () => {
  const entry = autostartEntry(['tidings']);
  expect(isAutostartOn(entry)).toBe(true);
  expect(isAutostartOn(entry.replace('enabled=true', 'enabled=false'))).toBe(false);
  expect(isAutostartOn(`${entry}Hidden=true\n`)).toBe(false);
});

test('a Flatpak and a Snap are refused with a sentence, everybody else is not', () => {
  const refusalOf = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform, execPath: string) =>
    autostartRefusal({ environment, platform, execPath });
  expect(refusalOf({ FLATPAK_ID: 'app.tidings' }, 'linux', '/app/tidings')).toMatch(/settings: a Flatpak/);
  const snap = { SNAP: '/snap/tidings/1' };
  expect(refusalOf(snap, 'linux', '/snap/tidings/1/tidings')).toMatch(/settings: a Snap/);
  expect(refusalOf({}, 'linux', '/opt/Tidings/tidings')).toBeNull();
  expect(refusalOf(snap, 'darwin', '/snap/tidings/1/tidings')).toBeNull();
});

test('started from the terminal of another Snap, Tidings is no Snap', () => {
  const surroundings = { environment: { SNAP: '/snap/code/1' }, platform: 'linux' } as const;
  expect(autostartRefusal({ ...surroundings, execPath: '/opt/Tidings/tidings' })).toBeNull();
});
