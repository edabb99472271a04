import { expect, test } from 'vitest';
import { ownAddressOf, pageAddressOf } from '../../electron-stand-in/addresses.ts';

test('an address of the own scheme is shown at an http origin that stands for it, and back', () => {
  for (const [own, shown] of [
    ['app://tidings/', 'http://tidings.app.localhost/'],
    ['app://tidings/now?run=1#top', 'http://tidings.app.localhost/now?run=1#top'],
    ['app://tidings', 'http://tidings.app.localhost'],
    ['my-app://some.host/a', 'http://some.host.my-app.localhost/a'],
  ] as const) {
    expect(pageAddressOf(own)).toBe(shown);
    // Only the last two labels stand for something.
    if (!own.includes('some.host')) expect(ownAddressOf(shown)).toBe(own);
  }
});

test('any other address is left as it is', () => {
  for (const address of [
    'https://telegram.org/',
    'http://127.0.0.1:8080/',
    'data:text/html,<p>x</p>',
    'about:blank',
  ]) {
    expect(pageAddressOf(address)).toBe(address);
    expect(ownAddressOf(address)).toBe(address);
  }
});

test('an address that only looks like the stand-in’s own is not taken for it', () => {
  for (const address of [
    'http://tidings.app.localhost.example.com/',
    'https://tidings.app.localhost/',
    'http://tidings.app.localhost:8080/',
    'http://example.com/http://tidings.app.localhost/',
  ]) {
    expect(ownAddressOf(address)).toBe(address);
  }
});
