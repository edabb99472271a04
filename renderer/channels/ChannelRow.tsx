import { Checkbox, Switch } from '@mantine/core';
import { IconChevronRight, IconLock } from '@tabler/icons-react';
import { type KeyboardEvent, memo, type ReactNode } from 'react';
import type { Channel } from '../../shared/domain.ts';
import { formatCount, formatDateTime } from '../../shared/format.ts';
import { Tag } from '../ui/Tag.tsx';
import { ChannelDetails } from './ChannelDetails.tsx';
import { CoverageBar } from './CoverageBar.tsx';
import classes from './channel-table.module.css';
import type { Column } from './columns.ts';
import { LimitField } from './LimitField.tsx';
import { agoInWords, newInWords, spanInWords, troubleOf } from './last-words.ts';
import { whenReread } from './limit-text.ts';
import type { ChannelActions } from './use-channel-actions.ts';

/** What a row tells the list it is in. */
export interface RowEvents {
  readonly onToggle: (channel: Channel) => void;
  readonly onSelect: (channel: Channel, range: boolean) => void;
  readonly onRemove: (channel: Channel) => void;
  /** An arrow key: the row so many further down, or up. */
  readonly onMove: (channel: Channel, by: number) => void;
}

export interface RowProps {
  readonly channel: Channel;
  readonly columns: readonly Column[];
  readonly selected: boolean;
  readonly open: boolean;
  readonly collecting: boolean;
  /** Wall clock, as coarse as the words it becomes. */
  readonly now: number;
  readonly actions: ChannelActions;
  readonly events: RowEvents;
}

export const toggleId = (channelId: number): string => `channel-${channelId}`;
const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** A channel in the list, which opens to everything that is known of it. */
export const ChannelRow = memo(function ChannelRow(props: RowProps) {
  const { channel, columns, open } = props;
  return (
    <>
      <tr className={classes.row} data-open={open || undefined} data-off={!channel.enabled || undefined}>
        {columns.map((column) => (
          <Cell key={column.name} {...props} column={column} />
        ))}
      </tr>
      {open ? (
        <tr>
          <td id={`${toggleId(channel.id)}-details`} colSpan={columns.length} className={classes.details}>
            <ChannelDetails
              channel={channel}
              now={props.now}
              actions={props.actions}
              onRemove={() => props.events.onRemove(channel)}
            />
          </td>
        </tr>
      ) : null}
    </>
  );
});

function Cell({ column, ...props }: RowProps & { readonly column: Column }): ReactNode {
  const { channel, actions, events } = props;
  switch (column.name) {
    case 'select':
      return (
        <td className={`${classes.cell} ${classes.control}`}>
          <Checkbox
            size="xs"
            checked={props.selected}
            aria-label={`Select ${channel.title}`}
            onChange={(event) => events.onSelect(channel, wasShifted(event.nativeEvent))}
          />
        </td>
      );
    case 'enabled':
      return (
        <td className={`${classes.cell} ${classes.control}`}>
          <Switch
            size="sm"
            checked={channel.enabled}
            aria-label={`Collect ${channel.title}`}
            onChange={(event) => void actions.set(channel, { enabled: event.currentTarget.checked })}
          />
        </td>
      );
    case 'channel':
      return <NameCell {...props} />;
    case 'limit':
      return (
        <td className={`${classes.cell} ${classes.number} ${classes.control}`}>
          <LimitField channel={channel} onSave={(limit) => actions.set(channel, { limit })} />
          {channel.reread ? <div className={classes.under}>{whenReread(channel)}</div> : null}
        </td>
      );
    case 'postsHeld':
      return <td className={`${classes.cell} ${classes.number}`}>{formatCount(channel.postsHeld)}</td>;
    case 'coverage':
      return (
        <td className={classes.cell}>
          <CoverageBar channel={channel} />
          <div className={classes.under}>{spanInWords(channel)}</div>
        </td>
      );
    case 'backfill':
      return (
        <td className={`${classes.cell} ${classes.control}`}>
          <Switch
            size="xs"
            checked={channel.backfill}
            aria-label={`Walk back through the history of ${channel.title}`}
            onChange={(event) => void actions.set(channel, { backfill: event.currentTarget.checked })}
          />
        </td>
      );
    case 'subscribers':
      return <td className={`${classes.cell} ${classes.number}`}>{formatCount(channel.subscribers)}</td>;
    case 'last':
      return (
        <td className={classes.cell}>
          <Last {...props} />
        </td>
      );
  }
}

function NameCell({ channel, columns, open, collecting, now, events }: RowProps) {
  const folded = !columns.some(({ name }) => name === 'last');
  function pressed(event: KeyboardEvent): void {
    const by = steps[event.key];
    if (by === undefined) return;
    event.preventDefault();
    events.onMove(channel, by);
  }
  return (
    <th scope="row" className={classes.cell}>
      <button
        type="button"
        id={toggleId(channel.id)}
        className={classes.toggle}
        aria-expanded={open}
        aria-controls={open ? `${toggleId(channel.id)}-details` : undefined}
        onClick={() => events.onToggle(channel)}
        onKeyDown={pressed}
        title={channel.title}
      >
        <IconChevronRight size={14} stroke={2.2} className={classes.chevron} aria-hidden />
        <span>{channel.title}</span>
      </button>
      <div className={classes.name}>
        {channel.username === null ? <IconLock size={12} aria-hidden /> : null}
        <span className={classes.nameText}>
          {channel.username === null ? 'private' : `@${channel.username}`}
        </span>
        {channel.newSinceLooked > 0 ? <Tag tone="accent">{newInWords(channel.newSinceLooked)}</Tag> : null}
      </div>
      {folded ? (
        <div className={classes.folded}>
          <Last channel={channel} collecting={collecting} now={now} />
        </div>
      ) : null}
    </th>
  );
}

function Last({ channel, collecting, now }: Pick<RowProps, 'channel' | 'collecting' | 'now'>) {
  const { enabled, lastCollectedAt, lastError } = channel;
  if (collecting) return <Tag tone="accent">Collecting now</Tag>;
  const ago = lastCollectedAt === null ? 'not collected yet' : agoInWords(lastCollectedAt, now);
  const trouble = lastError === null ? null : troubleOf(lastError);
  return (
    <>
      <div className={classes.last}>
        <span title={lastCollectedAt === null ? undefined : formatDateTime(lastCollectedAt)}>
          {enabled ? ago : `Off · ${ago}`}
        </span>
        {trouble === null ? null : <Tag tone={trouble.tone}>{trouble.label}</Tag>}
      </div>
      {trouble === null ? null : (
        <div className={classes.error} title={`${lastError} ${trouble.remedy}`}>
          {lastError} {trouble.remedy}
        </div>
      )}
    </>
  );
}

/** Of a press with mouse or keyboard, which is what changes a checkbox. */
function wasShifted(event: Event): boolean {
  return 'shiftKey' in event && event.shiftKey === true;
}
