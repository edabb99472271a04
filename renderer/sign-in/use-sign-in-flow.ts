import { useEffect, useState, useSyncExternalStore } from 'react';
import { useBridge } from '../state/screen-context.ts';
import { createSignInFlow, type SignInFlow, type SignInState } from './sign-in-flow.ts';

/** A sign-in that begins with its QR code when the screen opens, and is cancelled when the screen is left. */
export function useSignInFlow(): { readonly flow: SignInFlow; readonly state: SignInState } {
  const bridge = useBridge();
  const [flow] = useState(() => createSignInFlow(bridge, () => performance.now()));
  const state = useSyncExternalStore(flow.subscribe, flow.state);
  useEffect(() => {
    const leave = flow.open();
    // A page that goes away runs no clean-up of its own.
    const goneForGood = (event: PageTransitionEvent): void => {
      if (!event.persisted) leave();
    };
    window.addEventListener('pagehide', goneForGood);
    return () => {
      window.removeEventListener('pagehide', goneForGood);
      leave();
    };
  }, [flow]);
  return { flow, state };
}
