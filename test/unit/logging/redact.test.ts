import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { redact } from '../../../electron/logging/redact.ts';

test.each([
  ['an api hash', 'hash 0123456789abcdef0123456789abcdef was refused', 'hash [redacted] was refused'],
  [
    'a dump of bytes',
    `key <Buffer ${'1f '.repeat(20)}... 12 more bytes>`,
    'key <Buffer [redacted] ... 12 more bytes>',
  ],
  ['a named secret', 'password=hunter2, next', 'password=[redacted], next'],
  ['a secret in JSON', '{"apiHash":"abc","session": "x y"}', '{"apiHash":[redacted],"session": [redacted]}'],
  ['a password in an address', 'socks5://me:pass@proxy:1080', 'socks5://[redacted]@proxy:1080'],
  ['a phone number', 'asked for +49 (151) 234-56789.', 'asked for +***89.'],
  ['a phone number without a plus', 'phone: 4915123456789', 'phone: [redacted]'],
])('masks %s', (_what, text, masked) => {
  expect(redact(text)).toBe(masked);
});

test('masks a token in an address and nothing else of it', () => {
  expect(redact(`http://127.0.0.1:4280/?token=${'a1'.repeat(32)}`)).toMatch(
    /^http:\/\/127\.0\.0\.1:4280\/\?(token=)?\[redacted\]$/,
  );
});

test.each([
  'at listen (/home/anna/Projects2/tidings/electron/server/web-server.ts:101:17)',
  'file:///work/node_modules/better-sqlite3/build/Release/better_sqlite3.node',
  'Collected 1,234,567 posts of 12 channels in 4 s, +50 new.',
  '2026-01-05T12:30:00.000+0100',
  'processTicksAndRejectionsOfSomeVeryLongName',
])('keeps what is no secret: %s', (text) => {
  expect(redact(text)).toBe(text);
});

test.each(['hex', 'base64', 'base64url'] as const)('masks a whole session written as %s', (encoding) => {
  for (let key = 0; key < 500; key += 1) {
    const secret = `1${keyBytes(key).toString(encoding)}`;
    expect(redact(`connected with ${secret} at once`)).toBe('connected with [redacted] at once');
  }
});

/** As evenly spread as the 256 bytes of a real key, and the same in every run of the tests. */
function keyBytes(seed: number): Buffer {
  const parts = Array.from({ length: 8 }, (_, part) =>
    createHash('sha256').update(`${seed}/${part}`).digest(),
  );
  return Buffer.concat(parts);
}
