import { expect, test } from 'vitest';
import { whyNotWritten } from '../../../electron/exporting/write-problem.ts';

const reported = (code: string): Error => Object.assign(new Error(`${code}: something, write`), { code });

test.each([
  ['ENOSPC', /^The disk is full, so the export was not kept/],
  ['EFBIG', /^The disk is full/],
  ['EACCES', /^The folder \/x cannot be written to, so nothing was exported\. Make it writable/],
  ['EROFS', /^The folder \/x cannot be written to/],
  ['ENAMETOOLONG', /^The folder \/x cannot be written to \(ENAMETOOLONG\), so nothing was exported/],
])('%s is said in words', (code, words) => {
  expect(whyNotWritten(reported(code), 'The folder /x')).toMatch(words);
});

test('what is not of the file system is left to whoever knows it', () => {
  expect(whyNotWritten(new Error('A defect.'), 'The folder /x')).toBeNull();
  expect(whyNotWritten(reported('SQLITE_CORRUPT'), 'The folder /x')).toBeNull();
});
