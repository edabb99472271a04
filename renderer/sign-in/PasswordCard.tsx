import { PasswordInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { QuestionCard } from './QuestionCard.tsx';
import type { SignInState } from './sign-in-flow.ts';

interface Props {
  readonly question: Extract<SignInState, { kind: 'password' }>;
  readonly onPassword: (password: string) => void;
  readonly onStartOver: () => void;
}

export function PasswordCard({ question, onPassword, onStartOver }: Props) {
  const { hint, problem, underWay } = question;
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!underWay) field.current?.focus();
  }, [underWay]);

  function send(): void {
    if (underWay) return;
    setMissing(password === '');
    if (password === '') return;
    setPassword('');
    onPassword(password);
  }

  return (
    <QuestionCard
      title="Enter your two-step password"
      explanation={
        <>
          Your account asks for it at every sign-in.{' '}
          {hint === null || hint === '' ? 'It has no hint.' : <>Its hint: “{hint}”.</>}
        </>
      }
      problem={problem}
      checking={underWay}
      onSubmit={send}
      onStartOver={onStartOver}
    >
      <PasswordInput
        ref={field}
        aria-label="Two-step password"
        autoComplete="current-password"
        maxLength={1000}
        value={password}
        readOnly={underWay}
        error={missing ? 'Enter the password.' : null}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        onChange={(event) => {
          setMissing(false);
          setPassword(event.currentTarget.value);
        }}
      />
    </QuestionCard>
  );
}
