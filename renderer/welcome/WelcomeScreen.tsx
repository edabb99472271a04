import { Button, Loader } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import type { Account } from '../../shared/domain.ts';
import { useAsked } from '../state/asked.ts';
import { hashOf, usePlace } from '../state/place.ts';
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
import { stepNumber, type WelcomeStep, welcomeParts, welcomeStep } from './welcome-step.ts';

/** From nothing to the first run: api_id, sign-in, channels. Also how another account is added. */
export function WelcomeScreen() {
  const place = usePlace();
  const vault = useAsked('vault.get', {}, ['vault']);
  const api = useAsked('api.get', {}, ['accounts', 'vault']);
  const accounts = useAsked('accounts.list', {}, ['accounts']);
  const system = useAsked('system.get', {}, []).answer;
  const channels = useScreen((state) => state.feed?.snapshot.figures.channels ?? null);
  const own = system !== null && !system.demo;

  useEffect(() => {
    // From here on the place keeps this screen: with an account there is something set up, and still a step to take.
    if (place === null && own) showInstead(hashOf('welcome'));
  }, [place, own]);

  const apiId = api.answer === null ? null : api.answer.apiId;
  const locked = vault.answer !== null && vault.answer.state !== 'open';
  if (
    vault.answer === null ||
    accounts.answer === null ||
    channels === null ||
    (api.answer === null && !locked)
  ) {
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

  const facts = { accounts: accounts.answer, apiId, channels };
  const step = welcomeStep({
    ...facts,
    vault: vault.answer,
    part: place?.screen === 'welcome' ? place.part : null,
  });
  return (
    <WelcomeFrame
      title={titles[step.kind]}
      step={stepNumber(step)}
      lead={leads[step.kind]}
      wayBack={wayBackOf(step, facts.accounts, channels)}
    >
      {contentOf(step, facts, api.again)}
      {step.kind === 'channels' ? null : <DemoOffer system={system} />}
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
  askForApi: () => void,
): ReactNode {
  const toSignIn = (): void => showInstead(hashOf('welcome', welcomeParts.anotherAccount));
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
            askForApi();
            toSignIn();
          }}
        />
      );
    case 'sign-in':
      return <SignInStep {...facts} />;
    case 'channels':
      return <ChannelsStep key={step.account.id} account={step.account} channels={facts.channels} />;
  }
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
