import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Channel } from '../../shared/domain.ts';
import { formatDate, plural } from '../../shared/format.ts';
import { expiresBefore, keptInWords } from '../../shared/post-expiry.ts';
import { useAsked } from '../state/asked.ts';
import classes from './dialogs.module.css';

interface Props {
  /** Those that hold posts which would go. */
  readonly channels: readonly Channel[];
  readonly keepDays: number;
  /** Wall clock, ms. */
  readonly now: number;
  readonly saving: boolean;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

const countedAtMost = 1_000_000;

/** Asks once more before posts are removed for their age, and counts them first. */
export function ExpiryQuestion({ channels, keepDays, now, saving, onSave, onClose }: Props) {
  // One moment for the whole question: what is counted does not move while it is read.
  const [before] = useState(() => expiresBefore(keepDays, now) ?? 0);
  const { answer, problem } = useAsked(
    'posts.count',
    { channelIds: channels.map(({ id }) => id), to: before, atMost: countedAtMost },
    [],
  );
  const counted =
    answer === null
      ? problem === null
        ? 'The posts'
        : 'All posts'
      : answer.accepted
        ? `${answer.more ? 'More than ' : ''}${plural(answer.count, 'post')}`
        : 'All posts';
  return (
    <div className={classes.stack}>
      <p aria-live="polite">
        <b>
          {counted} from before {formatDate(before)}
        </b>{' '}
        {channels.length === 1
          ? `of ${channels[0]?.title ?? 'it'}`
          : `of ${plural(channels.length, 'channel')}`}{' '}
        will be deleted from your database after one of the next runs, with their earlier versions and
        counters, and from then on each post once it is {plural(keepDays, 'day')} old. This cannot be undone.
      </p>
      <p className={classes.cost}>
        Posts are kept {keptInWords(keepDays)}, counted from when they were published. Nothing changes at
        Telegram. A back-up made now keeps what goes.
      </p>
      <div className={classes.buttons}>
        <Button variant="default" data-autofocus onClick={onClose}>
          Keep them
        </Button>
        <Button className={classes.danger} loading={saving} onClick={onSave}>
          Save, and remove them
        </Button>
      </div>
    </div>
  );
}
