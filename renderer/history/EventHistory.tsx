import type { AuditEvent } from '../../shared/domain.ts';
import { formatTime, plural } from '../../shared/format.ts';
import { usePages } from '../state/pages.ts';
import { useBridge } from '../state/screen-context.ts';
import { eventInWords, eventTone } from '../ui/event-words.ts';
import { toneClass } from '../ui/Tag.tsx';
import { DayGroups } from './DayGroups.tsx';
import { HistoryExport } from './HistoryExport.tsx';
import classes from './history.module.css';
import { byDay, eventsQuery, type HistoryFilter } from './history-filter.ts';
import { eventsAsCsv } from './history-tables.ts';

const pageSize = 200;

/** Every event of the log, newest first. */
export function EventHistory({ filter }: { readonly filter: HistoryFilter }) {
  const bridge = useBridge();
  const query = eventsQuery(filter, pageSize);
  const ask = (before: number | undefined) =>
    bridge.request('runs.events', { ...query, ...(before === undefined ? {} : { before }) });
  const pages = usePages(JSON.stringify(query), ask, ['runs', 'events']);
  return (
    <DayGroups
      pages={pages}
      nothing="Nothing of this kind happened in this period."
      days={byDay(pages.items, ({ at }) => at).map(({ day, at, items }) => ({
        day,
        at,
        summary: plural(items.length, 'event'),
        content: <Events events={items} />,
      }))}
      tools={
        <HistoryExport
          name="events"
          readPage={(before) =>
            bridge.request('runs.events', {
              ...eventsQuery(filter, 1000),
              ...(before === undefined ? {} : { before }),
            })
          }
          asCsv={eventsAsCsv}
        />
      }
    />
  );
}

function Events({ events }: { readonly events: readonly AuditEvent[] }) {
  return (
    <ol className={classes.events}>
      {events.map((event) => (
        <li key={event.id} className={toneClass(eventTone(event.type))}>
          <time dateTime={new Date(event.at).toISOString()}>{formatTime(event.at, { seconds: true })}</time>
          <span className={classes.dot} aria-hidden />
          <span className={classes.words}>{eventInWords(event)}</span>
        </li>
      ))}
    </ol>
  );
}
