import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import card from '../ui/card.module.css';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { Refusal } from '../ui/Refusal.tsx';
import classes from './sign-in.module.css';

interface Props {
  readonly title: string;
  readonly explanation: ReactNode;
  readonly problem: string | null;
  readonly checking: boolean;
  readonly onSubmit: () => void;
  readonly onStartOver: () => void;
  readonly children: ReactNode;
}

/** One thing Telegram asks for before it lets the user in: the code, or the two-step password. */
export function QuestionCard(props: Props) {
  const { title, explanation, problem, checking, onSubmit, onStartOver, children } = props;
  function submit(event: FormEvent): void {
    event.preventDefault();
    onSubmit();
  }
  return (
    <section aria-label={title} className={card.card}>
      <h2>{title}</h2>
      <p className={classes.explanation}>{explanation}</p>
      <form noValidate onSubmit={submit} className={classes.line}>
        <div className={classes.grow}>{children}</div>
        <ReasonedButton reason={checking ? 'Telegram is being asked.' : null} onPress={onSubmit}>
          {checking ? 'Checking…' : 'Sign in'}
        </ReasonedButton>
      </form>
      <Refusal reason={problem} />
      <div className={classes.otherWay}>
        <Button variant="subtle" size="compact-sm" onClick={onStartOver}>
          Begin again
        </Button>
      </div>
    </section>
  );
}
