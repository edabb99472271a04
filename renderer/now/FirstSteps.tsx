import { Button } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { hashOf } from '../state/place.ts';
import { Command } from '../ui/Command.tsx';
import card from '../ui/card.module.css';
import classes from './first-steps.module.css';

/** What is there to do before the first run, and where it is done. */
export function FirstSteps({ lacks }: { readonly lacks: 'account' | 'channel' }) {
  return (
    <section aria-label="First steps" className={`${card.card} ${classes.steps}`}>
      {lacks === 'account' ? (
        <>
          <h1>Sign in first</h1>
          <p className={card.dim}>
            Tidings reads the channels your account follows and keeps what it reads in a database of your own.
            It never posts, joins or marks anything as read.
          </p>
          <Way href={hashOf('welcome')}>Sign in to Telegram</Way>
          <Shell text="tidings login --phone +49…" copied="tidings login --phone " />
        </>
      ) : (
        <>
          <h1>One step to the first run</h1>
          <p className={card.dim}>
            You are signed in. Pick the channels to collect: the first run then starts by itself, and this
            screen shows it.
          </p>
          <Way href={hashOf('channels')}>Pick channels</Way>
          <Shell text="tidings channels add @name" />
        </>
      )}
    </section>
  );
}

function Way({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <Button
      component="a"
      href={href}
      className={classes.way}
      rightSection={<IconArrowRight size={16} aria-hidden />}
    >
      {children}
    </Button>
  );
}

/** The same for whoever would rather type. */
function Shell(command: { readonly text: string; readonly copied?: string }) {
  return (
    <div className={classes.shell}>
      <span>Or in a terminal:</span>
      <Command {...command} />
    </div>
  );
}
