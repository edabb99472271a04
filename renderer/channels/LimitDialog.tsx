import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { type CollectionPace, costOfRun } from '../../shared/collection-cost.ts';
import type { Channel } from '../../shared/domain.ts';
import { plural } from '../../shared/format.ts';
import { costInWords } from './cost-words.ts';
import { Dialog } from './Dialog.tsx';
import classes from './dialogs.module.css';
import { limitExplanation, limitName, readLimit } from './limit-text.ts';

/** `reread` left out: each channel's stays as it is. */
export interface LimitSettings {
  readonly limit: number;
  readonly reread?: boolean;
}

type Choice = 'as-it-is' | 'daily' | 'every-run';

const rereadOf: Readonly<Record<Choice, Pick<LimitSettings, 'reread'>>> = {
  'as-it-is': {},
  daily: { reread: false },
  'every-run': { reread: true },
};

const choices: readonly { readonly value: Choice; readonly label: string }[] = [
  { value: 'as-it-is', label: 'As each channel has it' },
  { value: 'daily', label: 'Once a day' },
  { value: 'every-run', label: 'In every run' },
];

interface Props {
  readonly channels: readonly Channel[];
  readonly accounts: number;
  readonly pace: CollectionPace | null;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Answers whether it was saved. */
  readonly onSave: (settings: LimitSettings) => Promise<boolean>;
}

/** How many of the newest posts are re-read, and when, for several channels, with what that costs. */
export function LimitDialog(props: Props) {
  const { channels, opened, onClose } = props;
  return (
    <Dialog
      kind="question"
      opened={opened}
      onClose={onClose}
      title={`Re-read: ${plural(channels.length, 'channel')}`}
    >
      <LimitForm {...props} />
    </Dialog>
  );
}

function LimitForm({ channels, accounts, pace, onClose, onSave }: Props) {
  const [text, setText] = useState(() => String(channels[0]?.limit ?? ''));
  const [choice, setChoice] = useState<Choice>('as-it-is');
  const [problem, setProblem] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const read = readLimit(text);

  async function save(): Promise<void> {
    if (!read.ok) {
      setProblem(read.problem);
      return;
    }
    setSaving(true);
    const saved = await onSave({ limit: read.limit, ...rereadOf[choice] });
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
        label={limitName}
        description={limitExplanation}
        inputMode="numeric"
        value={text}
        error={problem}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
      />
      <NativeSelect
        label="When"
        data={choices.map(({ value, label }) => ({ value, label }))}
        value={choice}
        onChange={({ currentTarget: { value } }) =>
          setChoice(choices.find((known) => known.value === value)?.value ?? 'as-it-is')
        }
      />
      <p className={classes.cost} aria-live="polite">
        {read.ok && pace !== null
          ? `${plural(channels.length, 'channel')}: ${costInWords(
              costOfRun(
                channels.map((channel) => ({ ...channel, limit: read.limit, ...rereadOf[choice] })),
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
