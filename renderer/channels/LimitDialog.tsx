import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type CollectionPace, costOfRun } from '../../shared/collection-cost.ts';
import type { Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import { costInWords } from './cost-words.ts';
import { Dialog } from './Dialog.tsx';
import classes from './dialogs.module.css';
import { readLimit } from './limit-text.ts';

interface Props {
  readonly channels: readonly Channel[];
  readonly accounts: number;
  readonly pace: CollectionPace | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Answers whether it was saved. */
  readonly onSave: (limit: number) => Promise<boolean>;
}

/** The same re-read limit for several channels, with what that costs. */
export function LimitDialog(props: Props) {
  const { channels, opened, onClose } = props;
  return (
    <Dialog
      kind="question"
      opened={opened}
      onClose={onClose}
      title={`Re-read limit of ${plural(channels.length, 'channel')}`}
    >
      <LimitForm {...props} />
    </Dialog>
  );
}

function LimitForm({ channels, accounts, pace, onClose, onSave }: Props) {
  const [text, setText] = useState(() => String(channels[0]?.limit ?? ''));
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const read = readLimit(text);

  async function save(): Promise<void> {
    if (!read.ok) {
      setProblem(read.problem);
      return;
    }
    setSaving(true);
    const saved = await onSave(read.limit);
    setSaving(false);
    if (saved) onClose();
  }

  function submitted(event: FormEvent): void {
    event.preventDefault();
    if (!saving) void save();
  }

  return (
    <form className={classes.stack} onSubmit={submitted} noValidate>
      <TextInput
        data-autofocus
        label="Newest posts to re-read in every run"
        description="1 to 1000. Their views and edits are kept current."
        inputMode="numeric"
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <p className={classes.cost} aria-live="polite">
        {read.ok && pace !== null
          ? `${plural(channels.length, 'channel')}: ${costInWords(
              costOfRun(
                channels.map((channel) => ({ ...channel, limit: read.limit })),
                accounts,
                pace,
              ),
            )}.`
          : ''}
      </p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={saving}>
          Save
        </Button>
      </div>
    </form>
  );
}
