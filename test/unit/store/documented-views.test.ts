import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configureReader, openConnection } from '../../../electron/store/connection.ts';
import { aClosedDatabase } from './kept-database.ts';
import { silentLog } from './silent-log.ts';
import { noon } from './store-samples.ts';

const document = readFileSync(new URL('../../../docs/database.md', import.meta.url), 'utf8');

interface Section {
  readonly view: string;
  readonly columns: readonly string[];
  readonly queries: readonly string[];
}

const sections: readonly Section[] = document
  .split('\n## ')
  .filter((section) => section.startsWith('archive_'))
  .map((section) => ({
    view: section.split('\n', 1)[0] ?? '',
    columns: [...(/^Columns: ([\s\S]*?)\n\n/m.exec(section)?.[1] ?? '').matchAll(/`(\w+)`/g)].map(
      ([, name = '']) => name,
    ),
    queries: [...section.matchAll(/```sql\n([\s\S]*?)```/g)].map(([, query = '']) => query),
  }));

async function reading() {
  const connection = openConnection({ file: await aClosedDatabase(), log: silentLog, readonly: true });
  configureReader(connection);
  return connection;
}

test('every view is documented, and no other', async () => {
  const connection = await reading();
  const views = connection.all<{ readonly name: string }>(
    "SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name",
  );
  connection.close();
  expect(views.map(({ name }) => name)).toEqual(sections.map(({ view }) => view).toSorted());
  expect(views.length).toBe(11);
});

test.each(sections)('$view has the columns that are documented, in that order', async ({ view, columns }) => {
  const connection = await reading();
  const held = connection.all<{ readonly name: string }>('SELECT name FROM pragma_table_info(?)', view);
  connection.close();
  expect(columns).toEqual(held.map(({ name }) => name));
});

test.each(sections)('the example for $view can be run as it stands', async ({ queries }) => {
  const connection = await reading();
  expect(queries.length).toBeGreaterThan(0);
  for (const query of queries) expect(Array.isArray(connection.all(query))).toBe(true);
  connection.close();
});

test('times are there as text and in milliseconds, flags as 0 and 1, and reactions are added up', async () => {
  const file = await aClosedDatabase();
  const writing = openConnection({ file, log: silentLog });
  writing.run(
    `UPDATE posts SET deleted_at = ?, deleted_by = 'absence', edited_at = ?, posted_at = ?,
       reactions = '[{"reaction":"👍","count":3},{"reaction":"paid","count":4}]' WHERE id = 2`,
    noon + 999,
    noon + 123,
    noon + 1,
  );
  const row = writing.get('SELECT * FROM archive_posts WHERE post_id = 2');
  const untouched = writing.get('SELECT * FROM archive_posts WHERE post_id = 1');
  writing.close();
  expect(row).toMatchObject({
    channel_title: 'Channel 1',
    posted_at: '2026-03-14T12:00:00.001Z',
    posted_at_ms: noon + 1,
    edited_at: '2026-03-14T12:00:00.123Z',
    deleted: 1,
    deleted_at: '2026-03-14T12:00:00.999Z',
    deleted_at_ms: noon + 999,
    suspect: 0,
    suspect_since: null,
    reactions: 7,
  });
  expect(untouched).toMatchObject({ deleted: 0, deleted_at: null, reactions: 0, views: 10 });
});

test('a channel that is being removed is in no view of what is held', async () => {
  const connection = openConnection({ file: await aClosedDatabase(), log: silentLog });
  connection.run('UPDATE channels SET removed = 1');
  for (const { view } of sections) {
    if (['archive_runs', 'archive_steps', 'archive_events', 'archive_alerts'].includes(view)) continue;
    expect(connection.all(`SELECT * FROM ${view}`), view).toEqual([]);
  }
  connection.close();
});
