import { IconArrowDownRight, IconArrowUpRight, IconEqual } from '@tabler/icons-react';
import { instantsOf } from '../../shared/days.ts';
import { plural } from '../../shared/format.ts';
import type { Day, Insights } from '../../shared/insights.ts';
import { postsHash } from '../posts/post-address.ts';
import card from '../ui/card.module.css';
import { dayWords, rangeWords } from './days.ts';
import { FigureInfo } from './FigureInfo.tsx';
import type { Change } from './figure-words.ts';
import classes from './figures.module.css';
import { type Figure, figuresOf } from './figures.ts';
import type { Span } from './insights-address.ts';

interface Props {
  readonly insights: Insights | null;
  readonly before: Insights | null;
  readonly spanBefore: Span;
  readonly today: Day;
}

const names = ['Subscribers', 'Posts', 'Average reach', 'ERR24', 'ERR', 'ER'];

/** What a channel's period comes to, and against the one before. */
export function Figures({ insights, before, spanBefore, today }: Props) {
  const heldFrom = insights?.heldFrom ?? null;
  // Against a time of which nothing is held, everything would seem to have grown from nothing.
  const isHeld = heldFrom === null || heldFrom <= spanBefore.to;
  const figures = insights === null ? null : figuresOf(insights, isHeld ? before : null, today);
  const behind =
    insights === null
      ? '#posts'
      : postsHash({ channelIds: [insights.channelId], ...instantsOf(insights.from, insights.to) });
  return (
    <section
      aria-label="Figures"
      className={`${card.card} ${classes.container}`}
      aria-busy={figures === null}
    >
      <dl className={classes.figures}>
        {names.map((name, at) => {
          const figure = figures?.[at];
          return (
            <div key={name} className={classes.figure}>
              <dt>
                {name}
                {figure === undefined ? (
                  <span className={classes.info} />
                ) : (
                  <FigureInfo
                    figure={figure}
                    postsHref={behind}
                    postsWords={`The ${plural(insights?.posts ?? 0, 'post')} behind it`}
                  />
                )}
              </dt>
              <dd>{figure === undefined ? <Blank /> : <Value figure={figure} />}</dd>
            </div>
          );
        })}
      </dl>
      <p className={classes.against}>
        Changes are against the {spanBefore.days === 1 ? 'day' : plural(spanBefore.days, 'day')} before,{' '}
        {rangeWords(spanBefore.from, spanBefore.to)}
        {heldFrom !== null && heldFrom > spanBefore.from
          ? heldFrom > spanBefore.to
            ? ', of which nothing is held'
            : `, held only from ${dayWords(heldFrom)} on`
          : ''}
        .
      </p>
    </section>
  );
}

function Blank() {
  return (
    <>
      <span className={classes.value}> </span>
      <span className={classes.line}> </span>
      <span className={classes.line}> </span>
    </>
  );
}

function Value({ figure }: { readonly figure: Figure }) {
  const { value, also, lacks, change, before, valued } = figure;
  return (
    <>
      <span className={classes.value}>{value}</span>
      <span className={classes.line}>{also ?? lacks ?? ''}</span>
      <span className={`${classes.line} ${classes.changed}`}>
        {change === null ? '' : <ChangeWords change={change} valued={valued} />}
        {/* For those who hear it: what is laid out apart needs a space of its own. */}{' '}
        {change === null || before === null || change.direction === 'same' ? null : (
          <span>from {before}</span>
        )}
      </span>
    </>
  );
}

const glyphs = { up: IconArrowUpRight, down: IconArrowDownRight, same: IconEqual };

function ChangeWords({ change, valued }: { readonly change: Change; readonly valued: boolean }) {
  const Glyph = glyphs[change.direction];
  return (
    <span
      className={classes.change}
      data-direction={valued || change.direction === 'same' ? change.direction : undefined}
    >
      <Glyph size={13} stroke={2.2} aria-hidden />
      {change.words}
    </span>
  );
}
