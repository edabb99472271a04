import { useRef, useState } from 'react';
import type { Refused } from '../../shared/contract.ts';
import { messageOf } from './asked.ts';

/** Something the user wants done, one at a time: what became of the latest. */
export interface Wish {
  readonly underWay: boolean;
  /** Why the latest was not done, in words; null when it was. */
  readonly refusal: string | null;
  /** Does it unless another is under way. Null: it was refused, and `refusal` says why. */
  grant<Answer extends { readonly accepted: true }>(
    ask: () => Promise<Answer | Refused>,
  ): Promise<Answer | null>;
  forget(): void;
}

export function useWish(): Wish {
  const [state, setState] = useState<{ readonly underWay: boolean; readonly refusal: string | null }>({
    underWay: false,
    refusal: null,
  });
  // Two presses within one rendering must not become two wishes.
  const busy = useRef(false);
  return {
    ...state,
    async grant(ask) {
      if (busy.current) return null;
      busy.current = true;
      setState({ underWay: true, refusal: null });
      try {
        const answer = await ask();
        setState({ underWay: false, refusal: answer.accepted ? null : answer.reason });
        return answer.accepted ? answer : null;
      } catch (error) {
        setState({ underWay: false, refusal: messageOf(error) });
        return null;
      } finally {
        busy.current = false;
      }
    },
    forget: () => setState({ underWay: false, refusal: null }),
  };
}
