import { expect, test } from 'vitest';
import { eventsAsCsv, runsAsCsv } from '../../../renderer/history/history-tables.ts';
import { readCsv } from '../../../shared/csv.ts';
import { runOf } from '../../support/screen-builders.ts';

test('runs are a table with UTC times and milliseconds; nothing in it is a formula', () => {
  const csv = runsAsCsv([runOf({ reason: '=HYPERLINK("https://example.org")', status: 'partial' })]);
  const [heads, row] = readCsv(csv, ',').map(({ cells }) => cells);
  const cell = (name: string) => row?.[heads?.indexOf(name) ?? -1];
  expect(cell('started')).toBe('1970-01-01T00:16:40.000Z');
  expect(cell('duration_ms')).toBe('4000');
  expect(cell('reason')).toBe(`'=HYPERLINK("https://example.org")`);
});

test('events carry their words and their metadata', () => {
  const csv = eventsAsCsv([
    { id: 3, at: 0, type: 'channel.added', runId: null, metadata: { channelId: 7, title: 'A, "B"' } },
  ]);
  expect(readCsv(csv, ',')[1]?.cells).toEqual([
    '3',
    '1970-01-01T00:00:00.000Z',
    'channel.added',
    '',
    'A, "B" added',
    '{"channelId":7,"title":"A, \\"B\\""}',
  ]);
});
