import { useEffect, useRef } from 'react';

const lookEveryMs = 500;

/**
 * Lets what is said leave by itself after `afterMs`. While `isHeld` says that somebody is at it, the time begins
 * anew: whoever reads slowly is not hurried (WCAG 2.2.1). Nothing leaves while `saying` is null.
 */
export function useLeaving(
  saying: number | null,
  afterMs: number,
  isHeld: () => boolean,
  leave: () => void,
): void {
  const latest = useRef({ isHeld, leave });
  useEffect(() => {
    latest.current = { isHeld, leave };
  });
  useEffect(() => {
    if (saying === null) return undefined;
    let leavesAt = performance.now() + afterMs;
    const timer = setInterval(() => {
      if (latest.current.isHeld()) leavesAt = performance.now() + afterMs;
      else if (performance.now() >= leavesAt) latest.current.leave();
    }, lookEveryMs);
    return () => clearInterval(timer);
  }, [saying, afterMs]);
}
