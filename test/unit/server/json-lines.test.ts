import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineReader } from '../../../electron/server/json-lines.ts';

function readAll(chunks: readonly string[], mostCharacters: number) {
  const lines: string[] = [];
  let overflows = 0;
  const read = createLineReader({
    mostCharacters,
    onLine: (line) => lines.push(line),
    onOverflow: () => {
      overflows += 1;
    },
  });
  for (const chunk of chunks) read(chunk);
  return { lines, overflows };
}

test('lines are the same however the stream was cut, and an unfinished one is kept back', () => {
  const chunk = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(chunk), (chunks) => {
      const finished = chunks.join('').split('\n').slice(0, -1);
      expect(readAll(chunks, 1_000)).toEqual({ lines: finished.filter((line) => line !== ''), overflows: 0 });
    }),
  );
});

test.each([[['ok\n1234', '5\nlate\n']], [['ok\n12345\nlate\n']], [['ok\n', '123456789', '0', '\nlate\n']]])(
  'a line too long ends the reading, once: %j',
  (chunks) => {
    expect(readAll(chunks, 4)).toEqual({ lines: ['ok'], overflows: 1 });
  },
);
