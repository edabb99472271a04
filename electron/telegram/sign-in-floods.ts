import type { Clock } from '../ports/clock.ts';
import { floodFailure } from './failures.ts';
import type { Gate } from './line.ts';

/** Flood waits of sign-ins, by phone number. */
export interface SignInFloods {
  /** `phone` tells the number a sign-in is for at the moment. */
  gateFor(phone: () => string): Gate;
}

/**
 * These waits belong to no account yet and so not to the ledger. They are kept for the life of the process,
 * beyond one sign-in: beginning again does not shorten a wait.
 */
export function createSignInFloods(clock: Clock): SignInFloods {
  const waitsUntil = new Map<string, number>();
  return {
    gateFor: (phone) => ({
      admit: async (method) => {
        const waitMs = (waitsUntil.get(`${method} ${phone()}`) ?? 0) - clock.monotonic();
        return waitMs > 0 ? floodFailure(method, waitMs) : null;
      },
      answered: (method) => {
        waitsUntil.delete(`${method} ${phone()}`);
      },
      flooded: async (method, waitMs) => {
        waitsUntil.set(`${method} ${phone()}`, clock.monotonic() + waitMs);
      },
    }),
  };
}
