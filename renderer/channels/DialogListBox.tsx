import { Checkbox } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { DialogChannel } from '../../shared/contract.ts';
import { plural } from '../../shared/format.ts';
import { Tag } from '../ui/Tag.tsx';
import classes from './channel-picker.module.css';

interface Props {
  readonly channels: readonly DialogChannel[];
  readonly selected: ReadonlySet<number>;
  /** What stands there when there is nothing to show. */
  readonly empty: string;
  readonly onPress: (channelId: number, range: boolean) => void;
}

const rowPx = 48;
const pageRows = 6;

/** Thousands of channels to tick: one stop of the Tab key, arrows inside, Space ticks. */
export function DialogListBox({ channels, selected, empty, onPress }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wanted = useRef(false);
  const at = Math.min(active, channels.length - 1);
  const virtualizer = useVirtualizer({
    count: channels.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPx,
    overscan: 6,
    useFlushSync: false,
    getItemKey: (index) => channels[index]?.channelId ?? index,
    rangeExtractor: ({ startIndex, endIndex, overscan, count }) => {
      const from = Math.max(0, startIndex - overscan);
      const to = Math.min(count - 1, endIndex + overscan);
      const near = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      // The one that has the focus stays, or scrolling would lose it.
      if (at < 0 || (at >= from && at <= to)) return near;
      return at < from ? [at, ...near] : [...near, at];
    },
  });

  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    frame.current?.querySelector<HTMLInputElement>(`[data-index="${at}"] input`)?.focus();
  }, [at]);

  function moved(event: KeyboardEvent): void {
    const last = channels.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + pageRows,
      PageUp: at - pageRows,
      Home: 0,
      End: last,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(last, target));
    if (next === at) return;
    wanted.current = true;
    setActive(next);
    virtualizer.scrollToIndex(next);
  }

  if (channels.length === 0) {
    return (
      <div className={classes.frame}>
        <p className={classes.empty}>{empty}</p>
      </div>
    );
  }
  return (
    <div ref={frame} className={classes.frame}>
      <ul
        aria-label="Channels of this account"
        className={classes.list}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const channel = channels[index];
          if (channel === undefined) return null;
          return (
            <li
              key={channel.channelId}
              data-index={index}
              aria-setsize={channels.length}
              aria-posinset={index + 1}
              className={classes.row}
              style={{ transform: `translateY(${start}px)`, height: rowPx }}
            >
              <Line
                channel={channel}
                selected={selected.has(channel.channelId)}
                tabIndex={index === at ? 0 : -1}
                onFocus={() => setActive(index)}
                onKeyDown={moved}
                onPress={(range) => onPress(channel.channelId, range)}
              />
            </li>
          );
        })}
      </ul>
    </div>
  );
}

interface LineProps {
  readonly channel: DialogChannel;
  readonly selected: boolean;
  readonly tabIndex: number;
  readonly onFocus: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly onPress: (range: boolean) => void;
}

function Line({ channel, selected, tabIndex, onFocus, onKeyDown, onPress }: LineProps) {
  const { title, username, subscribers, collected } = channel;
  const inputId = useId();
  const under = [
    username === null ? 'private' : `@${username}`,
    ...(subscribers === null ? [] : [plural(subscribers, 'subscriber')]),
  ].join(' · ');
  return (
    <label htmlFor={inputId} className={classes.line} data-collected={collected || undefined}>
      <Checkbox
        id={inputId}
        size="xs"
        checked={selected || collected}
        // Not `disabled`: whoever goes through the list by keyboard must come past it.
        aria-disabled={collected || undefined}
        readOnly={collected}
        tabIndex={tabIndex}
        onFocus={onFocus}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          const { nativeEvent } = event;
          if (!collected) onPress('shiftKey' in nativeEvent && nativeEvent.shiftKey === true);
        }}
      />
      <span className={classes.text}>
        <span className={classes.title}>{title}</span>
        <span className={classes.under}>{under}</span>
      </span>
      {collected ? <Tag tone="good">collected already</Tag> : null}
    </label>
  );
}
