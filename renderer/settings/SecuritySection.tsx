import { Skeleton } from '@mantine/core';
import type { VaultProtection, VaultState } from '../../shared/contract.ts';
import { useAsked } from '../state/asked.ts';
import form from '../ui/form.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { PassphraseChoice } from '../vault/PassphraseChoice.tsx';
import { VaultForm } from '../vault/VaultForm.tsx';
import { DisclosedRow } from './DisclosedRow.tsx';
import { Row, Section } from './Section.tsx';
import classes from './settings.module.css';

const protections: Readonly<Record<VaultProtection, string>> = {
  keychain: "this computer's keychain",
  passphrase: 'a passphrase',
  'key-file': 'a key file',
};

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
  const hasPassphrase = state.protectedBy.includes('passphrase');
  const hasKeychain = state.protectedBy.includes('keychain');
  return (
    <>
      <Row title={`Protected by ${protectionWords(state.protectedBy)}`} words={state.sentence} />
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
            <p className={form.note}>
              {hasPassphrase
                ? 'The new one takes the place of the old one at once.'
                : hasKeychain
                  ? 'With a passphrase the vault also opens where this keychain is not at hand.'
                  : 'The passphrase takes the place of the key file: from then on each start asks for it.'}
            </p>
            <PassphraseChoice
              action={hasPassphrase ? 'Change the passphrase' : 'Protect with this passphrase'}
              onChosen={() => close(hasPassphrase ? 'Changed.' : 'Chosen.')}
            />
          </div>
        )}
      </DisclosedRow>
    </>
  );
}

function protectionWords(by: readonly VaultProtection[]): string {
  return by.length === 0 ? 'nothing' : by.map((kind) => protections[kind]).join(' and by ');
}
