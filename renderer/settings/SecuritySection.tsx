import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import type { VaultState } from '../../shared/contract.ts';
import { useAsked } from '../state/asked.ts';
import form from '../ui/form.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { PassphraseChoice } from '../vault/PassphraseChoice.tsx';
import { VaultForm } from '../vault/VaultForm.tsx';
import { choosingWords, protectionWords, withPassphrase } from '../vault/vault-words.ts';
import { DisclosedRow } from './DisclosedRow.tsx';
import { Row, Section } from './Section.tsx';
import classes from './settings.module.css';

/** Where sign-ins are kept and who can read them. */
export function SecuritySection() {
  const { answer, problem } = useAsked('vault.get', {}, ['vault']);
  return (
    <Section name="security">
      <Refusal reason={problem} />
      {answer === null ? (
        problem === null ? (
          <Skeleton height={58} radius={8} aria-hidden />
        ) : null
      ) : answer.state === 'open' ? (
        <OpenVault state={answer} />
      ) : (
        <div className={classes.block}>
          <VaultForm state={answer} />
        </div>
      )}
    </Section>
  );
}

function OpenVault({ state }: { readonly state: VaultState }) {
  // Known here as soon as it was chosen, a moment before the vault is asked again.
  const [chosen, setChosen] = useState(false);
  const protectedBy = chosen ? withPassphrase(state.protectedBy) : state.protectedBy;
  const toldAlready = chosen && !state.protectedBy.includes('passphrase');
  const hasPassphrase = protectedBy.includes('passphrase');
  const hasKeychain = protectedBy.includes('keychain');
  return (
    <>
      <Row
        title={`Protected by ${protectionWords(protectedBy)}`}
        // What is known of the vault names the key file that is gone.
        words={toldAlready ? 'The passphrase protects what is secret from now on.' : state.sentence}
      />
      <DisclosedRow
        title="Passphrase"
        words={
          <>
            {hasPassphrase
              ? hasKeychain
                ? 'Opens the vault wherever the keychain cannot.'
                : 'Asked for once after each start.'
              : 'None is chosen.'}{' '}
            Forgotten? Nobody can open it: sign in again; posts are not affected.
          </>
        }
        action={hasPassphrase ? 'Change' : 'Choose one'}
        actionLabel={hasPassphrase ? 'Change the passphrase' : 'Choose a passphrase'}
      >
        {(close) => (
          <div className={form.form}>
            <p className={form.note}>{choosingWords(protectedBy)}</p>
            <PassphraseChoice
              action={hasPassphrase ? 'Change the passphrase' : 'Protect with this passphrase'}
              onChosen={() => {
                setChosen(true);
                close(hasPassphrase ? 'Changed.' : 'Chosen.');
              }}
            />
          </div>
        )}
      </DisclosedRow>
    </>
  );
}
