import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import card from '../card.module.css';
import { type Cells, ChartTable } from './ChartTable.tsx';
import classes from './chart-card.module.css';

interface Props {
  readonly title: string;
  /** What it says, in one line. */
  readonly summary: ReactNode;
  /** The numbers of the chart. */
  readonly table: Cells;
  readonly showTable: boolean;
  /** Why there is nothing to draw, and what to do; null where there is. */
  readonly nothing: ReactNode | null;
  /** Of the chart, in px: kept while there is nothing to draw. */
  readonly height: number;
  readonly children: ReactNode;
}

/** A chart, or its numbers as a table; screen readers get the table either way. */
export function ChartCard({ title, summary, table, showTable, nothing, height, children }: Props) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId} className={`${card.card} ${classes.card}`}>
      <h2 id={titleId}>{title}</h2>
      <p className={classes.summary}>{summary}</p>
      {nothing !== null ? (
        <div className={classes.nothing} style={{ minHeight: height }}>
          {nothing}
        </div>
      ) : showTable ? (
        <ChartTable label={title} cells={table} height={height} />
      ) : (
        <>
          {children}
          <VisuallyHidden>
            <ChartTable label={title} cells={table} height={null} />
          </VisuallyHidden>
        </>
      )}
    </section>
  );
}
