import type { VaultState } from '../../shared/contract.ts';
import type { Account } from '../../shared/domain.ts';

/** What the user has to do next before anything is collected. */
export type WelcomeStep =
  | { readonly kind: 'vault'; readonly vault: VaultState }
  | { readonly kind: 'application' }
  | { readonly kind: 'sign-in' }
  | { readonly kind: 'channels'; readonly account: Account };

export interface WelcomeFacts {
  readonly vault: VaultState;
  readonly apiId: number | null;
  readonly accounts: readonly Account[];
  /** Channels that are collected already, of whichever account. */
  readonly channels: number;
  /** The part of the place: see `welcomeParts`. */
  readonly part: string | null;
}

const anotherAccount = 'sign-in';
const otherApplication = 'api';

/** Parts of the place that ask for one step; reloading stays there. A part that is no longer true is passed over. */
export const welcomeParts = {
  anotherAccount,
  otherApplication,
  channelsOf: (accountId: number): string => String(accountId),
} as const;

/** The step to show: what is missing comes first, else what the place asks for. */
export function welcomeStep({ vault, apiId, accounts, channels, part }: WelcomeFacts): WelcomeStep {
  if (vault.state !== 'open') return { kind: 'vault', vault };
  const signedIn = accounts.filter(({ state }) => state === 'signed-in');
  const chosen = signedIn.find(({ id }) => welcomeParts.channelsOf(id) === part);
  if (chosen !== undefined) return { kind: 'channels', account: chosen };
  if (part === otherApplication) return { kind: 'application' };
  const [first] = signedIn;
  if (channels === 0 && first !== undefined && part !== anotherAccount) {
    return { kind: 'channels', account: first };
  }
  return apiId === null ? { kind: 'application' } : { kind: 'sign-in' };
}

/** What the place has to say so that the step stays, whatever becomes true meanwhile; null where it need not. */
export function partOf(step: WelcomeStep): string | null {
  if (step.kind === 'application') return welcomeParts.otherApplication;
  return step.kind === 'sign-in' ? welcomeParts.anotherAccount : null;
}

/** Which of the three bars a step belongs to, from 1. */
export function stepNumber(step: WelcomeStep): 1 | 2 | 3 {
  if (step.kind === 'channels') return 3;
  return step.kind === 'sign-in' ? 2 : 1;
}
