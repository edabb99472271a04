import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { Account } from '../../shared/domain.ts';
import { ChannelPicker } from '../channels/ChannelPicker.tsx';
import { goTo, hashOf } from '../state/place.ts';
import card from '../ui/card.module.css';
import { showInstead } from './show-instead.ts';
import classes from './welcome.module.css';
import { welcomeParts } from './welcome-step.ts';

interface Props {
  readonly account: Account;
  readonly channels: number;
}

/** What to collect of an account. The first run starts by itself, so that is what the user sees next. */
export function ChannelsStep({ account, channels }: Props) {
  const [first] = useState(channels === 0);
  const [anyNamed, setAnyNamed] = useState(false);
  const next = first ? 'now' : 'channels';
  useEffect(() => {
    // The place names the step: it must not turn into another one when there are channels.
    showInstead(hashOf('welcome', welcomeParts.channelsOf(account.id)));
  }, [account.id]);
  return (
    <>
      <section aria-label="Channels" className={card.card}>
        <ChannelPicker
          accountId={account.id}
          onAdded={(_count, how) => {
            // Whoever names one may want to name another; whoever ticked has said it all.
            if (how === 'picked') goTo(next);
            else setAnyNamed(true);
          }}
        />
      </section>
      {anyNamed ? (
        <Button component="a" className={classes.next} href={hashOf(next)}>
          {first ? 'See the first run' : 'Go to Channels'}
        </Button>
      ) : null}
      <p className={classes.kept}>
        Signed in as {account.name}.{' '}
        <a className={classes.link} href={hashOf('welcome', welcomeParts.anotherAccount)}>
          Use another account
        </a>
      </p>
    </>
  );
}
