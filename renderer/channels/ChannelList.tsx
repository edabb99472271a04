import { Button } from '@mantine/core';
import { type Dispatch, type SetStateAction, useEffect, useMemo, useRef, useState } from 'react';
import type { Channel } from '../../shared/domain.ts';
import type { Feed } from '../state/screen.ts';
import { useFeedAge } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import { BulkBar } from './BulkBar.tsx';
import { ChannelTable } from './ChannelTable.tsx';
import { CoverageLegend } from './CoverageBar.tsx';
import { type ChannelFilter, filterWords, type Sort, viewOf } from './channel-view.ts';
import classes from './channels.module.css';
import { FilterBar } from './FilterBar.tsx';
import { RemoveDialog } from './RemoveDialog.tsx';
import type { Tell } from './Said.tsx';
import { nothingSelected, press, pressAll, type Selection } from './selection.ts';
import { useChannelActions } from './use-channel-actions.ts';
import type { Channels } from './use-channels.ts';

interface Props {
  readonly channels: readonly Channel[];
  readonly show: Channels['show'];
  readonly feed: Feed;
  readonly accounts: number;
  readonly search: string;
  readonly onSearch: (search: string) => void;
  readonly selection: Selection;
  readonly onSelect: Dispatch<SetStateAction<Selection>>;
  readonly tell: Tell;
  /** Whether this process may change anything, and so may be told that a channel was looked at. */
  readonly writes: boolean;
  readonly onRemoved: () => void;
}

/** As coarse as the words "2 min ago". */
const cadenceMs = 15_000;

export function ChannelList(props: Props) {
  const { channels, show, feed, accounts, search, onSearch, selection, onSelect, tell, writes } = props;
  const [filter, setFilter] = useState<ChannelFilter>('all');
  const [sort, setSort] = useState<Sort | null>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [removing, setRemoving] = useState<readonly Channel[] | null>(null);
  // In steps: snapshots come ten times a second during a run, and no row is drawn again for that.
  const now = Math.floor((feed.snapshot.at + useFeedAge(feed, cadenceMs)) / cadenceMs) * cadenceMs;
  const actions = useChannelActions({ show, tell, writes });
  const view = useMemo(
    () => viewOf(channels, { search, filter, sort, open }),
    [channels, search, filter, sort, open],
  );
  const collecting = useCollecting(feed);
  const order = useRef<readonly number[]>([]);
  useEffect(() => {
    order.current = view.map(({ id }) => id);
  }, [view]);
  const events = useMemo(
    () => ({
      onToggle: ({ id }: Channel) => setOpen((before) => toggled(before, id)),
      onSelect: ({ id }: Channel, range: boolean) =>
        onSelect((before) => press(before, id, { range, order: order.current })),
      onRemove: (channel: Channel) => setRemoving([channel]),
    }),
    [onSelect],
  );
  const selected = channels.filter(({ id }) => selection.ids.has(id));

  return (
    <section aria-label="Channels" className={`${card.card} ${classes.list}`}>
      {selected.length === 0 ? (
        <FilterBar
          channels={channels}
          shown={view.length}
          filter={filter}
          onFilter={setFilter}
          sort={sort}
          onSort={setSort}
        />
      ) : (
        <BulkBar
          selected={selected}
          accounts={accounts}
          now={now}
          actions={actions}
          onRemove={() => setRemoving(selected)}
          onClear={() => onSelect(nothingSelected)}
        />
      )}
      {view.length === 0 ? (
        <div className={classes.nothing}>
          <p>{nothingWords(search, filter)}</p>
          <Button
            variant="default"
            onClick={() => {
              onSearch('');
              setFilter('all');
            }}
          >
            Show all channels
          </Button>
        </div>
      ) : (
        <>
          <ChannelTable
            channels={view}
            selected={selection.ids}
            open={open}
            collecting={collecting}
            now={now}
            actions={actions}
            events={events}
            sort={sort}
            onSort={setSort}
            onSelectShown={() => onSelect((before) => pressAll(before, order.current))}
          />
          <div className={classes.legend}>
            <CoverageLegend />
          </div>
        </>
      )}
      <RemoveDialog
        channels={removing}
        onClose={() => setRemoving(null)}
        onRemoved={(words) => {
          setRemoving(null);
          onSelect(nothingSelected);
          tell('done', words);
          props.onRemoved();
        }}
      />
    </section>
  );
}

/** The channels being read now; the same set as long as they are the same. */
function useCollecting({ snapshot }: Feed): ReadonlySet<number> {
  const ids = snapshot.run?.collecting.map(({ channelId }) => channelId).join(',') ?? '';
  return useMemo(() => new Set(ids === '' ? [] : ids.split(',').map(Number)), [ids]);
}

function toggled(before: ReadonlySet<number>, id: number): ReadonlySet<number> {
  const next = new Set(before);
  if (!next.delete(id)) next.add(id);
  return next;
}

function nothingWords(search: string, filter: ChannelFilter): string {
  const among = filter === 'all' ? '' : ` among “${filterWords[filter]}”`;
  if (search.trim() !== '') return `No channel${among} matches “${search.trim()}”.`;
  if (filter === 'errors') return 'No channel has an error. All is well.';
  return filter === 'new' ? 'Nothing new since you last looked.' : 'No channel is like that.';
}
