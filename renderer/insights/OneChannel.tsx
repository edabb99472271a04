import { useMemo } from 'react';
import { dayOf } from '../../shared/days.ts';
import type { Channel } from '../../shared/domain.ts';
import type { Day, Insights } from '../../shared/insights.ts';
import { useAsked } from '../state/asked.ts';
import { ChannelInsights } from './ChannelInsights.tsx';
import { rangeWords } from './days.ts';
import type { CsvFile } from './ExportMenu.tsx';
import { heldWords } from './held-words.ts';
import { InsightsHeader } from './InsightsHeader.tsx';
import { type InsightsView, insightsHash, spanBefore, spanOf } from './insights-address.ts';
import { anomaliesAsCsv, bestAsCsv, curveAsCsv, daysAsCsv, hoursAsCsv } from './insights-tables.ts';
import { NoSuchChannel } from './NoInsights.tsx';
import { useKept } from './use-kept.ts';
import { useToday } from './use-today.ts';

const lists = ['posts', 'channels'] as const;

export function OneChannel({ view, channelId }: { readonly view: InsightsView; readonly channelId: number }) {
  const today = useToday();
  const span = spanOf(view.period, today);
  const earlier = spanBefore(span);
  const channels = useAsked('channels.list', {}, ['channels']);
  const now = useAsked('insights.get', { channelId, from: span.from, to: span.to }, lists);
  const before = useAsked('insights.get', { channelId, from: earlier.from, to: earlier.to }, lists);
  // Both at once: a period is never set against one that is not the one before it.
  const answered = useMemo(
    () =>
      now.answer !== null && (before.answer !== null || before.problem !== null)
        ? { insights: now.answer, before: before.answer }
        : null,
    [now.answer, before.answer, before.problem],
  );
  const kept = useKept(`${channelId}`, answered);
  // Figures of another period do not stand in for those that could not be worked out.
  const shown = now.problem === null ? kept : answered;
  const channel = channels.answer?.find(({ id }) => id === channelId);
  const gone = channels.answer !== null && channel === undefined;
  return (
    <>
      <InsightsHeader
        view={view}
        span={span}
        today={today}
        channels={channels.answer ?? []}
        problem={channels.problem ?? (gone ? null : (now.problem ?? before.problem))}
        files={now.answer === null ? null : filesOf(now.answer, channel?.username ?? String(channelId))}
        said={
          gone
            ? ''
            : [
                `${rangeWords(span.from, span.to)}${span.to >= today ? ', today so far' : ''}.`,
                (channel === undefined ? null : heldWords(channel, span, today)) ?? [],
              ]
                .flat()
                .join(' ')
        }
      />
      {gone ? (
        <NoSuchChannel allHref={insightsHash({ ...view, channelId: null })} />
      ) : (
        <ChannelInsights
          held={heldDays(channel)}
          insights={shown?.insights ?? null}
          before={shown?.before ?? null}
          spanBefore={earlier}
          today={today}
          table={view.table}
          waiting={shown !== null && answered === null}
        />
      )}
    </>
  );
}

function heldDays(channel: Channel | undefined): { readonly from: Day; readonly to: Day } | null {
  const { firstPostAt = null, lastPostAt = null } = channel ?? {};
  return firstPostAt === null || lastPostAt === null
    ? null
    : { from: dayOf(firstPostAt), to: dayOf(lastPostAt) };
}

function filesOf(insights: Insights, name: string): readonly CsvFile[] {
  const file = (label: string, what: string, write: (insights: Insights) => string): CsvFile => ({
    label,
    name: `tidings-${name}-${what}-${insights.from}-${insights.to}`,
    write: () => write(insights),
  });
  return [
    file('Days', 'days', daysAsCsv),
    file('Hours', 'hours', hoursAsCsv),
    file('View curve', 'curve', curveAsCsv),
    file('Best posts', 'best-posts', bestAsCsv),
    file('Worth a look', 'worth-a-look', anomaliesAsCsv),
  ];
}
