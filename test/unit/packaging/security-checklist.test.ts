import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './pack.ts';

interface Recommendation {
  readonly number: number;
  readonly title: string;
  /** Where it is fulfilled; null for what is fulfilled by never being there. */
  readonly file: string | null;
  readonly code: string;
}

const row = /^\| (\d+) \| (.+?) \| (?:`([^`]+)`|nowhere) \| `([^`]+)` \|$/gm;

function checklist(): readonly Recommendation[] {
  const text = readFileSync(join(root, 'docs/desktop.md'), 'utf8');
  return [...text.matchAll(row)].map(([, number, title = '', file, code = '']) => ({
    number: Number(number),
    title,
    file: file ?? null,
    code,
  }));
}

/** Everything that is built into the desktop app. */
function sources(): readonly { readonly path: string; readonly text: string }[] {
  return ['electron', 'renderer', 'shared'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|tsx|html)$/.test(path))
      .map((path) => ({ path: join(folder, path), text: readFileSync(join(root, folder, path), 'utf8') })),
  );
}

test("the checklist names each of Electron's twenty recommendations", () => {
  expect(checklist().map(({ number }) => number)).toEqual(
    Array.from({ length: 20 }, (_, index) => index + 1),
  );
});

test.each(checklist().filter(({ file }) => file !== null))('$number. $title: the line is there', (each) => {
  expect(readFileSync(join(root, String(each.file)), 'utf8')).toContain(each.code);
});

test.each(checklist().filter(({ file }) => file === null))('$number. $title', ({ code }) => {
  const everything = sources();
  expect(everything.length).toBeGreaterThan(100);
  expect(everything.filter(({ text }) => text.includes(code)).map(({ path }) => path)).toEqual([]);
});
