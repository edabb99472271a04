import { Button, Skeleton } from '@mantine/core';
import { IconUserPlus } from '@tabler/icons-react';
import { useAsked } from '../state/asked.ts';
import { hashOf } from '../state/place.ts';
import { Refusal } from '../ui/Refusal.tsx';
import { AccountRow } from './AccountRow.tsx';
import { ApplicationForm } from './ApplicationForm.tsx';
import { signInEvents } from './account-since.ts';
import { DisclosedRow } from './DisclosedRow.tsx';
import { Row, Section } from './Section.tsx';
import classes from './settings.module.css';

/** Whose channels are read, and the application they are read with. */
export function AccountsSection() {
  const accounts = useAsked('accounts.list', {}, ['accounts']);
  const events = useAsked('runs.events', { types: signInEvents, limit: 200 }, ['accounts']);
  const list = accounts.answer;
  return (
    <Section
      name="accounts"
      actions={
        list === null || list.length === 0 ? null : (
          <Button
            component="a"
            href={hashOf('welcome')}
            variant="default"
            leftSection={<IconUserPlus size={16} aria-hidden />}
          >
            Add another account
          </Button>
        )
      }
    >
      <Refusal reason={accounts.problem} />
      {list === null ? (
        accounts.problem === null ? (
          <Skeleton height={58} radius={8} aria-hidden />
        ) : null
      ) : list.length === 0 ? (
        <Row
          title="No account yet"
          words="Tidings reads the channels your account follows. It never posts, joins or marks anything as read."
          control={
            <Button component="a" href={hashOf('welcome')}>
              Sign in to Telegram
            </Button>
          }
        />
      ) : (
        <ul className={classes.accounts} aria-label="Accounts">
          {list.map((account) => (
            <AccountRow key={account.id} account={account} events={events.answer?.items ?? []} />
          ))}
        </ul>
      )}
      <Application />
    </Section>
  );
}

function Application() {
  const { answer, problem } = useAsked('api.get', {}, ['accounts']);
  const apiId = answer?.apiId ?? null;
  return (
    <DisclosedRow
      title="Telegram application"
      words={
        problem ??
        (apiId === null ? (
          'None is kept. It is asked for at the first sign-in.'
        ) : (
          <>
            api_id <code>{apiId}</code>. Its hash is in the vault and is not shown.
          </>
        ))
      }
      action={apiId === null ? 'Enter' : 'Change'}
      actionLabel={apiId === null ? 'Enter the Telegram application' : 'Change the Telegram application'}
    >
      {(close) => <ApplicationForm onSaved={() => close('Saved.')} />}
    </DisclosedRow>
  );
}
