import { type FocusEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Channel } from '../../shared/domain.ts';
import { formatCount } from '../../shared/format.ts';
import { changeInWords } from './cost-words.ts';
import classes from './limit-field.module.css';
import { limitName, readLimit, whenReread } from './limit-text.ts';

interface Props {
  readonly channel: Channel;
  /** Answers whether it was saved. */
  readonly onSave: (limit: number) => Promise<boolean>;
}

/** How many posts are re-read, changed where it stands: Enter saves, Escape leaves it as it was. */
export function LimitField({ channel, onSave }: Props) {
  const [text, setText] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const comesBack = useRef(false);
  const hintId = useId();
  const editing = text !== null;
  useEffect(() => {
    if (editing) {
      input.current?.focus();
      input.current?.select();
    } else if (comesBack.current) button.current?.focus();
    comesBack.current = false;
  }, [editing]);

  function leave(focus: boolean): void {
    comesBack.current = focus;
    setText(null);
    setProblem(null);
  }

  async function save(focus: boolean): Promise<void> {
    const read = readLimit(text ?? '');
    if (!read.ok) setProblem(read.problem);
    else if (read.limit === channel.limit || (await onSave(read.limit))) leave(focus);
  }

  function pressed(event: KeyboardEvent): void {
    if (event.key === 'Enter') void save(true);
    if (event.key === 'Escape') leave(true);
  }

  function left(event: FocusEvent<HTMLInputElement>): void {
    // After Enter or Escape the field goes of its own accord.
    if (comesBack.current) return;
    if (event.target.value.trim() === '') leave(false);
    else void save(false);
  }

  if (text === null) {
    return (
      <button
        ref={button}
        type="button"
        className={classes.button}
        aria-label={`${limitName} of ${channel.title}: ${formatCount(channel.limit)}, ${whenReread(channel)}. Change`}
        title={`${limitName}, ${whenReread(channel)}. Press to change`}
        onClick={() => setText(String(channel.limit))}
      >
        {formatCount(channel.limit)}
      </button>
    );
  }
  const read = readLimit(text);
  return (
    <span className={classes.field}>
      <input
        ref={input}
        className={classes.input}
        value={text}
        inputMode="numeric"
        aria-label={`${limitName} of ${channel.title}, 1 to 1000`}
        aria-invalid={problem !== null}
        aria-describedby={hintId}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setProblem(null);
        }}
        onKeyDown={pressed}
        onBlur={left}
      />
      <span id={hintId} className={classes.hint} data-problem={problem !== null || undefined}>
        {problem ?? (read.ok ? changeInWords(channel, { limit: read.limit }) : '1 to 1000 posts')}
      </span>
    </span>
  );
}
