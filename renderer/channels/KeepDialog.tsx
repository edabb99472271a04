import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Channel } from '../../shared/domain.ts';
import { formatCount, plural } from '../../shared/format.ts';
import { losersAmong } from '../../shared/post-expiry.ts';
import { Dialog } from './Dialog.tsx';
import classes from './dialogs.module.css';
import { ExpiryQuestion } from './ExpiryQuestion.tsx';
import { KeepField } from './KeepField.tsx';
import { keepText, readKeep } from './keep-text.ts';

interface Props {
  readonly channels: readonly Channel[];
  /** Wall clock, ms. */
  readonly now: number;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Answers whether it was saved. */
  readonly onSave: (keepDays: number | null) => Promise<boolean>;
}

/** How long the posts of several channels are kept. */
export function KeepDialog(props: Props) {
  const { channels, opened, onClose } = props;
  return (
    <Dialog
      kind="question"
      opened={opened}
      onClose={onClose}
      title={`Keep posts: ${plural(channels.length, 'channel')}`}
    >
      <KeepForm {...props} />
    </Dialog>
  );
}

function KeepForm({ channels, now, onClose, onSave }: Props) {
  const [text, setText] = useState(() => keepText(channels[0]?.keepDays ?? null));
  const [problem, setProblem] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const [saving, setSaving] = useState(false);
  const read = readKeep(text);
  const keepDays = read.ok ? read.keepDays : null;
  const losers = losersAmong(channels, keepDays, now);

  async function save(): Promise<void> {
    setSaving(true);
    const saved = await onSave(keepDays);
    setSaving(false);
    if (saved) onClose();
  }

  function submitted(event: FormEvent): void {
    event.preventDefault();
    if (!read.ok) setProblem(read.problem);
    else if (losers.length > 0) setAsking(true);
    else if (!saving) void save();
  }

  if (asking && keepDays !== null) {
    return (
      <ExpiryQuestion
        channels={losers}
        keepDays={keepDays}
        now={now}
        saving={saving}
        onSave={() => void save()}
        onClose={() => setAsking(false)}
      />
    );
  }
  return (
    <form className={classes.stack} onSubmit={submitted} noValidate>
      <KeepField
        autofocus
        text={text}
        problem={problem}
        onText={(typed) => {
          setText(typed);
          setProblem(null);
        }}
      />
      <p className={classes.cost} aria-live="polite">
        {losers.length === 0
          ? read.ok
            ? 'Nothing that is held now would be removed.'
            : ''
          : `${formatCount(losers.length)} of ${plural(channels.length, 'channel')} ${losers.length === 1 ? 'holds' : 'hold'} older posts, which would be removed.`}
      </p>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={saving}>
          {losers.length === 0 ? 'Save' : 'Save…'}
        </Button>
      </div>
    </form>
  );
}
