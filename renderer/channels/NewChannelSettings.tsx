import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './channel-picker.module.css';
import { readLimit } from './limit-text.ts';

interface Props {
  readonly limit: number;
  readonly backfill: boolean;
  readonly onChange: (change: { readonly limit?: number; readonly backfill?: boolean }) => void;
}

/** What runs will read of the channels that are about to be added. */
export function NewChannelSettings({ limit, backfill, onChange }: Props) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <div className={classes.settings}>
      <TextInput
        size="xs"
        className={classes.limit}
        label="Newest posts to re-read"
        inputMode="numeric"
        value={text ?? String(limit)}
        error={problem}
        onChange={(event) => {
          const typed = event.currentTarget.value;
          const read = readLimit(typed);
          setText(typed);
          setProblem(null);
          if (read.ok) onChange({ limit: read.limit });
        }}
        onBlur={() => {
          const read = readLimit(text ?? String(limit));
          setProblem(read.ok ? null : `${read.problem} ${limit} is used until then.`);
          if (read.ok) setText(null);
        }}
      />
      <Switch
        size="xs"
        label="Backfill: walk back through the history too"
        checked={backfill}
        onChange={(event) => onChange({ backfill: event.currentTarget.checked })}
      />
    </div>
  );
}
