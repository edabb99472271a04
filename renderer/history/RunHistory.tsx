import type { Run } from '../../shared/domain.ts';
import { formatCount, formatDuration, plural } from '../../shared/format.ts';
import { RunTable } from '../runs/RunTable.tsx';
import { usePages } from '../state/pages.ts';
import { useBridge } from '../state/screen-context.ts';
import { DayGroups } from './DayGroups.tsx';
import { HistoryExport } from './HistoryExport.tsx';
import { byDay, type HistoryFilter, runsQuery } from './history-filter.ts';
import { runsAsCsv } from './history-tables.ts';

const pageSize = 200;

/** Runs, newest first, a table a day; each opens to its steps and its log. */
export function RunHistory({ filter }: { readonly filter: HistoryFilter }) {
  const bridge = useBridge();
  const query = runsQuery(filter, pageSize);
  const ask = (before: number | undefined) =>
    bridge.request('runs.list', { ...query, ...(before === undefined ? {} : { before }) });
  const pages = usePages(JSON.stringify(query), ask, ['runs']);
  return (
    <DayGroups
      pages={pages}
      nothing="No run in this period ended that way."
      days={byDay(pages.items, ({ startedAt }) => startedAt).map(({ day, at, items }) => ({
        day,
        at,
        summary: summaryOf(items),
        content: (
          <RunTable
            label={`Runs of ${day}`}
            feed={null}
            running={null}
            finished={items}
            shown={items.length}
            onShowMore={() => undefined}
          />
        ),
      }))}
      tools={
        <HistoryExport
          name="runs"
          readPage={(before) =>
            bridge.request('runs.list', {
              ...runsQuery(filter, 1000),
              ...(before === undefined ? {} : { before }),
            })
          }
          asCsv={runsAsCsv}
        />
      }
    />
  );
}

function summaryOf(runs: readonly Run[]): string {
  const messages = runs.reduce((sum, run) => sum + run.newMessages, 0);
  const errors = runs.reduce((sum, run) => sum + run.errors, 0);
  const tookMs = runs.reduce((sum, run) => sum + (run.durationMs ?? 0), 0);
  return [
    plural(runs.length, 'run'),
    `${formatDuration(tookMs)} in all`,
    `${formatCount(messages)} new`,
    ...(errors === 0 ? [] : [plural(errors, 'error')]),
  ].join(', ');
}
