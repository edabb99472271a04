import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { readReference } from '../../shared/channel-reference.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import classes from './channel-picker.module.css';

interface Props {
  readonly limit: number;
  readonly backfill: boolean;
  readonly onAdded: () => void;
}

/** Any public channel by its name, or a private one by the invite the account has joined with. */
export function AddByReference({ limit, backfill, onAdded }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [added, setAdded] = useState('');

  async function add(): Promise<void> {
    const wrong = problemIn(text);
    setProblem(wrong);
    setAdded('');
    if (wrong !== null) {
      field.current?.focus();
      return;
    }
    const answer = await wish.grant(() =>
      bridge.request('channels.add', { reference: text.trim(), limit, backfill }),
    );
    field.current?.focus();
    if (answer === null) return;
    setText('');
    setAdded(`${answer.channel.title} added.`);
    onAdded();
  }

  function submitted(event: FormEvent): void {
    event.preventDefault();
    void add();
  }

  return (
    <form className={classes.byName} onSubmit={submitted} noValidate>
      <TextInput
        ref={field}
        label="@name or t.me link"
        description="A public channel, or the invite link of a private one your account has joined."
        placeholder="@name"
        autoComplete="off"
        spellCheck={false}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        inputContainer={(input) => (
          <div className={classes.reference}>
            {input}
            <Button type="submit" variant="default" loading={wish.underWay}>
              Add
            </Button>
          </div>
        )}
        value={text}
        error={problem ?? wish.refusal}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
          if (wish.refusal !== null) wish.forget();
        }}
      />
      <p role="status" className={classes.added}>
        {added}
      </p>
    </form>
  );
}

function problemIn(text: string): string | null {
  if (text.trim() === '') return 'Write an @name or a t.me link first.';
  const read = readReference(text);
  if (read === null) return 'This is neither an @name nor a t.me link.';
  return read.kind === 'private'
    ? 'This link names a private channel by its number only. If your account is in it, tick it in the list above.'
    : null;
}
