import { useEffect, useRef, useState } from 'react';
import type { KnownDialogs, PlannedChannel } from '../../shared/channel-import-plan.ts';
import { type ImportProgress, type ImportResult, importChannels } from '../../shared/channel-import-run.ts';
import type { Account } from '../../shared/domain.ts';
import { messageOf } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';

export interface ImportState {
  /** Null while nothing is under way. */
  readonly progress: ImportProgress | null;
  /** Of the latest import; null before the first. */
  readonly result: ImportResult | null;
  readonly stopping: boolean;
  readonly start: (channels: readonly PlannedChannel[]) => Promise<ImportResult>;
  /** Ends after the channel in flight. */
  readonly stop: () => void;
  readonly forget: () => void;
}

export function useImport(): ImportState {
  const bridge = useBridge();
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const [stopping, setStopping] = useState(false);
  const stopped = useRef(false);
  // Whoever leaves the screen could not see it go on, nor stop it.
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );
  return {
    progress,
    result,
    stopping,
    async start(channels) {
      stopped.current = false;
      setStopping(false);
      setResult(null);
      const ended = await importChannels(bridge, channels, {
        isStopped: () => stopped.current,
        onProgress: setProgress,
      });
      setProgress(null);
      setResult(ended);
      return ended;
    },
    stop() {
      stopped.current = true;
      setStopping(true);
    },
    forget: () => setResult(null),
  };
}

/** What the accounts' own lists hold, asked only where a private channel has to be found in them. */
export function useKnownDialogs(
  accounts: readonly Account[],
  wanted: boolean,
): { readonly dialogs: readonly KnownDialogs[]; readonly problem: string | null } {
  const bridge = useBridge();
  const [dialogs, setDialogs] = useState<readonly KnownDialogs[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const ids = accounts.map(({ id }) => id).join(',');
  useEffect(() => {
    if (!wanted || ids === '') return undefined;
    let left = false;
    void Promise.all(
      ids.split(',').map(async (id) => {
        const accountId = Number(id);
        const { channels } = await bridge.request('dialogs.list', { accountId });
        return { accountId, channels };
      }),
    ).then(
      (known) => {
        if (!left) setDialogs(known);
      },
      (error: unknown) => {
        if (!left) setProblem(messageOf(error));
      },
    );
    return () => {
      left = true;
    };
  }, [bridge, ids, wanted]);
  return { dialogs, problem };
}
