import { IconChevronRight } from '@tabler/icons-react';
import { memo } from 'react';
import type { Run } from '../../shared/domain.ts';
import { formatCount, formatDuration, formatTime } from '../../shared/format.ts';
import type { Feed } from '../state/screen.ts';
import { useActions, useFeedAge, useScreen } from '../state/screen-context.ts';
import { RunStatusTag } from '../ui/Tag.tsx';
import { triggerWords } from '../ui/words.ts';
import { RunDetails } from './RunDetails.tsx';
import { rowId } from './row-id.ts';
import classes from './run-table.module.css';

interface Props {
  readonly run: Run;
  /** What feeds the run under way; null for a finished one. */
  readonly feed: Feed | null;
}

/** A run in the table, which opens to its steps and its log. */
export const RunRow = memo(function RunRow({ run, feed }: Props) {
  const { openRun, closeRun } = useActions();
  const open = useScreen((state) => state.details[run.id] !== undefined);
  const started = formatTime(run.startedAt, { seconds: true });
  const detailsId = `${rowId(run.id)}-details`;
  return (
    <>
      <tr className={classes.row} data-open={open || undefined}>
        <th scope="row" className={classes.first}>
          <button
            type="button"
            id={rowId(run.id)}
            className={classes.toggle}
            aria-expanded={open}
            aria-controls={open ? detailsId : undefined}
            onClick={() => (open ? closeRun(run.id) : openRun(run.id))}
          >
            <IconChevronRight size={14} stroke={2.2} aria-hidden />
            {started}
          </button>
        </th>
        <td>{triggerWords[run.trigger]}</td>
        <td className={classes.number}>
          {run.durationMs === null && feed !== null ? (
            <Elapsed feed={feed} />
          ) : (
            formatDuration(run.durationMs)
          )}
        </td>
        <td className={classes.number}>{channelsOf(run)}</td>
        <td className={classes.number}>{formatCount(run.messages)}</td>
        <td className={classes.number}>{formatCount(run.newMessages)}</td>
        <td className={classes.number}>{formatCount(run.updatedMessages)}</td>
        <td className={`${classes.number} ${run.errors > 0 ? classes.alarming : ''}`}>
          {formatCount(run.errors)}
        </td>
        <td className={classes.result}>
          <div className={classes.resultLine}>
            <RunStatusTag status={run.status} />
            {run.reason === null ? null : <span className={classes.reason}>{run.reason}</span>}
          </div>
        </td>
      </tr>
      {open ? (
        <tr id={detailsId}>
          <td colSpan={9} className={classes.details}>
            <RunDetails runId={run.id} />
          </td>
        </tr>
      ) : null}
    </>
  );
});

function Elapsed({ feed }: { readonly feed: Feed }) {
  const elapsedMs = feed.snapshot.run?.elapsedMs ?? 0;
  return formatDuration(elapsedMs + useFeedAge(feed, elapsedMs < 1000 ? 100 : 250));
}

function channelsOf({ status, channelsDone, channelsTotal }: Run): string {
  return status !== 'running' && channelsDone === channelsTotal
    ? formatCount(channelsTotal)
    : `${formatCount(channelsDone)} / ${formatCount(channelsTotal)}`;
}
