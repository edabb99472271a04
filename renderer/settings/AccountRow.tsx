import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Account, AuditEvent } from '../../shared/domain.ts';
import { ProxyForm } from '../connection/ProxyForm.tsx';
import { wayInWords } from '../connection/proxy-draft.ts';
import { useAsked } from '../state/asked.ts';
import { hashOf } from '../state/place.ts';
import { Tag } from '../ui/Tag.tsx';
import { sinceWords } from './account-since.ts';
import { DisclosedRow } from './DisclosedRow.tsx';
import { Row } from './Section.tsx';
import { SignOutDialog } from './SignOutDialog.tsx';
import classes from './settings.module.css';

export function AccountRow({
  account,
  events,
}: {
  readonly account: Account;
  readonly events: readonly AuditEvent[];
}) {
  const [leaving, setLeaving] = useState(false);
  const { id, name, username, maskedPhone, signedOutReason } = account;
  const signedIn = account.state === 'signed-in';
  const leave = signedIn ? 'Sign out' : 'Forget';
  return (
    <li className={classes.account}>
      <Row
        title={
          <span className={classes.accountName}>
            <span>{name}</span>
            <Tag tone={signedIn ? 'good' : 'bad'}>{signedIn ? 'Signed in' : 'Signed out'}</Tag>
          </span>
        }
        words={
          <>
            {username === null ? maskedPhone : `@${username}, ${maskedPhone}`}. {sinceWords(account, events)}.
            {signedOutReason === null ? null : <span className={classes.reason}>{signedOutReason}</span>}
          </>
        }
        control={
          <>
            {signedIn ? null : (
              <Button component="a" href={hashOf('welcome')} aria-label={`Sign in again as ${name}`}>
                Sign in again
              </Button>
            )}
            <Button variant="default" aria-label={`${leave}: ${name}`} onClick={() => setLeaving(true)}>
              {leave}
            </Button>
          </>
        }
      />
      {signedIn ? <AccountProxy accountId={id} name={name} /> : null}
      <SignOutDialog account={account} opened={leaving} onClose={() => setLeaving(false)} />
    </li>
  );
}

function AccountProxy({ accountId, name }: { readonly accountId: number; readonly name: string }) {
  const { answer, problem } = useAsked('proxy.get', { accountId }, ['accounts']);
  return (
    <DisclosedRow
      title={<span className={classes.minor}>Proxy</span>}
      words={problem ?? `Goes ${wayInWords(answer)}.`}
      action={answer === null ? 'Set a proxy' : 'Change or remove'}
      actionLabel={`${answer === null ? 'Set a proxy' : 'Change or remove the proxy'} of ${name}`}
      button={{ size: 'xs' }}
    >
      {(close) => <ProxyForm accountId={accountId} onSaved={() => close('Saved.')} />}
    </DisclosedRow>
  );
}
