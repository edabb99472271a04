import { expect, test } from 'vitest';
import { isInside, keyFolder } from '../../../electron/vault/key-file.ts';

test.each([
  ['linux', {}, '/home/ada/.config/tidings/keys'],
  ['linux', { XDG_CONFIG_HOME: '/elsewhere' }, '/elsewhere/tidings/keys'],
  ['linux', { XDG_CONFIG_HOME: '' }, '/home/ada/.config/tidings/keys'],
  ['linux', { XDG_CONFIG_HOME: 'not/absolute' }, '/home/ada/.config/tidings/keys'],
  ['darwin', { XDG_CONFIG_HOME: '/elsewhere' }, '/home/ada/Library/Preferences/Tidings/keys'],
  ['win32', { LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\Tidings\\keys'],
] as const)('on %s with %j key files lie in %s', (platform, environment, folder) => {
  expect(keyFolder(environment, platform, '/home/ada')).toBe(folder);
});

test('without LOCALAPPDATA Windows keeps them where that would be', () => {
  expect(keyFolder({}, 'win32', 'C:\\Users\\Ada')).toBe('C:\\Users\\Ada\\AppData\\Local\\Tidings\\keys');
});

test.each([
  ['/data', '/data', true],
  ['/data/keys', '/data', true],
  ['/data/..keys', '/data', true],
  ['/data-keys', '/data', false],
  ['/other/keys', '/data', false],
  ['/', '/data', false],
])('%s is inside %s: %s', (path, folder, inside) => {
  expect(isInside(path, folder)).toBe(inside);
});
