import { Button, CopyButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import card from '../ui/card.module.css';
import classes from './first-steps.module.css';

/** What is there to do before the first run, for someone who has nothing set up yet. */
export function FirstSteps({ accountsSignedIn }: { readonly accountsSignedIn: number }) {
  const signedIn = accountsSignedIn > 0;
  return (
    <section aria-label="First steps" className={`${card.card} ${classes.steps}`}>
      <h1>{signedIn ? 'One step to the first run' : 'Two steps to the first run'}</h1>
      <p className={card.dim}>
        Tidings reads the channels your account follows and keeps what it reads in a database of your own. It
        never posts, joins or marks anything as read.
      </p>
      <ol className={classes.list}>
        <Step number={1} done={signedIn} title="Sign in to Telegram" command="tidings login --phone +49…">
          In a terminal, with your own phone number. The code arrives inside the Telegram app, not by SMS.
        </Step>
        <Step number={2} done={false} title="Choose what to collect" command="tidings channels add @name">
          A channel's @name or its t.me link, one command each.
        </Step>
        <Step number={3} done={false} title="That is all">
          The first run starts by itself as soon as there is a channel. This screen shows it.
        </Step>
      </ol>
      <p className={classes.note}>Uses the Telegram API; not affiliated with Telegram.</p>
    </section>
  );
}

interface StepProps {
  readonly number: number;
  readonly done: boolean;
  readonly title: string;
  readonly command?: string;
  readonly children: ReactNode;
}

function Step({ number, done, title, command, children }: StepProps) {
  return (
    <li className={classes.step} data-done={done || undefined}>
      <span className={classes.number} aria-hidden>
        {done ? <IconCheck size={15} stroke={2.6} /> : number}
      </span>
      <div className={classes.body}>
        <h2>
          {title}
          {done ? ': done' : ''}
        </h2>
        <p className={card.dim}>{children}</p>
        {command === undefined || done ? null : <Command text={command} />}
      </div>
    </li>
  );
}

function Command({ text }: { readonly text: string }) {
  return (
    <div className={classes.command}>
      <code>{text}</code>
      <CopyButton value={text.replace('+49…', '')}>
        {({ copied, copy }) => (
          <Button
            size="compact-sm"
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
          >
            {copied ? 'Copied' : 'Copy'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}
