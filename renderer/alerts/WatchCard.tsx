import { ActionIcon } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useRef } from 'react';
import type { Watch } from '../../shared/archive.ts';
import type { Channel } from '../../shared/domain.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import card from '../ui/card.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { AddWatch } from './AddWatch.tsx';
import classes from './alerts.module.css';
import { watchInWords } from './watch-words.ts';

interface Props {
  /** Null until they were read. */
  readonly watches: readonly Watch[] | null;
  readonly problem: string | null;
  readonly channels: readonly Channel[];
}

/** What is watched, and the form for one more. */
export function WatchCard({ watches, problem, channels }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const heading = useRef<HTMLHeadingElement>(null);
  const titleOf = (channelId: number | null): string | null =>
    channelId === null
      ? null
      : (channels.find(({ id }) => id === channelId)?.title ?? `channel ${channelId}`);

  async function remove(watchId: number): Promise<void> {
    const answer = await wish.grant(() => bridge.request('watches.remove', { watchId }));
    // The button that had the focus is gone with its row.
    if (answer !== null) heading.current?.focus();
  }

  return (
    <section aria-labelledby="watches" className={card.card}>
      <div className={card.header}>
        <h2 id="watches" ref={heading} tabIndex={-1}>
          Watched
        </h2>
      </div>
      <Refusal reason={problem ?? wish.refusal} />
      {watches !== null && watches.length > 0 ? (
        <ul className={classes.watches}>
          {watches.map((watch) => {
            const words = watchInWords(watch, titleOf(watch.channelId));
            return (
              <li key={watch.id}>
                <span className={classes.words}>{words}</span>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="sm"
                  aria-label={`Stop watching: ${words}`}
                  onClick={() => void remove(watch.id)}
                >
                  <IconTrash size={15} aria-hidden />
                </ActionIcon>
              </li>
            );
          })}
        </ul>
      ) : null}
      <AddWatch channels={channels} />
    </section>
  );
}
