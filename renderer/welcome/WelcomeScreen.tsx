import { Button, Loader } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import type { Account } from '../../shared/domain.ts';
import { useAsked } from '../state/asked.ts';
import { goTo, hashOf, type Place, usePlace } from '../state/place.ts';
import { useScreen } from '../state/screen-context.ts';
import card from '../ui/card.module.css';
import { Refusal } from '../ui/Refusal.tsx';
import { VaultForm } from '../vault/VaultForm.tsx';
import { ApplicationStep } from './ApplicationStep.tsx';
import { ChannelsStep } from './ChannelsStep.tsx';
import { DemoOffer } from './DemoOffer.tsx';
import { SignInStep } from './SignInStep.tsx';
import { showInstead } from './show-instead.ts';
import { WelcomeFrame } from './WelcomeFrame.tsx';
import classes from './welcome.module.css';
import { partOf, stepNumber, type WelcomeStep, welcomeParts, welcomeStep } from './welcome-step.ts';

/** From nothing to the first run: api_id, sign-in, channels. Also how another account is added. */
export function WelcomeScreen() {
  const place = usePlace();
  const vault = useAsked('vault.get', {}, ['vault']);
  const api = useAsked('api.get', {}, ['accounts', 'vault']);
  const accounts = useAsked('accounts.list', {}, ['accounts']);
  const system = useAsked('system.get', {}, []).answer;
  const channels = useScreen((state) => state.feed?.snapshot.figures.channels ?? null);
  const own = system !== null && !system.demo;

  const [asked, setAsked] = useState(false);

  const apiId = api.answer === null ? null : api.answer.apiId;
  const locked = vault.answer !== null && vault.answer.state !== 'open';
  const part = place?.screen === 'welcome' ? place.part : null;
  const known =
    vault.answer === null || accounts.answer === null || channels === null || (api.answer === null && !locked)
      ? null
      : { accounts: accounts.answer, apiId, channels, vault: vault.answer, part };
  const step = known === null ? null : welcomeStep(known);
  useKeptPlace(place, own, step);
  if (known === null || step === null) {
    const problem = vault.problem ?? accounts.problem ?? api.problem;
    return (
      <WelcomeFrame title="Welcome" step={null} lead="Tidings keeps the channels you follow." wayBack={null}>
        {problem === null ? (
          <Loader size="sm" aria-label="Asking Tidings" />
        ) : (
          <Unanswered
            problem={problem}
            onAgain={() => {
              vault.again();
              accounts.again();
              api.again();
            }}
          />
        )}
      </WelcomeFrame>
    );
  }

  return (
    <WelcomeFrame
      title={titles[step.kind]}
      step={stepNumber(step)}
      lead={leads[step.kind]}
      wayBack={wayBackOf(step, known.accounts, known.channels)}
    >
      {contentOf(step, known, { askForApi: api.again, onAsked: setAsked })}
      {step.kind === 'channels' ? null : <DemoOffer system={system} inTheWay={asked} />}
    </WelcomeFrame>
  );
}

const titles: Readonly<Record<WelcomeStep['kind'], string>> = {
  vault: 'Your passphrase',
  application: 'Your api_id',
  'sign-in': 'Sign in',
  channels: 'Pick channels',
};

const neverWrites = 'It never posts, joins or marks anything as read.';
const leads: Readonly<Record<WelcomeStep['kind'], string>> = {
  vault: 'What lets Tidings into your account is kept encrypted on this computer.',
  application: 'Telegram lets a program in by an api_id that is yours.',
  'sign-in': `Tidings reads the channels your account follows. ${neverWrites}`,
  channels: `The first run starts by itself as soon as you have picked. ${neverWrites}`,
};

function contentOf(
  step: WelcomeStep,
  facts: { readonly apiId: number | null; readonly accounts: readonly Account[]; readonly channels: number },
  tell: { readonly askForApi: () => void; readonly onAsked: (asked: boolean) => void },
): ReactNode {
  const toSignIn = (): void => goTo('welcome', welcomeParts.anotherAccount);
  switch (step.kind) {
    case 'vault':
      return (
        <section aria-label="Passphrase" className={card.card}>
          <VaultForm state={step.vault} />
        </section>
      );
    case 'application':
      return (
        <ApplicationStep
          kept={facts.apiId === null ? null : { apiId: facts.apiId, onKeep: toSignIn }}
          onSaved={() => {
            tell.askForApi();
            toSignIn();
          }}
        />
      );
    case 'sign-in':
      return <SignInStep {...facts} onAsked={tell.onAsked} />;
    case 'channels':
      return <ChannelsStep key={step.account.id} account={step.account} channels={facts.channels} />;
  }
}

/**
 * From here on the place keeps this step: back leads to the one before it, and what becomes true meanwhile, in another
 * window, leads nobody away.
 */
function useKeptPlace(place: Place | null, own: boolean, step: WelcomeStep | null): void {
  const part = step === null ? null : partOf(step);
  // The demo signs in by itself, and is not to be kept here.
  const keeps = place === null ? own : place.screen === 'welcome' && place.part === null;
  useEffect(() => {
    if (keeps) showInstead(hashOf('welcome', part));
  }, [keeps, part]);
}

/** Out of here, once there is anything else to look at. */
function wayBackOf(step: WelcomeStep, accounts: readonly Account[], channels: number) {
  if (accounts.length === 0) return null;
  return step.kind === 'channels' && channels === 0
    ? { href: hashOf('now'), words: 'Not now' }
    : { href: hashOf('settings'), words: 'Back to Settings' };
}

function Unanswered({ problem, onAgain }: { readonly problem: string; readonly onAgain: () => void }) {
  return (
    <section aria-label="No answer" className={`${card.card} ${classes.unanswered}`}>
      <Refusal reason={problem} />
      <Button variant="default" onClick={onAgain}>
        Try again
      </Button>
    </section>
  );
}
