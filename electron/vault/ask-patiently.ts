import { setTimeout as delay } from 'node:timers/promises';

export type Answer<Value> =
  | { readonly kind: 'answered'; readonly value: Value }
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'waiting' };

/**
 * Asks once, however often it is called: the system may be asking a person meanwhile. The first call waits for
 * the answer, but no longer than `patienceMs`; an answer that comes after that is announced by `onLate`.
 */
export function askPatiently<Value>(
  ask: () => Promise<Value>,
  { patienceMs, onLate }: { readonly patienceMs: number; readonly onLate: () => void },
): () => Promise<Answer<Value>> {
  let answer: Answer<Value> = { kind: 'waiting' };
  let late = false;
  const settle = async (): Promise<void> => {
    try {
      answer = { kind: 'answered', value: await ask() };
    } catch (error) {
      answer = { kind: 'refused', error };
    }
    if (late) onLate();
  };
  const wait = async (): Promise<void> => {
    const answered = new AbortController();
    const patience = delay(patienceMs, undefined, { signal: answered.signal }).catch(() => undefined);
    await Promise.race([settle().finally(() => answered.abort()), patience]);
    late = answer.kind === 'waiting';
  };
  let waited: Promise<void> | null = null;
  return async () => {
    waited ??= wait();
    await waited;
    return answer;
  };
}
