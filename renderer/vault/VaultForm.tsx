import { Button, PasswordInput } from '@mantine/core';
import { type FormEvent, useRef, useState } from 'react';
import type { VaultState } from '../../shared/contract.ts';
import { useBridge } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import classes from '../ui/form.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { PassphraseChoice } from './PassphraseChoice.tsx';
import { closedWords } from './vault-words.ts';

/** What a person has to do before the vault can be used; nothing where it can. */
export function VaultForm({ state }: { readonly state: VaultState }) {
  switch (state.state) {
    case 'open':
      return null;
    case 'locked':
      return (
        <div className={classes.form}>
          <p>{closedWords(state)}</p>
          {/* Without one, only a keychain or a key file opens it: the sentence says which, and what to do. */}
          {state.protectedBy.includes('passphrase') ? <Unlock /> : null}
        </div>
      );
    case 'unprotected':
      return (
        <div className={classes.form}>
          <p>{closedWords(state)}</p>
          <p className={classes.note}>
            It encrypts your sign-ins. Tidings asks for it once after each start and collects nothing before.
            It is kept nowhere: if it is forgotten, you sign in again, and posts are not affected.
          </p>
          <PassphraseChoice action="Protect with this passphrase" />
        </div>
      );
  }
}

function Unlock() {
  const bridge = useBridge();
  const wish = useWish();
  const field = useRef<HTMLInputElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const [empty, setEmpty] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (wish.underWay) return;
    if (passphrase === '') {
      setEmpty(true);
      field.current?.focus();
      return;
    }
    setPassphrase('');
    const granted = await wish.grant(() => bridge.request('vault.unlock', { passphrase }));
    if (granted === null) field.current?.focus();
  }

  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <PasswordInput
        ref={field}
        label="Passphrase"
        autoComplete="current-password"
        value={passphrase}
        error={empty ? 'Enter the passphrase.' : null}
        onChange={(event) => {
          setPassphrase(event.currentTarget.value);
          setEmpty(false);
        }}
      />
      <Refusal reason={wish.refusal} />
      <div className={classes.actions}>
        <Button type="submit" aria-disabled={wish.underWay || undefined}>
          Unlock
        </Button>
        <span role="status" className={classes.status}>
          {wish.underWay ? 'Unlocking…' : ''}
        </span>
      </div>
    </form>
  );
}
