import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Account } from '../../shared/domain.ts';
import { SignIn } from '../sign-in/SignIn.tsx';
import { goTo, hashOf } from '../state/place.ts';
import card from '../ui/card.module.css';
import { showInstead } from './show-instead.ts';
import { signedInIds, signedInSince } from './signed-in-elsewhere.ts';
import classes from './welcome.module.css';
import { welcomeParts } from './welcome-step.ts';

interface Props {
  readonly apiId: number | null;
  readonly accounts: readonly Account[];
  readonly channels: number;
  /** Whether Telegram asks for a code or a password now. */
  readonly onAsked: (asked: boolean) => void;
}

/** Signing in, and where to go from there: to the channels of an account that is new, else back. */
export function SignInStep({ apiId, accounts, channels, onAsked }: Props) {
  const [knownBefore] = useState(() => accounts.map(({ id }) => id));
  const [signedInBefore] = useState(() => signedInIds(accounts));
  // The list hears of an account a moment before this page is told that it signed it in.
  const [busy, setBusy] = useState(false);
  const elsewhere = busy ? [] : signedInSince(signedInBefore, accounts);
  return (
    <>
      <Elsewhere accounts={elsewhere} />
      <SignIn
        onSignedIn={({ id }) => {
          if (knownBefore.includes(id) && channels > 0) goTo('settings');
          else showInstead(hashOf('welcome', welcomeParts.channelsOf(id)));
        }}
        onAsked={onAsked}
        onBusy={setBusy}
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
    </>
  );
}

/** Nobody who is about to type a code is led away from it: that another window was faster is said, with a way on. */
function Elsewhere({ accounts }: { readonly accounts: readonly Account[] }) {
  const [first] = accounts;
  return (
    <div role="status">
      {first === undefined ? null : (
        <section aria-label="Signed in elsewhere" className={`${card.card} ${classes.elsewhere}`}>
          <p>
            <b>{accounts.map(({ name }) => name).join(', ')}</b> was signed in elsewhere, in another window or
            by a command.
          </p>
          <Button component="a" variant="default" href={hashOf('welcome', welcomeParts.channelsOf(first.id))}>
            Pick channels
          </Button>
        </section>
      )}
    </div>
  );
}
