import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../..', import.meta.url));

test('the product imports nothing from the tests, so the stand-in is unknown to it', () => {
  const sources = ['shared', 'electron', 'renderer'].flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(root, room, name)),
  );
  expect(sources.length).toBeGreaterThan(100);
  const offenders = sources.filter((file) => /from '[^']*\/test\//.test(readFileSync(file, 'utf8')));
  expect(offenders).toEqual([]);
});
