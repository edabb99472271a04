import { useMemo } from 'react';
import type { Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import type { ChannelInsights, Day } from '../../shared/insights.ts';
import { heldOf } from '../../shared/insights-figures.ts';
import { useAsked } from '../state/asked.ts';
import { goTo, usePlace } from '../state/place.ts';
import { useScreen } from '../state/screen-context.ts';
import { CutOff } from '../ui/CutOff.tsx';
import { rangeWords } from './days.ts';
import { heldMark, heldWords } from './held-words.ts';
import { InsightsHeader } from './InsightsHeader.tsx';
import classes from './insights.module.css';
import { type InsightsView, insightsHash, partOfView, spanOf, viewOfPart } from './insights-address.ts';
import { overviewAsCsv } from './insights-tables.ts';
import { NothingCollected } from './NoInsights.tsx';
import { OneChannel } from './OneChannel.tsx';
import { Overview } from './Overview.tsx';
import { nextOrder, type OverviewRow, ordered } from './overview-order.ts';
import { useKept } from './use-kept.ts';
import { useToday } from './use-today.ts';

/** What the posts held come to: all channels over a period, or one of them. */
export function InsightsScreen() {
  const part = usePlace()?.part ?? null;
  const view = useMemo(() => viewOfPart(part), [part]);
  const fed = useScreen((state) => state.feed !== null);
  if (!fed) return <Unfed />;
  return (
    <div className={classes.screen}>
      <CutOff />
      {view.channelId === null ? (
        <AllChannels view={view} />
      ) : (
        <OneChannel view={view} channelId={view.channelId} />
      )}
    </div>
  );
}

/** Before the first snapshot. */
function Unfed() {
  const { kind } = useScreen((state) => state.connection);
  const waiting = kind === 'connecting' || kind === 'connected';
  return <h1 className={classes.unfed}>{waiting ? 'Connecting to Tidings…' : 'No answer from Tidings'}</h1>;
}

function rowOf(
  line: ChannelInsights,
  channel: Channel,
  span: { readonly from: Day; readonly to: Day },
  today: Day,
): OverviewRow {
  const held = heldOf(channel);
  const heldFrom = held?.from ?? null;
  const none = held === null || held.from > span.to || held.to < span.from;
  return {
    ...line,
    posts: none && line.posts === 0 ? null : line.posts,
    title: channel.title,
    username: channel.username,
    heldFrom: heldFrom !== null && heldFrom > span.from ? heldFrom : null,
    heldMark: heldMark(channel, span, today),
    heldWords: heldWords(channel, span, today),
  };
}

function AllChannels({ view }: { readonly view: InsightsView }) {
  const today = useToday();
  const { from, to, days } = spanOf(view.period, today);
  const channels = useAsked('channels.list', {}, ['channels']);
  const overview = useAsked('insights.overview', { from, to }, ['posts', 'channels']);
  const kept = useKept('all', overview.answer);
  const answer = overview.problem === null ? kept : overview.answer;
  const rows = useMemo(() => {
    if (answer === null || channels.answer === null) return null;
    const named = new Map(channels.answer.map((channel) => [channel.id, channel]));
    return answer.flatMap((line): readonly OverviewRow[] => {
      const channel = named.get(line.channelId);
      return channel === undefined ? [] : [rowOf(line, channel, { from, to }, today)];
    });
  }, [answer, channels.answer, from, to, today]);
  const sorted = useMemo(() => (rows === null ? null : ordered(rows, view.sort)), [rows, view.sort]);
  const posts = rows?.reduce((sum, row) => sum + (row.posts ?? 0), 0) ?? 0;
  const none = channels.answer?.length === 0;
  return (
    <>
      <InsightsHeader
        view={view}
        span={{ from, to, days }}
        today={today}
        channels={channels.answer ?? []}
        problem={channels.problem ?? overview.problem}
        files={
          sorted === null || none
            ? null
            : [
                {
                  label: 'All channels',
                  name: `tidings-insights-${from}-${to}`,
                  write: () => overviewAsCsv(sorted),
                },
              ]
        }
        said={
          sorted === null || none
            ? ''
            : `${plural(sorted.length, 'channel')}, ${plural(posts, 'post')}, ${rangeWords(from, to)}.`
        }
      />
      {none ? (
        <NothingCollected />
      ) : sorted === null ? (
        <div className={classes.blank} />
      ) : (
        <Overview
          rows={sorted}
          sort={view.sort}
          onSort={(column) => goTo('insights', partOfView({ ...view, sort: nextOrder(view.sort, column) }))}
          hrefOf={(channelId) => insightsHash({ ...view, channelId })}
        />
      )}
    </>
  );
}
