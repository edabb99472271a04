import { useState } from 'react';

/**
 * The answer, or, while another is awaited, the one before with the same key: what is on the screen then stays where
 * it is until it is replaced.
 */
export function useKept<Answer>(key: string, answer: Answer | null): Answer | null {
  const [kept, setKept] = useState<{ readonly key: string; readonly answer: Answer } | null>(null);
  if (answer !== null && (kept?.answer !== answer || kept.key !== key)) setKept({ key, answer });
  return answer ?? (kept?.key === key ? kept.answer : null);
}
