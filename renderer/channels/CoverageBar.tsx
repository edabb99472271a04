import { backfillPostsPerRun, type Channel } from '../../shared/domain.ts';
import { coverageInWords, coverageOf } from './coverage.ts';
import classes from './coverage-bar.module.css';

const kindClass = { held: classes.held, gap: classes.gap, unfetched: classes.unfetched };

/**
 * Solid: held. Red along its foot: how much of that is deleted at Telegram. Amber: a gap. Hatched: never fetched. From
 * the first message, on the left, to the newest.
 */
export function CoverageBar({ channel }: { readonly channel: Channel }) {
  const words = coverageInWords(channel);
  const { segments, deletedShare } = coverageOf(channel);
  return (
    <div role="img" aria-label={`Coverage: ${words}`} title={words} className={classes.bar}>
      {segments.map(({ kind, share, from }) => (
        <span key={from} className={kindClass[kind]} style={{ flexGrow: share }}>
          {kind === 'held' && deletedShare > 0 ? (
            <span className={classes.deleted} style={{ height: `${deletedShare * 100}%` }} />
          ) : null}
        </span>
      ))}
    </div>
  );
}

/** What the four ways of drawing mean, once a screen. */
export function CoverageLegend() {
  return (
    <p className={classes.legend}>
      <span>
        <i className={classes.held} aria-hidden /> held
      </span>
      <span>
        <i className={classes.held} aria-hidden>
          <span className={classes.deleted} style={{ height: '40%' }} />
        </i>{' '}
        along its foot: deleted at Telegram, kept here
      </span>
      <span>
        <i className={classes.gap} aria-hidden /> a gap that the next runs fill
      </span>
      <span>
        <i className={classes.unfetched} aria-hidden /> never fetched: backfill walks back through it,{' '}
        {backfillPostsPerRun} posts a run
      </span>
      <span>first message on the left, newest on the right</span>
    </p>
  );
}
