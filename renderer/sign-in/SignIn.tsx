import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Account } from '../../shared/domain.ts';
import { CodeCard } from './CodeCard.tsx';
import { PasswordCard } from './PasswordCard.tsx';
import { PhoneCard } from './PhoneCard.tsx';
import { ProxySection } from './ProxySection.tsx';
import { QrCard } from './QrCard.tsx';
import classes from './sign-in.module.css';
import { useSignInFlow } from './use-sign-in-flow.ts';

interface Props {
  readonly onSignedIn: (account: Account) => void;
  /** Whether Telegram asks for a code or a password now. */
  readonly onAsked: (asked: boolean) => void;
  /** Whether this sign-in may be about to be done. */
  readonly onBusy: (busy: boolean) => void;
  /** Below the ways in, and out of the way while Telegram asks something. */
  readonly children?: ReactNode;
}

/** Signing in to Telegram, by QR code or by phone number. Leaving it cancels what was begun. */
export function SignIn({ onSignedIn, onAsked, onBusy, children }: Props) {
  const { flow, state } = useSignInFlow();
  // Kept over a failed try, so that asking for a new code is one press.
  const [phone, setPhone] = useState('');
  const [proxyOpen, setProxyOpen] = useState(false);
  const proxy = useRef<HTMLDivElement>(null);

  const tell = useRef(onSignedIn);
  useEffect(() => {
    tell.current = onSignedIn;
  });
  const account = state.kind === 'done' ? state.account : null;
  useEffect(() => {
    if (account !== null) tell.current(account);
  }, [account]);

  // Back from a question the focus has nowhere to be: its field is gone.
  const asked = state.kind === 'code' || state.kind === 'password';
  useEffect(() => {
    onAsked(asked);
    return () => onAsked(false);
  }, [asked, onAsked]);
  const busy = state.kind === 'done' || (asked && state.underWay);
  useEffect(() => onBusy(busy), [busy, onBusy]);
  const wasAsked = useRef(asked);
  const ways = useRef<HTMLElement>(null);
  useEffect(() => {
    if (wasAsked.current && !asked) ways.current?.focus();
    wasAsked.current = asked;
  }, [asked]);

  function openProxy(): void {
    setProxyOpen(true);
    proxy.current?.querySelector('button')?.focus();
  }

  if (state.kind === 'done') return <p role="status">Signed in as {state.account.name}.</p>;
  if (state.kind === 'code')
    return <CodeCard question={state} onCode={flow.submitCode} onStartOver={flow.showQr} />;
  if (state.kind === 'password')
    return <PasswordCard question={state} onPassword={flow.submitPassword} onStartOver={flow.showQr} />;
  return (
    <section ref={ways} tabIndex={-1} aria-label="Ways to sign in" className={classes.ways}>
      <QrCard state={state} onShow={flow.showQr} onProxy={openProxy} />
      <div className={classes.or} aria-hidden>
        or
      </div>
      <PhoneCard state={state} phone={phone} onPhone={setPhone} onSend={flow.sendCode} />
      <div ref={proxy}>
        <ProxySection
          open={proxyOpen}
          onToggle={() => setProxyOpen((open) => !open)}
          onSaved={() => {
            setProxyOpen(false);
            flow.showQr();
          }}
        />
      </div>
      {children}
    </section>
  );
}
