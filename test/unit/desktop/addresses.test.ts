import { expect, test } from 'vitest';
import { isOpenable, isOwnAddress, webAddress } from '../../../electron/desktop/addresses.ts';

test.each([
  'https://my.telegram.org/apps',
  'https://t.me/durov',
  'https://core.telegram.org/api/obtaining_api_id#obtaining-api-id',
])('%s is handed to the browser', (address) => {
  expect(isOpenable(address)).toBe(true);
});

test.each([
  'http://t.me/durov',
  'https://t.me.evil.example/',
  'https://evil.example/?t.me',
  'https://t.me@evil.example/',
  'https://someone@t.me/',
  'https://t.me:8443/',
  'file:///etc/passwd',
  'app://tidings/',
  'javascript:alert(1)',
  'smb://t.me/share',
  'not an address',
])('%s is not handed to the browser', (address) => {
  expect(isOpenable(address)).toBe(false);
});

test('of a page of the web a person may be asked, as the browser would be given it', () => {
  expect(webAddress('https://example.org/a b')).toBe('https://example.org/a%20b');
  // What looks like Latin letters and is not shows itself.
  expect(webAddress('http://раypal.com/')).toBe('http://xn--ypal-43d9g.com/');
  const others = [
    'https://bank.example@evil.example/',
    'javascript:alert(1)',
    'tg://resolve',
    'file:///x',
    'no',
  ];
  expect(others.map(webAddress)).toEqual(others.map(() => null));
});

test('only pages of our scheme and host are ours', () => {
  expect(['app://tidings/', 'app://tidings', 'app://tidings/a?b#c'].map(isOwnAddress)).toEqual([
    true,
    true,
    true,
  ]);
  const others = ['app://other/', 'https://tidings/', 'app:tidings', 'about:blank', ''];
  expect(others.map(isOwnAddress)).toEqual(others.map(() => false));
});
