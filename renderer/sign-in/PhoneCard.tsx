import { TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { phoneSchema } from '../../shared/contract-schemas.ts';
import { formatDuration } from '../../shared/format.ts';
import card from '../ui/card.module.css';
import { problemSentence } from '../ui/problem-words.ts';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { Refusal } from '../ui/Refusal.tsx';
import { waitWords } from './QrCard.tsx';
import classes from './sign-in.module.css';
import type { SignInState } from './sign-in-flow.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

interface Props {
  readonly state: SignInState;
  readonly phone: string;
  readonly onPhone: (phone: string) => void;
  readonly onSend: (phone: string) => void;
}

/** The other way in: a code sent to the number, mostly into the Telegram app. */
export function PhoneCard({ state, phone, onPhone, onSend }: Props) {
  const [error, setError] = useState<string | null>(null);
  const failed = state.kind === 'failed' && state.way === 'phone' ? state : null;
  const secondsLeft = useSecondsLeft(failed?.retryAt ?? null) ?? 0;
  const sending = state.kind === 'asking' && state.way === 'phone';

  function check(): string | null {
    const parsed = phoneSchema.safeParse(phone);
    setError(
      parsed.success ? null : problemSentence(parsed.error.issues[0]?.message ?? 'is no phone number'),
    );
    return parsed.success ? parsed.data : null;
  }

  function send(event?: FormEvent): void {
    event?.preventDefault();
    const number = check();
    if (number !== null && !sending && secondsLeft === 0) onSend(number);
  }

  return (
    <section aria-label="Sign in by phone number" className={card.card}>
      <h2 id="by-phone">Use your phone number</h2>
      <form noValidate onSubmit={send} className={classes.line}>
        <TextInput
          className={classes.grow}
          aria-labelledby="by-phone"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          placeholder="+49 151 …"
          value={phone}
          readOnly={sending}
          error={error}
          onChange={(event) => {
            onPhone(event.currentTarget.value);
            setError(null);
          }}
          onBlur={() => {
            if (phone.trim() !== '') check();
          }}
        />
        <ReasonedButton reason={reasonOf(sending, secondsLeft)} onPress={send}>
          {labelOf(sending, secondsLeft, failed?.afterQuestion === true)}
        </ReasonedButton>
      </form>
      <p className={classes.hint}>
        The code arrives inside the Telegram app, in the chat “Telegram”, not by SMS.
      </p>
      <Refusal reason={failed?.reason ?? null} />
    </section>
  );
}

function reasonOf(sending: boolean, secondsLeft: number): string | null {
  if (sending) return 'Telegram is being asked.';
  return secondsLeft === 0 ? null : waitWords;
}

function labelOf(sending: boolean, secondsLeft: number, again: boolean): string {
  if (sending) return 'Sending…';
  if (secondsLeft > 0) return `In ${formatDuration(secondsLeft * 1000)}`;
  return again ? 'Ask for a new code' : 'Send code';
}
