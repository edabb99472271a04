import type { ReactNode } from 'react';
import { formatDate } from '../../shared/format.ts';
import type { Pages } from '../state/pages.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { ShowOlder } from '../ui/ShowOlder.tsx';
import classes from './history.module.css';

interface Props {
  readonly pages: Pages<unknown>;
  readonly days: readonly {
    readonly day: string;
    readonly at: number;
    readonly summary: string;
    readonly content: ReactNode;
  }[];
  /** What is said where the filter finds nothing. */
  readonly nothing: string;
  readonly tools: ReactNode;
}

/** Days under each other, newest first, and a button for older ones. */
export function DayGroups({ pages, days, nothing, tools }: Props) {
  const last = days.length - 1;
  return (
    <>
      <Refusal reason={pages.problem} />
      {days.length === 0 ? (
        <p className={classes.none}>{pages.asked === 'never' ? 'Reading the log…' : nothing}</p>
      ) : null}
      {days.map(({ day, at, summary, content }, index) => (
        <section key={day} aria-labelledby={`day-${day}`} className={classes.day}>
          <div className={classes.dayHead}>
            <h2 id={`day-${day}`}>{formatDate(at, { weekday: true })}</h2>
            {/* The oldest day may go on in the next page. */}
            <span>{index === last && pages.more ? `${summary} so far` : summary}</span>
            {index === 0 ? <div className={classes.tools}>{tools}</div> : null}
          </div>
          {content}
        </section>
      ))}
      <ShowOlder pages={pages} />
    </>
  );
}
