import { Tooltip, VisuallyHidden } from '@mantine/core';
import { IconCalendarOff } from '@tabler/icons-react';
import { defaultRangeExtractor, useWindowVirtualizer } from '@tanstack/react-virtual';
import { Fragment, type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { OverviewHead } from './Overview.tsx';
import classes from './overview.module.css';
import type { OverviewRow } from './overview-order.ts';

interface Props {
  readonly rows: readonly OverviewRow[];
  readonly heads: readonly OverviewHead[];
  readonly hrefOf: (channelId: number) => string;
}

const rowPx = 48;

/** Only the rows near what is seen, and the one that has the focus. Arrow keys go from row to row. */
export function OverviewRows({ rows, heads, hrefOf }: Props) {
  const top = useRef<HTMLTableSectionElement>(null);
  const [scrollMargin, setScrollMargin] = useState(0);
  const [focused, setFocused] = useState<number | null>(null);
  const wanted = useRef<number | null>(null);
  // What stands above the table may have changed with any rendering.
  useLayoutEffect(() => {
    const place = top.current?.getBoundingClientRect().top;
    if (place !== undefined) setScrollMargin(Math.round(place + window.scrollY));
  });
  const focusedIndex = focused === null ? -1 : rows.findIndex(({ channelId }) => channelId === focused);
  const virtualizer = useWindowVirtualizer<HTMLTableRowElement>({
    count: rows.length,
    estimateSize: () => rowPx,
    overscan: 12,
    scrollMargin,
    useFlushSync: false,
    getItemKey: (index) => rows[index]?.channelId ?? index,
    rangeExtractor: (range) => {
      const indexes = defaultRangeExtractor(range);
      return focusedIndex < 0 || indexes.includes(focusedIndex)
        ? indexes
        : [...indexes, focusedIndex].sort((one, other) => one - other);
    },
  });
  useEffect(() => {
    if (wanted.current === null || wanted.current !== focused) return;
    document.getElementById(linkId(wanted.current))?.focus();
    wanted.current = null;
  }, [focused]);

  function keyPressed(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const next = step === undefined || focusedIndex < 0 ? undefined : rows[focusedIndex + step];
    if (next === undefined) return;
    event.preventDefault();
    wanted.current = next.channelId;
    setFocused(next.channelId);
  }

  const items = virtualizer.getVirtualItems();
  const end = virtualizer.getTotalSize() + scrollMargin;
  return (
    <tbody ref={top} onKeyDown={keyPressed}>
      {items.map((item, place) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        const gap = item.start - (items[place - 1]?.end ?? scrollMargin);
        return (
          <Fragment key={row.channelId}>
            {gap > 0 ? <Spacer columns={heads.length} height={gap} /> : null}
            <tr
              ref={virtualizer.measureElement}
              data-index={item.index}
              aria-rowindex={item.index + 2}
              className={classes.row}
              onFocus={() => setFocused(row.channelId)}
            >
              <th scope="row" className={classes.cell}>
                <a id={linkId(row.channelId)} href={hrefOf(row.channelId)} className={classes.link}>
                  {row.title}
                </a>
                <span className={classes.beneath}>
                  {row.heldMark === null ? null : (
                    <HeldMark mark={row.heldMark} words={row.heldWords ?? ''} />
                  )}
                  {row.username === null ? null : <span className={classes.username}>@{row.username}</span>}
                </span>
              </th>
              {heads.slice(1).map(({ column, words }) => (
                <td key={column} className={classes.cell} data-number>
                  {words(row)}
                </td>
              ))}
            </tr>
          </Fragment>
        );
      })}
      <Spacer columns={heads.length} height={Math.max(0, end - (items.at(-1)?.end ?? scrollMargin))} />
    </tbody>
  );
}

/** That its figures are not of the whole period. */
function HeldMark({ mark, words }: { readonly mark: string; readonly words: string }) {
  return (
    <Tooltip label={`${words} Figures are of what is held.`} multiline maw={280} withinPortal>
      <span className={classes.held}>
        <IconCalendarOff size={13} aria-hidden />
        {mark}
        <VisuallyHidden>{`. ${words}`}</VisuallyHidden>
      </span>
    </Tooltip>
  );
}

function linkId(channelId: number): string {
  return `insights-of-${channelId}`;
}

function Spacer({ columns, height }: { readonly columns: number; readonly height: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0, border: 0 }} />
    </tr>
  );
}
