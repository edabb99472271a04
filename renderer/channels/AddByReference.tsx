import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import { readReference } from '../../shared/channel-reference.ts';
import { useAsked } from '../state/asked.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import classes from './channel-picker.module.css';

interface Props {
  /** Null where the number of posts to re-read cannot be used: that has been said beside its field then. */
  readonly takeLimit: () => number | null;
  readonly reread: boolean;
  readonly backfill: boolean;
  readonly onAdded: () => void;
}

/** Any public channel by its name, or a private one by the invite the account has joined with. */
export function AddByReference({ takeLimit, reread, backfill, onAdded }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const collected = useAsked('channels.list', {}, ['channels']).answer;
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
    const limit = takeLimit();
    if (limit === null) return;
    const answer = await wish.grant(() =>
      bridge.request('channels.add', { reference: text.trim(), limit, reread, backfill }),
    );
    field.current?.focus();
    if (answer === null) return;
    setText('');
    const { id, title } = answer.channel;
    // As it was when it was asked: the answer itself may change the list.
    const already = collected?.some((channel) => channel.id === id && channel.enabled) === true;
    setAdded(already ? `${title} is collected already; nothing was changed.` : `${title} added.`);
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
