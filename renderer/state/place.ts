import { useSyncExternalStore } from 'react';
import { type ScreenName, screenNames } from '../../shared/contract.ts';

/**
 * Where the user is: a screen, and perhaps a part of it. It lives in the address (`#settings/accounts`), so that
 * back, forward, reload and a link do what they do everywhere.
 */
export interface Place {
  readonly screen: ScreenName;
  /** Of the screen; null for the whole of it. */
  readonly part: string | null;
}

/** Null where the address names no screen: then the state decides. */
export function parsePlace(hash: string): Place | null {
  const [name = '', part = ''] = hash.replace(/^#/, '').split('/');
  const screen = screenNames.find((known) => known === name);
  return screen === undefined ? null : { screen, part: part === '' ? null : part };
}

export function hashOf(screen: ScreenName, part: string | null = null): string {
  return part === null ? `#${screen}` : `#${screen}/${part}`;
}

export function goTo(screen: ScreenName, part: string | null = null): void {
  window.location.hash = hashOf(screen, part);
}

export function usePlace(): Place | null {
  const hash = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed);
      return () => window.removeEventListener('hashchange', changed);
    },
    () => window.location.hash,
  );
  return parsePlace(hash);
}
