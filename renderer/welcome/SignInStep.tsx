import { useState } from 'react';
import type { Account } from '../../shared/domain.ts';
import { SignIn } from '../sign-in/SignIn.tsx';
import { goTo, hashOf } from '../state/place.ts';
import { showInstead } from './show-instead.ts';
import classes from './welcome.module.css';
import { welcomeParts } from './welcome-step.ts';

interface Props {
  readonly apiId: number | null;
  readonly accounts: readonly Account[];
  readonly channels: number;
}

/** Signing in, and where to go from there: to the channels of an account that is new, else back. */
export function SignInStep({ apiId, accounts, channels }: Props) {
  const [knownBefore] = useState(() => accounts.map(({ id }) => id));
  return (
    <SignIn
      onSignedIn={({ id }) => {
        if (knownBefore.includes(id) && channels > 0) goTo('settings');
        else showInstead(hashOf('welcome', welcomeParts.channelsOf(id)));
      }}
    >
      {apiId === null ? null : (
        <p className={classes.kept}>
          With your api_id {apiId}.{' '}
          <a className={classes.link} href={hashOf('welcome', welcomeParts.otherApplication)}>
            Change
          </a>
        </p>
      )}
    </SignIn>
  );
}
