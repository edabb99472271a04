import { Switch, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import classes from './channel-picker.module.css';
import { limitName } from './limit-text.ts';
import type { LimitDraft } from './use-limit-draft.ts';

interface Props {
  readonly limit: LimitDraft;
  readonly limitField: RefObject<HTMLInputElement | null>;
  readonly reread: boolean;
  readonly onReread: (reread: boolean) => void;
  readonly backfill: boolean;
  readonly onBackfill: (backfill: boolean) => void;
}

/** What runs will read of the channels that are about to be added. */
export function NewChannelSettings(props: Props) {
  const { limit, limitField, reread, onReread, backfill, onBackfill } = props;
  return (
    <div className={classes.settings}>
      <TextInput
        size="xs"
        className={classes.limit}
        ref={limitField}
        label={limitName}
        inputMode="numeric"
        value={limit.text}
        error={limit.problem}
        onChange={(event) => limit.write(event.currentTarget.value)}
        onBlur={() => limit.take()}
      />
      <div className={classes.switches}>
        <Switch
          size="xs"
          label="Re-read in every run, not only once a day"
          checked={reread}
          onChange={(event) => onReread(event.currentTarget.checked)}
        />
        <Switch
          size="xs"
          label="Backfill: walk back through the history too"
          checked={backfill}
          onChange={(event) => onBackfill(event.currentTarget.checked)}
        />
      </div>
    </div>
  );
}
