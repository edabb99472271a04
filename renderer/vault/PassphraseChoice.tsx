import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import { useFirstInvalid } from '../ui/first-invalid.ts';
import classes from '../ui/form.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { checkPair, noProblems, type PairProblems } from './passphrase-pair.ts';

interface Props {
  /** What the button says. */
  readonly action: string;
  readonly onChosen?: () => void;
  /** Beside the button. */
  readonly children?: ReactNode;
}

/** A passphrase, typed twice. It leaves this form when it is sent and is kept nowhere on the screen. */
export function PassphraseChoice({ action, onChosen, children }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const { form, look } = useFirstInvalid<HTMLFormElement>();
  const firstField = useRef<HTMLInputElement>(null);
  const [first, setFirst] = useState('');
  const [second, setSecond] = useState('');
  const [problems, setProblems] = useState<PairProblems>(noProblems);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wish.underWay) return;
    const found = checkPair(first, second);
    setProblems(found);
    if (found.first !== null || found.second !== null) {
      look();
      return;
    }
    setFirst('');
    setSecond('');
    const granted = await wish.grant(() => bridge.request('vault.protect', { passphrase: first }));
    if (granted === null) firstField.current?.focus();
    else onChosen?.();
  }

  return (
    <form ref={form} className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <div className={classes.pair}>
        <PasswordInput
          ref={firstField}
          label="New passphrase"
          description="At least 8 characters"
          autoComplete="new-password"
          value={first}
          error={problems.first}
          onChange={(event) => {
            setFirst(event.currentTarget.value);
            setProblems(noProblems);
          }}
          onBlur={() => {
            if (first !== '') setProblems(checkPair(first, first));
          }}
        />
        <PasswordInput
          label="Once more"
          description="So that no slip of a finger locks you out"
          autoComplete="new-password"
          value={second}
          error={problems.second}
          onChange={(event) => {
            setSecond(event.currentTarget.value);
            setProblems({ ...problems, second: null });
          }}
        />
      </div>
      <Refusal reason={wish.refusal} />
      <div className={classes.actions}>
        <Button type="submit" aria-disabled={wish.underWay || undefined}>
          {action}
        </Button>
        {children}
        <span role="status" className={classes.status}>
          {wish.underWay ? 'Protecting…' : ''}
        </span>
      </div>
    </form>
  );
}
