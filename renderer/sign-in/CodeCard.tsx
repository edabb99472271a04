import { TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { isInApp, isWholeCode, tidyCode } from './code-entry.ts';
import { QuestionCard } from './QuestionCard.tsx';
import type { SignInState } from './sign-in-flow.ts';

interface Props {
  readonly question: Extract<SignInState, { kind: 'code' }>;
  readonly onCode: (code: string) => void;
  readonly onStartOver: () => void;
}

export function CodeCard({ question, onCode, onStartOver }: Props) {
  const { sentTo, numberEnd, problem, underWay } = question;
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  // To the field at first, and back to it when a code was wrong.
  useEffect(() => {
    if (!underWay) field.current?.focus();
  }, [underWay]);

  function send(entered: string): void {
    if (underWay) return;
    setMissing(entered.trim() === '');
    if (entered.trim() === '') return;
    setCode('');
    onCode(entered.trim());
  }

  function typed(value: string): void {
    const entered = tidyCode(value);
    setMissing(false);
    // Once a code was wrong the user decides: it may have been cut short by our own haste.
    if (problem === null && isWholeCode(entered, sentTo)) send(entered);
    else setCode(entered);
  }

  return (
    <QuestionCard
      title="Enter the code"
      explanation={`${numberEnd === null ? '' : `For the number ending in ${numberEnd}. `}It was sent ${sentTo}.`}
      problem={problem}
      checking={underWay}
      onSubmit={() => send(code)}
      onStartOver={onStartOver}
    >
      <TextInput
        ref={field}
        aria-label="Code"
        inputMode={isInApp(sentTo) ? 'numeric' : 'text'}
        autoComplete="one-time-code"
        maxLength={20}
        value={code}
        readOnly={underWay}
        error={missing && problem === null ? 'Enter the code Telegram sent.' : null}
        onChange={(event) => typed(event.currentTarget.value)}
      />
    </QuestionCard>
  );
}
