import { useEffect, useState, useSyncExternalStore } from 'react';
import { useBridge } from '../state/screen-context.ts';
import { memoryIn } from './kept-sign-in.ts';
import { createSignInFlow, type SignInFlow, type SignInState } from './sign-in-flow.ts';

/**
 * A sign-in that begins with its QR code when the screen opens, and is cancelled when the screen is left. A question
 * that is open outlives a reload of the page: the code is on its way, and another one costs the user a wait.
 */
export function useSignInFlow(): { readonly flow: SignInFlow; readonly state: SignInState } {
  const bridge = useBridge();
  const [flow] = useState(() =>
    createSignInFlow(bridge, () => performance.now(), memoryIn(window.sessionStorage)),
  );
  const state = useSyncExternalStore(flow.subscribe, flow.state);
  useEffect(() => {
    const leave = flow.open();
    // A page that goes away runs no clean-up of its own.
    const goneForGood = (event: PageTransitionEvent): void => {
      const { kind } = flow.state();
      if (!event.persisted && kind !== 'code' && kind !== 'password') leave();
    };
    window.addEventListener('pagehide', goneForGood);
    return () => {
      window.removeEventListener('pagehide', goneForGood);
      leave();
    };
  }, [flow]);
  return { flow, state };
}
