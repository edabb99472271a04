import { Button } from '@mantine/core';
import { useMemo } from 'react';
import type { Run } from '../../shared/domain.ts';
import { formatCount } from '../../shared/format.ts';
import type { Feed } from '../state/screen.ts';
import { RunRow } from './RunRow.tsx';
import classes from './run-table.module.css';

interface Props {
  /** Names the table for screen readers. */
  readonly label: string;
  /** What feeds the run under way; null where none is shown. */
  readonly feed: Feed | null;
  readonly running: Run | null;
  /** Newest first. */
  readonly finished: readonly Run[];
  /** How many of the finished runs have a row. */
  readonly shown: number;
  readonly onShowMore: () => void;
}

/** Runs of one day, the one under way first and live. */
export function RunTable({ label, feed, running, finished, shown, onShowMore }: Props) {
  const finishedRows = useMemo(
    () => finished.slice(0, shown).map((run) => <RunRow key={run.id} run={run} feed={null} />),
    [finished, shown],
  );
  // One list, so that a row keeps its place in the document, and the focus, when its run ends.
  const rows =
    running === null
      ? finishedRows
      : [<RunRow key={running.id} run={running} feed={feed} />, ...finishedRows];
  return (
    <>
      {/* Scrolls sideways where the window is too narrow for nine columns. */}
      <section aria-label={label} className={classes.scroll}>
        <table className={classes.table}>
          <colgroup>
            <col className={classes.wide} />
            <col className={classes.wide} />
            <col className={classes.middle} />
            <col className={classes.wide} />
            <col className={classes.middle} />
            <col className={classes.narrow} />
            <col className={classes.middle} />
            <col className={classes.narrow} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col" className={classes.first}>
                Started
              </th>
              <th scope="col">Trigger</th>
              <th scope="col" className={classes.number}>
                Took
              </th>
              <th scope="col" className={classes.number}>
                Channels
              </th>
              <th scope="col" className={classes.number}>
                Messages
              </th>
              <th scope="col" className={classes.number}>
                New
              </th>
              <th scope="col" className={classes.number}>
                Updated
              </th>
              <th scope="col" className={classes.number}>
                Errors
              </th>
              <th scope="col" className={classes.result}>
                Result
              </th>
            </tr>
          </thead>
          <tbody>{rows}</tbody>
        </table>
      </section>
      {finished.length > shown ? (
        <div className={classes.more}>
          <span>
            {formatCount(shown)} of {formatCount(finished.length)} runs
          </span>
          <Button variant="default" size="xs" onClick={onShowMore}>
            Show more
          </Button>
        </div>
      ) : null}
    </>
  );
}
