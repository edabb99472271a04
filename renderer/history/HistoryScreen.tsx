import { goTo, usePlace } from '../state/place.ts';
import { useScreen } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import screen from '../ui/screen.module.css';
import { EventHistory } from './EventHistory.tsx';
import { HistoryFilters } from './HistoryFilters.tsx';
import classes from './history.module.css';
import { filterOfPart, type HistoryFilter, partOfFilter } from './history-filter.ts';
import { RunHistory } from './RunHistory.tsx';

/** The audit log: every run, and everything else that happened, for as long as it is kept. */
export function HistoryScreen() {
  const part = usePlace()?.part ?? null;
  const fed = useScreen((state) => state.feed !== null);
  const filter = filterOfPart(part);
  const show = (change: Partial<HistoryFilter>): void =>
    goTo('history', partOfFilter({ ...filter, ...change }));
  return (
    <div className={screen.screen}>
      <header className={screen.header}>
        <h1>History</h1>
        <p className={card.dim}>What Tidings did, and why. Kept for 90 days.</p>
      </header>
      <section aria-label="What is shown" className={`${card.card} ${classes.card}`}>
        <HistoryFilters filter={filter} onChange={show} />
        {!fed ? (
          <p className={classes.none}>Connecting to Tidings…</p>
        ) : filter.view === 'runs' ? (
          <RunHistory filter={filter} />
        ) : (
          <EventHistory filter={filter} />
        )}
      </section>
    </div>
  );
}
