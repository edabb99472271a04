import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Channel } from '../../shared/domain.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { useAsked } from '../state/asked.ts';
import { useScreen } from '../state/screen-context.ts';

export interface Channels {
  /** In the order they were added; null before the first answer. */
  readonly list: readonly Channel[] | null;
  readonly problem: string | null;
  /** Shows these as given until the list is answered anew: what was wished is seen at once. */
  readonly show: (changed: readonly Channel[]) => void;
}

/** What is collected, kept current by what is pushed. */
export function useChannels(): Channels {
  const { answer, problem, again } = useAsked('channels.list', {}, ['channels']);
  const [shown, setShown] = useState<{
    readonly over: readonly Channel[] | null;
    readonly changed: ReadonlyMap<number, Channel>;
  }>({ over: null, changed: new Map() });
  const latest = useRef(answer);
  useEffect(() => {
    latest.current = answer;
  }, [answer]);

  const show = useCallback((changed: readonly Channel[]) => {
    const over = latest.current;
    setShown((before) => ({
      over,
      changed: new Map([
        ...(before.over === over ? before.changed : []),
        ...changed.map((channel) => [channel.id, channel] as const),
      ]),
    }));
  }, []);

  const list = useMemo(
    () =>
      answer === null || shown.over !== answer
        ? answer
        : answer.map((channel) => shown.changed.get(channel.id) ?? channel),
    [answer, shown],
  );
  useAskedWithRuns(again);
  return { list, problem, show };
}

/** A run changes what is held without a word about the list: asked at its end and ten times on its way. */
function useAskedWithRuns(again: () => void): void {
  const stage = useScreen((state) => (state.feed === null ? '' : stageOf(state.feed.snapshot)));
  const asked = useRef({ stage, again });
  useEffect(() => {
    const before = asked.current;
    asked.current = { stage, again };
    if (before.stage !== stage && before.stage !== '') again();
  }, [stage, again]);
}

function stageOf({ run, lastRun }: Pick<Snapshot, 'run' | 'lastRun'>): string {
  const { channelsDone, channelsTotal } = run?.run ?? { channelsDone: 0, channelsTotal: 0 };
  return `${lastRun?.id ?? 'none'}:${Math.floor((channelsDone * 10) / Math.max(1, channelsTotal))}`;
}
