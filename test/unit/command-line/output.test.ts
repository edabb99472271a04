import { styleText } from 'node:util';
import { expect, test } from 'vitest';
import { printable } from '../../../electron/command-line/output.ts';

test('what a channel writes cannot command the reader’s terminal', () => {
  expect(printable('\u001b[31mred\u001b[0m')).toBe('<U+001B>[31mred<U+001B>[0m');
  expect(printable('\u001b]0;title\u0007')).toBe('<U+001B>]0;title<U+0007>');
  expect(printable('\u009b2J')).toBe('<U+009B>2J');
  expect(printable('a\u202eb\u2066c')).toBe('a<U+202E>b<U+2066>c');
  expect(printable('over\rwritten')).toBe('over<U+000D>written');
});

test('words in any script, emoji, lines and tabs stay as they are, and so does our own bold', () => {
  const text = 'Город\tשלום 👩‍👩‍👧\nnext';
  expect(printable(text)).toBe(text);
  const head = styleText('bold', 'NAME', { validateStream: false });
  expect(printable(head)).toBe(head);
});
