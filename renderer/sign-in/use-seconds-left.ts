import { useSyncExternalStore } from 'react';

const lookEveryMs = 200;

/** Whole seconds until a moment of `performance.now()`, rounded up; null without one. Renders again once a second. */
export function useSecondsLeft(until: number | null): number | null {
  return useSyncExternalStore(
    (changed) => {
      if (until === null || until <= performance.now()) return () => undefined;
      const timer = setInterval(changed, lookEveryMs);
      return () => clearInterval(timer);
    },
    () => (until === null ? null : Math.max(0, Math.ceil((until - performance.now()) / 1000))),
  );
}
