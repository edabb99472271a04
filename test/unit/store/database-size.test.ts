import { mkdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { createBackUps } from '../../../electron/store/back-ups.ts';
import { measureDatabase } from '../../../electron/store/database-size.ts';
import { aClosedDatabase, change } from './kept-database.ts';
import { silentLog } from './silent-log.ts';

test('parts and free pages add up to the file, to the byte', async () => {
  const file = await aClosedDatabase();
  change(
    file,
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
     INSERT INTO audit_events (at, type, metadata) SELECT 0, 'app.stopped', '{"reason":"' || hex(randomblob(100)) || '"}' FROM n;
     UPDATE retention SET removed_before = 1;
     DELETE FROM audit_events WHERE id % 4 <> 0 AND at = 0;
     DELETE FROM audit_events WHERE id > 1000 AND at = 0;`,
  );
  const size = measureDatabase({ file, log: silentLog });
  expect(size.total).toBe((await stat(file)).size);
  expect(size.free).toBeGreaterThan(0);
  const parts = size.parts.reduce((sum, { bytes }) => sum + bytes, 0);
  expect(parts + size.free).toBe(size.total);
  expect(size.parts.every(({ bytes }) => bytes > 0)).toBe(true);
});

test('parts have the names people know, and the rows they would count', async () => {
  const { parts } = measureDatabase({ file: await aClosedDatabase(), log: silentLog });
  expect(parts.map(({ name }) => name)).toEqual([
    'Posts and their texts',
    'Search index',
    'Counters over time',
    'Earlier versions',
    'Audit log',
    'Runs',
    'Figures',
    'Everything else',
  ]);
  expect(parts[0]?.rows).toBe(3);
  expect(parts[1]?.rows).toBeNull();
});

test('the back-ups are measured beside it, also from a thread of its own', async () => {
  const file = await aClosedDatabase();
  const folder = join(dirname(file), 'backups');
  expect(measureDatabase({ file, log: silentLog }).backUps).toBe(0);
  await mkdir(folder);
  await writeFile(join(folder, 'one.db'), Buffer.alloc(1000));
  await writeFile(join(folder, 'two.db'), Buffer.alloc(234));
  const backUps = createBackUps({ file, now: Date.now, log: silentLog });
  expect(await backUps.measure()).toEqual(measureDatabase({ file, log: silentLog }));
  expect((await backUps.measure()).backUps).toBe(1234);
});
