import { Button, Checkbox, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import classes from './filters.module.css';

interface Props {
  readonly channels: readonly Channel[];
  readonly chosen: readonly number[];
  readonly onChoose: (channelIds: readonly number[]) => void;
}

const rowPx = 34;
const byName = new Intl.Collator(undefined, { numeric: true });

/** Some of thousands of channels. Those chosen when it opens stand first. */
export function ChannelChoice({ channels, chosen, onChoose }: Props) {
  const [search, setSearch] = useState('');
  const [first] = useState(() => new Set(chosen));
  const [active, setActive] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const wanted = useRef(false);
  const ticked = useMemo(() => new Set(chosen), [chosen]);
  const found = useMemo(() => {
    const words = search.trim().replace(/^@/, '').toLowerCase();
    return channels
      .filter(({ title, username }) => `${title} ${username ?? ''}`.toLowerCase().includes(words))
      .toSorted(
        (one, other) =>
          Number(first.has(other.id)) - Number(first.has(one.id)) || byName.compare(one.title, other.title),
      );
  }, [channels, search, first]);
  const at = Math.min(active, found.length - 1);
  const virtualizer = useVirtualizer({
    count: found.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPx,
    overscan: 8,
    useFlushSync: false,
  });

  useEffect(() => {
    if (!wanted.current) return;
    wanted.current = false;
    frame.current?.querySelector<HTMLInputElement>(`[data-index="${at}"] input`)?.focus();
  }, [at]);

  function moveTo(row: number): void {
    const next = Math.max(0, Math.min(found.length - 1, row));
    virtualizer.scrollToIndex(next);
    if (next === at) {
      frame.current?.querySelector<HTMLInputElement>(`[data-index="${at}"] input`)?.focus();
      return;
    }
    wanted.current = true;
    setActive(next);
  }

  function moved(event: KeyboardEvent): void {
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 8,
      PageUp: at - 8,
      Home: 0,
      End: found.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    moveTo(target);
  }

  return (
    <div className={classes.channelChoice}>
      <TextInput
        data-autofocus
        size="xs"
        aria-label="Find a channel"
        placeholder="Find a channel"
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          moveTo(at);
        }}
      />
      <div ref={frame} className={classes.channelFrame}>
        {found.length === 0 ? (
          <p className={classes.channelNone}>
            {channels.length === 0 ? 'No channel is collected yet.' : 'No channel is called that.'}
          </p>
        ) : (
          <ul aria-label="Channels" style={{ height: virtualizer.getTotalSize() }}>
            {virtualizer.getVirtualItems().map(({ index, start }) => {
              const channel = found[index];
              if (channel === undefined) return null;
              return (
                <li
                  key={channel.id}
                  data-index={index}
                  aria-setsize={found.length}
                  aria-posinset={index + 1}
                  style={{ transform: `translateY(${start}px)`, height: rowPx }}
                >
                  <Checkbox
                    size="xs"
                    className={classes.channelLine ?? ''}
                    checked={ticked.has(channel.id)}
                    tabIndex={index === at ? 0 : -1}
                    onFocus={() => setActive(index)}
                    onKeyDown={moved}
                    onChange={(event) =>
                      onChoose(
                        event.currentTarget.checked
                          ? [...chosen, channel.id]
                          : chosen.filter((id) => id !== channel.id),
                      )
                    }
                    label={<span title={channel.title}>{channel.title}</span>}
                  />
                </li>
              );
            })}
          </ul>
        )}
      </div>
      <div className={classes.choiceFoot}>
        <span role="status">
          {ticked.size > 0 ? `${plural(ticked.size, 'channel')} chosen` : 'All channels'}
        </span>
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => onChoose([])}
          style={{ visibility: ticked.size > 0 ? 'visible' : 'hidden' }}
        >
          All channels
        </Button>
      </div>
    </div>
  );
}
