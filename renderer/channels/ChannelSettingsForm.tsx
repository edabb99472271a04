import { Switch, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ChannelSettings } from '../../shared/contract.ts';
import { backfillPostsPerRun, type Channel } from '../../shared/domain.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import classes from './channel-details.module.css';
import { changeInWords } from './cost-words.ts';
import { readLimit } from './limit-text.ts';

interface Props {
  readonly channel: Channel;
  /** Answers whether it was saved. */
  readonly onSave: (settings: ChannelSettings) => Promise<boolean>;
}

/** What a run reads of a channel, with what that costs before it is saved. */
export function ChannelSettingsForm({ channel, onSave }: Props) {
  const [text, setText] = useState<string | null>(null);
  const [wanted, setWanted] = useState<boolean | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const read = readLimit(text ?? String(channel.limit));
  const backfill = wanted ?? channel.backfill;
  const changed = backfill !== channel.backfill || !read.ok || read.limit !== channel.limit;

  async function save(): Promise<void> {
    if (!read.ok) {
      setProblem(read.problem);
      return;
    }
    setSaving(true);
    if (await onSave({ limit: read.limit, backfill })) {
      setText(null);
      setWanted(null);
    }
    setSaving(false);
  }

  function submitted(event: FormEvent): void {
    event.preventDefault();
    if (changed && !saving) void save();
  }

  return (
    <form className={classes.form} onSubmit={submitted} noValidate>
      <TextInput
        size="xs"
        label="Newest posts to re-read in every run"
        description="1 to 1000. Their views and edits are kept current."
        inputMode="numeric"
        value={text ?? String(channel.limit)}
        error={problem}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
        onBlur={() => {
          if (!read.ok) setProblem(read.problem);
        }}
      />
      <Switch
        size="xs"
        label="Backfill: walk back through the history"
        description={`${backfillPostsPerRun} older posts a run, until the first message.`}
        checked={backfill}
        onChange={(event) => setWanted(event.currentTarget.checked)}
      />
      <div className={classes.save}>
        <ReasonedButton
          size="xs"
          variant={changed ? 'filled' : 'default'}
          loading={saving}
          reason={changed ? null : 'Nothing has been changed.'}
          onPress={() => void save()}
        >
          Save
        </ReasonedButton>
        <p className={classes.cost} aria-live="polite">
          {read.ok ? `${changeInWords(channel, { limit: read.limit, backfill })}.` : ''}
        </p>
      </div>
    </form>
  );
}
