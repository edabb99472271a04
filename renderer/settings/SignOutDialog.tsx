import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import type { Account } from '../../shared/domain.ts';
import { useBridge, useScreen } from '../state/screen-context.ts';
import { useWish } from '../state/wish.ts';
import form from '../ui/form.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import classes from './settings.module.css';

interface Props {
  readonly account: Account;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks before a session is ended; where Telegram is not reached, offers to forget it here all the same. */
export function SignOutDialog({ account, opened, onClose }: Props) {
  const bridge = useBridge();
  const wish = useWish();
  const running = useScreen((state) => state.feed?.snapshot.run != null);
  const [refusedByTidings, setRefusedByTidings] = useState(false);
  const signedIn = account.state === 'signed-in';

  async function signOut(evenIfUnreachable: boolean): Promise<void> {
    const granted = await wish.grant(async () => {
      const answer = await bridge.request('accounts.signOut', {
        accountId: account.id,
        ...(evenIfUnreachable ? { evenIfUnreachable } : {}),
      });
      setRefusedByTidings(!answer.accepted);
      return answer;
    });
    if (granted !== null) onClose();
  }

  function close(): void {
    setRefusedByTidings(false);
    wish.forget();
    onClose();
  }

  // A run in the way ends by itself; only a Telegram out of reach may be for good.
  const canForget = refusedByTidings && wish.refusal !== null && !running;
  return (
    <Modal
      opened={opened}
      onClose={close}
      centered
      title={`${signedIn ? 'Sign out' : 'Forget'} ${account.name}?`}
      classNames={{ title: classes.dialogTitle ?? '' }}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={form.form}>
        <p>
          {signedIn
            ? "Ends Tidings' session at Telegram. Channels and posts are kept."
            : 'Forgets the account here. Channels and posts are kept.'}
        </p>
        <Refusal reason={wish.refusal} />
        {canForget ? (
          <p className={form.note}>
            Forgotten here, the session stays in the list of devices of your Telegram app until you end it
            there.
          </p>
        ) : null}
        <div className={classes.dialogActions}>
          <Button variant="default" data-autofocus onClick={close}>
            {signedIn ? 'Stay signed in' : 'Keep it'}
          </Button>
          {canForget ? (
            <Button aria-disabled={wish.underWay || undefined} onClick={() => void signOut(true)}>
              Forget it here anyway
            </Button>
          ) : (
            <Button aria-disabled={wish.underWay || undefined} onClick={() => void signOut(false)}>
              {signedIn ? 'Sign out' : 'Forget'}
            </Button>
          )}
        </div>
        <span role="status" className={form.status}>
          {wish.underWay ? 'Asking Telegram…' : ''}
        </span>
      </div>
    </Modal>
  );
}
