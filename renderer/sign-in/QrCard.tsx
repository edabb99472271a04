import { Button, Loader } from '@mantine/core';
import { IconQrcodeOff } from '@tabler/icons-react';
import { formatDuration } from '../../shared/format.ts';
import card from '../ui/card.module.css';
import { ReasonedButton } from '../ui/ReasonedButton.tsx';
import { Refusal } from '../ui/Refusal.tsx';
import { Tag } from '../ui/Tag.tsx';
import { QrCode } from './QrCode.tsx';
import classes from './sign-in.module.css';
import type { SignInState } from './sign-in-flow.ts';
import { useSecondsLeft } from './use-seconds-left.ts';

interface Props {
  readonly state: SignInState;
  readonly onShow: () => void;
  readonly onProxy: () => void;
}

/** The way in without typing. Its size is the same with and without a code. */
export function QrCard({ state, onShow, onProxy }: Props) {
  return (
    <section aria-label="Sign in by QR code" className={`${card.card} ${classes.qr}`}>
      <div className={classes.frame} data-filled={state.kind === 'qr' || undefined}>
        {state.kind === 'qr' ? <QrCode link={state.link} /> : <NoCode state={state} />}
      </div>
      <div className={classes.beside}>
        <h2>Scan with your phone</h2>
        <ol className={classes.instructions}>
          <li>Open the Telegram app</li>
          <li>Settings → Devices → Link Desktop Device</li>
          <li>Point it at this code</li>
        </ol>
        <Below state={state} onShow={onShow} onProxy={onProxy} />
      </div>
    </section>
  );
}

function NoCode({ state }: { readonly state: SignInState }) {
  const waiting = state.kind === 'resting' || (state.kind === 'asking' && state.way === 'qr');
  return (
    <span className={classes.noCode}>
      {waiting ? <Loader size="sm" aria-hidden /> : <IconQrcodeOff size={28} aria-hidden />}
      <span role="status">
        {waiting
          ? 'Asking Telegram for a code…'
          : state.kind === 'cut-off'
            ? 'A new code comes once this screen is connected again'
            : 'No code now'}
      </span>
    </span>
  );
}

function Below({ state, onShow, onProxy }: Props) {
  const failed = state.kind === 'failed' && state.way === 'qr' ? state : null;
  const putAway = state.kind === 'failed' && state.way === 'phone';
  return (
    <>
      {state.kind === 'qr' ? <NewCodeIn expiresAt={state.expiresAt} /> : null}
      <Refusal reason={state.kind === 'qr' ? state.problem : (failed?.reason ?? null)} />
      <div className={classes.actions}>
        {failed === null ? null : <Again retryAt={failed.retryAt} onPress={onShow} />}
        {failed?.unreachable === true ? (
          <Button variant="default" onClick={onProxy}>
            Use a proxy
          </Button>
        ) : null}
        {putAway ? (
          <Button variant="default" onClick={onShow}>
            Show a QR code
          </Button>
        ) : null}
      </div>
    </>
  );
}

function NewCodeIn({ expiresAt }: { readonly expiresAt: number }) {
  const seconds = useSecondsLeft(expiresAt) ?? 0;
  return <Tag tone="accent">{seconds === 0 ? 'Fetching a new code…' : `New code in ${seconds} s`}</Tag>;
}

function Again({ retryAt, onPress }: { readonly retryAt: number | null; readonly onPress: () => void }) {
  const seconds = useSecondsLeft(retryAt) ?? 0;
  return (
    <ReasonedButton reason={seconds === 0 ? null : waitWords} onPress={onPress}>
      {seconds === 0 ? 'Try again' : `Try again in ${formatDuration(seconds * 1000)}`}
    </ReasonedButton>
  );
}

export const waitWords = 'Telegram asks for a pause before this is tried again.';
