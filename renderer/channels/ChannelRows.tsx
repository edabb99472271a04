import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  Fragment,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Channel } from '../../shared/domain.ts';
import { ChannelRow, type RowEvents, type RowProps, toggleId } from './ChannelRow.tsx';
import classes from './channel-table.module.css';

export interface RowsProps extends Pick<RowProps, 'columns' | 'now' | 'actions'> {
  readonly channels: readonly Channel[];
  readonly selected: ReadonlySet<number>;
  readonly open: ReadonlySet<number>;
  readonly collecting: ReadonlySet<number>;
  readonly events: Omit<RowEvents, 'onMove'>;
}

/** Up to so many rows all of them are in the document, so that the browser's own search finds them. */
const allAtOnce = 100;
const estimatedRowPx = 57;

export function ChannelRows(props: RowsProps) {
  return props.channels.length > allAtOnce ? <VirtualRows {...props} /> : <PlainRows {...props} />;
}

function PlainRows(props: RowsProps) {
  const { channels } = props;
  const latest = useRef(channels);
  useEffect(() => {
    latest.current = channels;
  }, [channels]);
  const move = useCallback((channel: Channel, by: number) => {
    const next = latest.current[latest.current.findIndex(({ id }) => id === channel.id) + by];
    if (next !== undefined) document.getElementById(toggleId(next.id))?.focus();
  }, []);
  const events = useWithMove(props.events, move);
  return channels.map((channel) => (
    <tbody key={channel.id}>
      <ChannelRow {...rowOf(props, channel)} events={events} />
    </tbody>
  ));
}

/** Only the rows near what is seen, and the one that has the focus, wherever it is. */
function VirtualRows(props: RowsProps) {
  const { channels } = props;
  const top = useRef<HTMLTableSectionElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const [focused, setFocused] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  const latest = useRef(channels);
  useEffect(() => {
    latest.current = channels;
  }, [channels]);

  // What stands above the list may have changed with any rendering.
  useLayoutEffect(() => {
    const place = top.current?.getBoundingClientRect().top;
    if (place !== undefined) setScrollMargin(Math.round(place + window.scrollY));
  });

  const focusedIndex = focused === null ? -1 : channels.findIndex(({ id }) => id === focused);
  const virtualizer = useWindowVirtualizer<HTMLTableSectionElement>({
    count: channels.length,
    estimateSize: () => estimatedRowPx,
    overscan: 8,
    scrollMargin,
    useFlushSync: false,
    getItemKey: (index) => channels[index]?.id ?? index,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return focusedIndex < 0 || indexes.includes(focusedIndex)
        ? indexes
        : [...indexes, focusedIndex].sort((one, other) => one - other);
    },
  });

  const move = useCallback((channel: Channel, by: number) => {
    const next = latest.current[latest.current.findIndex(({ id }) => id === channel.id) + by];
    if (next === undefined) return;
    const near = document.getElementById(toggleId(next.id));
    if (near !== null) {
      near.focus();
      return;
    }
    wanted.current = next.id;
    setFocused(next.id);
  }, []);
  const events = useWithMove(props.events, move);
  useEffect(() => {
    if (wanted.current === null || focused !== wanted.current) return;
    document.getElementById(toggleId(focused))?.focus();
    wanted.current = null;
  }, [focused]);

  const items = virtualizer.getVirtualItems();
  const end = virtualizer.getTotalSize() + scrollMargin;
  return (
    <>
      <tbody ref={top} aria-hidden>
        <Spacer columns={props.columns.length} height={0} />
      </tbody>
      {items.map((item, place) => {
        const channel = channels[item.index];
        if (channel === undefined) return null;
        const before = items[place - 1]?.end ?? scrollMargin;
        return (
          <Fragment key={channel.id}>
            {item.start > before ? (
              <tbody aria-hidden>
                <Spacer columns={props.columns.length} height={item.start - before} />
              </tbody>
            ) : null}
            <tbody
              ref={virtualizer.measureElement}
              data-index={item.index}
              onFocus={(event: FocusEvent) => {
                if (event.currentTarget.contains(event.target)) setFocused(channel.id);
              }}
            >
              <ChannelRow {...rowOf(props, channel)} events={events} />
            </tbody>
          </Fragment>
        );
      })}
      <tbody aria-hidden>
        <Spacer
          columns={props.columns.length}
          height={Math.max(0, end - (items.at(-1)?.end ?? scrollMargin))}
        />
      </tbody>
    </>
  );
}

function Spacer({ columns, height }: { readonly columns: number; readonly height: number }) {
  return (
    <tr>
      <td colSpan={columns} className={classes.spacer} style={{ height }} />
    </tr>
  );
}

function rowOf(props: RowsProps, channel: Channel): Omit<RowProps, 'events'> {
  const { columns, now, actions, selected, open, collecting } = props;
  return {
    channel,
    columns,
    now,
    actions,
    selected: selected.has(channel.id),
    open: open.has(channel.id),
    collecting: collecting.has(channel.id),
  };
}

/** One object as long as its parts are the same: rows are drawn again only when they change. */
function useWithMove(events: RowsProps['events'], onMove: RowEvents['onMove']): RowEvents {
  return useMemo(() => ({ ...events, onMove }), [events, onMove]);
}
